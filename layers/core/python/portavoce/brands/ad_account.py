"""An advertising account of a brand, and what its campaigns are for."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from portavoce.brands.ad_ids import write_account_id, write_ad_id
from portavoce.brands.short_id import Id
from portavoce.value import Value

MAX_AD_CAMPAIGNS = 200

AdName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class AdCampaignRef(Value):
    """What an ad campaign is for: a campaign of the calendar, a product, a channel, or one post of the calendar on that
    channel. `id` is the platform's own."""

    id: AdName
    campaign: AdName | None = None
    product: Id | None = None
    channel: Id | None = None
    post: AdName | None = None

    @model_validator(mode="after")
    def _says_what_for(self) -> Self:
        if self.post and not self.channel:
            raise ValueError(f"post {self.post} may be on several channels: name the one that is advertised")
        if not (self.campaign or self.product or self.channel):
            raise ValueError("say what the ad campaign is for: campaign, product, channel, or post and channel")
        return self


class AdAccountRef(Value):
    """One advertising account of the brand. `campaigns` are those of its ad campaigns of which it is said what they are
    for."""

    id: Id
    platform: str
    account_id: AdName
    campaigns: Annotated[tuple[AdCampaignRef, ...], Field(max_length=MAX_AD_CAMPAIGNS)] = ()

    @field_validator("account_id")
    @classmethod
    def _write_account_id(cls, written: str, info: ValidationInfo) -> str:
        return write_account_id(str(info.data.get("platform")), written)

    @field_validator("campaigns")
    @classmethod
    def _write_campaign_ids(
        cls, campaigns: tuple[AdCampaignRef, ...], info: ValidationInfo
    ) -> tuple[AdCampaignRef, ...]:
        platform = str(info.data.get("platform"))
        return tuple(one.model_copy(update={"id": write_ad_id(platform, one.id)}) for one in campaigns)

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [one.id for one in self.campaigns]
        if twice := next((one for one in names if names.count(one) > 1), None):
            raise ValueError(f"ad campaign {twice} stands twice in campaigns: say once what it is for")
        return self

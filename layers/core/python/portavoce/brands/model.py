"""Who speaks: a brand with its strategy, and the channels that it speaks through."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints

from portavoce.value import Value

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$")]
"""Lower-case letters, digits and hyphens, at most 48: ids stand in URLs, in keys and, joined by dots, in each other."""

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$", max_length=254)]

Language = Literal["en", "it", "ar"]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone, such as Europe/Rome") from error
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]


class Audience(Value):
    """Whom the brand speaks to."""

    name: str
    description: str = ""


class Pillar(Value):
    """One of the themes that the content stands on."""

    id: Id
    title: str


class Goal(Value):
    """A number to reach by a date, on one metric (`measuring` names them)."""

    metric: str
    target: Decimal = Field(gt=0)
    by: date


class Channel(Value):
    """One account of the brand on one platform. `account_id` is the platform's own id for it."""

    id: Id
    platform: str
    account_id: str = Field(min_length=1)
    posts_per_week: int = Field(default=0, ge=0, le=200)


class AdAccountRef(Value):
    """One advertising account of the brand."""

    id: Id
    platform: str
    account_id: str = Field(min_length=1)


class Budget(Value):
    """The most to spend in a calendar month of the ad account: for the brand, or for one campaign."""

    id: Id
    ad_account: Id
    campaign_id: str | None = None
    amount_minor: int = Field(gt=0)
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class People(Value):
    """Who is written to."""

    alerts: tuple[Email, ...] = Field(min_length=1)
    sales: tuple[Email, ...] = ()


class Triage(Value):
    """The words the brand adds to the built-in rules, and how long commenters' words are kept."""

    hide_keywords: tuple[str, ...] = ()
    lead_keywords: tuple[str, ...] = ()
    assign_to: Email | None = None
    retention_days: int = Field(default=180, ge=1, le=1095)


class Brand(Value):
    """A brand: its identity, strategy, channels, ad accounts, budgets and people."""

    id: Id
    name: str = Field(min_length=1, max_length=100)
    zone: Zone
    language: Language
    tone_of_voice: str = ""
    audiences: tuple[Audience, ...] = ()
    pillars: tuple[Pillar, ...] = ()
    goals: tuple[Goal, ...] = ()
    channels: tuple[Channel, ...] = Field(min_length=1)
    ad_accounts: tuple[AdAccountRef, ...] = ()
    budgets: tuple[Budget, ...] = ()
    people: People
    triage: Triage = Triage()
    late_minutes: int = Field(default=15, ge=1, le=1440)

    def channel(self, channel: str) -> Channel | None:
        """The channel with this short id, or None."""
        return next((one for one in self.channels if one.id == channel), None)


class ChannelRef(Value):
    """Where a channel is found from an account that a platform names: `channel_id` is `<brand>.<channel>`."""

    brand_id: Id
    channel: Id
    platform: str
    account_id: str

    @property
    def channel_id(self) -> str:
        return f"{self.brand_id}.{self.channel}"

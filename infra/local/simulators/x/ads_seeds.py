"""What `/_sim/ads` of the X simulator takes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict

from infra.local.simulators.x.ads import (
    Account,
    Campaign,
    Delivery,
    Instrument,
    LineItem,
    PromotedTweet,
    UserKeys,
)
from infra.local.simulators.x.ads_api import AdsApi

CARD = "lygyi"
_NOON = time(12)


class _AdsSeed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class KeysSeed(_AdsSeed):
    """A user's keys."""

    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str
    user_id: str
    may_use_ads: bool = True


class DeliverySeed(_AdsSeed):
    """One hour of a campaign in one placement; the same hour again is restated now."""

    at: AwareDatetime
    placement: str = "ALL_ON_TWITTER"
    micros: int
    impressions: int = 0
    clicks: int = 0


class AdsDaySeed(_AdsSeed):
    """One day of a campaign, delivered at noon of the account; today's by now."""

    micros: int
    impressions: int = 0
    clicks: int = 0


class InstrumentSeed(_AdsSeed):
    """What pays for ads."""

    id: str
    name: str = ""
    currency: str = "EUR"
    type: str = "CREDIT_CARD"
    able_to_fund: bool = True
    reasons_not_able_to_fund: tuple[str, ...] = ()
    credit_remaining_local_micro: int | None = None
    deleted: bool = False


class AdsCampaignSeed(_AdsSeed):
    """A campaign; without `funding_instrument_id` the account's first one pays."""

    id: str
    name: str = ""
    entity_status: str = "ACTIVE"
    deleted: bool = False
    unlisted: bool = False
    funding_instrument_id: str | None = None
    daily_budget_amount_local_micro: int | None = None
    total_budget_amount_local_micro: int | None = None
    days: dict[date, AdsDaySeed] = {}
    deliveries: list[DeliverySeed] = []


class LineItemSeed(_AdsSeed):
    """A group of ads."""

    id: str
    campaign_id: str
    name: str = ""
    entity_status: str = "ACTIVE"
    deleted: bool = False
    end_time: str | None = None


class PromotedTweetSeed(_AdsSeed):
    """A post that is promoted."""

    id: str
    line_item_id: str
    tweet_id: str
    entity_status: str = "ACTIVE"
    approval_status: str = "ACCEPTED"
    deleted: bool = False


class AccountSeed(_AdsSeed):
    """An ad account; without `funding_instruments` a new one has a card in `currency`."""

    id: str
    name: str = ""
    timezone: str = "Europe/Rome"
    currency: str = "EUR"
    approval_status: str = "ACCEPTED"
    permissions: dict[str, tuple[str, ...]] = {}
    funding_instruments: list[InstrumentSeed] | None = None
    campaigns: list[AdsCampaignSeed] = []
    line_items: list[LineItemSeed] = []
    promoted_tweets: list[PromotedTweetSeed] = []


class XAdsSeed(_AdsSeed):
    """Body of `POST /_sim/ads`: what is named is created or replaced; deliveries are added, or restated.

    `limits` are calls by family: stats, core and other in 15 minutes, write in one."""

    keys: list[KeysSeed] = []
    ad_accounts: list[AccountSeed] = []
    limits: dict[str, int] = {}


def seed_ads(api: AdsApi, body: object) -> None:
    """Create or change keys, accounts and all that is in them."""
    seed = XAdsSeed.model_validate(body)
    api.store.keys |= {one.access_token: UserKeys(**one.model_dump()) for one in seed.keys}
    api.limits |= seed.limits
    for account in seed.ad_accounts:
        _seed_account(api, account)


def _seed_account(api: AdsApi, seed: AccountSeed) -> None:
    store, known = api.store, api.store.accounts.get(seed.id)
    rights = seed.permissions or (known.permissions if known else {})
    store.accounts[seed.id] = Account(seed.id, seed.name, seed.timezone, seed.approval_status, rights)
    if seed.funding_instruments is not None or known is None:
        for id_ in [one.id for one in store.instruments.values() if one.account_id == seed.id]:
            del store.instruments[id_]
        given = seed.funding_instruments
        given = [InstrumentSeed(id=f"{CARD}{seed.id}", currency=seed.currency)] if given is None else given
        store.instruments |= {one.id: Instrument(account_id=seed.id, **one.model_dump()) for one in given}
    for campaign in seed.campaigns:
        _seed_campaign(api, seed, campaign)
    for line in seed.line_items:
        store.line_items[line.id] = LineItem(account_id=seed.id, **line.model_dump())
    for tweet in seed.promoted_tweets:
        store.promoted_tweets[tweet.id] = PromotedTweet(account_id=seed.id, **tweet.model_dump())


def _seed_campaign(api: AdsApi, account: AccountSeed, seed: AdsCampaignSeed) -> None:
    instruments = [one for one in api.store.instruments.values() if one.account_id == account.id]
    payer = seed.funding_instrument_id or instruments[0].id
    known = api.store.campaigns.get(seed.id)
    values = seed.model_dump(exclude={"days", "deliveries", "funding_instrument_id"})
    campaign = Campaign(
        account_id=account.id,
        funding_instrument_id=payer,
        currency=api.store.instruments[payer].currency,
        deliveries=known.deliveries if known else {},
        **values,
    )
    api.store.campaigns[seed.id] = campaign
    offset = api.clock().astimezone(ZoneInfo(account.timezone)).utcoffset() or timedelta()
    for day, numbers in seed.days.items():
        at = min(datetime.combine(day, _NOON, UTC) - offset, api.clock().replace(minute=0, second=0, microsecond=0))
        _deliver(api, campaign, Delivery(at, "ALL_ON_TWITTER", **numbers.model_dump()))
    for one in seed.deliveries:
        _deliver(api, campaign, Delivery(**one.model_dump()))


def _deliver(api: AdsApi, campaign: Campaign, new: Delivery) -> None:
    """Changes of the same hour are recorded when they come; the first one when it was delivered."""
    old = campaign.deliveries.get((new.at, new.placement))
    new.recorded = [*old.recorded, api.clock()] if old else [new.at]
    campaign.deliveries[new.at, new.placement] = new

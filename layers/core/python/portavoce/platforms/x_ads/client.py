"""An ad account of X: its campaigns, and what they cost."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched, groupby
from typing import Any, Literal
from urllib.parse import quote

from portavoce.platforms.ad_spend import (
    AdAccount,
    CampaignReading,
    CampaignStand,
    PromotedPost,
    SpendReading,
    SpendTotal,
)
from portavoce.platforms.contract import ChannelAccess, ProbeOutcome
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import ActionOutcome
from portavoce.platforms.site_answers import known_shape

from .account_states import find_currency, find_rest, read_trouble
from .api import AdsApi
from .manifest import MANIFEST, STATS
from .probe import probe_account
from .signature import Keys
from .stats import (
    AccountDays,
    Activity,
    Delivered,
    find_days,
    hour_after,
    hour_before,
    read_activity,
    read_stats,
    read_whole,
    round_together,
    split_days,
    to_minor,
    write_moment,
)

_ACTIVE, _PAUSED, _DELETED, _REJECTED = "ACTIVE", "PAUSED", "DELETED", "REJECTED"
_CAMPAIGN, _INSTRUMENT = "CAMPAIGN", "FUNDING_INSTRUMENT"
_GROUPS = {_CAMPAIGN: "BILLING,ENGAGEMENT", _INSTRUMENT: "BILLING"}
_WITH_DELETED = {"with_deleted": "true"}
_REFUSED_AD = "X has rejected it"

_Days = Mapping[tuple[str, date], Delivered]
"""What each entity delivered on each day."""


def connect(access: ChannelAccess, http: Http) -> "XAds":
    """The ad account `access.account_id`, such as `18ce54d4x5t`."""
    keys = Keys(**{field.name: access.secrets[field.name] for field in MANIFEST.secrets})
    return XAds(AdsApi(http, keys, access.account_id))


@dataclass(frozen=True)
class XAds:
    """Advertiser, CampaignSwitch and Prober of one ad account. Its days are its own, and spend is restated for up to
    14 of them."""

    api: AdsApi

    def probe(self) -> ProbeOutcome:
        return probe_account(self.api)

    def account(self) -> AdAccount:
        with known_shape(MANIFEST.title):
            found = self.api.read("accounts/:account_id")
            instruments = list(self._list("funding_instruments", _WITH_DELETED))
            currency = find_currency(instruments)
            trouble, cause = read_trouble(found, instruments)
            return AdAccount(
                account_id=self.api.account_id,
                currency=currency,
                zone=found["timezone"],
                trouble=trouble,
                cause=cause,
                left_minor=find_rest(instruments, currency),
            )

    def promoted_posts(self) -> list[PromotedPost]:
        with known_shape(MANIFEST.title):
            now = self.api.http.clock()
            campaigns = {one["id"] for one in self._list("campaigns") if _is_on(one)}
            lines = {
                one["id"]: one
                for one in self._list("line_items")
                if _is_on(one) and one["campaign_id"] in campaigns and not _is_over(one, now)
            }
            shown = [one for one in self._list("promoted_tweets") if _is_on(one) and one["line_item_id"] in lines]
            return [_promoted_post(one, lines[one["line_item_id"]]) for one in shown]

    def campaigns(self) -> list[CampaignReading]:
        with known_shape(MANIFEST.title):
            return [_campaign(one) for one in self._list("campaigns", _WITH_DELETED)]

    def campaign(self, campaign_id: str) -> CampaignStand:
        with known_shape(MANIFEST.title):
            row = self.api.read(_campaign_path(campaign_id), _WITH_DELETED)
            return CampaignStand(
                campaign_id=row["id"],
                account_id=self.api.account_id,
                name=row.get("name") or "",
                stands=_stands(row),
                changed_at=datetime.fromisoformat(row["updated_at"]) if row.get("updated_at") else None,
            )

    def pause_campaign(self, campaign_id: str) -> ActionOutcome:
        return self.api.change(_campaign_path(campaign_id), {"entity_status": _PAUSED})

    def restart_campaign(self, campaign_id: str) -> ActionOutcome:
        return self.api.change(_campaign_path(campaign_id), {"entity_status": _ACTIVE})

    def spend(self, since: date, until: date) -> list[SpendReading]:
        with known_shape(MANIFEST.title):
            account = self.account()
            found = self._active_days(_CAMPAIGN, account, since, until)
            return list(_make_readings(found, account.currency))

    def spend_of(self, campaign_id: str, since: date, until: date) -> list[SpendReading]:
        with known_shape(MANIFEST.title):
            known = self.api.read(_campaign_path(campaign_id), _WITH_DELETED)["id"]
            account = self.account()
            days = find_days(account.zone, self.api.http.clock())
            asked = Activity(known, since, until, STATS.placements)
            return list(_make_readings(self._deliveries(_CAMPAIGN, [asked], days), account.currency))

    def total_spend(self, since: date, until: date) -> list[SpendTotal]:
        """By what pays: X does not say what a whole account was billed."""
        with known_shape(MANIFEST.title):
            account = self.account()
            by_day: defaultdict[date, int] = defaultdict(int)
            for (_, day), one in self._active_days(_INSTRUMENT, account, since, until).items():
                by_day[day] += one.micros
            return [
                SpendTotal(day=day, currency=account.currency, spend_minor=to_minor(micros, account.currency))
                for day, micros in sorted(by_day.items())
                if micros
            ]

    def _list(self, what: str, query: Mapping[str, str] | None = None) -> Iterator[Mapping[str, Any]]:
        return self.api.rows(f"accounts/:account_id/{what}", query)

    def _active_days(self, entity: str, account: AdAccount, since: date, until: date) -> _Days:
        """What every entity delivered of which X has changed anything since the first of these days: whatever was
        billed on one of them is among it, the deleted too."""
        days = find_days(account.zone, self.api.http.clock())
        active = [
            one._replace(first=max(one.first, since), last=min(one.last, until))
            for one in self._activities(entity, days, since)
            if one.first <= until and one.last >= since
        ]
        return self._deliveries(entity, active, days)

    def _activities(self, entity: str, days: AccountDays, since: date) -> Iterator[Activity]:
        now = self.api.http.clock()
        for first, last in split_days(since, days.day_of(now), STATS.most_active_days - 1):
            end = min(days.begin(last + timedelta(days=1)), now)
            span = {
                "start_time": write_moment(hour_before(days.begin(first))),
                "end_time": write_moment(hour_after(end)),
            }
            for row in self.api.read("stats/accounts/:account_id/active_entities", {"entity": entity, **span}):
                yield read_activity(row, days)

    def _deliveries(self, entity: str, activities: Sequence[Activity], days: AccountDays) -> _Days:
        """What they delivered on their days, all placements together."""
        found: defaultdict[tuple[str, date], Delivered] = defaultdict(Delivered)
        for placement in STATS.placements:
            there = sorted((one for one in activities if placement in one.placements), key=lambda one: one.first)
            for some in batched(there, STATS.most_ids, strict=False):
                for entity_id, day, delivered in self._stats(entity, placement, some, days):
                    found[entity_id, day] = found[entity_id, day].add(delivered)
        return found

    def _stats(
        self, entity: str, placement: str, some: Sequence[Activity], days: AccountDays
    ) -> Iterator[tuple[str, date, Delivered]]:
        wish = {
            "entity": entity,
            "entity_ids": ",".join(sorted({one.entity_id for one in some})),
            "granularity": "DAY",
            "metric_groups": _GROUPS[entity],
            "placement": placement,
        }
        whole = min(one.first for one in some), max(one.last for one in some)
        for first, last in split_days(*whole, STATS.most_days):
            # "End time is exclusive", and whole hours are those of the account's clock, in any zone.
            span = {"start_time": days.begin(first), "end_time": days.begin(last + timedelta(days=1))}
            query = wish | {name: moment.isoformat() for name, moment in span.items()}
            yield from read_stats(self.api.read("stats/accounts/:account_id", query), first, last)


def _make_readings(found: _Days, currency: str) -> Iterator[SpendReading]:
    """A row for each campaign's day with a delivery. Those of one day are rounded together, so that they add up to what
    the account was billed."""
    rows = sorted((day, campaign_id) for (campaign_id, day), one in found.items() if any(one))
    for day, of_day in groupby(rows, key=lambda row: row[0]):
        campaigns = [campaign_id for _, campaign_id in of_day]
        delivered = [found[campaign_id, day] for campaign_id in campaigns]
        spent = round_together([one.micros for one in delivered], currency)
        for campaign_id, one, spend_minor in zip(campaigns, delivered, spent, strict=True):
            yield SpendReading(
                campaign_id=campaign_id,
                day=day,
                currency=currency,
                spend_minor=spend_minor,
                impressions=one.impressions,
                clicks=one.clicks,
            )


def _campaign(row: Mapping[str, Any]) -> CampaignReading:
    daily, whole = (read_whole(row.get(f"{span}_budget_amount_local_micro")) for span in ("daily", "total"))
    return CampaignReading(
        campaign_id=row["id"],
        name=row.get("name") or "",
        status=_DELETED if row.get("deleted") is True else row["entity_status"],
        currency=row["currency"],
        daily_budget_minor=None if daily is None else to_minor(daily, row["currency"]),
        lifetime_budget_minor=None if whole is None else to_minor(whole, row["currency"]),
        is_on=_is_on(row),
    )


def _promoted_post(row: Mapping[str, Any], line: Mapping[str, Any]) -> PromotedPost:
    """What an ad is called stands on its line item; a rejected one is shown to nobody [M]."""
    return PromotedPost(
        ad_id=row["id"],
        name=line.get("name") or "",
        campaign_id=line["campaign_id"],
        post_ids=(str(row["tweet_id"]),),
        fault=_REFUSED_AD if row.get("approval_status") == _REJECTED else "",
    )


def _is_on(row: Mapping[str, Any]) -> bool:
    """Whether nobody has paused or deleted it."""
    return row["entity_status"] == _ACTIVE and row.get("deleted") is not True


def _stands(row: Mapping[str, Any]) -> Literal["on", "paused", "ended"]:
    """A draft delivers nothing, like one that is deleted, and is nobody's to let run."""
    if _is_on(row):
        return "on"
    return "paused" if row["entity_status"] == _PAUSED and row.get("deleted") is not True else "ended"


def _campaign_path(campaign_id: str) -> str:
    return f"accounts/:account_id/campaigns/{quote(campaign_id, safe='')}"


def _is_over(line: Mapping[str, Any], now: datetime) -> bool:
    ends_at = line.get("end_time")
    return ends_at is not None and datetime.fromisoformat(ends_at) <= now

"""A Meta ad account: its campaigns, and what they cost."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from portavoce.platforms.ad_spend import (
    AdAccount,
    CampaignReading,
    CampaignStand,
    PromotedPost,
    SpendReading,
    SpendTotal,
)
from portavoce.platforms.contract import ChannelAccess, ProbeOutcome, ReadRefused
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import ActionOutcome
from portavoce.platforms.readings import number
from portavoce.platforms.site_answers import known_shape

from .account_states import read_trouble
from .manifest import MANIFEST
from .probe import AdAccountConnection

_CAMPAIGN = "id,name,status,effective_status,daily_budget,lifetime_budget,stop_time"
_STAND = "id,account_id,name,status,effective_status,updated_time"
_ACCOUNT = "currency,timezone_name,account_status,disable_reason,spend_cap,amount_spent"
_AD = "id,name,campaign_id,effective_status,creative{effective_object_story_id,effective_instagram_media_id}"
_RUNNING = ("ACTIVE", "WITH_ISSUES")
# Marketing API, Ad: an ad whose post can no longer be shown is WITH_ISSUES [M].
_FAULT = "the platform finds fault with it"
_SPEND = "campaign_id,account_currency,spend,impressions,clicks"
_ON, _PAUSED = "ACTIVE", "PAUSED"
# Marketing API, Campaign: `status` is what somebody has set, `effective_status` what comes of it. A campaign that is
# worked on, or has trouble with some of its ads, may still deliver.
_DELIVERS = frozenset({"ACTIVE", "IN_PROCESS", "WITH_ISSUES"})
_PAGE_ROWS, _SPAN_DAYS = "500", 7
_LISTED = ("ACTIVE", "PAUSED", "ARCHIVED", "IN_PROCESS", "WITH_ISSUES")
# Marketing API, "Manage your ad object's status": archived campaigns come when they are asked for by their status;
# deleted ones come by their own id alone, and stay in the account's total.
_STATUSES = json.dumps([{"field": "campaign.effective_status", "operator": "IN", "value": _LISTED}])


def connect(access: ChannelAccess, http: Http) -> "MetaAds":
    """The ad account `access.account_id`, with or without its `act_`."""
    account_id = access.account_id.removeprefix("act_")
    return MetaAds(Graph(http, access.secrets["access_token"], MANIFEST.api_version), access, account_id)


@dataclass(frozen=True)
class MetaAds:
    """Advertiser, CampaignSwitch and Prober of one ad account. Its days are its own, and spend is restated for up to
    28 of them."""

    graph: Graph
    access: ChannelAccess
    account_id: str

    def probe(self) -> ProbeOutcome:
        return AdAccountConnection(self.graph, self.access, self._node).probe()

    @known_shape(MANIFEST.title)
    def account(self) -> AdAccount:
        found = self.graph.read(self._node, {"fields": _ACCOUNT})
        trouble, cause = read_trouble(found.get("account_status"), found.get("disable_reason"))
        return AdAccount(
            account_id=self.account_id,
            currency=found["currency"],
            zone=found["timezone_name"],
            trouble=trouble,
            cause=cause,
            left_minor=_find_rest(found.get("spend_cap"), found.get("amount_spent")),
        )

    @known_shape(MANIFEST.title)
    def promoted_posts(self) -> list[PromotedPost]:
        query = {"fields": _AD, "effective_status": json.dumps(_RUNNING), "limit": _PAGE_ROWS}
        found = (_promoted_post(row) for row in self.graph.rows(f"{self._node}/ads", query))
        return [one for one in found if one.post_ids]

    @known_shape(MANIFEST.title)
    def campaigns(self) -> list[CampaignReading]:
        currency = self.account().currency
        query = {"fields": _CAMPAIGN, "effective_status": json.dumps(_LISTED), "limit": _PAGE_ROWS}
        return [
            CampaignReading(
                campaign_id=row["id"],
                name=row.get("name", ""),
                status=row["effective_status"],
                currency=currency,
                daily_budget_minor=_whole(row.get("daily_budget")),
                lifetime_budget_minor=_whole(row.get("lifetime_budget")),
                is_on=_stands(row) == "on",
                ends_at=_moment(row.get("stop_time")),
            )
            for row in self.graph.rows(f"{self._node}/campaigns", query)
        ]

    @known_shape(MANIFEST.title)
    def campaign(self, campaign_id: str) -> CampaignStand:
        row = self.graph.read(campaign_id, {"fields": _STAND})
        return CampaignStand(
            campaign_id=row["id"],
            account_id=row["account_id"],
            name=row.get("name", ""),
            stands=_stands(row),
            changed_at=_moment(row.get("updated_time")),
        )

    def pause_campaign(self, campaign_id: str) -> ActionOutcome:
        return self.graph.act(campaign_id, {"status": _PAUSED})

    def restart_campaign(self, campaign_id: str) -> ActionOutcome:
        return self.graph.act(campaign_id, {"status": _ON})

    @known_shape(MANIFEST.title)
    def spend(self, since: date, until: date) -> list[SpendReading]:
        query = _insights("campaign", _SPEND) | {"filtering": _STATUSES}
        return [_parse_row(row) for row in self._rows(self._node, query, since, until)]

    @known_shape(MANIFEST.title)
    def spend_of(self, campaign_id: str, since: date, until: date) -> list[SpendReading]:
        query = _insights("campaign", _SPEND)
        return [_parse_row(row) for row in self._rows(campaign_id, query, since, until)]

    @known_shape(MANIFEST.title)
    def total_spend(self, since: date, until: date) -> list[SpendTotal]:
        return [
            SpendTotal(
                day=date.fromisoformat(row["date_start"]),
                currency=row["account_currency"],
                spend_minor=minor_units(row["spend"], row["account_currency"]),
            )
            for row in self._rows(self._node, _insights("account", "account_currency,spend"), since, until)
        ]

    def _rows(self, node: str, query: Mapping[str, str], since: date, until: date) -> Iterator[Mapping[str, Any]]:
        """The rows with spend, asked for week by week: a longer span of a large account is refused as too much."""
        for first in range(0, (until - since).days + 1, _SPAN_DAYS):
            begin = since + timedelta(days=first)
            end = min(until, begin + timedelta(days=_SPAN_DAYS - 1))
            span = {"time_range": json.dumps({"since": begin.isoformat(), "until": end.isoformat()})}
            yield from (row for row in self.graph.rows(f"{node}/insights", {**query, **span}) if "spend" in row)

    @property
    def _node(self) -> str:
        return f"act_{self.account_id}"


def _insights(level: str, fields: str) -> dict[str, str]:
    return {"level": level, "fields": fields, "time_increment": "1", "limit": _PAGE_ROWS}


def _parse_row(row: Mapping[str, Any]) -> SpendReading:
    return SpendReading(
        campaign_id=row["campaign_id"],
        day=date.fromisoformat(row["date_start"]),
        currency=row["account_currency"],
        spend_minor=minor_units(row["spend"], row["account_currency"]),
        impressions=_whole(row.get("impressions")),
        clicks=_whole(row.get("clicks")),
    )


def _promoted_post(row: Mapping[str, Any]) -> PromotedPost:
    """Marketing API, Ad Creative: the post of the Page and the Instagram media that the ad shows, by their own ids."""
    creative = row.get("creative", {})
    ids = (creative.get("effective_object_story_id"), creative.get("effective_instagram_media_id"))
    return PromotedPost(
        ad_id=row["id"],
        name=row.get("name", ""),
        campaign_id=row.get("campaign_id", ""),
        post_ids=tuple(str(one) for one in ids if one),
        fault=_FAULT if row.get("effective_status") == "WITH_ISSUES" else "",
    )


def _find_rest(cap: str | None, spent: str | None) -> int | None:
    """What may be spent until the account's cap, in minor units; "0" is no cap. What is paid in beforehand, and left,
    Meta shows to those alone who manage the account."""
    most, so_far = _whole(cap), _whole(spent)
    return max(most - so_far, 0) if most and so_far is not None else None


def minor_units(amount: str, currency: str) -> int:
    """A decimal string in major units as whole minor units, with Meta's offset for the currency (Marketing API,
    Currencies). Raises ReadRefused for what is no amount."""
    offset = 1 if currency in MANIFEST.currency_offset_one else 100
    return int((number(amount) * offset).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _whole(text: str | None) -> int | None:
    """A whole number sent as text; budgets are in minor units already. Raises ReadRefused for anything else."""
    if text is None:
        return None
    if not str(text).isdecimal():
        raise ReadRefused("Meta gave no whole number")
    return int(text)


def _stands(row: Mapping[str, Any]) -> Literal["on", "paused", "ended"]:
    if row["status"] == _ON and row["effective_status"] in _DELIVERS:
        return "on"
    return "paused" if row["status"] == _PAUSED and row["effective_status"] == _PAUSED else "ended"


def _moment(text: str | None) -> datetime | None:
    """A moment as Meta writes it, such as 2026-11-28T10:00:00+0100. Raises ReadRefused for anything else."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        raise ReadRefused("Meta gave no moment") from None

"""A Meta ad account: its campaigns, and what they cost."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portavoce.platforms.contract import (
    AdAccount,
    CampaignReading,
    ChannelAccess,
    ProbeOutcome,
    ReadRefused,
    SpendReading,
)
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.http import Http
from portavoce.platforms.readings import number

from .manifest import MANIFEST
from .probe import Connection

_CAMPAIGN = "id,name,effective_status,daily_budget,lifetime_budget"
_SPEND = "campaign_id,account_currency,spend,impressions,clicks"


def connect(access: ChannelAccess, http: Http) -> "MetaAds":
    """The ad account `access.account_id`, with or without its `act_`."""
    account_id = access.account_id.removeprefix("act_")
    return MetaAds(Graph(http, access.secrets["access_token"], MANIFEST.api_version), access, account_id)


@dataclass(frozen=True)
class MetaAds:
    """Advertiser and Prober of one ad account. Its days are its own, and spend is restated for up to 28 of them."""

    graph: Graph
    access: ChannelAccess
    account_id: str

    def probe(self) -> ProbeOutcome:
        return Connection(self.graph, self.access, self._node).probe()

    def account(self) -> AdAccount:
        found = self.graph.read(self._node, {"fields": "currency,timezone_name"})
        return AdAccount(account_id=self.account_id, currency=found["currency"], zone=found["timezone_name"])

    def campaigns(self) -> list[CampaignReading]:
        currency = self.account().currency
        return [
            CampaignReading(
                campaign_id=row["id"],
                name=row.get("name", ""),
                status=row["effective_status"],
                currency=currency,
                daily_budget_minor=_whole(row.get("daily_budget")),
                lifetime_budget_minor=_whole(row.get("lifetime_budget")),
            )
            for row in self.graph.rows(f"{self._node}/campaigns", {"fields": _CAMPAIGN, "limit": "100"})
        ]

    def spend(self, since: date, until: date) -> list[SpendReading]:
        query = {
            "level": "campaign",
            "fields": _SPEND,
            "time_range": json.dumps({"since": since.isoformat(), "until": until.isoformat()}),
            "time_increment": "1",
            "limit": "100",
        }
        return [
            SpendReading(
                campaign_id=row["campaign_id"],
                day=date.fromisoformat(row["date_start"]),
                currency=row["account_currency"],
                spend_minor=minor_units(row["spend"], row["account_currency"]),
                impressions=_whole(row.get("impressions")),
                clicks=_whole(row.get("clicks")),
            )
            for row in self.graph.rows(f"{self._node}/insights", query)
            if "spend" in row
        ]

    @property
    def _node(self) -> str:
        return f"act_{self.account_id}"


def minor_units(amount: str, currency: str) -> int:
    """A decimal string in major units as whole minor units, with Meta's offset for the currency (Marketing API,
    Currencies). Raises ReadRefused for what is no amount."""
    offset = 1 if currency in MANIFEST.currency_offset_one else 100
    return int((number(amount) * offset).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _whole(text: str | None) -> int | None:
    """A whole number sent as text; budgets are in minor units already. Raises ReadRefused for anything else."""
    if text is None:
        return None
    if not text.isdecimal():
        raise ReadRefused("Meta gave no whole number")
    return int(text)

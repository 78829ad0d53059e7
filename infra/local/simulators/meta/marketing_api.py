"""Ad accounts, campaigns and spend (platforms/meta_marketing.md)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from infra.local.simulators.meta.ads import AdAccount, Campaign, Day
from infra.local.simulators.meta.calls import Call, read_node, route
from infra.local.simulators.meta.errors import bad_parameter
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, READERS, Field, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.meta.store import Profile

NO_DECIMALS = frozenset(["CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"])
"""Currencies with offset 1; every other one has 100 (platforms/meta_marketing.md §2)."""
STATUSES = frozenset({"ACTIVE", "PAUSED", "ARCHIVED", "DELETED"})
UNASKED = frozenset({"ARCHIVED", "DELETED"})
LEVELS = frozenset({"account", "campaign"})
PRESET_DAYS = {"last_3d": 3, "last_7d": 7, "last_14d": 14, "last_28d": 28, "last_30d": 30, "last_90d": 90}
MOST_DAYS = 37 * 31


type Group = tuple[Campaign | None, list[Campaign]]
"""Whose rows, and of which campaigns they are the sum."""


def major_units(amount_minor: int, currency: str) -> str:
    """Money as insights write it: a decimal string in major units."""
    if currency in NO_DECIMALS:
        return str(amount_minor)
    return str((Decimal(amount_minor) / 100).quantize(Decimal("0.01")))


@route("GET", "me", "adaccounts", params="fields limit after", scope="ads_read")
def list_accounts(graph: Graph, call: Call, _node: Profile) -> object:
    """The ad accounts of the person or system user."""
    accounts, fields = list(graph.store.ad_accounts.values()), call.fields()
    return page_of(accounts, call.params, lambda a: a.id, lambda a: read(graph, "ad_account", a, fields), call)


@route("GET", "ad_account", params="fields", scope="ads_read")
def read_account(graph: Graph, call: Call, account: AdAccount) -> object:
    """One ad account."""
    return read_node(graph, call, "ad_account", account)


@route("GET", "ad_account", "campaigns", params="fields effective_status limit after", scope="ads_read")
def list_campaigns(graph: Graph, call: Call, account: AdAccount) -> object:
    """Campaigns; archived and deleted ones only when asked for by status."""
    names_statuses = "effective_status" in call.params
    wanted = call.parse_json("effective_status") if names_statuses else sorted(STATUSES - UNASKED)
    if not isinstance(wanted, list) or not set(wanted) <= STATUSES | {"IN_PROCESS", "WITH_ISSUES"}:
        raise bad_parameter("Param effective_status must be an array of campaign statuses")
    found = [c for c in graph.store.campaigns.values() if c.account_id == account.id and c.status in wanted]
    fields = call.fields()
    return page_of(found, call.params, lambda c: c.id, lambda c: read(graph, "campaign", c, fields), call)


@route("GET", "campaign", params="fields", scope="ads_read")
def read_campaign(graph: Graph, call: Call, campaign: Campaign) -> object:
    """One campaign."""
    return read_node(graph, call, "campaign", campaign)


@route("POST", "campaign", params="status name daily_budget execution_options", scope="ads_management")
def change_campaign(_graph: Graph, call: Call, campaign: Campaign) -> object:
    """Set status, name or budget; `validate_only` checks and changes nothing. Setting the same again is harmless.

    `updated_time` moves with status and name, and not with a budget (Marketing API, Campaign: "If you update spend_cap
    or daily budget or lifetime budget, this will not automatically update this field")."""
    options = call.parse_json("execution_options") if "execution_options" in call.params else []
    if not isinstance(options, list) or not set(options) <= {"validate_only", "include_recommendations"}:
        raise bad_parameter("Param execution_options must be an array of known options")
    status = call.params.get("status", campaign.status)
    if status not in STATUSES:
        raise bad_parameter(f"Param status must be one of {sorted(STATUSES)}")
    budget = call.params.get("daily_budget")
    if budget is not None and (not budget.isdigit() or budget == "0"):
        raise bad_parameter("Param daily_budget must be a positive integer in minor units")
    if campaign.status == "DELETED":
        raise bad_parameter("A deleted campaign cannot be edited")
    if "validate_only" not in options:
        before = campaign.status, campaign.name
        campaign.status = status
        campaign.name = call.params.get("name", campaign.name)
        if (campaign.status, campaign.name) != before:
            campaign.updated_time = call.now.strftime("%Y-%m-%dT%H:%M:%S+0000")
        campaign.daily_budget_minor = int(budget) if budget else campaign.daily_budget_minor
    return {"success": True}


@route(
    "GET", "ad_account", "insights", scope="ads_read",
    params="fields level time_range date_preset time_increment filtering limit after",
)  # fmt: skip
def account_insights(graph: Graph, call: Call, account: AdAccount) -> object:
    """Rows by campaign (or the account) and day in the account's zone; every number is a string.

    By campaign, archived ones come when they are asked for by their status and deleted ones never; the account's total
    has them all."""
    level = call.params.get("level", "account")
    if level not in LEVELS:
        raise bad_parameter(f"level {level} is not simulated; {sorted(LEVELS)} are")
    campaigns = [c for c in graph.store.campaigns.values() if c.account_id == account.id]
    listed = _asked_statuses(call) - {"DELETED"}
    by_campaign: list[Group] = [(c, [c]) for c in campaigns if c.status in listed]
    return _insight_rows(call, account, by_campaign if level == "campaign" else [(None, campaigns)])


@route(
    "GET", "campaign", "insights", scope="ads_read",
    params="fields level time_range date_preset time_increment limit after",
)  # fmt: skip
def campaign_insights(graph: Graph, call: Call, campaign: Campaign) -> object:
    """The rows of one campaign, whatever became of it."""
    return _insight_rows(call, graph.store.ad_accounts[campaign.account_id], [(campaign, [campaign])])


def _insight_rows(call: Call, account: AdAccount, groups: list[Group]) -> object:
    fields = [field.name for field in call.fields()] or ["impressions", "spend"]
    if unknown := set(fields) - set(_INSIGHTS) - {"date_start", "date_stop"}:
        raise bad_parameter(f"{min(unknown)} is not valid for fields param")
    span, daily = _span(call, account), _is_daily(call)
    rows = [row for group in groups for row in _rows(account, group, span, fields, daily=daily)]
    return page_of(rows, call.params, lambda row: f"{row[0]}/{row[1]}", lambda row: row[2], call)


def _asked_statuses(call: Call) -> set[str]:
    """Those that `filtering` names; without it all but the archived and the deleted."""
    filters = call.parse_json("filtering") if "filtering" in call.params else []
    match filters:
        case []:
            return set(STATUSES - UNASKED)
        case [{"field": "campaign.effective_status", "operator": "IN", "value": list(value)}]:
            return set(value)
    raise bad_parameter("Param filtering is simulated for campaign.effective_status IN")


def _is_daily(call: Call) -> bool:
    increment = call.params.get("time_increment", "all_days")
    if increment not in {"1", "all_days"}:
        raise bad_parameter("time_increment is simulated as 1 or all_days")
    return increment == "1"


def _span(call: Call, account: AdAccount) -> tuple[date, date]:
    today = call.now.astimezone(ZoneInfo(account.timezone_name)).date()
    if "time_range" in call.params:
        span = call.parse_json("time_range")
        if not isinstance(span, dict) or set(span) != {"since", "until"}:
            raise bad_parameter("Param time_range must be {since, until}")
        since, until = _day(span["since"]), _day(span["until"])
        if since > until or (today - since).days > MOST_DAYS:
            raise bad_parameter("The time range is not valid: at most 37 months, start before end", 1487534)
        return since, until
    preset = call.params.get("date_preset", "last_30d")
    yesterday = today - timedelta(days=1)
    fixed = {"today": (today, today), "yesterday": (yesterday, yesterday), "this_month": (today.replace(day=1), today)}
    if preset in fixed:
        return fixed[preset]
    if preset not in PRESET_DAYS:
        raise bad_parameter(f"Param date_preset must be one of {sorted({*fixed, *PRESET_DAYS})}")
    return today - timedelta(days=PRESET_DAYS[preset]), yesterday


def _day(text: object) -> date:
    try:
        return datetime.strptime(str(text), "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError as error:
        raise bad_parameter("Param time_range must hold days as YYYY-MM-DD") from error


type Row = tuple[str, str, dict[str, object]]


def _rows(
    account: AdAccount,
    group: tuple[Campaign | None, list[Campaign]],
    span: tuple[date, date],
    fields: list[str],
    *,
    daily: bool,
) -> list[Row]:
    head, campaigns = group
    first, last = (day.isoformat() for day in span)
    within = sorted({d for c in campaigns for d in c.days if first <= d <= last})
    spans = [(d, d, [d]) for d in within] if daily else [(first, last, within)]
    rows = []
    for start, stop, days in spans:
        if not days:
            continue
        total = _sum([c.days[d] for c in campaigns for d in days if d in c.days])
        row = {name: value for name in fields if (value := _insight(name, account, head, total)) is not ABSENT}
        rows.append((head.id if head else account.id, start, {**row, "date_start": start, "date_stop": stop}))
    return rows


def _sum(days: list[Day]) -> Day:
    total = Day(0)
    for day in days:
        total.spend_minor += day.spend_minor
        total.impressions += day.impressions
        total.clicks += day.clicks
        total.reach += day.reach
        for kind, number in day.actions.items():
            total.actions[kind] = total.actions.get(kind, 0) + number
        for kind, amount in day.action_values_minor.items():
            total.action_values_minor[kind] = total.action_values_minor.get(kind, 0) + amount
    return total


def _ratio(numerator: int, denominator: int, factor: int = 1) -> object:
    return str((Decimal(numerator * factor) / denominator).quantize(Decimal("0.000001"))) if denominator else ABSENT


def _money_ratio(account: AdAccount, day: Day, per: int, factor: int = 1) -> object:
    offset = 1 if account.currency in NO_DECIMALS else 100
    return _ratio(day.spend_minor * factor, per * offset)


def _insight(name: str, account: AdAccount, campaign: Campaign | None, day: Day) -> object:
    if name in {"date_start", "date_stop"}:
        return ABSENT
    return _INSIGHTS[name](account, campaign, day)


def _pairs(values: dict[str, str]) -> object:
    return [{"action_type": kind, "value": value} for kind, value in values.items()] or ABSENT


_INSIGHTS: dict[str, Callable[[AdAccount, Campaign | None, Day], object]] = {
    "account_id": lambda a, _c, _d: a.id,
    "account_name": lambda a, _c, _d: a.name,
    "account_currency": lambda a, _c, _d: a.currency,
    "campaign_id": lambda _a, c, _d: c.id if c else ABSENT,
    "campaign_name": lambda _a, c, _d: c.name if c else ABSENT,
    "objective": lambda _a, c, _d: c.objective if c else ABSENT,
    "spend": lambda a, _c, d: major_units(d.spend_minor, a.currency),
    "impressions": lambda _a, _c, d: str(d.impressions),
    "clicks": lambda _a, _c, d: str(d.clicks),
    "reach": lambda _a, _c, d: str(d.reach),
    "inline_link_clicks": lambda _a, _c, d: str(d.actions["link_click"]) if "link_click" in d.actions else ABSENT,
    "frequency": lambda _a, _c, d: _ratio(d.impressions, d.reach),
    "ctr": lambda _a, _c, d: _ratio(d.clicks, d.impressions, 100),
    "cpc": lambda a, _c, d: _money_ratio(a, d, d.clicks),
    "cpm": lambda a, _c, d: _money_ratio(a, d, d.impressions, 1000),
    "actions": lambda _a, _c, d: _pairs({kind: str(n) for kind, n in d.actions.items()}),
    "action_values": lambda a, _c, d: _pairs(
        {kind: major_units(v, a.currency) for kind, v in d.action_values_minor.items()}
    ),
}


def _minor_units(amount_minor: int | None) -> object:
    return ABSENT if amount_minor is None else str(amount_minor)


def _amount_spent(graph: Graph, account: AdAccount, _field: Field) -> object:
    campaigns = (c for c in graph.store.campaigns.values() if c.account_id == account.id)
    return str(sum(day.spend_minor for campaign in campaigns for day in campaign.days.values()))


READERS["ad_account"] = {
    "id": lambda _g, account, _f: f"act_{account.id}",
    "account_id": lambda _g, account, _f: account.id,
    "name": lambda _g, account, _f: account.name,
    "account_status": lambda _g, account, _f: account.account_status,
    "currency": lambda _g, account, _f: account.currency,
    "timezone_name": lambda _g, account, _f: account.timezone_name,
    "amount_spent": _amount_spent,
    "balance": lambda _g, _account, _f: "0",
    "spend_cap": lambda _g, account, _f: str(account.spend_cap_minor or 0),
    "disable_reason": lambda _g, account, _f: account.disable_reason,
}
READERS["campaign"] = {
    "id": lambda _g, campaign, _f: campaign.id,
    "account_id": lambda _g, campaign, _f: campaign.account_id,
    "name": lambda _g, campaign, _f: campaign.name,
    "objective": lambda _g, campaign, _f: campaign.objective,
    "status": lambda _g, campaign, _f: campaign.status,
    "configured_status": lambda _g, campaign, _f: campaign.status,
    "effective_status": lambda _g, campaign, _f: campaign.status,
    "daily_budget": lambda _g, campaign, _f: _minor_units(campaign.daily_budget_minor),
    "lifetime_budget": lambda _g, campaign, _f: _minor_units(campaign.lifetime_budget_minor),
    "start_time": lambda _g, campaign, _f: campaign.start_time,
    "stop_time": lambda _g, campaign, _f: campaign.stop_time or ABSENT,
    "updated_time": lambda _g, campaign, _f: campaign.updated_time,
}
DEFAULTS |= {"ad_account": "account_id,id", "campaign": "id"}

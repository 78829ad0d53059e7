"""Statistics of the X Ads API, asked for and answered at once (Analytics): seven days, twenty ids, one placement."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from infra.local.simulators.x.ads import Delivery
from infra.local.simulators.x.ads_api import AdsApi, AdsCall, ads_endpoint
from infra.local.simulators.x.ads_errors import AdsError, invalid

PLACEMENTS = ("ALL_ON_TWITTER", "SPOTLIGHT", "TREND")
GROUPS = {
    "BILLING": {"billed_charge_local_micro": "micros", "billed_engagements": None},
    "ENGAGEMENT": {"impressions": "impressions", "clicks": "clicks", "likes": None, "retweets": None},
}
"""Of each group some metrics, and what a delivery calls them; None for one that nothing is ever counted of."""
ENTITIES = ("CAMPAIGN", "FUNDING_INSTRUMENT")
MOST_IDS, MOST_DAYS, MOST_ACTIVE_DAYS = 20, timedelta(days=7), timedelta(days=90)
_DAY = timedelta(days=1)


@ads_endpoint(
    "stats/accounts/<account_id>", family="stats",
    needed="entity entity_ids start_time end_time granularity metric_groups placement",
)  # fmt: skip
def show_stats(api: AdsApi, call: AdsCall) -> dict[str, object]:
    """One list of numbers for each metric, one number a day; null where there was none at all."""
    params, (start, end) = call.params, _span(call, MOST_DAYS)
    ids = params["entity_ids"].split(",")
    if not 1 <= len(set(ids)) == len(ids) <= MOST_IDS:
        raise invalid("entity_ids", f"Up to {MOST_IDS} different ids may be provided")
    if params["granularity"] != "DAY":
        raise invalid("granularity", "Simulated is DAY")
    if params["placement"] not in PLACEMENTS:
        raise AdsError(400, "INVALID_PLACEMENT_TYPE", f"Expected one of {PLACEMENTS}", "placement")
    groups = params["metric_groups"].split(",")
    if not set(groups) <= GROUPS.keys():
        raise invalid("metric_groups", f"Simulated are {sorted(GROUPS)}")
    for name, moment in (("start_time", start), ("end_time", end)):
        if not _is_midnight(call, moment):
            raise AdsError(400, "INVALID_TIME_WINDOW", f"{name} must be midnight of the account's time zone", name)
    days = [start + n * _DAY for n in range((end - start) // _DAY)]
    rows = []
    for id_ in ids:
        there = [one for one in _deliveries(api, call, id_) if one.placement == params["placement"]]
        metrics = {name: _series(there, days, of) for group in groups for name, of in GROUPS[group].items()}
        rows.append({"id": id_, "id_data": [{"segment": None, "metrics": metrics}]})
    return {"data_type": "stats", "time_series_length": len(days), "data": rows}


@ads_endpoint(
    "stats/accounts/<account_id>/active_entities", family="stats", query="campaign_ids funding_instrument_ids",
    needed="entity start_time end_time",
)  # fmt: skip
def list_active_entities(api: AdsApi, call: AdsCall) -> dict[str, object]:
    """Of which entities a change was recorded in these hours, and which time these changes are of."""
    start, end = _span(call, MOST_ACTIVE_DAYS)
    if any(moment.astimezone(UTC).minute for moment in (start, end)):
        raise AdsError(400, "INVALID_TIME_WINDOW", "Change events lie in hourly buckets")
    rows = []
    for id_ in _ids(api, call):
        changed = [
            one for one in _deliveries(api, call, id_, listed=True) if any(start <= at < end for at in one.recorded)
        ]
        if changed:
            moments = [one.at for one in changed]
            rows.append(
                {
                    "entity_id": id_,
                    "activity_start_time": _write(min(moments)),
                    "activity_end_time": _write(max(moments) + timedelta(minutes=59)),
                    "placements": sorted({one.placement for one in changed}),
                }
            )
    return {"data": rows}


def _ids(api: AdsApi, call: AdsCall) -> list[str]:
    shelf = api.store.campaigns if call.params["entity"] == "CAMPAIGN" else api.store.instruments
    return [one.id for one in shelf.values() if one.account_id == call.account.id]


def _deliveries(api: AdsApi, call: AdsCall, id_: str, *, listed: bool = False) -> Iterable[Delivery]:
    """What a campaign, or all that one instrument pays for, has delivered."""
    by_campaign = call.params["entity"] == "CAMPAIGN"
    for one in api.store.campaigns.values():
        is_of = one.account_id == call.account.id and id_ == (one.id if by_campaign else one.funding_instrument_id)
        if is_of and not (by_campaign and listed and one.unlisted):
            yield from one.deliveries.values()


def _series(there: list[Delivery], days: list[datetime], of: str | None) -> list[int] | None:
    if of is None:
        return None
    found = [sum(getattr(one, of) for one in there if day <= one.at < day + _DAY) for day in days]
    return found if any(found) else None


def _span(call: AdsCall, most: timedelta) -> tuple[datetime, datetime]:
    if call.params["entity"] not in ENTITIES:
        raise invalid("entity", f"Simulated are {ENTITIES}")
    start, end = (_read(call, name) for name in ("start_time", "end_time"))
    if not timedelta() < end - start <= most:
        raise AdsError(400, "INVALID_TIME_WINDOW", f"The time range must be at most {most.days} days", "end_time")
    return start, end


def _read(call: AdsCall, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(call.params[name])
    except ValueError:
        raise invalid(name, f'Expected time, got "{call.params[name]}" for {name}') from None
    if len(call.params[name]) == len("2026-11-21"):  # a day alone: its midnight, on the account's clock of today
        moment = moment.replace(tzinfo=timezone(_offset(call)))
    if moment.tzinfo is None:
        raise invalid(name, "Simulated are days, and times with an offset")
    if moment.minute or moment.second or moment.microsecond:
        raise invalid(name, f"{name} must be expressed in whole hours")
    return moment


def _is_midnight(call: AdsCall, moment: datetime) -> bool:
    """By the offset of the current day, not of the day in question (Timezones)."""
    local = moment.astimezone(UTC) + _offset(call)
    return (local.hour, local.minute) == (0, 0)


def _offset(call: AdsCall) -> timedelta:
    return call.now.astimezone(ZoneInfo(call.account.timezone)).utcoffset() or timedelta()


def _write(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

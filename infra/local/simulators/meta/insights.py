"""Insights of Pages, posts, Instagram accounts and media. One bad name fails the whole call."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from infra.local.simulators.meta import metric_names as names
from infra.local.simulators.meta.calls import Call, route
from infra.local.simulators.meta.errors import bad_parameter
from infra.local.simulators.meta.fields import graph_time
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import IgUser, Page
from infra.local.simulators.timeline import Post

PACIFIC = ZoneInfo("America/Los_Angeles")
"""Page insight days are Pacific days, named by their end (platforms/facebook.md §6)."""
LEAST_FOLLOWERS, MOST_PARTS = 100, 45
MOST_PAGE_DAYS, MOST_IG_DAYS = 90, 30


def asked_metrics(call: Call, valid: frozenset[str], message: str) -> list[str]:
    """The asked names, all of them valid; a single bad one fails the call with code 100."""
    asked = [name.strip() for name in call.require_parameter("metric").split(",")]
    if any(name not in valid for name in asked):
        raise bad_parameter(message)
    return asked


@route("GET", "page", "insights", params="metric period since until", scope="read_insights", page_token_only=True)
def page_insights(_graph: Graph, call: Call, page: Page) -> object:
    """Values per Pacific day; nothing at all below a hundred followers."""
    asked = asked_metrics(call, names.PAGE, "The value must be a valid insights metric")
    period = call.params.get("period", "day")
    if period not in names.PERIODS:
        raise bad_parameter(f"Param period must be one of {sorted(names.PERIODS)}")
    days = _days(call, MOST_PAGE_DAYS, PACIFIC)
    if page.followers_count < LEAST_FOLLOWERS:
        return {"data": []}
    rows = []
    for name in asked:
        values = [
            {"value": value, "end_time": graph_time(_end_of(day))}
            for day in days
            if (value := _value_over_period(page.metrics.get(name), day, names.PERIODS[period])) is not None
        ]
        if values:
            rows.append({"name": name, "period": period, "values": values, "id": f"{page.id}/insights/{name}/{period}"})
    return {"data": rows, "paging": {}}


@route("GET", "post", "insights", params="metric period", scope="read_insights", page_token_only=True)
def post_insights(_graph: Graph, call: Call, post: Post) -> object:
    """Lifetime values of one post."""
    asked = asked_metrics(call, names.POST, "The value must be a valid insights metric")
    rows = [
        {
            "name": name,
            "period": "lifetime",
            "values": [{"value": post.metrics.get(name, {} if "_by_type" in name else 0)}],
            "id": f"{post.id}/insights/{name}/lifetime",
        }
        for name in asked
    ]
    return {"data": rows}


@route("GET", "media", "insights", params="metric period breakdown", scope="instagram_manage_insights")
def media_insights(_graph: Graph, call: Call, media: Post) -> object:
    """Lifetime values of one media object; nothing instead of a zero that is not known."""
    valid = ", ".join(sorted(names.IG_MEDIA))
    asked = asked_metrics(call, names.IG_MEDIA, f"metric must be one of the following values: {valid}")
    return {
        "data": [
            {
                "name": name,
                "period": "lifetime",
                "values": [{"value": media.metrics[name]}],
                "id": f"{media.id}/insights/{name}/lifetime",
            }
            for name in asked
            if name in media.metrics
        ]
    }


@route(
    "GET", "ig_user", "insights", scope="instagram_manage_insights",
    params="metric period metric_type since until breakdown timeframe",
)  # fmt: skip
def account_insights(_graph: Graph, call: Call, user: IgUser) -> object:
    """Daily series, totals over a span, or demographics: each kind with its own parameters."""
    valid = names.IG_DAILY | names.IG_TOTALS | names.IG_DEMOGRAPHICS
    asked = asked_metrics(call, valid, f"metric must be one of the following values: {', '.join(sorted(valid))}")
    rows: list[dict[str, object]] = []
    for name in asked:
        if name in names.IG_DEMOGRAPHICS:
            rows += _demographics_rows(call, user, name)
        elif name in names.IG_DAILY and call.params.get("metric_type") != "total_value":
            rows += _daily_rows(call, user, name)
        else:
            rows += _total_rows(call, user, name)
    return {"data": rows}


def _daily_rows(call: Call, user: IgUser, name: str) -> list[dict[str, object]]:
    _require(call, "period", frozenset({"day"}))
    if name == "follower_count" and user.followers_count < LEAST_FOLLOWERS:
        return []
    values = [
        {"value": value, "end_time": graph_time(_end_of(day))}
        for day in _days(call, MOST_IG_DAYS, PACIFIC)
        if (value := _value_over_period(user.metrics.get(name), day, 1)) is not None
    ]
    return [{"name": name, "period": "day", "values": values, "id": f"{user.id}/insights/{name}/day"}] if values else []


def _total_rows(call: Call, user: IgUser, name: str) -> list[dict[str, object]]:
    if call.params.get("metric_type") != "total_value":
        raise bad_parameter(
            f"The following metrics ({name}) should be specified with parameter metric_type=total_value"
        )
    _require(call, "period", frozenset({"day"}))
    series = user.metrics.get(name)
    known = [v for day in _days(call, MOST_IG_DAYS, PACIFIC) if (v := _value_over_period(series, day, 1)) is not None]
    if not known:
        return []
    total = {"value": sum(v for v in known if isinstance(v, int))}
    return [{"name": name, "period": "day", "total_value": total, "id": f"{user.id}/insights/{name}/day"}]


def _demographics_rows(call: Call, user: IgUser, name: str) -> list[dict[str, object]]:
    _require(call, "period", frozenset({"lifetime"}))
    _require(call, "metric_type", frozenset({"total_value"}))
    _require(call, "timeframe", names.IG_TIMEFRAMES)
    breakdown = _require(call, "breakdown", names.IG_BREAKDOWNS)
    if user.followers_count < LEAST_FOLLOWERS:
        return []  # Account Insights: "not returned"; an empty data set instead of 0
    by_breakdown = user.metrics.get(name)
    parts = by_breakdown.get(breakdown, {}) if isinstance(by_breakdown, dict) else {}
    largest = sorted(parts.items(), key=lambda part: part[1], reverse=True)[:MOST_PARTS]
    results = [{"dimension_values": [key], "value": value} for key, value in largest]
    total = {"breakdowns": [{"dimension_keys": [breakdown], "results": results}]}
    return [{"name": name, "period": "lifetime", "total_value": total}] if results else []


def _require(call: Call, name: str, valid: frozenset[str]) -> str:
    value = call.require_parameter(name)
    if value not in valid:
        raise bad_parameter(f"Param {name} must be one of {sorted(valid)}")
    return value


def _days(call: Call, most_days: int, zone: ZoneInfo) -> list[date]:
    until = (call.instant("until") or call.now).astimezone(zone).date()
    since_instant = call.instant("since")
    since = since_instant.astimezone(zone).date() if since_instant else until - timedelta(days=1)
    if (until - since).days > most_days:
        raise bad_parameter(f"There cannot be more than {most_days} days between since and until")
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=PACIFIC)


def _value_over_period(series: object, day: date, days: int) -> object:
    """The value of a seeded metric on one day: one number for every day, or a number by ISO date."""
    if not isinstance(series, dict):
        return series
    window = [(day - timedelta(days=back)).isoformat() for back in range(days)]
    known = [series[key] for key in window if key in series]
    if not known:
        return None
    return sum(known) if all(isinstance(value, int) for value in known) else known[0]

"""How many posts the account may make in a day: asked of the platform each time, and assumed nowhere.

Source: Instagram Platform, IG User Content Publishing Limit. Its guide says 100, its sample 50."""

from portavoce.platforms.contract import Quota, ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.outcomes import Accepted, CheckOutcome, Refused, Unclear

_HOUR_SECONDS, _LEAST_WAIT_SECONDS = 3600, 60


def window_of(graph: Graph, user_id: str) -> Quota:
    """What the account has used of its window. Raises ReadFailed, ReadRefused."""
    match graph.read(f"{user_id}/content_publishing_limit", {"fields": "quota_usage,config"}):
        case {"data": [{"quota_usage": used, "config": {"quota_total": total, "quota_duration": seconds}}]}:
            return Quota(used=int(used), total=int(total), window_seconds=int(seconds))
    raise ReadRefused("Instagram does not say how many posts are left")


def wait_seconds(window: Quota) -> int:
    """How often a full window has room for one more, on average: its length by its posts."""
    return max(_LEAST_WAIT_SECONDS, window.window_seconds // max(1, window.total))


def checked(graph: Graph, user_id: str) -> CheckOutcome:
    """Whether the account may publish, as far as today tells of the day of a plan."""
    try:
        window = window_of(graph, user_id)
    except (ReadFailed, ReadRefused) as failed:
        return Unclear(reason=f"Instagram's limit of posts could not be read: {failed}")
    hours = window.window_seconds // _HOUR_SECONDS
    if window.total <= 0:
        return Refused(code="quota", reason=f"Instagram lets this account publish no post in {hours} hours")
    if window.used < window.total:
        return Accepted()
    return Unclear(
        reason=f"{window.used} of the {window.total} posts that Instagram takes in {hours} hours are made: one that is "
        "due before the oldest of them is that old will wait"
    )

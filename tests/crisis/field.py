"""What the field's detectors do by default: an alarm when the negative comments of a day are over twice the mean of
thirty days, or when the negative share of four hours is fifteen points above that of thirty days.

Looked at every five minutes, as ours is; one alarm silences the next for a day. Fewer than five comments in four hours
make no share: without that every single complaint of a small brand would be an alarm."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portavoce.community.crisis.replay import RecordedComment, read_text
from portavoce.community.sentiment.model import is_negative

_MONTH, _DAY, _FOUR_HOURS, _SILENCE = timedelta(days=30), timedelta(days=1), timedelta(hours=4), timedelta(days=1)
_LOOK, _POINTS, _TIMES, _FEWEST = timedelta(minutes=5), 0.15, 2, 5


def find_field_alarms(comments: Sequence[RecordedComment], since: datetime) -> list[datetime]:
    """When it would have spoken since a moment, as if it had not spoken before."""
    times = [one.at for one in comments]
    before = [0]
    for one in comments:
        before.append(before[-1] + is_negative(read_text(one.text, one.language).mood))
    alarms: list[datetime] = []
    edges = dict.fromkeys((_MONTH, _DAY, _FOUR_HOURS, timedelta(0)), 0)
    now = since
    while now < times[-1] + _LOOK:
        for length in edges:
            while edges[length] < len(times) and times[edges[length]] < now - length:
                edges[length] += 1
        if (not alarms or now - alarms[-1] >= _SILENCE) and _speaks(edges, before):
            alarms.append(now)
        now += _LOOK
    return alarms


def _speaks(edges: dict[timedelta, int], before: Sequence[int]) -> bool:
    month, day, recent, end = (edges[one] for one in (_MONTH, _DAY, _FOUR_HOURS, timedelta(0)))
    usual_day = (before[end] - before[month]) / 30
    if before[end] - before[day] > _TIMES * usual_day:
        return True
    heard, usual = end - recent, end - month
    if heard < _FEWEST or not usual:
        return False
    return (before[end] - before[recent]) / heard - (before[end] - before[month]) / usual >= _POINTS

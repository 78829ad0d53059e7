"""Figures of the audience: how many follow, and how many more than before. Pure. Sources: `definitions.py`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from portavoce.measuring.figures.values import ZERO, FigureMaker, Known, round_ratio
from portavoce.measuring.model import ChannelDay, Cut, Figure

ENOUGH_FOR_BOUNDS = 7
"""So many days whose change is known, and the others are bounded by the least and the most of them."""


class _Growth(NamedTuple):
    """A channel's change over the days that are known, and what an unknown day brings at least and at most."""

    change: Decimal
    days: int
    as_of: datetime
    newest: Decimal | None
    least: Decimal | None
    most: Decimal | None


def figures_of_audience(
    days: Sequence[ChannelDay],
    channels: Sequence[str],
    since: date,
    until: date,
    *,
    by: Cut | None = None,
    of: str | None = None,
) -> list[Figure]:
    """Audience, growth and growth rate of one channel or of several together, from `since` to `until`, both included.

    Growth adds nothing for a day that is unknown: `coverage` says how many are known, and `low` and `high` what the
    whole period may have brought."""
    newest = [counts[-1] for one in channels if (counts := _counts(days, one))]
    length = (until - since).days + 1
    grown = [one for channel in channels if (one := _grow(days, channel, length))]
    change, percent = _growth(grown, FigureMaker(length * len(channels), _named_days(channels), by, of))
    audience = FigureMaker(len(channels), "channels", by, of).add_up(
        "audience", [Known(value, as_of) for _, value, as_of in newest], "no channel has told its followers yet"
    )
    return [audience, change, percent]


def _named_days(channels: Sequence[str]) -> str:
    return "days" if len(channels) == 1 else "days of channels"


def _growth(grown: Sequence[_Growth], make: FigureMaker) -> tuple[Figure, Figure]:
    known = sum(one.days for one in grown)
    reason = "it takes two counts of followers on different days, or days of follows and unfollows"
    moments = [one.as_of for one in grown]
    change = sum((one.change for one in grown), ZERO) if grown else None
    absolute = make.state("audience_growth", change, moments, known=known, reason=reason)
    low, high = _bounds(grown, make.total)
    based = [one for one in grown if one.newest is not None]
    part = sum((one.change for one in based), ZERO)
    begun = sum((one.newest - one.change for one in based if one.newest is not None), ZERO)
    percent = make.state(
        "audience_growth_percent",
        round_ratio(100 * part, begun),
        [one.as_of for one in based],
        known=sum(one.days for one in based),
        reason="the audience at the beginning of the period is not known",
    )
    return absolute.model_copy(update={"low": low, "high": high}), percent


def _bounds(grown: Sequence[_Growth], total: int) -> tuple[Decimal | None, Decimal | None]:
    """What all the days bring at least and at most; none where all are known, or too few."""
    missing = total - sum(one.days for one in grown)
    least = [one.least for one in grown if one.least is not None]
    most = [one.most for one in grown if one.most is not None]
    if missing <= 0 or not least or len(least) < len(grown):
        return None, None
    change = sum((one.change for one in grown), ZERO)
    return change + missing * min(least), change + missing * max(most)


def _grow(days: Sequence[ChannelDay], channel: str, length: int) -> _Growth | None:
    counts, nets = _counts(days, channel), _nets(days, channel)
    newest = counts[-1][1] if counts else None
    changes: dict[date, Decimal] = {day: net.value for day, net in nets.items()}
    moments = [net.as_of for net in nets.values()]
    enclosed: set[date] = set()
    change = ZERO
    if len(nets) < length and len(counts) > 1 and counts[0][0] < counts[-1][0]:
        (first, begun, _), (last, ended, as_of) = counts[0], counts[-1]
        enclosed = {first + timedelta(days=number) for number in range((last - first).days)}
        change, moments = ended - begun, [as_of, *(net.as_of for day, net in nets.items() if day not in enclosed)]
        changes = _daily_changes(counts) | changes
    change += sum((net.value for day, net in nets.items() if day not in enclosed), ZERO)
    known = len(enclosed | nets.keys())
    if not known:
        return None
    sure = changes.values() if len(changes) >= ENOUGH_FOR_BOUNDS else ()
    return _Growth(change, known, min(moments), newest, min(sure, default=None), max(sure, default=None))


def _daily_changes(counts: Sequence[tuple[date, Decimal, datetime]]) -> dict[date, Decimal]:
    """Of each day that two counts enclose alone."""
    return {
        day: after - before for (day, before, _), (next_day, after, _) in pairwise(counts) if (next_day - day).days == 1
    }


def _counts(days: Iterable[ChannelDay], channel: str) -> list[tuple[date, Decimal, datetime]]:
    """The channel's known counts, one a day, by when they were asked for."""
    found = {
        day.day: (day.day, metric.value, metric.as_of)
        for day in days
        if day.channel == channel
        for metric in day.metrics
        if metric.name == "followers" and metric.value is not None
    }
    return sorted(found.values(), key=lambda one: one[2])


def _nets(days: Iterable[ChannelDay], channel: str) -> Mapping[date, Known]:
    """Follows less unfollows of each day where both are known."""
    found = {}
    for day in days:
        parts = {one.name: Known(one.value, one.as_of) for one in day.metrics if one.value is not None}
        gained, lost = parts.get("new_follows"), parts.get("unfollows")
        if day.channel == channel and gained and lost:
            found[day.day] = Known(gained.value - lost.value, min(gained.as_of, lost.as_of))
    return found

"""What a budget's days show beside their sum: a day of its own, money that brings nothing, money that stays. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from portavoce.advertising.model import SpendDay
from portavoce.advertising.pacing import sum_by_day
from portavoce.reporting.model import AlertKind

USUAL_DAYS, FEWEST_USUAL_DAYS = 28, 7
SPIKE_TIMES, SPIKE_SHARE = 2, 10
"""A spike is at least so many times the most of the usual days, and a tenth of the budget: less is not worth a mail."""
NO_RESULT_DAYS, NO_RESULT_SHARE = 3, 20
STOPPED_DAYS, WEEKS_BEFORE = 2, 2


class SpendSign(NamedTuple):
    """Something to tell: its kind, what tells it from others of the month, and the day it is about."""

    kind: AlertKind
    name: str
    day: date


def find_signs(days: Sequence[SpendDay], amount_minor: int, today: date) -> Iterator[SpendSign]:
    """What the budget's own days show at `today`, the last of which may not be over."""
    by_day = sum_by_day(days)
    yesterday = today - timedelta(days=1)
    for day in (yesterday, today):
        if _is_spike(by_day, day, amount_minor):
            yield SpendSign(AlertKind.SPEND_SPIKE, f"spike#{day}", day)
    if all(_has_stopped(by_day, yesterday - timedelta(days=back)) for back in range(STOPPED_DAYS)):
        yield SpendSign(AlertKind.SPEND_STOPPED, "stopped", yesterday)
    if _is_without_result(days, amount_minor, today):
        yield SpendSign(AlertKind.SPEND_WITHOUT_RESULT, "no-result", yesterday)


def _is_spike(by_day: Mapping[date, int], day: date, amount_minor: int) -> bool:
    usual = [by_day.get(day - timedelta(days=back), 0) for back in range(1, USUAL_DAYS + 1)]
    spent, has_history = by_day.get(day, 0), any(usual[FEWEST_USUAL_DAYS - 1 :])
    return has_history and spent >= SPIKE_TIMES * max(usual) and SPIKE_SHARE * spent >= amount_minor


def _has_stopped(by_day: Mapping[date, int], day: date) -> bool:
    """No spend on a day on whose weekday there was some in each of the weeks before."""
    before = [day - timedelta(weeks=weeks) for weeks in range(1, WEEKS_BEFORE + 1)]
    return not by_day.get(day) and all(by_day.get(one) for one in before)


def _is_without_result(days: Sequence[SpendDay], amount_minor: int, today: date) -> bool:
    """Days of spend without one click, where the platform counts them, that have cost a part of the budget."""
    latest = [one for one in days if 0 < (today - one.day).days <= NO_RESULT_DAYS and one.spend_minor > 0]
    spent = sum(one.spend_minor for one in latest)
    return (
        len({one.day for one in latest}) == NO_RESULT_DAYS
        and NO_RESULT_SHARE * spent >= amount_minor
        and all(one.clicks == 0 for one in latest)
    )

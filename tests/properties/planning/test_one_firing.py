"""Every IANA zone, on each day on which its clocks are changed: what is planned in the hour that is skipped or repeated
fires once, as a post of its own and as the occurrence of a daily series."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.planning.diff import Context, diff
from portavoce.planning.model import PlanDiff, PlanRow, Variant
from portavoce.planning.series.diff import unfold
from portavoce.planning.series.model import Occurrence, Series, occurrences
from portavoce.planning.wall_time import format_wall_time
from portavoce.platforms import discovery
from tests.planning import brand
from tests.properties.planning.clocks import SECOND, ZONES, Jump, disputed, jumps

AURORA = brand()
MANIFESTS = {"x": discovery.manifest("x")}
DAY = timedelta(days=1)
ODD_ZONES = ("Africa/Casablanca", "America/Nuuk", "Antarctica/Troll", "Australia/Lord_Howe", "Europe/Dublin")
"""Clocks that change for a month, at another hour, by two hours, by half an hour, and in winter: in every sample."""


def walls(jump: Jump) -> list[datetime]:
    """The first, the middle and the last second of the disputed time."""
    first, end = disputed(jump)
    return [first, (first + (end - first) / 2).replace(microsecond=0), end - SECOND]


def planned(wall: datetime, zone: str, now: datetime) -> PlanDiff:
    row = PlanRow(row=1, post="one", channel="x", when=format_wall_time(wall), zone=zone, text="Once.")
    return diff(Context(AURORA, MANIFESTS, {}, now), [row])


def daily(wall: datetime, zone: str) -> Series:
    return Series(
        brand_id="aurora",
        series_id="day",
        rule="FREQ=DAILY",
        start=format_wall_time(wall - 7 * DAY),
        zone=zone,
        variants=(Variant(channel="x", text="Each day."),),
    )


def check_single(wall: datetime, zone: str, jump: Jump) -> None:
    """A time that is skipped never fires: it is refused with the time at which the clocks go on, which fires once.

    A time that is shown twice fires the first time."""
    found = planned(wall, zone, jump.at - 2 * DAY)
    if jump.is_gap:
        _, goes_on = disputed(jump)
        assert (found.new, len(found.refused)) == ((), 1)
        assert format_wall_time(goes_on) in found.refused[0].message
        found = planned(goes_on, zone, jump.at - 2 * DAY)
        assert [one.publication.planned_at for one in found.new] == [jump.at]
    else:
        assert [one.publication.planned_at for one in found.new] == [(wall - jump.before).replace(tzinfo=UTC)]


def check_daily(wall: datetime, zone: str, jump: Jump) -> None:
    """One firing on each date around the change. The skipped one fires as if the clocks had not been changed."""
    since = jump.at - 3 * DAY
    found = list(occurrences(daily(wall, zone), "UTC", since, since + 6 * DAY))
    fired = Counter(one.post for one in found)
    around = [f"day-{wall + number * DAY:%Y%m%d}" for number in range(-2, 3)]
    assert [fired[date] for date in around] == [1] * 5
    assert set(fired.values()) == {1}
    on_the_day = next(one for one in found if one.post == f"day-{wall:%Y%m%d}")
    assert on_the_day.at == (wall - jump.before).replace(tzinfo=UTC)
    assert on_the_day.note
    assert Counter(map(shown, found)) == Counter((one.wall, one.at) for one in found)
    context = Context(AURORA, MANIFESTS, {}, since)
    steps = unfold(context, daily(wall, zone), found)
    assert sorted(step.coming.planned_at for step in steps) == sorted(one.at for one in found)
    assert {step.coming.fate for step in steps} == {"new"}


def shown(one: Occurrence) -> tuple[datetime, datetime]:
    """What the clocks of its zone really show when it fires."""
    return one.at.astimezone(ZoneInfo(one.zone)).replace(tzinfo=None, fold=0), one.at


@pytest.mark.takes_long("IANA zones, both days")
@pytest.mark.parametrize("one_in", [7, pytest.param(1, marks=pytest.mark.whole)])
def test_in_every_zone_on_both_days_one_firing_for_a_post_and_for_each_date_of_a_daily_series(one_in: int) -> None:
    gaps = overlaps = 0
    for zone in {*ODD_ZONES, *ZONES[::one_in]}:
        for jump in jumps(zone):
            for wall in walls(jump):
                check_single(wall, zone, jump)
                check_daily(wall, zone, jump)
            gaps, overlaps = gaps + jump.is_gap, overlaps + (not jump.is_gap)
    assert min(gaps, overlaps) > 300 / one_in, "the walk through the zones found hardly any change of clocks"


@given(
    zone=st.sampled_from(ZONES),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1)),  # noqa: DTZ001 - wall time
    days=st.integers(1, 90),
)
def test_a_daily_series_fires_once_on_each_date_whenever_it_starts(zone: str, start: datetime, days: int) -> None:
    start = start.replace(microsecond=0)
    since = start.replace(tzinfo=UTC) + 2 * DAY
    found = list(occurrences(daily(start, zone), "UTC", since, since + days * DAY))
    dates = [datetime.strptime(one.post, "day-%Y%m%d").replace(tzinfo=UTC) for one in found]
    assert dates == [dates[0] + number * DAY for number in range(len(dates))]
    assert abs(len(found) - days) <= 1
    assert all(shown(one) == (one.wall, one.at) for one in found)

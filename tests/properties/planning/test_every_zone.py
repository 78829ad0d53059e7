"""Every IANA zone, on each day on which its clocks are changed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.planning.wall_time import NoSuchTime, instant
from tests.properties.planning.clocks import SECOND, ZONES, Jump, clock, jumps


def check_gap(zone: str, jump: Jump) -> None:
    goes_on = clock(jump.at, jump.after)
    skipped = clock(jump.at, jump.before)
    for wall in (skipped, skipped + (goes_on - skipped) / 2, goes_on - SECOND):
        with pytest.raises(NoSuchTime) as refused:
            instant(wall.replace(microsecond=0), zone)
        assert refused.value.first_valid == goes_on
    assert instant(goes_on, zone) == (jump.at, False)
    assert instant(skipped - SECOND, zone) == (jump.at - SECOND, False)


def check_repetition(zone: str, jump: Jump) -> None:
    again, ends = clock(jump.at, jump.after), clock(jump.at, jump.before)
    for wall in (again, again + (ends - again) / 2, ends - SECOND):
        first = (wall - jump.before).replace(tzinfo=UTC)
        assert first < jump.at
        assert instant(wall, zone) == (first, True)
    assert instant(ends, zone) == ((ends - jump.after).replace(tzinfo=UTC), False)
    assert instant(again - SECOND, zone) == ((again - SECOND - jump.before).replace(tzinfo=UTC), False)


def test_in_every_zone_each_skipped_time_is_refused_and_each_repeated_time_means_the_first() -> None:
    gaps = repetitions = 0
    for zone in ZONES:
        for jump in jumps(zone):
            if jump.is_gap:
                check_gap(zone, jump)
                gaps += 1
            else:
                check_repetition(zone, jump)
                repetitions += 1
    assert min(gaps, repetitions) > 300, "the walk through the zones found hardly any change of clocks"


@given(
    zone=st.sampled_from(ZONES),
    at=st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_an_instant_that_a_clock_shows_is_found_again_or_is_the_second_of_two(zone: str, at: datetime) -> None:
    at = at.replace(microsecond=0)
    shown = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    found = instant(shown, zone)
    assert found.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == shown
    assert found.at == at or (found.comes_twice and found.at < at)

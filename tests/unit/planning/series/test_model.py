"""A series and its occurrences: the clocks keep their time, and each wall time of the rule comes once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from portavoce.planning.series.model import Occurrence, Series, occurrences
from tests.planning import NOW, series


def between(one: Series, since: datetime, days: int) -> list[Occurrence]:
    return list(occurrences(one, "Europe/Rome", since, since + timedelta(days=days)))


def test_an_occurrence_is_named_after_its_series_and_its_date() -> None:
    found = between(series(), NOW, 15)
    assert [one.post for one in found] == ["tip-20261123", "tip-20261130", "tip-20261207"]
    assert found[0].at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def test_several_a_day_carry_their_time_in_the_name() -> None:
    found = between(series(rule="FREQ=DAILY;BYHOUR=9,18", start="2026-11-23 00:30"), NOW, 1)
    assert [one.post for one in found] == ["tip-20261123-0930", "tip-20261123-1830"]


def test_the_longest_id_of_a_series_still_makes_an_id_of_a_post() -> None:
    longest = series(series_id="t" * 34, rule="FREQ=DAILY;BYHOUR=9,18")
    assert {len(one.post) for one in between(longest, NOW, 2)} == {48}
    with pytest.raises(ValidationError):
        series(series_id="t" * 35)


def test_the_wall_clock_is_kept_when_the_offset_changes() -> None:
    summer = datetime(2027, 3, 25, tzinfo=UTC)  # Rome goes from +01:00 to +02:00 on 2027-03-28
    found = between(series(rule="FREQ=DAILY"), summer, 5)
    assert {f"{one.wall:%H:%M}" for one in found} == {"09:30"}
    assert [one.at.hour for one in found] == [8, 8, 8, 7, 7]


def test_a_zone_of_its_own_stands_above_that_of_the_brand() -> None:
    assert between(series(zone="Asia/Tokyo"), NOW, 8)[0].at == datetime(2026, 11, 30, 0, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_leaves_as_long_after_the_gap_and_says_so() -> None:
    daily = series(rule="FREQ=DAILY", start="2026-11-23 02:30")
    (gap,) = between(daily, datetime(2027, 3, 27, 12, tzinfo=UTC), 1)
    assert (gap.post, gap.wall, gap.at.hour) == ("tip-20270328", datetime(2027, 3, 28, 3, 30), 1)  # noqa: DTZ001
    assert gap.note == (
        "2027-03-28 02:30 does not exist in Europe/Rome, where the clocks go forward: it leaves at 03:30"
    )


def test_a_time_that_comes_twice_leaves_the_first_time_and_says_so() -> None:
    daily = series(rule="FREQ=DAILY", start="2026-11-23 02:30")
    (twice,) = between(daily, datetime(2027, 10, 30, 12, tzinfo=UTC), 1)
    assert (twice.post, twice.at) == ("tip-20271031", datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
    assert twice.note and "the first one, 00:30 UTC, is taken" in twice.note


def test_an_occurrence_belongs_to_one_of_two_times_that_touch() -> None:
    daily = series(rule="FREQ=DAILY")
    at = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert [one.at for one in between(daily, at - timedelta(days=1), 1)] == [at]
    assert [one.at for one in between(daily, at, 1)] == [at + timedelta(days=1)]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rule": "FREQ=HOURLY"}, "FREQ=HOURLY is not one of"),
        ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "never comes from 2026-11-23 09:30 on"),
        ({"rule": "FREQ=DAILY;UNTIL=20261001"}, "never comes from 2026-11-23 09:30 on"),
        ({"start": "tomorrow"}, "is not a date and time"),
        ({"zone": "Mars/Base"}, "is not an IANA time zone"),
        ({"variants": []}, "at least 1 item"),
        ({"variants": [{"channel": "x", "text": "a"}] * 2}, "the channel x stands in two variants"),
    ],
)
def test_a_series_that_cannot_be_is_refused_with_the_reason(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        series(**fields)
    assert said in str(refused.value)

"""When a snapshot is due, and that a missed tick costs nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portavoce.measuring.snapshot_due import day_is_due, next_look

PUBLISHED = datetime(2026, 11, 1, 9, 0, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TO_QUARTER = timedelta(hours=2, minutes=59, seconds=30)
"""From the time of day at which it was published to noon."""


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (-HOUR, timedelta(0)),
        (timedelta(0), HOUR),
        (HOUR / 2, HOUR),
        (23 * HOUR, 24 * HOUR),
        (24 * HOUR, 30 * HOUR + TO_QUARTER),
        (29 * HOUR, 30 * HOUR + TO_QUARTER),
        (7 * DAY - HOUR, 7 * DAY + TO_QUARTER),
        (7 * DAY, 8 * DAY + TO_QUARTER),
        (29.5 * DAY, 30 * DAY + TO_QUARTER),
        (30 * DAY, 37 * DAY + TO_QUARTER),
        (86 * DAY, 90 * DAY + TO_QUARTER),
        (90 * DAY, None),
        (400 * DAY, None),
    ],
)
def test_looks_are_hourly_then_six_hourly_then_daily_then_weekly_until_day_ninety(
    after: timedelta, expected: timedelta | None
) -> None:
    assert next_look(PUBLISHED, PUBLISHED + after) == (PUBLISHED + expected if expected is not None else None)


def test_a_post_is_looked_at_eighty_one_times_in_its_life() -> None:
    looks, at = 0, next_look(PUBLISHED, PUBLISHED - HOUR)
    while at is not None:
        looks, at = looks + 1, next_look(PUBLISHED, at)
    assert looks == 24 + 24 + 23 + 9 + 1


@pytest.mark.parametrize(
    ("as_of", "now", "due"),
    [
        (None, "2026-11-22T22:59", False),
        (None, "2026-11-22T23:00", True),
        ("2026-11-22T23:00", "2026-11-23T22:45", False),
        ("2026-11-22T23:00", "2026-11-23T23:00", True),
        ("2026-11-23T23:00", "2026-11-25T10:45", False),
        ("2026-11-23T23:00", "2026-11-25T11:00", True),
        ("2026-11-25T11:00", "2026-12-31T00:00", False),
        ("2026-11-22T23:00", "2026-12-31T00:00", True),
    ],
)
def test_a_day_is_read_as_it_begins_when_it_is_over_and_when_it_has_settled(
    as_of: str | None, now: str, due: bool
) -> None:
    read = datetime.fromisoformat(f"{as_of}+00:00") if as_of else None
    assert day_is_due(date(2026, 11, 23), "Europe/Rome", read, datetime.fromisoformat(f"{now}+00:00")) is due


@pytest.mark.parametrize(
    ("as_of", "now", "due"),
    [
        ("2026-11-25T11:00", "2026-11-25T22:45", False),
        ("2026-11-25T11:00", "2026-11-25T23:00", True),
        ("2026-11-25T23:00", "2026-11-26T22:45", False),
        ("2026-11-25T23:00", "2026-11-26T23:00", True),
        ("2026-12-09T00:00", "2026-12-18T23:00", True),
        ("2026-12-18T23:00", "2026-12-31T00:00", False),
    ],
)
def test_a_day_that_lacks_a_number_is_asked_again_for_some_weeks(as_of: str, now: str, due: bool) -> None:
    read, moment = (datetime.fromisoformat(f"{one}+00:00") for one in (as_of, now))
    assert day_is_due(date(2026, 11, 23), "Europe/Rome", read, moment, lacks_numbers=True) is due


def test_a_day_of_twenty_five_hours_ends_when_the_brands_clock_says_so() -> None:
    long_day, read = date(2026, 10, 25), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    assert not day_is_due(long_day, "Europe/Rome", read, datetime(2026, 10, 25, 22, 59, tzinfo=UTC))
    assert day_is_due(long_day, "Europe/Rome", read, datetime(2026, 10, 25, 23, 0, tzinfo=UTC))

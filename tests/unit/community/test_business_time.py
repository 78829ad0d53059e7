"""When something is late, in the hours in which somebody works."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portavoce.brands.model import Brand
from portavoce.community.desk.business_time import count_minutes, find_deadline, find_last_receipt
from tests.aurora import aurora

ROME = ZoneInfo("Europe/Rome")
WORKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-18:00")


def brand(**rules: Any) -> Brand:
    outside = {name: rules.pop(name) for name in ("zone", "holidays") if name in rules}
    return aurora(inbox=rules, **outside)


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def deadline(of: Brand, received: str, hours: float) -> datetime | None:
    return find_deadline(of, rome(received), timedelta(hours=hours))


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        ("2026-11-23T10:00", 4, "2026-11-23T14:00"),
        ("2026-11-23T16:00", 4, "2026-11-24T11:00"),
        ("2026-11-23T14:00", 4, "2026-11-23T18:00"),
        ("2026-11-27T17:00", 4, "2026-11-30T12:00"),
        ("2026-11-28T12:00", 1, "2026-11-30T10:00"),
        ("2026-11-23T06:00", 1, "2026-11-23T10:00"),
        ("2026-11-23T18:00", 1, "2026-11-24T10:00"),
        ("2026-11-23T09:00", 24, "2026-11-25T15:00"),
    ],
)
def test_only_hours_of_work_count(received: str, hours: float, due: str) -> None:
    assert deadline(brand(business_hours=WORKDAYS), received, hours) == rome(due)


def test_a_brand_without_hours_works_at_all_times() -> None:
    assert deadline(brand(), "2026-11-28T23:30", 4) == rome("2026-11-29T03:30")


def test_nobody_works_on_a_holiday() -> None:
    closed = brand(business_hours=WORKDAYS, holidays=[{"date": "2026-12-25", "name": "Natale"}])
    assert deadline(closed, "2026-12-24T17:00", 2) == rome("2026-12-28T10:00")


def test_a_shift_over_midnight_is_of_the_day_that_it_begins_on() -> None:
    nights = brand(business_hours={"fri": "20:00-02:00"}, holidays=[{"date": "2026-11-28", "name": "Festa"}])
    assert deadline(nights, "2026-11-27T23:00", 2) == rome("2026-11-28T01:00"), "it goes on into the holiday"
    begins_on_it = brand(business_hours={"fri": "20:00-02:00"}, holidays=[{"date": "2026-11-27", "name": "Festa"}])
    assert deadline(begins_on_it, "2026-11-27T23:00", 2) == rome("2026-12-04T22:00")


def test_special_hours_stand_in_for_those_of_the_week() -> None:
    ramadan = {
        "from": "2027-02-08",
        "to": "2027-03-09",
        "name": "Ramadan",
        "hours": {day: ["10:00-15:00", "21:00-01:00"] for day in ("sun", "mon", "tue", "wed", "thu")},
    }
    cairo = brand(zone="Africa/Cairo", business_hours=WORKDAYS, special_hours=[ramadan])
    there = ZoneInfo("Africa/Cairo")
    received = datetime(2027, 2, 10, 14, 0, tzinfo=there)
    assert find_deadline(cairo, received, timedelta(hours=6)) == datetime(2027, 2, 11, 11, 0, tzinfo=there)
    assert find_deadline(cairo, received, timedelta(hours=4)) == datetime(2027, 2, 11, 0, 0, tzinfo=there)


@pytest.mark.parametrize(
    ("received", "due"),
    [("2027-03-27T23:00", "2027-03-28T02:00"), ("2026-10-24T23:00", "2026-10-25T01:00")],
    ids=["clocks go forward", "clocks go back"],
)
def test_an_hour_that_clocks_skip_or_repeat_is_none_or_two(received: str, due: str) -> None:
    night = brand(business_hours={"sat": "22:00-06:00"})
    assert deadline(night, received, 4) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_shifts_that_overlap_count_once() -> None:
    double = brand(business_hours={"mon": ["09:00-13:00", "12:00-15:00"]})
    assert deadline(double, "2026-11-23T09:00", 5) == rome("2026-11-23T14:00")


def test_who_is_closed_for_more_than_a_year_has_no_deadline() -> None:
    days = [{"date": f"2026-11-{day}", "name": "Chiuso"} for day in range(23, 31)]
    yearly = {"from": "2026-11-23", "to": "2028-11-23", "name": "Chiuso", "hours": {"mon": "09:00-09:01"}}
    assert deadline(brand(special_hours=[yearly], holidays=days), "2026-11-24T09:00", 24) is None


def test_what_is_late_by_now_was_received_by_the_moment_that_is_found() -> None:
    working = brand(business_hours=WORKDAYS)
    now = datetime(2026, 11, 30, 10, 30, tzinfo=UTC)
    last = find_last_receipt(working, now, timedelta(hours=4))
    assert last == rome("2026-11-27T16:30")


@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [
        ("2026-11-23T17:30", "2026-11-24T09:20", 50),
        ("2026-11-20T18:30", "2026-11-23T08:00", 0),
        ("2026-11-23T10:00", "2026-11-23T10:00", 0),
    ],
)
def test_what_passes_outside_the_hours_of_work_is_no_waiting(first: str, last: str, minutes: int) -> None:
    assert count_minutes(brand(business_hours=WORKDAYS), rome(first), rome(last)) == minutes


def test_at_all_hours_a_night_in_which_the_clocks_go_back_is_an_hour_longer() -> None:
    assert count_minutes(brand(), rome("2026-10-24T23:00"), rome("2026-10-25T04:00")) == 6 * 60

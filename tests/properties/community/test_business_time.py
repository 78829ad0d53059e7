"""Deadlines and the moments of receipt that they are of, for any hours of work."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from portavoce.brands.model import WEEKDAYS, Brand
from portavoce.community.desk.business_time import find_deadline, find_last_receipt
from tests.aurora import aurora

CLOCK = st.builds(lambda hour, minute: f"{hour:02}:{minute:02}", st.integers(0, 23), st.sampled_from((0, 15, 30)))
SHIFT = st.builds(lambda begins, ends: f"{begins}-{ends}", CLOCK, CLOCK)
WEEK = st.dictionaries(st.sampled_from(WEEKDAYS), st.lists(SHIFT, min_size=1, max_size=3), min_size=1)
ZONES = st.sampled_from(("Europe/Rome", "Africa/Cairo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"))
# Around the days on which the clocks of some of these zones change.
MOMENTS = st.one_of(
    *(
        st.datetimes(near - timedelta(days=4), near + timedelta(days=4)).map(lambda one: one.replace(tzinfo=UTC))
        for near in (datetime(2026, 10, 25), datetime(2027, 3, 28), datetime(2027, 4, 4), datetime(2026, 11, 1))  # noqa: DTZ001
    )
)
ALLOWED = st.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))
DAYS = st.lists(st.dates(datetime(2026, 10, 20).date(), datetime(2027, 4, 10).date()), max_size=5, unique=True)  # noqa: DTZ001
BRANDS = st.builds(
    lambda week, zone, days: aurora(
        zone=zone, inbox={"business_hours": week}, holidays=[{"date": day, "name": "Closed"} for day in days]
    ),
    st.none() | WEEK,
    ZONES,
    DAYS,
)


@given(BRANDS, MOMENTS, MOMENTS, ALLOWED)
def test_what_is_received_later_is_never_due_earlier(
    brand: Brand, one: datetime, other: datetime, allowed: timedelta
) -> None:
    moments = [find_deadline(brand, received, allowed) for received in sorted((one, other))]
    assert all(earlier <= later for earlier, later in pairwise(due for due in moments if due))


@given(BRANDS, MOMENTS, MOMENTS, ALLOWED)
def test_what_is_late_is_what_was_received_by_the_moment_that_is_found(
    brand: Brand, received: datetime, now: datetime, allowed: timedelta
) -> None:
    last, due = find_last_receipt(brand, now, allowed), find_deadline(brand, received, allowed)
    assume(last is not None and due is not None)
    assert last is not None
    assert due is not None
    assert (due <= now) == (received <= last)


@given(BRANDS, MOMENTS, ALLOWED)
def test_no_deadline_is_sooner_than_the_time_that_is_allowed(
    brand: Brand, received: datetime, allowed: timedelta
) -> None:
    due = find_deadline(brand, received, allowed)
    assert due is None or due - received >= allowed


@given(BRANDS, MOMENTS, ALLOWED, ALLOWED)
def test_time_that_is_allowed_adds_up(brand: Brand, received: datetime, one: timedelta, more: timedelta) -> None:
    first = find_deadline(brand, received, one)
    whole = find_deadline(brand, received, one + more)
    assert whole is None or (first is not None and find_deadline(brand, first, more) == whole)

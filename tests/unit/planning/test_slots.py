"""Posting slots: the next free ones of a channel."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from portavoce.brands.model import Brand
from portavoce.planning.slots import AHEAD, free_slots
from portavoce.publishing.model import Allowance
from tests.planning import NOW, with_slots


def free(
    one: Brand,
    *,
    taken: Collection[datetime] = (),
    now: datetime = NOW,
    allows: tuple[Allowance, ...] = (),
    most: int = 4,
) -> list[str]:
    found = free_slots(one, one.channels[0], taken, now, allows)
    return [f"{slot.wall:%m-%d %H:%M}" for slot in islice(found, most)]


def test_the_next_slots_are_those_after_now_in_their_order_week_after_week() -> None:
    assert free(with_slots("thu 18:30", "mon 09:00")) == ["11-26 18:30", "11-30 09:00", "12-03 18:30", "12-07 09:00"]


def test_a_slot_that_is_taken_is_not_offered() -> None:
    thursday = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
    assert free(with_slots("thu 18:30", "mon 09:00"), taken={thursday}, most=2) == ["11-30 09:00", "12-03 18:30"]


def test_a_slot_in_a_blackout_or_in_quiet_hours_is_not_offered_unless_it_is_allowed() -> None:
    one = with_slots(
        "mon 09:00",
        "tue 23:00",
        blackouts=[{"from": "2026-11-30", "to": "2026-11-30", "reason": "Stocktaking"}],
        quiet_hours={"from": "22:00", "to": "07:00"},
    )
    assert free(one, most=2) == ["12-07 09:00", "12-14 09:00"]
    assert free(one, allows=("quiet_hours",), most=2) == ["11-24 23:00", "12-01 23:00"]
    assert free(one, allows=("blackout",), most=1) == ["11-30 09:00"]


@pytest.mark.parametrize(
    ("slot", "now", "expected"),
    [
        # Rome skips 02:30 on 2027-03-28 and shows it twice on 2027-10-31.
        pytest.param("sun 02:30", datetime(2027, 3, 27, tzinfo=UTC), [(4, 4, 0)], id="skipped hour"),
        pytest.param("sun 02:30", datetime(2027, 10, 30, tzinfo=UTC), [(10, 31, 0), (11, 7, 1)], id="repeated hour"),
    ],
)
def test_a_slot_in_a_skipped_hour_is_left_out_and_one_in_a_repeated_hour_is_the_first(
    slot: str, now: datetime, expected: list[tuple[int, int, int]]
) -> None:
    one = with_slots(slot)
    found = [(at.month, at.day, at.hour) for _, at in islice(free_slots(one, one.channels[0], (), now), len(expected))]
    assert found == expected


def test_the_slots_end_after_a_year_and_a_channel_without_any_has_none() -> None:
    one = with_slots("mon 09:00")
    every = list(free_slots(one, one.channels[0], (), NOW))
    assert len(every) == 52
    assert every[-1].at <= NOW + AHEAD < every[-1].at + timedelta(days=7)
    assert free(with_slots()) == []

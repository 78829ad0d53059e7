"""Blackouts and quiet hours: what is planned there is told why, and when it may be."""

from datetime import UTC, datetime

import pytest

from portavoce.planning.quiet_times import hindrance, sentence
from portavoce.publishing.model import Allowance
from tests.planning import CHRISTMAS, NIGHT, brand

BOTH = brand(blackouts=[CHRISTMAS], quiet_hours=NIGHT)


def rome(text: str) -> datetime:
    """An instant in winter, from what the clocks in Rome show: an hour before it in UTC."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "rule", "next_at"),
    [
        ("2026-12-23 21:59", None, None),
        ("2026-12-23 22:00", "quiet_hours", "2026-12-27 07:00"),  # into the blackout, and out of it into the night
        ("2026-12-24 00:00", "blackout", "2026-12-27 07:00"),
        ("2026-12-26 23:59", "blackout", "2026-12-27 07:00"),
        ("2026-12-27 06:59", "quiet_hours", "2026-12-27 07:00"),
        ("2026-12-27 07:00", None, None),
    ],
)
def test_a_blackout_and_quiet_hours_over_midnight_stand_in_the_way_up_to_their_end(
    at: str, rule: str | None, next_at: str | None
) -> None:
    found = hindrance(BOTH, rome(at))
    assert (found.rule if found else None) == rule
    assert (found.next_at if found else None) == (rome(next_at) if next_at else None)


def test_quiet_hours_within_a_day_end_on_the_same_day() -> None:
    siesta = brand(quiet_hours={"from": "13:00", "to": "15:30"})
    found = hindrance(siesta, rome("2026-12-01 13:00"))
    assert found and found.next_at == rome("2026-12-01 15:30")
    assert hindrance(siesta, rome("2026-12-01 15:30")) is None


@pytest.mark.parametrize(
    ("allows", "rule"),
    [(("blackout",), "quiet_hours"), (("quiet_hours",), "blackout"), (("blackout", "quiet_hours"), None)],
)
def test_a_rule_that_is_allowed_to_be_broken_does_not_count_and_the_other_does(
    allows: tuple[Allowance, ...], rule: str | None
) -> None:
    found = hindrance(BOTH, rome("2026-12-24 23:00"), allows)
    assert (found.rule if found else None) == rule


def test_blackouts_that_touch_and_overlap_are_passed_as_one() -> None:
    more = [
        CHRISTMAS,
        {"from": "2026-12-25", "to": "2026-12-31", "reason": "Holidays"},
        CHRISTMAS | {"from": "2027-01-01", "to": "2027-01-01"},
    ]
    found = hindrance(brand(blackouts=more), rome("2026-12-24 10:00"))
    assert found and found.next_at == rome("2027-01-02 00:00")


def test_the_days_and_hours_are_those_of_the_brand_whatever_zone_the_post_was_written_in() -> None:
    tokyo_morning = datetime.fromisoformat("2026-12-24T08:00+09:00").astimezone(UTC)  # midnight in Rome
    found = hindrance(brand(blackouts=[CHRISTMAS]), tokyo_morning)
    assert found and found.rule == "blackout"


def test_the_refusal_names_the_reason_the_next_time_and_the_way_round() -> None:
    at = rome("2026-12-24 09:00")
    found = hindrance(BOTH, at)
    assert found
    assert sentence(BOTH, at, found) == (
        "2026-12-24 09:00 in Europe/Rome is in the blackout 'Christmas' (2026-12-24 to 2026-12-26): "
        "the next time allowed is 2026-12-27 07:00; to post all the same, allow blackout"
    )


def test_quiet_hours_that_end_in_a_repeated_hour_end_for_good() -> None:
    night = brand(quiet_hours={"from": "22:00", "to": "02:30"})
    # In Rome the clocks go back from three to two on 2026-10-25 at 01:00 UTC: 02:10 comes a second time at 01:10 UTC.
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    found = hindrance(night, second)
    assert found and found.next_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_quiet_hours_that_end_in_a_skipped_hour_end_as_far_behind_the_gap() -> None:
    night = brand(quiet_hours={"from": "22:00", "to": "02:30"})
    found = hindrance(
        night, datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    )  # half past one in Rome; at 01:00 UTC it is three
    assert found and found.next_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)

"""Calendars that ask for the next slot, and rows in blackouts and quiet hours, over the real ledger."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from portavoce.brands.model import Brand, Channel
from portavoce.measuring.model import HourOfWeek, PostingHours
from portavoce.planning.model import PlanDiff, PlanRow
from portavoce.planning.service import Planner, PlanRefused
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.table.table import Table
from tests.planning import CHRISTMAS, NIGHT, NOW, brand, planner_over, with_slots

SLOTS = with_slots("mon 09:00", "thu 18:30")  # NOW is nine o'clock on a Monday in Rome, 2026-11-23


@pytest.fixture
def ledger(table: Table) -> Ledger:
    return Ledger(PublicationRecords(table))


@pytest.fixture
def planner(ledger: Ledger) -> Planner:
    return planner_over(ledger)


def rows(*posts: str, **fields: Any) -> list[PlanRow]:
    known = {"channel": "x", "when": "next-slot"}
    return [
        PlanRow.model_validate({"row": number, "post": post, "text": f"About {post}."} | known | fields)
        for number, post in enumerate(posts, 2)
    ]


def times(found: PlanDiff) -> dict[str, str]:
    return {
        one.publication.post_id: one.publication.wall_time for one in (*found.new, *found.changed, *found.unchanged)
    }


def reasons(planner: Planner, one: Brand, *wanted: PlanRow, now: datetime = NOW) -> list[str]:
    return [remark.message for remark in planner.diff(one, wanted, now).refused]


def test_each_row_gets_the_next_slot_that_no_earlier_row_and_no_publication_has(planner: Planner) -> None:
    planner.apply(SLOTS, rows("standing", when="2026-11-30 09:00"), NOW)
    found = planner.apply(SLOTS, rows("a", "b", "c"), NOW).diff
    assert times(found) == {"a": "2026-11-26 18:30", "b": "2026-12-03 18:30", "c": "2026-12-07 09:00"}


def test_a_time_that_a_row_of_the_calendar_names_is_not_given_to_another(planner: Planner) -> None:
    wanted = [*rows("a"), *rows("fixed", when="2026-11-26 18:30")]
    assert times(planner.diff(SLOTS, wanted, NOW)) == {"a": "2026-11-30 09:00", "fixed": "2026-11-26 18:30"}


def test_the_same_calendar_again_is_unchanged_also_when_its_slots_have_passed(planner: Planner) -> None:
    first = planner.apply(SLOTS, rows("a", "b"), NOW).diff
    for later in (timedelta(hours=1), timedelta(days=5)):
        again = planner.diff(SLOTS, rows("a", "b"), NOW + later)
        assert (again.nothing_to_do, times(again)) == (True, times(first))


def test_a_changed_text_keeps_the_slot_and_a_slot_before_it_that_becomes_free_too(
    planner: Planner, ledger: Ledger
) -> None:
    planner.apply(SLOTS, rows("a", "b"), NOW)
    ledger.cancel("aurora.a.x", NOW)
    found = planner.apply(SLOTS, rows("b", text="Better."), NOW).diff
    assert ([one.changed for one in found.changed], times(found)) == ([("text",)], {"b": "2026-11-30 09:00"})


def test_the_slot_of_a_cancelled_post_is_free_again(planner: Planner, ledger: Ledger) -> None:
    planner.apply(SLOTS, rows("a"), NOW)
    ledger.cancel("aurora.a.x", NOW)
    assert times(planner.diff(SLOTS, rows("b"), NOW)) == {"b": "2026-11-26 18:30"}


def test_a_cancelled_post_that_says_something_new_gets_a_new_slot(planner: Planner, ledger: Ledger) -> None:
    planner.apply(SLOTS, rows("a", "b"), NOW)
    ledger.cancel("aurora.a.x", NOW)
    later = NOW + timedelta(days=4)
    assert times(planner.diff(SLOTS, rows("a", text="Better."), later)) == {"a": "2026-12-03 18:30"}


def test_two_channels_have_slots_of_their_own(planner: Planner) -> None:
    channels = [{"id": name, "platform": "x", "account_id": name, "slots": ["mon 09:00"]} for name in ("x", "y")]
    wanted = [*rows("a"), *rows("a", channel="y")]
    found = planner.diff(brand(channels=channels), wanted, NOW)
    assert [one.publication.wall_time for one in found.new] == ["2026-11-30 09:00"] * 2


def test_a_slot_is_offered_in_quiet_hours_only_to_a_row_that_allows_it(planner: Planner) -> None:
    late = with_slots("tue 23:00", quiet_hours=NIGHT)
    assert times(planner.diff(late, rows("a", allow=["quiet_hours"]), NOW)) == {"a": "2026-11-24 23:00"}
    assert reasons(planner, late, *rows("a")) == ["x has no free slot within 365 days: give the row a time"]


@pytest.mark.parametrize(
    ("one", "fields", "reason"),
    [
        (brand(), {}, "x has no posting slots: write some into the brand's file, or give the row a time"),
        (SLOTS, {"zone": "Asia/Tokyo"}, "slots are on the brand's clocks: leave the zone empty"),
    ],
)
def test_a_row_that_can_have_no_slot_is_refused_with_the_reason(
    planner: Planner, one: Brand, fields: dict[str, Any], reason: str
) -> None:
    assert reasons(planner, one, *rows("a", **fields)) == [reason]


def test_the_free_slots_are_those_that_a_calendar_would_get(planner: Planner) -> None:
    planner.apply(SLOTS, rows("a"), NOW)
    found = planner.slots(SLOTS, SLOTS.channels[0], NOW)
    assert next(found).at == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def better_hours(_: Brand, channel: Channel, __: datetime) -> PostingHours:
    hours = tuple(
        HourOfWeek(weekday=day, hour=19, posts=9, percent=30, low_percent=10, high_percent=50) for day in ("tue", "fri")
    )
    return PostingHours(channel=channel.id, posts=90, weeks=8, hours=hours, best=tuple(reversed(hours)))


def test_a_row_that_asks_for_the_best_slot_gets_the_next_free_hour_that_did_better(ledger: Ledger) -> None:
    planner = planner_over(ledger, hours=better_hours)
    found = planner.apply(SLOTS, [*rows("a", "b", when="best-slot"), *rows("c")], NOW).diff
    assert times(found) == {"a": "2026-11-24 19:00", "b": "2026-11-27 19:00", "c": "2026-11-26 18:30"}
    assert [one.wall.day for one in islice(planner.slots(SLOTS, SLOTS.channels[0], NOW, best=True), 2)] == [1, 4]
    assert planner.diff(SLOTS, rows("a", "b", when="best-slot"), NOW).nothing_to_do


def test_where_no_hour_is_known_to_be_better_it_is_the_next_slot_and_that_is_said(planner: Planner) -> None:
    found = planner.diff(SLOTS, rows("a", when="best-slot"), NOW)
    assert times(found) == {"a": "2026-11-26 18:30"}
    assert [one.message for one in found.warnings] == [
        "it takes the next free slot: when to post is not known, 0 posts have told their numbers"
    ]


def test_a_row_in_a_blackout_or_in_quiet_hours_is_refused_with_the_next_time_unless_it_allows_it(
    planner: Planner,
) -> None:
    one = brand(blackouts=[CHRISTMAS], quiet_hours=NIGHT)
    (reason,) = reasons(planner, one, *rows("a", when="2026-12-24 09:00"))
    assert "the blackout 'Christmas'" in reason
    assert "the next time allowed is 2026-12-27 07:00" in reason
    with pytest.raises(PlanRefused, match="quiet hours"):
        planner.apply(one, rows("a", when="2026-12-24 23:00", allow=["blackout"]), NOW)
    found = planner.apply(one, rows("a", when="2026-12-24 23:00", allow=["blackout", "quiet_hours"]), NOW).diff
    assert found.new[0].publication.allows == ("blackout", "quiet_hours")


def test_what_stands_already_is_not_refused_for_a_blackout_that_came_later(planner: Planner) -> None:
    planner.apply(brand(), rows("a", when="2026-12-24 09:00"), NOW)
    assert planner.diff(brand(blackouts=[CHRISTMAS]), rows("a", when="2026-12-24 09:00"), NOW).nothing_to_do

"""What resuming does to what a freeze held up: nothing in a burst, nothing too late, nothing out of its order."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from portavoce.publishing.fee_hold import FeeHold
from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.resume_plan import LEAD, How, ResumePlan, ResumeStep, WindowTooShort, plan_resume
from tests.faults.world import NINE
from tests.freeze import FREEZE, post

NOW = NINE + timedelta(minutes=20)
BEGIN = NOW + LEAD
HOLD = FeeHold(platform="x", month="2026-11", would_cost_minor=17, cap_minor=15, currency="USD", decimals=2)


def held(name: str, minutes: float, channel: str = "x", late_minutes: int = 30) -> Publication:
    return post(name, minutes, channel, PublicationState.FROZEN, late_minutes)


def resumed(how: How, *publications: Publication) -> dict[str, ResumeStep]:
    return {one.publication_id.split(".")[1]: one for one in plan(how, *publications).steps}


def plan(how: How, *publications: Publication) -> ResumePlan:
    return plan_resume(FREEZE, publications, how, NOW)


def times(steps: dict[str, ResumeStep]) -> dict[str, datetime | None]:
    return {name: one.new_time for name, one in steps.items()}


@pytest.mark.parametrize(
    "how", [How(), How(mode="shift", minutes=60), How(mode="spread", minutes=60), How(mode="drop")]
)
def test_what_the_cap_on_fees_holds_stays_held_whatever_becomes_of_what_the_freeze_held_and_the_plan_says_why(
    how: How,
) -> None:
    for_money = held("dear", -5).model_copy(update={"fee_hold": HOLD})
    made = plan(how, held("one", 0), for_money)
    steps = {one.publication_id: one for one in made.steps}
    alone = {one.publication_id: one for one in plan(how, held("one", 0)).steps}
    dear = steps.pop(for_money.publication_id)
    assert steps == alone
    assert (dear.fate, dear.new_time) == ("stays", None)
    assert dear.why == "the cap of 0.15 USD on the fees of X holds it, not the freeze: it leaves once there is room"
    assert dear not in made.writing_order


def test_keep_lets_what_is_in_time_leave_and_says_what_is_missed() -> None:
    steps = resumed(How(), held("late", -15), held("in-time", 0), post("later", 600))
    assert {name: one.fate for name, one in steps.items()} == {"late": "missed", "in-time": "moves"}
    assert times(steps) == {"late": None, "in-time": BEGIN}


def test_keep_lets_the_posts_of_one_channel_leave_no_closer_than_the_gap() -> None:
    steps = resumed(How(gap_minutes=6), held("one", 0), held("two", 1), held("three", 2), held("other", 0, "facebook"))
    gap = timedelta(minutes=6)
    assert times(steps) == {"one": BEGIN, "two": BEGIN + gap, "three": None, "other": BEGIN}
    assert steps["three"].fate == "missed", "at nine and 32 minutes it would be too late"


def test_keep_leaves_what_waits_at_its_time_and_goes_around_it() -> None:
    steps = resumed(How(gap_minutes=5), held("held", 0, late_minutes=60), post("waiting", 22))
    assert times(steps) == {"held": NINE + timedelta(minutes=27)}


def test_shift_moves_all_that_was_held_up_by_the_same_time() -> None:
    steps = resumed(How(mode="shift", minutes=120), held("one", 0), held("two", 15), post("later", 900))
    assert times(steps) == {"one": NINE + timedelta(minutes=120), "two": NINE + timedelta(minutes=135)}


def test_a_shift_that_would_end_in_the_past_moves_just_far_enough() -> None:
    steps = resumed(How(mode="shift", minutes=1, gap_minutes=1), held("one", 0), held("two", 15))
    assert times(steps) == {"one": BEGIN, "two": BEGIN + timedelta(minutes=15)}


def test_a_shift_pushes_what_stands_in_its_way_up_to_the_first_hole() -> None:
    waiting = [post("close", 125), post("next", 130), post("far", 400), post("elsewhere", 125, "facebook")]
    steps = resumed(How(mode="shift", minutes=120), held("one", 0), *waiting)
    assert times(steps) == {
        "one": NINE + timedelta(minutes=120),
        "close": NINE + timedelta(minutes=245),
        "next": NINE + timedelta(minutes=257),
    }


def test_spread_sends_all_evenly_over_the_time_in_their_order() -> None:
    steps = resumed(
        How(mode="spread", minutes=60), held("two", 5), held("one", 0), post("three", 70), post("after", 100)
    )
    third = timedelta(minutes=20)
    assert times(steps) == {"one": BEGIN, "two": BEGIN + third, "three": BEGIN + 2 * third}


def test_a_channel_that_the_freeze_held_nothing_up_on_keeps_its_times() -> None:
    steps = resumed(How(mode="spread", minutes=60), held("one", 0), post("other", 30, "facebook"))
    assert list(steps) == ["one"]


def test_a_spread_that_is_too_short_says_how_long_it_must_be() -> None:
    with pytest.raises(WindowTooShort, match=r"3 posts of aurora\.x need 36 minutes at least, 12 minutes apart"):
        plan(How(mode="spread", minutes=35), held("one", 0), held("two", 1), held("three", 2))


def test_drop_cancels_what_was_held_up_and_nothing_else() -> None:
    steps = resumed(How(mode="drop"), held("one", 0), post("overdue", 10), post("waiting", 30))
    assert {name: one.fate for name, one in steps.items()} == {"one": "dropped", "overdue": "dropped"}


def test_minutes_belong_to_shift_and_spread_only() -> None:
    for wrong in (
        {"mode": "shift"},
        {"mode": "spread"},
        {"mode": "keep", "minutes": 5},
        {"mode": "drop", "minutes": 5},
    ):
        with pytest.raises(ValidationError, match="minutes belong to shift and spread"):
            How.model_validate(wrong)


def test_a_plan_is_the_same_plan_a_minute_later_and_another_one_after_an_edit() -> None:
    one = held("one", 0)
    first = plan(How(), one)
    assert plan_resume(FREEZE, [one], How(), NOW + timedelta(minutes=1)).etag == first.etag
    assert plan(How(), one.model_copy(update={"revision": 2})).etag != first.etag
    assert plan(How(gap_minutes=13), one).etag != first.etag
    assert plan_resume(FREEZE, [one], How(), NOW + timedelta(minutes=30)).etag != first.etag, "it is missed by now"

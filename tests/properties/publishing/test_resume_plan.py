"""Whatever was held up and whatever waits: a resume keeps the order and the gap, and stays inside its time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.resume_plan import LEAD, How, ResumeStep, WindowTooShort, carried_out, plan_resume
from tests.faults.world import NINE
from tests.freeze import FREEZE, post

NOW = NINE + timedelta(hours=3)


@st.composite
def calendars(draw: st.DrawFn) -> list[Publication]:
    """Up to twelve posts on three channels, frozen in the last three hours or waiting in the next ten."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        channel = draw(st.sampled_from(["x", "facebook", "bluesky"]))
        minutes = draw(st.floats(0, 780, allow_nan=False))
        late = draw(st.integers(1, 1440))
        state = PublicationState.FROZEN if NINE + timedelta(minutes=minutes) <= NOW else PublicationState.SCHEDULED
        found.append(post(f"post-{number:02}", minutes, channel, state, late))
    return found


def hows() -> st.SearchStrategy[How]:
    moving = st.builds(
        How, mode=st.sampled_from(["shift", "spread"]), minutes=st.integers(1, 600), gap_minutes=st.integers(1, 30)
    )
    return moving | st.builds(How, mode=st.sampled_from(["keep", "drop"]), gap_minutes=st.integers(1, 30))


def by_channel(posts: Iterable[Publication]) -> dict[str, list[Publication]]:
    """Those that will leave, in the order in which they will."""
    found: dict[str, list[Publication]] = {}
    for one in sorted(posts, key=lambda one: one.planned_at):
        if one.state is PublicationState.SCHEDULED:
            found.setdefault(one.channel, []).append(one)
    return found


def after(posts: list[Publication], steps: Iterable[ResumeStep]) -> list[Publication]:
    """The calendar when the plan is carried out."""
    by_id = {one.publication_id: one for one in steps}
    return [carried_out(one, by_id[one.publication_id], NOW) if one.publication_id in by_id else one for one in posts]


def moved(steps: Iterable[ResumeStep]) -> list[tuple[datetime, ResumeStep]]:
    return sorted(((one.new_time, one) for one in steps if one.new_time), key=lambda pair: pair[0])


@given(calendars(), hows())
def test_nothing_that_moves_leaves_closer_than_the_gap_to_another_post_of_its_channel(
    posts: list[Publication], how: How
) -> None:
    try:
        steps = plan_resume(FREEZE, posts, how, NOW).steps
    except WindowTooShort:
        return
    moves = {one.publication_id for one in steps if one.fate == "moves"}
    for queue in by_channel(after(posts, steps)).values():
        for before, then in pairwise(queue):
            if {before.publication_id, then.publication_id} & moves:
                assert then.planned_at - before.planned_at >= how.gap


@given(calendars(), hows())
def test_all_that_was_held_up_gets_a_time_to_come_or_an_end(posts: list[Publication], how: How) -> None:
    try:
        steps = plan_resume(FREEZE, posts, how, NOW).steps
    except WindowTooShort:
        return
    assert {one.publication_id for one in posts if one.state is PublicationState.FROZEN} <= {
        one.publication_id for one in steps
    }
    for one in after(posts, steps):
        assert one.state in (PublicationState.MISSED, PublicationState.CANCELLED) or one.planned_at > NOW


@given(calendars(), st.integers(1, 600), st.integers(1, 30))
def test_a_spread_keeps_the_order_and_ends_inside_its_time(posts: list[Publication], minutes: int, gap: int) -> None:
    how = How(mode="spread", minutes=minutes, gap_minutes=gap)
    begin, end = NOW + LEAD, NOW + LEAD + how.time
    try:
        steps = plan_resume(FREEZE, posts, how, NOW).steps
    except WindowTooShort:
        return
    old = {one.publication_id: (one.planned_at, one.publication_id) for one in posts}
    for queue in by_channel(after(posts, steps)).values():
        order = [old[one.publication_id] for one in queue]
        assert order == sorted(order)
    assert all(begin <= at < end for at, _ in moved(steps))


@given(calendars(), st.integers(1, 600))
def test_a_shift_keeps_the_order_of_each_channel(posts: list[Publication], minutes: int) -> None:
    steps = plan_resume(FREEZE, posts, How(mode="shift", minutes=minutes), NOW).steps
    old = {one.publication_id: (one.planned_at, one.publication_id) for one in posts}
    for queue in by_channel(after(posts, steps)).values():
        order = [old[one.publication_id] for one in queue]
        assert order == sorted(order)


@given(calendars(), hows(), st.integers(0, 12))
@example(
    [
        post("post-00", 0, "x", PublicationState.FROZEN, 1440),
        post("post-01", 185.8, "x", PublicationState.SCHEDULED, 1440),
        post("post-02", 185.9, "x", PublicationState.SCHEDULED, 1440),
    ],
    How(mode="spread", minutes=6, gap_minutes=1),
    1,
)
def test_a_resume_that_died_half_way_and_is_repeated_ends_the_same(
    posts: list[Publication], how: How, done: int
) -> None:
    try:
        plan = plan_resume(FREEZE, posts, how, NOW)
    except WindowTooShort:
        return
    half = after(posts, plan.writing_order[:done])
    standing = [one for one in half if one.state in (PublicationState.FROZEN, PublicationState.SCHEDULED)]
    again = after(half, plan_resume(FREEZE, standing, how, NOW).steps)
    assert [(one.state, one.planned_at) for one in again] == [
        (one.state, one.planned_at) for one in after(posts, plan.steps)
    ]

"""What a month has cost once a post leaves: what is out, what may be, and what is due before it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.planning.fee_cap import select_within_cap, sum_month_mills
from portavoce.platforms import discovery
from portavoce.publishing.fee_hold import FeeHold
from portavoce.publishing.model import Content, Part, Publication, PublicationState, SentPart
from tests.faults.world import NINE, planned

X = discovery.manifest("x").fees
ONE, LINK = 15, 200
HOLD = FeeHold(platform="x", month="2026-11", would_cost_minor=99, cap_minor=0, currency="USD", decimals=2)
DEAR = Content(text="Vieni da https://aurora.example")


def post(name: str, **fields: Any) -> Publication:
    made = planned("x", content=Content(text="Caffè"))
    return made.model_copy(update={"platform": "x", "publication_id": f"aurora.{name}.x"} | fields)


def cost(*others: Publication, at: datetime = NINE, **asking: Any) -> int:
    assert X
    return sum_month_mills(post("m", **asking), others, X, at)


def test_alone_it_costs_itself_and_each_part_of_a_thread_is_one() -> None:
    assert cost() == cost(post("m")) == ONE
    assert (
        cost(content=DEAR.model_copy(update={"thread": (Part(text="Due"),), "first_comment": "Tre"})) == LINK + 2 * ONE
    )


@pytest.mark.parametrize("state", [PublicationState.PUBLISHED, PublicationState.SENDING, PublicationState.UNCERTAIN])
def test_what_is_out_on_its_way_or_in_doubt_counts(state: PublicationState) -> None:
    assert cost(post("z", state=state, content=DEAR)) == LINK + ONE


@pytest.mark.parametrize(
    "state",
    [PublicationState.FAILED, PublicationState.MISSED, PublicationState.FROZEN, PublicationState.CANCELLED,
     PublicationState.IN_REVIEW],
)  # fmt: skip
def test_what_did_not_leave_does_not_but_for_its_parts_that_are_out(state: PublicationState) -> None:
    assert cost(post("a", state=state)) == ONE
    thread = Content(text="Uno", thread=(Part(text="Due"), Part(text="Tre")))
    part = SentPart(remote_id="1", started_at=NINE, attempts=1)
    assert cost(post("a", state=state, content=thread, sent=(part,))) == 2 * ONE


def test_of_those_that_wait_the_ones_before_it_count_by_time_and_then_by_name() -> None:
    minute = timedelta(minutes=1)
    earlier, later = post("z", planned_at=NINE - minute), post("a", planned_at=NINE + minute)
    assert cost(earlier, later) == 2 * ONE
    assert (cost(post("l")), cost(post("n"))) == (2 * ONE, ONE)


def test_one_that_waits_since_last_month_and_leaves_before_it_counts_in_this_one() -> None:
    october = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)
    asking = {"planned_at": october + timedelta(seconds=30), "at": october + timedelta(minutes=2)}
    assert cost(post("a", planned_at=october), **asking) == 2 * ONE


def test_other_months_and_other_platforms_do_not_count_and_a_month_is_that_of_utc() -> None:
    out = {"state": PublicationState.PUBLISHED}
    october = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)
    assert cost(post("a", **out, planned_at=october), post("b", **out, platform="facebook")) == ONE
    assert cost(post("a", **out, planned_at=october, started_at=october + timedelta(minutes=2))) == 2 * ONE
    rome = datetime.fromisoformat("2026-11-01T00:30:00+01:00")
    assert cost(post("a", **out, planned_at=october), at=rome) == 2 * ONE


@given(
    st.lists(st.tuples(st.sampled_from(list(PublicationState)), st.integers(0, 300), st.booleans()), max_size=12),
    st.integers(0, 40),
)
def test_what_is_tried_again_fits_into_the_cap_with_all_that_leaves_before_it_and_nothing_that_fits_is_left_behind(
    posts: list[tuple[PublicationState, int, bool]], cap_minor: int
) -> None:
    assert X
    made = [
        post(
            f"p{place:02}",
            state=state,
            planned_at=NINE + timedelta(minutes=minutes),
            content=DEAR if is_dear else Content(text="Caffè"),
            fee_hold=HOLD.model_copy(update={"cap_minor": cap_minor}) if state is PublicationState.FROZEN else None,
        )
        for place, (state, minutes, is_dear) in enumerate(posts)
    ]
    held = [one for one in made if one.fee_hold]
    tried = select_within_cap(held, made, X, (cap_minor, 0), NINE)
    after = [one.model_copy(update={"state": PublicationState.SCHEDULED}) if one in tried else one for one in made]
    for one in held:
        fits = X.to_minor(sum_month_mills(one, after, X, NINE)) <= cap_minor
        assert fits is (one in tried)
    assert tried == sorted(tried, key=lambda one: (one.planned_at, one.publication_id))

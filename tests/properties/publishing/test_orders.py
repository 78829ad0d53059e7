"""Any order, any number of deliveries: the same end."""

from datetime import timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from portavoce.publishing.delays import arming_delay_seconds, waiting_delay_seconds
from portavoce.publishing.model import OutgoingMessage, PublicationState, PublishingStep
from tests.faults.network import Fault, Kind
from tests.faults.world import NINE, World, planned, world

PUBLICATION = planned()
Act = tuple[str, int]

acts = st.lists(
    st.tuples(st.sampled_from([*get_args(PublishingStep), "dispatch", "reconcile", "plan again"]), st.integers(0, 3)),
    max_size=12,
)
pauses = st.lists(st.integers(0, 200), min_size=12, max_size=12)
kinds = st.sampled_from([kind for kind in get_args(Kind) if kind != "none"])
faults = st.sampled_from([fault for fault in get_args(Fault) if fault != "refused"])


def do(house: World, act: Act) -> None:
    name, revision = act
    match name:
        case "dispatch":
            house.attempt(lambda: house.dispatcher.dispatch_due(house.clock.now, house.clock.now))
        case "reconcile":
            house.attempt(lambda: house.reconciler.reconcile(house.clock.now))
        case "plan again":
            assert house.ledger.plan(PUBLICATION, house.clock.now) == "unchanged"
        case step:
            asked = {"publication_id": PUBLICATION.publication_id, "revision": revision, "step": step}
            message = OutgoingMessage.model_validate(asked | {"planned_at": NINE})
            house.attempt(lambda: house.publishing.take(message))


@settings(max_examples=200, deadline=None)
@given(kind=kinds, fault=faults, acts=acts, pauses=pauses)
def test_any_order_and_number_of_messages_ends_in_one_post(
    kind: Kind, fault: Fault, acts: list[Act], pauses: list[int]
) -> None:
    house = world(kind, fault)
    house.plan(PUBLICATION)
    for act, pause_seconds in zip(acts, pauses, strict=False):
        do(house, act)
        house.clock.now += timedelta(seconds=pause_seconds)
    end = house.run(PUBLICATION.publication_id)
    assert all(at >= NINE for at in house.network.calls)
    assert len(house.network.posts) <= 1
    if end.state is PublicationState.PUBLISHED:
        assert len(house.network.posts) == 1
    else:
        assert house.asked
        assert not house.network.posts


@given(ahead_seconds=st.floats(0, 890))
def test_a_release_arrives_three_to_four_seconds_before_its_time(ahead_seconds: float) -> None:
    now = NINE - timedelta(seconds=ahead_seconds)
    lead_seconds = (NINE - now).total_seconds() - arming_delay_seconds(NINE, now)
    assert lead_seconds < 4
    assert lead_seconds >= min(3, (NINE - now).total_seconds())


@given(ahead_seconds=st.floats(-10_000, 10_000))
def test_a_delay_is_one_that_the_queue_takes_and_never_ends_early(ahead_seconds: float) -> None:
    moment = NINE + timedelta(seconds=ahead_seconds)
    assert 0 <= arming_delay_seconds(moment, NINE) <= 900
    delay_seconds = waiting_delay_seconds(moment, NINE)
    assert 0 <= delay_seconds <= 900
    assert delay_seconds == 900 or NINE + timedelta(seconds=delay_seconds) >= moment

"""Which tick sends a publication whose writer's clock, or whose own, is not that of the ticks."""

from datetime import timedelta

from infra.topology import FUNCTIONS
from portavoce.publishing import states
from portavoce.publishing.delays import GRACE, LATECOMER
from portavoce.publishing.model import OutgoingMessage
from tests.faults.world import NINE, planned, world

PUBLICATION = planned()
OWN = NINE - timedelta(minutes=9)


def test_what_a_long_round_writes_after_the_tick_of_its_minute_is_seen_by_the_next_one() -> None:
    """A round that resumes thousands of posts gives all of them the moment at which it began."""
    house = world()
    house.clock.now = OWN + timedelta(seconds=30)
    house.ledger.plan(PUBLICATION, house.clock.now - timedelta(minutes=4))
    tick = OWN + timedelta(minutes=1)
    assert house.dispatcher.dispatch_due(tick, tick) == 1


def test_no_function_lives_longer_than_what_it_writes_counts_as_new() -> None:
    """With half a minute by which clocks may differ."""
    assert max(timedelta(seconds=one.timeout_seconds) for one in FUNCTIONS) + timedelta(seconds=30) <= LATECOMER


def test_a_tick_whose_clock_is_behind_makes_no_post_late() -> None:
    house = world()
    sent: list[int] = []

    def send(message: OutgoingMessage, delay_seconds: int) -> None:
        sent.extend([delay_seconds] * (message.step == "release"))

    object.__setattr__(house.dispatcher, "send", send)
    house.ledger.plan(PUBLICATION, NINE - timedelta(hours=1))
    house.dispatcher.dispatch_due(OWN, OWN - timedelta(seconds=30))
    assert sent == [537]


def test_a_call_whose_sender_dies_is_looked_up_soon_however_long_it_was_to_wait() -> None:
    waiting = states.postpone_publication(PUBLICATION, NINE + timedelta(minutes=40), "The platform rests.", NINE)
    claimed = states.claim_publication(waiting, NINE + timedelta(minutes=15))
    assert claimed.watch_at == NINE + timedelta(minutes=15) + GRACE

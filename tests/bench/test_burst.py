"""Two hundred publications of one second: what one message of forty takes here, and what Lambda's ramp makes of it."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import ReleaseOutcome
from portavoce.publishing.delays import ARM_SECONDS, ARM_TOGETHER_SECONDS, MOST_TOGETHER
from portavoce.publishing.model import Content, OutgoingMessage
from portavoce.publishing.records import FreezeRecords, PublicationRecords, SaidRecords, ThrottleRecords
from portavoce.publishing.service.burst import Burst
from portavoce.publishing.service.channel_door import ChannelDoor
from portavoce.publishing.service.dispatch import Dispatcher
from portavoce.publishing.service.freezes import Freezes
from portavoce.publishing.service.ledger import Ledger
from portavoce.publishing.service.release import PublishingService
from portavoce.runtime.clock import sleep_until, utc_now
from portavoce.table.table import Table
from tests.bench import ramp
from tests.bench.figures import Figure
from tests.faults.network import Network
from tests.faults.time import VirtualClock
from tests.faults.world import planned

POSTS = 200
LATE_SECONDS = 2.0
SLOWER = 3
"""How much slower one processor of Lambda's is taken to be than this machine, and its network than loopback."""
ACCOUNTS = (1000, 10)
AHEAD = timedelta(seconds=4)


@dataclass
class Answering(Network):
    """A platform that answers after a fifth of a second, and notes when it was called."""

    called_at: list[datetime] = field(default_factory=list)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        self.called_at.append(utc_now())
        time.sleep(0.2)
        return super().release(post)


def publishing_over(table: Table, network: Network) -> PublishingService:
    ledger = Ledger(PublicationRecords(table))
    return PublishingService(
        ledger=ledger,
        freezes=Freezes(FreezeRecords(table), ledger),
        throttles=ThrottleRecords(table),
        said=SaidRecords(table),
        connect=lambda _: ChannelDoor(network),
        lookup_rule=lambda _: network.rule,
        media_url=lambda key: f"https://media.test/{key}",
        send=lambda _message, _seconds: None,
        clock=utc_now,
        sleep_until=sleep_until,
    )


def release_forty(table: Table, name: str) -> list[float]:
    """How many seconds after their second the platform is called for forty publications of one message."""
    network, messages = Answering("list", VirtualClock(utc_now())), list[OutgoingMessage]()
    house = publishing_over(table, network)
    planned_at = (datetime.now(UTC) + AHEAD).replace(microsecond=0)
    publications = [
        planned(f"{name}-{number}", planned_at=planned_at, content=Content(text=f"Tostatura {number}"))
        for number in range(MOST_TOGETHER)
    ]
    for one in publications:
        house.ledger.plan(one, utc_now())
    Dispatcher(house.ledger, lambda message, _: messages.append(message), lambda _: False).dispatch_due(
        utc_now(), utc_now()
    )
    (message,) = messages
    Burst(house).take(message)
    return sorted((called_at - planned_at).total_seconds() for called_at in network.called_at)


def percentile(delays: Sequence[float], percent: int) -> float:
    return delays[math.ceil(len(delays) * percent / 100) - 1]


@pytest.mark.takes_long("forty threads wait for their second")
def test_two_hundred_posts_of_one_second_leave_within_two_seconds_however_lambda_begins(
    table: Table, figures: list[Figure]
) -> None:
    # The better of two: whatever else this machine does says nothing of Lambda.
    own = min((release_forty(table, name) for name in ("first", "second")), key=lambda one: percentile(one, 95))
    assert len(own) == MOST_TOGETHER
    assert own[0] >= 0
    here = "40 posts of one message, on this machine: p95"
    figures.append(Figure.at_most(here, "s", LATE_SECONDS / SLOWER, percentile(own, 95)))
    slower = [SLOWER * delay for delay in own]
    burst = ramp.Burst(math.ceil(POSTS / MOST_TOGETHER), ARM_TOGETHER_SECONDS, slower)
    for reading in get_args(ramp.Reading):
        for account in ACCOUNTS:
            left = burst.leave(reading, account)
            assert len(left) == POSTS
            name = f"200 posts of one second, model: p95, ramp {reading}, account of {account:,}"
            figures.append(Figure.at_most(name, "s", LATE_SECONDS, percentile(left, 95)))
    assert [one.name for one in figures if not one.held] == []


def test_one_post_to_a_message_would_be_late_by_the_same_rules() -> None:
    alone = ramp.Burst(POSTS, ARM_SECONDS, [0.1], cold_seconds=1.0)
    for reading in get_args(ramp.Reading):
        for account in ACCOUNTS:
            assert percentile(alone.leave(reading, account), 95) > LATE_SECONDS

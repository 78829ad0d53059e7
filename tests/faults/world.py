"""A whole publishing house in virtual time: table, stream, queue with delays, ticks, one network, and a fuse."""

import heapq
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from portavoce.each_alone import EachAlone
from portavoce.outbox.model import Event
from portavoce.publishing.events import PublicationNeedsPerson, PublicationsDueSoon, changes
from portavoce.publishing.model import Content, Media, OutgoingMessage, Part, Publication
from portavoce.publishing.records import FreezeRecords, PublicationRecords, SaidRecords, ThrottleRecords
from portavoce.publishing.service.burst import Burst
from portavoce.publishing.service.channel_door import ChannelDoor
from portavoce.publishing.service.dispatch import Dispatcher
from portavoce.publishing.service.freezes import Freezes
from portavoce.publishing.service.ledger import Ledger
from portavoce.publishing.service.reconcile import Reconciler
from portavoce.publishing.service.release import PublishingService
from portavoce.table.table import Item, Table
from tests.faults.memory import MemoryTable
from tests.faults.network import ClientDefect, Fault, Kind, Network
from tests.faults.time import VirtualClock

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
IMAGE = Media(key="media/beans.jpg", mime_type="image/jpeg", size_bytes=120_000, width=1200, height=1200)
VISIBILITY = timedelta(seconds=360)
MAX_RECEIVES = 5
LAMBDA_DROPS = 16
"""The link of a chain from a function to its own queue that is not delivered (AWS Lambda developer guide, "Use Lambda
recursive loop detection")."""
MINUTE, ROUND = timedelta(minutes=1), timedelta(minutes=5)
THREAD = Content(text="One", thread=(Part(text="Two", media=(IMAGE,)),), first_comment="The menu is below")


class Died(BaseException):
    """The process was killed: nothing in the product may catch this."""


def planned(
    channel: str = "facebook",
    *,
    planned_at: datetime = NINE,
    late: timedelta = timedelta(minutes=30),
    content: Content | None = None,
) -> Publication:
    """What planning hands over."""
    content = content or Content(text="Fresh beans this morning", media=(IMAGE,))
    return Publication(
        publication_id=f"aurora.spring-launch.{channel}",
        brand_id="aurora",
        post_id="spring-launch",
        channel=channel,
        platform="facebook",
        content=content,
        content_hash=str(hash(content)),
        wall_time=f"{planned_at:%Y-%m-%d %H:%M}",
        zone="UTC",
        planned_at=planned_at,
        late_after=planned_at + late,
        updated_at=planned_at,
    )


def die() -> None:
    """What a fuse does unless it is told otherwise."""
    raise Died


class InTurn(Executor):
    """Does each thing at once, in the caller's thread, as virtual time wants it; the death of one is the death of
    all."""

    def submit[**P, T](self, work: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        future, troubles = Future[T](), EachAlone()
        with troubles:
            future.set_result(work(*args, **named))
        for error in troubles.errors:
            future.set_exception(error)
        return future


@dataclass
class Fuse:
    """Kills the process, or does something else, at one of the points that it passes; `passed` names them all."""

    blows_at: int | None = None
    act: Callable[[], object] = die
    passed: list[str] = field(default_factory=list)

    def step(self, label: str) -> None:
        self.passed.append(label)
        if len(self.passed) - 1 == self.blows_at:
            self.blows_at = None
            self.act()


class World:
    """Runs one publication from its plan to its end. Each message and event is delivered `copies` times."""

    def __init__(
        self,
        network: Network,
        *,
        copies: int = 2,
        blows_at: int | None = None,
        loses: int | None = None,
        table: Table | None = None,
    ) -> None:
        self.network, self.clock, self.copies = network, network.clock, copies
        self.fuse = Fuse(blows_at)
        self.links, self.longest_chain = 0, 0
        self.events: list[Event] = []
        self._queue: list[tuple[datetime, int, int, Callable[[], object]]] = []
        self._order = count()
        self.table = table or MemoryTable(self.fuse.step, self._stream, self.clock.read, loses)
        self.table.clock = self.clock.read
        self.ledger = Ledger(PublicationRecords(self.table))
        self.freezes = Freezes(FreezeRecords(self.table), self.ledger)
        self.dispatcher = Dispatcher(self.ledger, self.send, lambda platform: platform == "bluesky")
        self.reconciler = Reconciler(self.ledger, self.freezes, self.send, lambda _: network.rule)
        self.publishing = PublishingService(
            ledger=self.ledger,
            freezes=self.freezes,
            throttles=ThrottleRecords(self.table),
            said=SaidRecords(self.table),
            connect=lambda _: ChannelDoor(network),
            lookup_rule=lambda _: network.rule,
            media_url=lambda key: f"https://media.test/{key}",
            send=self.send,
            clock=self.clock.read,
            sleep_until=self.clock.sleep_until,
        )
        network.step = self.fuse.step
        network.meanwhile = lambda: self.attempt(lambda: self.reconciler.reconcile(self.clock.now))

    def send(self, message: OutgoingMessage, delay_seconds: int) -> None:
        assert 0 <= delay_seconds <= 900
        self.fuse.step("before send")
        links = self.links + 1
        assert links < LAMBDA_DROPS, f"Lambda would have dropped {message}"
        for copy in range(self.copies):
            at = self.clock.now + timedelta(seconds=delay_seconds + copy)
            self._push(at, 1, lambda: self._take(message, links))
        self.fuse.step("after send")

    def _take(self, message: OutgoingMessage, links: int) -> None:
        """One call of `publish`; what it sends meanwhile is a link of the same chain."""
        before, self.links = self.links, links
        self.longest_chain = max(self.longest_chain, links)
        try:
            Burst(self.publishing, lambda _: InTurn()).take(message)
        finally:
            self.links = before

    def plan(self, publication: Publication) -> None:
        """Plans it; neither fuse nor lost answers count this: a plan that dies is applied again by its owner."""
        point, self.fuse.blows_at = self.fuse.blows_at, None
        self.ledger.plan(publication, self.clock.now)
        self.fuse.blows_at = point
        self.fuse.passed.clear()
        if isinstance(self.table, MemoryTable):
            self.table.writes = 0

    def run(self, publication_id: str, *, until: timedelta = timedelta(hours=3)) -> Publication:
        """Lets time pass until the publication is settled and the queue is empty, and gives it as it ended."""
        end = self.clock.now + until
        minute, round_ = self._next_ticks()
        while self.clock.now < end:
            upcoming = min(self._queue[0][0] if self._queue else minute, minute, round_)
            self.clock.sleep_until(upcoming)
            if self._queue and self._queue[0][0] <= upcoming:
                self._deliver()
            elif minute <= upcoming:
                self._tick(minute)
                minute += MINUTE
            else:
                round_ += ROUND
                self.attempt(lambda: self.reconciler.reconcile(self.clock.now))
            if not self._queue and self.settled(publication_id):
                break
        found = self.ledger.get(publication_id)
        assert found is not None
        return found

    def pass_until(self, at: datetime) -> None:
        """Lets time pass without a tick, and delivers what comes meanwhile."""
        while self._queue and self._queue[0][0] <= at:
            self.clock.sleep_until(self._queue[0][0])
            self._deliver()
        self.clock.sleep_until(at)

    def put_off(self, at: datetime, act: Callable[[], object]) -> None:
        """Does it then, as a message that is delivered once."""
        self._push(at, 1, act)

    def _tick(self, minute: datetime, retries: int = 2) -> None:
        """One event of the schedule. Lambda takes what failed twice more, a minute and then two minutes later
        (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html)."""
        if not self.attempt(lambda: self.dispatcher.dispatch_due(minute, self.clock.now)) and retries:
            again = partial(self._tick, minute, retries - 1)
            self._push(self.clock.now + MINUTE * (3 - retries), MAX_RECEIVES, again)

    def settled(self, publication_id: str) -> bool:
        found = self.ledger.get(publication_id)
        return found is not None and (found.ended_at is not None or found.next_step is not None)

    @property
    def asked(self) -> list[PublicationNeedsPerson]:
        """What persons were told."""
        return [event for event in self.events if isinstance(event, PublicationNeedsPerson)]

    def attempt(self, act: Callable[[], object]) -> bool:
        """Runs one invocation; False when it died or its platform's client broke. Any other error fails the test."""
        try:
            act()
        except (Died, ClientDefect):
            return False
        except ExceptionGroup as several:
            if several.split(ClientDefect)[1]:
                raise
            return False
        return True

    def _deliver(self) -> None:
        _, _, receives, act = heapq.heappop(self._queue)
        if not self.attempt(act) and receives < MAX_RECEIVES:
            self._push(self.clock.now + VISIBILITY, receives + 1, act)

    def _push(self, at: datetime, receives: int, act: Callable[[], object]) -> None:
        heapq.heappush(self._queue, (at, next(self._order), receives, act))

    def _stream(self, old: Item | None, new: Item) -> None:
        if new["type"] != "publication":
            return
        for event in changes(old, new, self.clock.now):
            self.events.append(event)
            if isinstance(event, PublicationsDueSoon):
                self._push(self.clock.now, 1, self._dispatch(event.publication_ids))

    def _dispatch(self, publication_ids: Sequence[str]) -> Callable[[], object]:
        return lambda: self.dispatcher.dispatch_all(publication_ids, self.clock.now)

    def _next_ticks(self) -> tuple[datetime, datetime]:
        minute = self.clock.now.replace(second=0, microsecond=0) + MINUTE
        return minute, minute + (ROUND - timedelta(minutes=minute.minute % 5))


def world(kind: Kind = "list", fault: Fault = "fine", **options: Any) -> World:
    """A world that stands eleven minutes before nine."""
    return World(Network(kind, VirtualClock(NINE - timedelta(minutes=11, seconds=17)), fault), **options)

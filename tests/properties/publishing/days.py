"""A day of publishing as it may come: ticks that miss, double and tarry, hands at every boundary, and whoever dies."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, get_args

from portavoce.publishing import states
from portavoce.publishing.delays import AHEAD
from portavoce.publishing.model import Content, Part, Publication
from portavoce.publishing.resume_plan import How
from portavoce.publishing.service.dispatch import message
from portavoce.publishing.service.freezes import NoFreeze
from portavoce.publishing.service.ledger import IllegalMove, NotApproved, TooLate
from tests.faults.network import Fault, Kind, Network
from tests.faults.time import VirtualClock
from tests.faults.world import MINUTE, NINE, ROUND, THREAD, World, planned

WORDS = Content(text="One", thread=(Part(text="Two"), Part(text="Three")), first_comment="The menu is below")
CONTENTS = (Content(text="Fresh beans"), WORDS, THREAD, Content(text="Beans", first_comment="From Huila"))
BEGIN = NINE - timedelta(minutes=25)
END = NINE + timedelta(hours=3)
SKEW = 30
"""How many seconds the clocks of two machines differ at most."""
LONGEST_WRITER = 240
"""How many seconds a round that resumes thousands of posts works, with the one moment that it was begun with."""
IN_TIME = timedelta(seconds=15)
FAULTS: tuple[Fault, ...] = get_args(Fault)
KINDS: tuple[Kind, ...] = ("list", "key")
TO_TURN = (-61, -60, -59, -31, -1, 0, 1, 29, 60, 61, 180)
TO_TIME = (-601, -600, -599, -121, -119, -60, -12, -4, -1, 0, 1, 21, 60)


@dataclass
class Told:
    """What happened to one publication, by true time."""

    written_at: datetime
    is_promised: bool = True
    """Whether nothing but the ticks decides when it leaves."""


@dataclass
class Day:
    """One run of a seed: some publications of a house, and what is done to them."""

    seed: int
    house: World = field(init=False)
    told: dict[str, Told] = field(init=False, default_factory=dict)
    ticks: list[tuple[datetime, datetime]] = field(init=False, default_factory=list)
    """Those that ran whole: the minute that they were told, and when they ran."""
    frozen: list[tuple[datetime, datetime]] = field(init=False, default_factory=list)
    """From when until when everything was frozen."""

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.is_calm = self.random.random() < 0.5
        fault: Fault = "fine" if self.is_calm else self.random.choice(FAULTS)
        clock = VirtualClock(BEGIN)
        network = Network(self.random.choice(KINDS), clock, fault, self.random.randint(1, 4))
        dies_at = None if self.is_calm else self.random.choice([None, self.random.randint(0, 80)])
        loses = None if self.is_calm else self.random.choice([None, self.random.randint(0, 25)])
        self.house = World(network, copies=self.random.choice([1, 2]), loses=loses)
        self.wanted = [self._publication(number) for number in range(self.random.randint(1, 4))]
        for one in self.wanted:
            self.house.plan(one)
            self.told[one.publication_id] = Told(clock.now)
        self.house.fuse.blows_at = dies_at

    def live(self) -> None:
        """Lets the day pass, with all that happens on it."""
        for at, act in sorted((*self._ticks(), *self._rounds(), *self._hands()), key=lambda one: one[0]):
            self.house.pass_until(at)
            act()
        self.house.pass_until(END)

    def is_promised(self, one: Publication) -> bool:
        """Whether a tick came in time for it, so that it must leave at its second: its own after it was written last,
        or any later one when it was written after its own was due."""
        written_at, own = self.told[one.publication_id].written_at, own_minute(one)
        latest = one.planned_at - IN_TIME
        if not self.told[one.publication_id].is_promised:
            return False
        came = [minute for minute, ran_at in self.ticks if written_at <= ran_at <= latest]
        return own in came or (written_at >= own and any(minute > own for minute in came))

    def _publication(self, number: int) -> Publication:
        at = NINE + timedelta(seconds=self.random.choice([0, 0, 1, 30, 59, 60, 61, 120, 179]))
        content = self.random.choice(CONTENTS).model_copy(update={"text": f"One of {number}"})
        name = f"post-{number}"
        ids = {"publication_id": f"aurora.{name}.facebook", "post_id": name}
        return planned(planned_at=at, content=content).model_copy(update=ids)

    def _ticks(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        minute = BEGIN
        wild = self.random.random() < 0.7
        while minute < END:
            near = minute < NINE + timedelta(minutes=10)
            for _ in range(self.random.choice([0, 1, 1, 1, 2]) if wild and near else 1):
                late = self.random.choice([0, 1, 20, 59, 60, 150, 300]) if wild and near else 1
                yield minute + timedelta(seconds=late), partial(self._tick, minute)
            minute += MINUTE
        if wild:
            yield END - timedelta(minutes=40), partial(self._tick, NINE - AHEAD + self.random.randint(-2, 2) * MINUTE)

    def _tick(self, minute: datetime) -> None:
        now = self.house.clock.now
        # Whoever is late by more than its clock differs cannot know by how much.
        behind = SKEW if now <= minute + timedelta(seconds=1) else 0
        skewed = now + timedelta(seconds=self.random.randint(-behind, SKEW))
        if self.house.attempt(lambda: self.house.dispatcher.dispatch_due(minute, skewed)):
            self.ticks.append((minute, now))

    def _rounds(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        at = BEGIN + timedelta(seconds=self.random.randint(0, 299))
        while at < END:
            yield at, lambda: self.house.attempt(lambda: self.house.reconciler.reconcile(self.house.clock.now))
            at += ROUND

    def _hands(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        for _ in range(self.random.randint(0, 4)):
            one = self.random.choice(self.wanted)
            turn = own_minute(one) + timedelta(seconds=self.random.choice(TO_TURN))
            time = one.planned_at + timedelta(seconds=self.random.choice(TO_TIME))
            act = self.random.choice(
                [self._edit, self._move, self._cancel, self._post_now, self._freeze, self._upgrade]
            )
            yield self.random.choice([turn, time]), partial(self._do, act, one)

    def _do(self, act: Callable[[Publication, datetime], object], one: Publication) -> None:
        clock, told = self.house.clock, self.told[one.publication_id]
        before = self.house.ledger.get(one.publication_id)
        behind = self.random.choice([0, 0, self.random.randint(-SKEW, SKEW), LONGEST_WRITER])

        def act_as_who_can() -> None:
            with suppress(TooLate, NotApproved, IllegalMove):
                act(one, clock.now - timedelta(seconds=behind))

        is_whole = self.house.attempt(act_as_who_can)
        after = self.house.ledger.get(one.publication_id)
        if before != after:
            told.written_at = clock.now
        told.is_promised &= is_whole

    def _edit(self, one: Publication, now: datetime) -> None:
        content = one.content.model_copy(update={"text": f"{one.content.text}, {self.random.randint(1, 9)}"})
        changed = one.model_copy(update={"content": content, "content_hash": str(hash(content))})
        self.house.ledger.plan(changed, now)

    def _move(self, one: Publication, now: datetime) -> None:
        at = one.planned_at + timedelta(seconds=self.random.choice([-660, -120, -60, -1, 1, 60, 600, 660]))
        moved = {"planned_at": at, "late_after": at + timedelta(minutes=30), "wall_time": f"{at:%Y-%m-%d %H:%M:%S}"}
        self.house.ledger.plan(one.model_copy(update=moved), now)

    def _cancel(self, one: Publication, now: datetime) -> None:
        self.house.ledger.cancel(one.publication_id, now)

    def _post_now(self, one: Publication, now: datetime) -> None:
        self.house.ledger.publish_now(one.publication_id, now)

    def _freeze(self, one: Publication, now: datetime) -> None:
        frozen = self.house.freezes.freeze(reason="crisis", by="anna", now=now, brand_id=one.brand_id)
        for told in self.told.values():
            told.is_promised = False
        after = timedelta(seconds=self.random.choice([1, 20, 90, 600]))
        lift: dict[str, Any] = {"by": "anna", "now": now + after}

        def resume() -> None:
            with suppress(NoFreeze):  # the same resume, which is delivered again
                self.house.freezes.resume(frozen.freeze_id, How(), **lift)

        frozen_at = self.house.clock.now
        self.frozen.append((frozen_at, frozen_at + after))
        self.house.put_off(frozen_at + after, resume)

    def _upgrade(self, one: Publication, now: datetime) -> None:
        """What the version before has left: a mark on each that was put on the queue, or nearly so."""
        standing = self.house.ledger.get(one.publication_id)
        if standing and standing.state == "scheduled" and standing.dispatched_at is None:
            self.house.ledger.move(standing, states.dispatch_publication(standing, now))
            if self.random.random() < 0.7:
                ahead = (standing.planned_at - self.house.clock.now).total_seconds()
                self.house.send(message(standing, "release"), max(0, min(900, int(ahead) - 3)))
            self.told[one.publication_id].is_promised = False


def own_minute(one: Publication) -> datetime:
    """The minute whose tick has it as its own: nine minutes and up to sixty seconds before."""
    return one.planned_at.replace(second=0, microsecond=0) - timedelta(minutes=9)

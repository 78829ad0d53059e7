"""People who answer on a platform that loses calls, in virtual time: the table, the queue, and what was told."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from portavoce.community.acts.model import ActEntry, ActMessage, ActOrder
from portavoce.community.acts.permission import Allowed
from portavoce.community.acts.records import ActRecords
from portavoce.community.acts.service.acts import Acts, NotYet, Report
from portavoce.community.acts.service.calls import PlatformCalls
from portavoce.community.acts.service.neighbours import Neighbours
from portavoce.community.model import ActEnd, StoredInteraction
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.platforms.conversation import Answered, AnswerKind, AnswerOutcome, Deed, OutgoingAnswer
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import (
    Absent,
    ActionOutcome,
    Done,
    Found,
    LookupOutcome,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import delivery, listening
from tests.faults.time import VirtualClock
from tests.faults.world import VISIBILITY, Died

MOST_MESSAGES = 200
LAG = timedelta(minutes=5)
CALL_FAULTS = ("", "lost before", "lost after", "throttled", "refused")
LOOK_FAULTS = ("", "lags", "unclear", "sure")


@dataclass
class TalkingPlatform:
    """A platform where comments are answered. `faults` are given one by one to the calls that say something, then none;
    `looks` is how its list behaves: it shows all at once, lags, cannot be read, or reads what it has written."""

    clock: VirtualClock
    faults: list[str] = field(default_factory=list)
    looks: str = ""
    step: Callable[[str], None] = lambda _: None
    answers: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    others: list[datetime] = field(default_factory=list)
    done: list[Deed] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        self.step("before call")
        fault = self.faults.pop(0) if self.faults else ""
        match fault:
            case "lost before":
                return Unknown(reason="the connection dropped")
            case "throttled":
                return Throttled(retry_after_seconds=20, reason="too fast")
            case "refused":
                return Refused(code="1", reason="not allowed")
        remote_id = f"a{next(self._numbers)}"
        self.answers[remote_id] = (self.clock.now, answer.text)
        self.step("after call")
        return Unknown(reason="the connection dropped") if fault == "lost after" else Answered(remote_id=remote_id)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        self.step("before look")
        if self.looks == "unclear":
            return Unclear(reason="it could not be read")
        seen_until = self.clock.now - (LAG if self.looks == "lags" else timedelta(0))
        for remote_id, (at, text) in self.answers.items():
            if text == answer.text and at <= seen_until and remote_id not in answer.claimed:
                return Found(remote_id=remote_id)
        newest = max(
            (at for at in (*self.others, *(at for at, _ in self.answers.values())) if at <= seen_until), default=None
        )
        return Absent(is_sure=self.looks == "sure", newest_at=newest)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        self.answers.pop(remote_id, None)
        return Done()

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        self.step("before call")
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost before":
            return Unknown(reason="the connection dropped")
        if fault == "throttled":
            return Throttled(retry_after_seconds=20, reason="too fast")
        if fault == "refused":
            return Refused(code="1", reason="not allowed")
        self.done.append(deed)
        self.step("after call")
        return Unknown(reason="the connection dropped") if fault == "lost after" else Done()

    @property
    def said(self) -> list[tuple[datetime, str]]:
        """What stands, and since when."""
        return list(self.answers.values())


class Desk:
    """Answering at Aurora. Messages are delivered `copies` times, when their delay is over, and
    once more when whoever took them died or was not to go on."""

    def __init__(self, table: Table, platform: TalkingPlatform, *, copies: int = 1) -> None:
        self.clock, self.platform, self.copies = platform.clock, platform, copies
        self.told: list[ActEnd] = []
        self.links: list[int] = []
        self._queue: list[tuple[datetime, int, ActMessage]] = []
        self._order: Iterator[int] = count()
        community = listening(table)
        self.acts = Acts(
            community=community,
            records=ActRecords(table),
            calls=PlatformCalls(lambda _: platform, neighbours(community)),
            permit=lambda row, order, now: Allowed(),
            send=self._send,
            tell=self._tell,
        )
        community.take_in(delivery("Siete aperti?"), self.clock.now)

    def ask(self, text: str | None = "Sì, fino alle 20.", by: str = "ada", **order: object) -> Report:
        """A person answers."""
        wanted = {"what": AnswerKind.REPLY, "text": text} | order
        return self.acts.ask("facebook", "c1", ActOrder.model_validate(wanted), by, self.clock.now)

    def work(self, until: timedelta = timedelta(hours=3)) -> None:
        """Delivers every message in its time."""
        end = self.clock.now + until
        while self._queue and self._queue[0][0] <= end:
            assert len(self.links) < MOST_MESSAGES, "messages multiply"
            at, _, message = heapq.heappop(self._queue)
            self.clock.sleep_until(at)
            self.links.append(message.links)
            try:
                for _ in range(self.copies):
                    self.acts.finish(message, self.clock.now)
            except (Died, NotYet):
                heapq.heappush(self._queue, (self.clock.now + VISIBILITY, next(self._order), message))

    @property
    def row(self) -> StoredInteraction:
        return self.find("c1")

    def find(self, name: str) -> StoredInteraction:
        standing = self.acts.community.records.get("facebook", name)
        assert standing is not None
        return standing.row

    def _send(self, message: ActMessage, delay_seconds: int) -> None:
        self.platform.step("before send")
        assert 0 <= delay_seconds <= 900
        heapq.heappush(self._queue, (self.clock.now + timedelta(seconds=delay_seconds), next(self._order), message))
        self.platform.step("after send")

    def _tell(self, row: StoredInteraction, entry: ActEntry, ended: ActEnd, now: datetime) -> None:
        self.told.append(ended)


def neighbours(community: Community) -> Callable[[StoredInteraction, AnswerKind], frozenset[str] | None]:
    """What we have said beside something, by the platforms' own rules."""
    return Neighbours(community.records, lambda name: discovery.manifest(name).conversation).said_beside


def clock() -> VirtualClock:
    """The tests' moment."""
    return VirtualClock(NOW)

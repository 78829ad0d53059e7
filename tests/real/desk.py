"""Aurora's inbox with one channel on a real platform: it is polled, what was said is taken in, and people act on it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Protocol

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.acts.model import ActMessage, ActOrder
from portavoce.community.acts.permission import Allowed, Forbidden, decide_permission
from portavoce.community.acts.records import ActRecords
from portavoce.community.acts.service.acts import SAFETY_SECONDS, Acts, NotAllowed, Report
from portavoce.community.acts.service.calls import PlatformCalls, Talker
from portavoce.community.model import ActProgress, InboxStatus, StoredInteraction
from portavoce.community.polls.model import REREAD
from portavoce.community.polls.records import PollRecords
from portavoce.community.polls.service import ChannelPoller
from portavoce.community.records import CommunityRecords, VersionedInteraction
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.platforms.contract import Poller
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import Heard, Interaction
from portavoce.table.table import Table
from tests.aurora import aurora
from tests.community import inbox_of, listening

ARRIVAL_SECONDS = 45
"""A server shows within one or two what was said to it; on a machine with much else to do it has been 15."""


class Client(Talker, Poller, Protocol):
    """A platform's client, as far as a desk needs it."""


@dataclass
class Desk:
    """Listening and acting with a real client, at the real time. `client` may be exchanged for one on another wire."""

    table: Table
    platform: str
    account_id: str
    client: Client
    _inbound: list[tuple[str, bytes]] = field(default_factory=list)
    _outgoing: list[ActMessage] = field(default_factory=list)

    def listen(self) -> list[StoredInteraction]:
        """One round of polling, and what stands for each delivery that it brought."""
        poller = ChannelPoller(
            records=PollRecords(self.table),
            brands=lambda: [self._brand],
            is_polled=lambda name: name == self.platform,
            connect=lambda *_: self.client,
            enqueue=lambda name, body: self._inbound.append((name, body)),
        )
        done = poller.poll(now(), lambda: True)
        assert done.failures == []
        heard = [one for name, body in self._inbound for one in _heard(name, body)]
        self._inbound.clear()
        return self._community.take_in_all(heard, now())

    def wait_for(self, interaction_id: str) -> StoredInteraction:
        """Listens until this is in the inbox."""

        def look() -> VersionedInteraction | None:
            self.listen()
            return CommunityRecords(self.table).get(self.platform, interaction_id)

        return eventually(look).row

    def is_heard(self, author_id: str) -> bool:
        """Whether a poll finds anything that this one has said."""
        return any(one.body["author"]["did"] == author_id for one in self.client.poll(now() - REREAD))

    def act(self, said: StoredInteraction, what: AnswerKind | Deed, text: str | None = None) -> Report:
        """A person acts."""
        return self._acts.ask(self.platform, _id(said), ActOrder(what=what, text=text), "ada", now())

    def undo(self, said: StoredInteraction) -> Report:
        """A person takes the newest act back."""
        return self._acts.undo(self.platform, _id(said), None, "ada", now())

    def see_to_what_is_left(self) -> list[Report | None]:
        """Delivers the messages of the queue as if their time had come."""
        later = now() + timedelta(seconds=SAFETY_SECONDS)
        delivered = [self._acts.finish(message, later) for message in self._outgoing]
        self._outgoing.clear()
        return delivered

    def inbox(self, status: InboxStatus) -> list[str]:
        """What the inbox shows of one status, by the platform's own ids."""
        rows, _ = inbox_of(self._community, "aurora", status, limit=50)
        return [_id(one) for one in rows]

    @property
    def _brand(self) -> Brand:
        return aurora(channels=[{"id": self.platform, "platform": self.platform, "account_id": self.account_id}])

    @property
    def _community(self) -> Community:
        channel = ChannelRef(
            brand_id="aurora", channel=self.platform, platform=self.platform, account_id=self.account_id
        )
        return replace(
            listening(self.table),
            channel_of=lambda name, account: channel if (name, account) == (self.platform, self.account_id) else None,
            brand_of=lambda _: self._brand,
        )

    @property
    def _acts(self) -> Acts:
        return Acts(
            community=self._community,
            records=ActRecords(self.table),
            calls=PlatformCalls(lambda _: self.client, lambda row, kind: frozenset()),
            permit=_permit,
            send=lambda message, _: self._outgoing.append(message),
            tell=lambda *_: None,
        )


def _permit(row: StoredInteraction, order: ActOrder, at: datetime) -> Allowed:
    rule = discovery.manifest(row.interaction.platform).conversation
    found = decide_permission(rule, order.what, row, last_heard_at=None, earlier=(), now=at)
    if isinstance(found, Forbidden):
        raise NotAllowed(found.reason, found.instead, found.link)
    return found


def now() -> datetime:
    return datetime.now(UTC)


def done(report: Report | None) -> bool:
    """Whether the act has ended well."""
    return report is not None and report.ended is not None and report.ended.progress is ActProgress.DONE


def eventually[Found](look: Callable[[], Found | None]) -> Found:
    """What a look finds, as soon as it finds something."""
    end = monotonic() + ARRIVAL_SECONDS
    while monotonic() < end:
        if found := look():
            return found
        sleep(0.2)
    raise AssertionError(f"it was not there within {ARRIVAL_SECONDS} seconds")


def _heard(platform: str, body: bytes) -> list[Interaction]:
    heard: Heard = discovery.part(platform, "inbox").hear(body)
    return heard.interactions


def _id(said: StoredInteraction) -> str:
    return said.interaction.interaction_id

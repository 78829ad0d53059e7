"""What an account on Bluesky does about what people say.

Source: lexicons app.bsky.feed.like, app.bsky.feed.threadgate, app.bsky.graph.block, app.bsky.graph.muteActor,
com.atproto.moderation.createReport. Each record has a key of its own, and what was done by hand is found by what
Bluesky shows of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portavoce.platforms.conversation import Deed
from portavoce.platforms.http import RECONNECT_SECONDS
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import ActionOutcome, Done, Refused, Throttled, Unknown

from .api import BlueskyApi
from .conversation import CONVERSATION, MOST_HIDDEN
from .errors import EXISTS_ALREADY, BlueskyFailure, nothing_sent
from .repository import OwnRecords, Standing, settle
from .thread import key_of
from .views import GONE, SeenPost, find_post, see_post, see_viewer

_LIKES, _BLOCKS, _GATES = "app.bsky.feed.like", "app.bsky.graph.block", "app.bsky.feed.threadgate"
_TRIES = 3


def do_deed(api: BlueskyApi, deed: Deed, about: Interaction) -> ActionOutcome:
    """Does what the account may do; each but REPORT may be repeated."""
    if CONVERSATION.deed_rule(deed, about.kind) is None:
        return CONVERSATION.refuse(deed, about.kind)
    account = api.account()
    if not isinstance(account, str):
        return settle(nothing_sent(account))
    return _Deeds(api, account, about).ways()[deed]()


@dataclass(frozen=True)
class _Deeds:
    api: BlueskyApi
    account: str
    about: Interaction

    def ways(self) -> Mapping[Deed, Callable[[], ActionOutcome]]:
        return {
            Deed.HIDE: lambda: self.gate(is_hidden=True),
            Deed.UNHIDE: lambda: self.gate(is_hidden=False),
            Deed.LIKE: self.like,
            Deed.UNLIKE: self.unlike,
            Deed.BLOCK: self.block,
            Deed.UNBLOCK: self.unblock,
            Deed.MUTE: lambda: self.mute(is_muted=True),
            Deed.UNMUTE: lambda: self.mute(is_muted=False),
            Deed.REPORT: self.report,
        }

    def like(self) -> ActionOutcome:
        said = self._see()
        if not isinstance(said, SeenPost):
            return said
        return self._own(_LIKES).keep(said.itself["uri"], {"subject": said.itself, "createdAt": self._moment()})

    def unlike(self) -> ActionOutcome:
        said = see_post(self.api, self.about.interaction_id)
        if isinstance(said, SeenPost):
            return self._take_back(_LIKES, self.about.interaction_id, said.like)
        is_gone = isinstance(said, Refused) and said.code == GONE
        return self._unlike_unseen() if is_gone else settle(nothing_sent(said))

    def _unlike_unseen(self) -> ActionOutcome:
        """What is gone, or of somebody who is blocked: then it is not shown whether there is a like given by hand."""
        likes, about = self._own(_LIKES), self.about.interaction_id
        found = find_post(self.api, about)
        is_gone = isinstance(found, Refused) and found.code == GONE
        if is_gone or isinstance(likes.read(likes.key_of(about)), Standing):
            return self._take_back(_LIKES, about, None)
        if not isinstance(found, Mapping):
            return settle(nothing_sent(found))
        step = "Unblock its author, then take the like back."
        return Refused(code="not_shown", reason="Bluesky shows nothing of somebody who is blocked", next_step=step)

    def block(self) -> ActionOutcome:
        return self._own(_BLOCKS).keep(self._author(), {"subject": self._author(), "createdAt": self._moment()})

    def unblock(self) -> ActionOutcome:
        seen = see_viewer(self.api, self._author())
        if not isinstance(seen, Mapping):
            return settle(nothing_sent(seen))
        return self._take_back(_BLOCKS, self._author(), seen.get("blocking"))

    def mute(self, *, is_muted: bool) -> ActionOutcome:
        """Bluesky answers it with nothing at all: that it stands is read."""
        method = "app.bsky.graph.muteActor" if is_muted else "app.bsky.graph.unmuteActor"
        outcome = settle(self.api.procedure(method, json={"actor": self._author()}))
        if not isinstance(outcome, Unknown):
            return outcome
        seen = see_viewer(self.api, self._author())
        return Done() if isinstance(seen, Mapping) and seen.get("muted") is is_muted else outcome

    def report(self) -> ActionOutcome:
        """For the moderators to judge: no reason of ours is better than what they read."""
        said = find_post(self.api, self.about.interaction_id)
        if not isinstance(said, Mapping):
            return settle(nothing_sent(said))
        subject = {"$type": "com.atproto.repo.strongRef", **said}
        body = {"reasonType": "com.atproto.moderation.defs#reasonOther", "subject": subject}
        return settle(self.api.procedure("com.atproto.moderation.createReport", json=body))

    def gate(self, *, is_hidden: bool) -> ActionOutcome:
        """Changes the thread's gate, which others may change meanwhile, and nothing else of it."""
        root = self.about.thread_id or self.about.post_id or ""
        if not root.startswith(f"at://{self.account}/"):
            return CONVERSATION.refuse(Deed.HIDE, self.about.kind)
        gates, key = self._own(_GATES), key_of(root)
        for _ in range(_TRIES):
            found = gates.read(key)
            if not isinstance(found, Standing | None):
                return settle(nothing_sent(found))
            made = self._write_gate(gates, found, root, is_hidden=is_hidden)
            if not (isinstance(made, Refused) and made.code == EXISTS_ALREADY):
                return made
        return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason="somebody else is changing what is hidden there")

    def _write_gate(self, gates: OwnRecords, found: Standing | None, root: str, *, is_hidden: bool) -> ActionOutcome:
        fresh = {"$type": _GATES, "post": root, "createdAt": self._moment()}
        gate: Mapping[str, Any] = found.value if found else fresh
        before = [str(one) for one in gate.get("hiddenReplies", ())]
        hidden = [one for one in before if one != self.about.interaction_id]
        hidden += [self.about.interaction_id] * is_hidden
        if sorted(hidden) == sorted(before):
            return Done()
        if len(hidden) > MOST_HIDDEN:
            step = "Show some of the replies again that are hidden in this thread, or mute or block the author."
            return Refused(code="limits", reason=f"Bluesky hides {MOST_HIDDEN} replies in a thread", next_step=step)
        return settle(gates.put(key_of(root), {**gate, "hiddenReplies": hidden}, found.cid if found else None))

    def _take_back(self, collection: str, about: str, shown: object) -> ActionOutcome:
        """Deletes our own record about it, and the one that Bluesky shows, which may have been made by hand."""
        records = self._own(collection)
        for key in dict.fromkeys([records.key_of(about), *([key_of(shown)] if isinstance(shown, str) else ())]):
            outcome = records.delete(key)
            if not isinstance(outcome, Done):
                return outcome
        return Done()

    def _see(self) -> SeenPost | ActionOutcome:
        said: SeenPost | BlueskyFailure = see_post(self.api, self.about.interaction_id)
        return said if isinstance(said, SeenPost) else settle(nothing_sent(said))

    def _own(self, collection: str) -> OwnRecords:
        return OwnRecords(self.api, self.account, collection)

    def _author(self) -> str:
        return self.about.author_id or ""

    def _moment(self) -> str:
        at: datetime = self.about.occurred_at
        return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

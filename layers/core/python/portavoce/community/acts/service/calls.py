"""The calls of acts: one platform's client asked once, and what its answer means for the act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portavoce.brands.model import ChannelRef
from portavoce.community.acts.history import find_end, said_ids
from portavoce.community.acts.model import ActEntry, answer_key
from portavoce.community.acts.outcomes import Again, Later, after_answer, after_deed, after_look_up
from portavoce.community.model import ActEnd, StoredInteraction
from portavoce.platforms.contract import Moderator
from portavoce.platforms.conversation import Answerer, AnswerKind, Deed, OutgoingAnswer
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Done, Found, LookupOutcome, Unclear


class Talker(Answerer, Moderator, Protocol):
    """A platform's client, as far as acts need it."""


class NoAccess(Exception):
    """The channel has no token: a person connects it."""


@dataclass(frozen=True)
class PlatformCalls:
    """Calling platforms. `client_of` gives a channel's client, or raises NoAccess. `said_beside` tells what other acts
    have said in the same place, None when it cannot."""

    client_of: Callable[[ChannelRef], Talker]
    said_beside: Callable[[StoredInteraction, AnswerKind], frozenset[str] | None]

    def call(self, row: StoredInteraction, entry: ActEntry, now: datetime) -> ActEnd | Later:
        """Does what the entry asks for."""
        if isinstance(entry.what, AnswerKind):
            try:
                client = self.client_of(_channel(row))
            except NoAccess as missing:
                return after_answer(entry, _refusal(missing), now)
            return after_answer(entry, client.answer(_make_answer(row, entry, entry.what)), now)
        return after_deed(entry, self.do(row, entry), now)

    def look_up(self, row: StoredInteraction, entry: ActEntry, now: datetime) -> ActEnd | Later | Again:
        """Looks for an answer that may be there. What has but its words is taken for it only when no other act has said
        it in the same place."""
        if not isinstance(entry.what, AnswerKind):
            return Again.SAY
        try:
            client = self.client_of(_channel(row))
        except NoAccess as missing:
            return after_look_up(entry, Unclear(reason=str(missing)), now)
        answer = _make_answer(row, entry, entry.what)
        found = client.look_up_answer(answer, entry.called_at)
        if isinstance(found, Found) and not found.is_proven:
            found = self._look_beside(client, row, answer, found, entry.called_at)
        return after_look_up(entry, found, now)

    def _look_beside(
        self, client: Talker, row: StoredInteraction, answer: OutgoingAnswer, found: Found, attempted_at: datetime
    ) -> LookupOutcome:
        beside = self.said_beside(row, answer.kind)
        if beside is None:
            return Unclear(reason="the same words are there, and may be another answer of ours")
        if found.remote_id not in beside:
            return found
        return client.look_up_answer(answer.model_copy(update={"claimed": answer.claimed | beside}), attempted_at)

    def do(self, row: StoredInteraction, entry: ActEntry) -> ActionOutcome:
        """The answer to a deed, or to taking an answer of ours back."""
        try:
            client = self.client_of(_channel(row))
        except NoAccess as missing:
            return _refusal(missing)
        if isinstance(entry.what, Deed):
            return client.do(entry.what, row.interaction)
        said = find_end(row.acts, entry.undoes or 0)
        if said is None or said.remote_id is None or not isinstance(said.what, AnswerKind):
            return Done()
        return client.retract(said.what, said.remote_id)


def _make_answer(row: StoredInteraction, entry: ActEntry, kind: AnswerKind) -> OutgoingAnswer:
    said = row.interaction
    return OutgoingAnswer(
        key=answer_key(said.platform, said.interaction_id, entry.number),
        kind=kind,
        to=said,
        text=entry.text or "",
        asked_at=entry.asked_at,
        language=entry.language,
        is_late=entry.is_late,
        claimed=said_ids(row.acts),
    )


def _refusal(missing: NoAccess) -> AuthFailed:
    return AuthFailed(code="not_connected", reason=str(missing))


def _channel(row: StoredInteraction) -> ChannelRef:
    return ChannelRef(
        brand_id=row.brand_id,
        channel=row.channel_id.removeprefix(f"{row.brand_id}."),
        platform=row.interaction.platform,
        account_id=row.interaction.account_id,
    )

"""What an account on Bluesky answers to what people say: a post of its own, under a key that only this answer has.

The same answer gives the same record at any time, so that storing it again is nothing, and its key tells whether it is
there. Source: lexicon app.bsky.feed.post#replyRef."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portavoce.platforms.conversation import Answered, AnswerKind, AnswerOutcome, OutgoingAnswer
from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import (
    Absent,
    ActionOutcome,
    Duplicate,
    Found,
    LookupOutcome,
    Refused,
    Unclear,
    Unknown,
)
from portavoce.platforms.rules.conversation_rule import refuse_retraction

from .api import BlueskyApi
from .conversation import CONVERSATION
from .errors import EXISTS_ALREADY, BlueskyFailure, nothing_sent
from .facets import mentioned_handles
from .handles import resolve_handles
from .keys import record_key
from .post import POSTS, Words, words_record
from .repository import OwnRecords, Standing
from .thread import address_of
from .views import SeenPost, see_post


@dataclass(frozen=True)
class BlueskyAnswers:
    """Answerer of one account."""

    api: BlueskyApi

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        """Reads what is answered and who is mentioned, then makes one call."""
        if CONVERSATION.answer_rule(answer.kind, answer.to.kind) is None:
            return CONVERSATION.refuse(answer.kind, answer.to.kind)
        account = self.api.account()
        if not isinstance(account, str):
            return settle_failure(nothing_sent(account))
        found = self._compose(answer)
        if not isinstance(found, dict):
            return settle_failure(nothing_sent(found))
        key = _key(answer)
        made = OwnRecords(self.api, account, POSTS).put(key, found, None)
        if isinstance(made, Refused) and made.code == EXISTS_ALREADY:
            return Duplicate(reason="Bluesky has this answer already")
        if not isinstance(made, Answer):
            return settle_failure(made)
        return _tell(made, address_of(account, key))

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:  # noqa: ARG002
        """Reads the one key under which the answer can be."""
        account = self.api.account()
        if not isinstance(account, str):
            return Unclear(reason=account.reason)
        key = _key(answer)
        found = OwnRecords(self.api, account, POSTS).read(key)
        if found is None:
            return Absent(is_sure=True)
        if not isinstance(found, Standing):
            return Unclear(reason=found.reason)
        return Found(remote_id=f"at://{account}/{POSTS}/{key}", url=address_of(account, key), is_proven=True)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        """Deletes the post; what is gone is Done."""
        if kind is not AnswerKind.REPLY:
            return refuse_retraction()
        account = self.api.account()
        if not isinstance(account, str):
            return settle_failure(nothing_sent(account))
        return OwnRecords(self.api, account, POSTS).delete(remote_id.rpartition("/")[2])

    def _compose(self, answer: OutgoingAnswer) -> dict[str, Any] | BlueskyFailure:
        """The record, with what it answers and whom it mentions."""
        said = see_post(self.api, answer.to.interaction_id)
        if not isinstance(said, SeenPost):
            return said
        dids = resolve_handles(self.api, mentioned_handles(answer.text))
        if not isinstance(dids, dict):
            return dids
        return words_record(Words(answer.text, answer.language, answer.asked_at), dids, (said.root, said.itself))


def _tell(made: Answer, url: str) -> Answered | Unknown:
    uri = made.body.get("uri")
    return Answered(remote_id=str(uri), url=url) if uri else Unknown(reason="Bluesky's answer names nothing")


def _key(answer: OutgoingAnswer) -> str:
    return record_key(answer.key, answer.asked_at)

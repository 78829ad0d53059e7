"""What an account on X answers to what people say to it.

Source: X API v2, Create Post and Delete Post, Direct Messages. A reply comes back with the names of whom it answers
before its words, so that they say nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.conversation import Answered, AnswerKind, AnswerOutcome, OutgoingAnswer
from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.outcomes import (
    ActionOutcome,
    Done,
    Duplicate,
    LookupOutcome,
    Refused,
    Unclear,
    Unknown,
)
from portavoce.platforms.rules.conversation_rule import refuse_retraction
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text

from .api import FORBIDDEN, NOT_FOUND, XApi, XFailure
from .conversation import CONVERSATION
from .texts import comparable, returned_text
from .timeline import address_of, list_own, read_marks

CLOCK_SKEW = timedelta(seconds=60)
_NAMES_BEFORE = re.compile(r"^(?:@\w{1,15}\s+)+")
_EVENTS = {
    "dm_event.fields": "created_at,sender_id,text,entities",
    "event_types": "MessageCreate",
    "max_results": "100",
}
_MOST_PAGES = 10


@dataclass(frozen=True)
class XAnswers:
    """Answerer of one account."""

    api: XApi
    user_id: str

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        rule = CONVERSATION.answer_rule(answer.kind, answer.to.kind)
        if rule is None or not rule.not_beside.isdisjoint(answer.to.attachments):
            return CONVERSATION.refuse(answer.kind, answer.to.kind)
        if answer.kind is AnswerKind.MESSAGE:
            path = f"/2/dm_conversations/with/{answer.to.author_id}/messages"
            return _judge_write(self.api.write("POST", path, {"text": answer.text}), "dm_event_id")
        body = {"text": answer.text, "reply": {"in_reply_to_tweet_id": answer.to.interaction_id}}
        outcome = _judge_write(self.api.write("POST", "/2/tweets", body), "id")
        if isinstance(outcome, Refused) and outcome.code.startswith(FORBIDDEN):
            return self._judge_forbidden(answer, outcome)
        if isinstance(outcome, Answered):
            return outcome.model_copy(update={"url": address_of(outcome.remote_id)})
        return outcome

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same words, to the same post or person, since the attempt."""
        since = attempted_at - CLOCK_SKEW
        try:
            if answer.kind is AnswerKind.MESSAGE:
                return judge_sightings(self._messages(answer, since))
            start = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            return judge_sightings(self._replies(answer, {"max_results": "100", "start_time": start}))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        if kind is not AnswerKind.REPLY:
            return refuse_retraction()
        made = self.api.write("DELETE", f"/2/tweets/{remote_id}", None)
        if isinstance(made, Mapping) or (isinstance(made, Refused) and made.code.startswith(NOT_FOUND)):
            return Done()
        return settle_failure(made)

    def _judge_forbidden(self, answer: OutgoingAnswer, refused: Refused) -> Refused | Duplicate:
        """X says a bare 403 of a duplicate as of all that it forbids: the account's last posts tell which."""
        try:
            seen = self._replies(answer, {"max_results": "10"})
        except (ReadFailed, ReadRefused):
            return Duplicate(reason="X forbids it, and may have it already")
        has_it = any(one.is_alike and not one.is_taken for one in seen)
        return Duplicate(reason="X has it already") if has_it else refused

    def _replies(self, answer: OutgoingAnswer, query: Mapping[str, str]) -> list[Sighting]:
        wanted = (_words(comparable(answer.text)), 0, 0, answer.to.interaction_id)
        return [_describe_sighting(answer, one, wanted) for one in list_own(self.api, self.user_id, query)]

    def _messages(self, answer: OutgoingAnswer, since: datetime) -> Iterator[Sighting]:
        """The conversation since a moment, newest first. Raises ReadFailed, ReadRefused."""
        query = dict(_EVENTS)
        for _ in range(_MOST_PAGES):
            body = self.api.read(f"/2/dm_conversations/with/{answer.to.author_id}/dm_events", query)
            events, meta = body.get("data"), body.get("meta") or {}
            if not isinstance(events, list):
                raise ReadFailed("X does not show the conversation")
            for event in events:
                at, remote_id = shown_moment(event, "created_at"), shown_text(event, "id")
                if at < since:
                    return
                is_own = shown_text(event, "sender_id") == self.user_id
                is_alike = is_own and returned_text(event) == comparable(answer.text)
                yield Sighting(remote_id=remote_id, at=at, is_taken=remote_id in answer.claimed, is_alike=is_alike)
            if "next_token" not in meta:
                return
            query["pagination_token"] = str(meta["next_token"])
        raise ReadFailed("the conversation is longer than what X shows at once")


def _judge_write(made: Mapping[str, Any] | XFailure, name: str) -> AnswerOutcome:
    """What became of the one call: `name` is what the answer calls the id of what it made."""
    if not isinstance(made, Mapping):
        return settle_failure(made)
    return Answered(remote_id=str(made[name])) if made.get(name) else Unknown(reason="X's answer names nothing")


def _describe_sighting(
    answer: OutgoingAnswer, tweet: Mapping[str, Any], wanted: tuple[str, int, int, str | None]
) -> Sighting:
    remote_id, at = shown_text(tweet, "id"), shown_moment(tweet, "created_at")
    words, *rest = read_marks(tweet)
    return Sighting(
        remote_id=remote_id,
        url=address_of(remote_id),
        at=at,
        is_taken=remote_id in answer.claimed,
        is_alike=(_words(words), *rest) == wanted,
    )


def _words(text: str) -> str:
    return _NAMES_BEFORE.sub("", text)

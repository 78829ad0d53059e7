"""What an account on Mastodon answers to what people say: a status as public as what it answers, never more.

Source: Mastodon API, statuses. Whom it answers is named before its words, or they would not be told of it. The same key
makes one status where the server heeds keys; not every server does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.conversation import Answered, AnswerKind, AnswerOutcome, OutgoingAnswer
from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.http import RECONNECT_SECONDS, Answer
from portavoce.platforms.outcomes import (
    ActionOutcome,
    AuthFailed,
    Done,
    LookupOutcome,
    NotReady,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.webhook_json import objects, text

from .api import MastodonApi, MastodonFailure
from .conversation import CONVERSATION
from .texts import comparable, returned_text
from .timeline import own_statuses

CLOCK_SKEW = timedelta(seconds=60)
_NAMES_BEFORE = re.compile(r"^(?:@\S+\s+)+")
_GONE = "404"
_LOOK = "Look whether it is still there: what its author has taken back cannot be answered, and needs nothing."
_DIRECT = "direct"
_VISIBILITIES = frozenset({"public", "unlisted", "private", _DIRECT})


@dataclass(frozen=True)
class MastodonAnswers:
    """Answerer of one account."""

    api: MastodonApi

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        """Reads what is answered, to be no more public than that, then makes one call."""
        if CONVERSATION.answer_rule(answer.kind, answer.to.kind) is None:
            return CONVERSATION.refuse(answer.kind, answer.to.kind)
        said = self.api.call("GET", f"/api/v1/statuses/{answer.to.interaction_id}")
        if not isinstance(said, Answer):
            return _judge_unread(said)
        visibility = _DIRECT if answer.kind is AnswerKind.MESSAGE else text(said.body.get("visibility"))
        acct = text(next(objects(said.body.get("account")), {}).get("acct"))
        if acct is None or visibility not in _VISIBILITIES:
            reason = "the instance does not say whose it is, or who may see it"
            return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason=reason)
        return self._write(answer, _with_name(acct, answer.text), visibility)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same words in answer to the same status among what the account posted since the attempt."""
        try:
            statuses = own_statuses(self.api, attempted_at - CLOCK_SKEW)
            return judge_sightings([_describe_sighting(answer, one) for one in statuses])
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:  # noqa: ARG002 - both are statuses
        made = self.api.call("DELETE", f"/api/v1/statuses/{remote_id}")
        if isinstance(made, Answer) or (isinstance(made, Refused) and made.code == _GONE):
            return Done()
        return settle_failure(made)

    def _write(self, answer: OutgoingAnswer, words: str, visibility: str) -> AnswerOutcome:
        body = {"status": words, "in_reply_to_id": answer.to.interaction_id, "visibility": visibility}
        language = {"language": answer.language} if answer.language else {}
        headers = {"Idempotency-Key": answer.key}
        made = self.api.call("POST", "/api/v1/statuses", json=body | language, headers=headers)
        if not isinstance(made, Answer):
            if isinstance(made, Refused) and made.code == _GONE:
                return made.model_copy(update={"next_step": _LOOK})
            return settle_failure(made)
        if not made.body.get("id"):
            return Unknown(reason="the instance's answer names nothing")
        return Answered(remote_id=str(made.body["id"]), url=text(made.body.get("url")))


def _judge_unread(failure: MastodonFailure) -> Refused | Throttled | AuthFailed:
    """Nothing was sent yet: a read that failed is "not now"."""
    if isinstance(failure, Unknown | NotReady):
        return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason=failure.reason)
    return failure.model_copy(update={"next_step": _LOOK}) if isinstance(failure, Refused) else failure


def _with_name(acct: str, words: str) -> str:
    name = f"@{acct}"
    return words if words.casefold().startswith(f"{name} ".casefold()) else f"{name} {words}"


def _describe_sighting(answer: OutgoingAnswer, status: Mapping[str, Any]) -> Sighting:
    remote_id = shown_text(status, "id")
    words = _NAMES_BEFORE.sub("", returned_text(str(status["content"])))
    is_there = text(status["in_reply_to_id"]) == answer.to.interaction_id
    return Sighting(
        remote_id=remote_id,
        url=text(status.get("url")),
        at=shown_moment(status, "created_at"),
        is_taken=remote_id in answer.claimed,
        is_alike=is_there and words == _NAMES_BEFORE.sub("", comparable(answer.text)),
    )

"""Messages of a Page and of an Instagram account: both go through the Page and Messenger's Send API.

Source: Messenger Platform, Send API, Private Replies, Sender Actions and Conversations; Instagram Platform, Messaging.
A private reply works once, so that calling again makes nothing twice; of a message nothing but its words tells it from
another of ours, as the list does not give back its `metadata`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.conversation import Answered, AnswerKind, AnswerOutcome, OutgoingAnswer
from portavoce.platforms.graph.client import Graph, Made
from portavoce.platforms.graph.comments import CLOCK_SKEW, outcome_of_failure
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.outcomes import Absent, ActionOutcome, LookupOutcome, Refused, Unclear, Unknown
from portavoce.platforms.rules.conversation_rule import CLOSED
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.text.sent_text import normalise_text
from portavoce.platforms.webhook_json import objects

_SHOWN = {"fields": "id,message,from,created_time", "limit": "50"}
_HEART = "❤"


@dataclass(frozen=True)
class Messenger:
    """The messages of `account_id`. `page` is the node of the Page that sends them, `network` what Meta calls theirs;
    `takes_key`: a message may carry our key, which its echo brings back."""

    graph: Graph
    page: str
    account_id: str
    network: str
    takes_key: bool

    def send(self, answer: OutgoingAnswer) -> AnswerOutcome:
        """One call. After the usual time it goes under the tag of what a person has written, and for nobody else."""
        if answer.is_late and not answer.by_person:
            reason = "after the usual time Meta takes only what a person has written"
            return Refused(code=CLOSED, reason=reason, next_step="Answer it yourself.")
        message = {"text": answer.text} | ({"metadata": answer.key} if self.takes_key else {})
        form = _form(recipient=_recipient(answer), message=message, **_manner(answer))
        made = self.graph.create(f"{self.page}/messages", form)
        if not isinstance(made, Made):
            return outcome_of_failure(made)
        if not made.body.get("message_id"):
            return Unknown(reason="Meta's answer names no message")
        return Answered(remote_id=str(made.body["message_id"]))

    def look_up(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same words of ours in the conversation since the attempt."""
        is_private = answer.kind is AnswerKind.PRIVATE_REPLY
        try:
            conversation = self._conversation(_person(answer.to))
            if conversation is None and not is_private:
                return Unclear(reason="Meta does not show the conversation")
            seen = self._sightings(conversation, answer, attempted_at - CLOCK_SKEW) if conversation else ()
            found = judge_sightings(seen)
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return Absent(is_sure=True) if is_private and isinstance(found, Absent) else found

    def react(self, about: Interaction, *, is_taken_back: bool) -> ActionOutcome:
        """Likes a message of theirs, or takes the like back; may be repeated."""
        payload = {"message_id": about.interaction_id} | ({} if is_taken_back else {"reaction": _HEART})
        action = "unreact" if is_taken_back else "react"
        form = _form(recipient={"id": _person(about)}, sender_action=action, payload=payload)
        return self.graph.act(f"{self.page}/messages", form)

    def moderate(self, about: Interaction, action: str) -> ActionOutcome:
        """One act on the conversation with its author; may be repeated."""
        form = _form(user_ids=[{"id": _person(about)}], actions=[action])
        return self.graph.act(f"{self.page}/moderate_conversations", form)

    def _conversation(self, person: str) -> str | None:
        query = {"platform": self.network, "user_id": person, "fields": "id"}
        rows = self.graph.read(f"{self.page}/conversations", query).get("data")
        if not isinstance(rows, list):
            raise ReadFailed("Meta's answer holds no list")
        return next((shown_text(row, "id") for row in objects(rows)), None)

    def _sightings(self, conversation: str, answer: OutgoingAnswer, since: datetime) -> Iterator[Sighting]:
        wanted = normalise_text(answer.text)
        for row in self.graph.rows(f"{conversation}/messages", _SHOWN):
            at, remote_id = shown_moment(row, "created_time"), shown_text(row, "id")
            if at < since:
                return
            author = shown_text(next(objects(row.get("from")), {}), "id")
            is_alike = author == self.account_id and normalise_text(str(row.get("message", ""))) == wanted
            yield Sighting(remote_id=remote_id, at=at, is_taken=remote_id in answer.claimed, is_alike=is_alike)


def _recipient(answer: OutgoingAnswer) -> Mapping[str, str]:
    said = answer.to
    if answer.kind is AnswerKind.MESSAGE:
        return {"id": _person(said)}
    return {"post_id" if said.kind is InteractionKind.VISITOR_POST else "comment_id": said.interaction_id}


def _manner(answer: OutgoingAnswer) -> Mapping[str, str]:
    if answer.kind is AnswerKind.PRIVATE_REPLY:
        return {}
    return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if answer.is_late else {"messaging_type": "RESPONSE"}


def _person(said: Interaction) -> str:
    return said.author_id or said.thread_id or ""


def _form(**parts: Any) -> Mapping[str, str]:
    """What is a word as it is, all else as JSON: what the Graph API takes in a form."""
    return {name: part if isinstance(part, str) else json.dumps(part) for name, part in parts.items()}

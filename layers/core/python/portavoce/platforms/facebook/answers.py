"""What a Page answers to what people say to it. Source: Graph API v26.0, Comment, Comments; Messenger Platform."""

from dataclasses import dataclass
from datetime import datetime

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.conversation import AnswerKind, AnswerOutcome, OutgoingAnswer
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.comments import OwnComments, write_reply
from portavoce.platforms.outcomes import ActionOutcome, LookupOutcome, Unclear
from portavoce.platforms.rules.conversation_rule import refuse_retraction

from .conversation import CONVERSATION
from .deeds import messenger_of


@dataclass(frozen=True)
class FacebookAnswers:
    """Answerer of one Page, whose comments are `comments`."""

    graph: Graph
    page_id: str
    comments: OwnComments

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        if CONVERSATION.answer_rule(answer.kind, answer.to.kind) is None:
            return CONVERSATION.refuse(answer.kind, answer.to.kind)
        if answer.kind is not AnswerKind.REPLY:
            return messenger_of(self.graph, self.page_id).send(answer)
        form = {"message": answer.text}
        return write_reply(self.graph, _edge(answer), form, "https://www.facebook.com/{id}")

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        if answer.kind is not AnswerKind.REPLY:
            return messenger_of(self.graph, self.page_id).look_up(answer, attempted_at)
        try:
            return self.comments.look_up(_edge(answer), answer.text, attempted_at, answer.claimed.__contains__)
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        if kind is not AnswerKind.REPLY:
            return refuse_retraction()
        return self.graph.delete(remote_id, self.page_id)


def _edge(answer: OutgoingAnswer) -> str:
    """Where the answer stands: an answer to an answer stands under the same comment."""
    return f"{answer.to.parent_id or answer.to.interaction_id}/comments"

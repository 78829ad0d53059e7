"""What an Instagram account answers to what people say to it.

Source: Instagram Platform, IG Comment Replies, IG User Mentions, Private Replies, Messaging."""

from dataclasses import dataclass
from datetime import datetime

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.conversation import AnswerKind, AnswerOutcome, OutgoingAnswer
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.comments import OwnComments, write_reply
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.outcomes import ActionOutcome, LookupOutcome, Unclear
from portavoce.platforms.rules.conversation_rule import refuse_retraction

from .conversation import CONVERSATION
from .deeds import messenger_of


@dataclass(frozen=True)
class InstagramAnswers:
    """Answerer of one account, whose comments are `comments`."""

    graph: Graph
    user_id: str
    comments: OwnComments

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        if CONVERSATION.answer_rule(answer.kind, answer.to.kind) is None:
            return CONVERSATION.refuse(answer.kind, answer.to.kind)
        if answer.kind is not AnswerKind.REPLY:
            return messenger_of(self.graph, self.user_id).send(answer)
        if answer.to.kind is InteractionKind.MENTION:
            form = _mention_form(answer.to) | {"message": answer.text}
            return write_reply(self.graph, f"{self.user_id}/mentions", form)
        return write_reply(self.graph, _edge(answer), {"message": answer.text})

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        if answer.kind is not AnswerKind.REPLY:
            return messenger_of(self.graph, self.user_id).look_up(answer, attempted_at)
        if answer.to.kind is InteractionKind.MENTION:
            return Unclear(reason="Instagram does not list the comments under other people's posts")
        try:
            return self.comments.look_up(_edge(answer), answer.text, attempted_at, answer.claimed.__contains__)
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        if kind is not AnswerKind.REPLY:
            return refuse_retraction()
        return self.graph.delete(remote_id, self.user_id)


def _edge(answer: OutgoingAnswer) -> str:
    """Where the answer stands: an answer to an answer stands under the same comment."""
    return f"{answer.to.parent_id or answer.to.interaction_id}/replies"


def _mention_form(said: Interaction) -> dict[str, str]:
    """The post that mentions us, and the comment under it unless it is the post's own words."""
    media_id = said.post_id or said.interaction_id
    is_comment = said.interaction_id != media_id
    return {"media_id": media_id} | ({"comment_id": said.interaction_id} if is_comment else {})

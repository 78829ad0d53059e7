"""Drafts of answers, as the API and the console ask for them: by Amazon Bedrock, on this stage's table."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from portavoce.community.acts.model import ActOrder
from portavoce.community.acts.service.acts import NotAllowed
from portavoce.community.answers.records import AnswerRecords
from portavoce.community.drafts.converse import explain_refusal, explain_silence, make_request, read_answer
from portavoce.community.drafts.model import DraftPrompt, Written
from portavoce.community.drafts.records import DraftRecords
from portavoce.community.drafts.service import DraftDesk
from portavoce.community.model import StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.platforms import discovery
from portavoce.platforms.conversation import AnswerKind
from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.acts import permit
from portavoce.runtime.wiring.ledger import ledger

_MONTH, _A_MOMENT = timedelta(days=31), timedelta(minutes=1)


class BedrockWriter:
    """Amazon Bedrock as the writer of drafts. Its client is made when the first is asked for."""

    def write(self, model: str, prompt: DraftPrompt) -> Written:
        """Asks once. Raises ModelBusy, ModelClosed, ModelGaveUp; nothing of the prompt stands in them."""
        try:
            answer: dict[str, Any] = aws.models().converse(**make_request(model, prompt))
        except ClientError as refused:
            raise explain_refusal(refused.response["Error"]["Code"], model) from None
        except BotoCoreError:
            raise explain_silence() from None
        return read_answer(answer, model)


@cache
def drafts() -> DraftDesk:
    """Drafting, by the models that the deployment has named."""
    return DraftDesk(
        records=CommunityRecords(aws.table()),
        answers=AnswerRecords(aws.table()),
        spending=DraftRecords(aws.table()),
        writer=BedrockWriter(),
        models=tuple(filter(None, (settings().draft_models or "").split(","))),
        rule_of=lambda platform: discovery.manifest(platform).conversation,
        ways=_find_ways,
        post_of=_find_post,
    )


def _find_ways(row: StoredInteraction, now: datetime) -> list[AnswerKind]:
    """The kinds of answers that may be given now."""
    found = []
    for kind in AnswerKind:
        try:
            permit(row, ActOrder(what=kind), now)
        except NotAllowed:
            continue
        found.append(kind)
    return found


def _find_post(row: StoredInteraction) -> str:
    """The words of our post that something is said under, among those of the month before."""
    said = row.interaction
    if said.post_id is None:
        return ""
    published = ledger().between(row.brand_id, said.occurred_at - _MONTH, said.occurred_at + _A_MOMENT)
    return next((one.content.text for one in published if one.remote_id == said.post_id), "")

"""Converse of Amazon Bedrock: how it is asked, how its answer reads, what its refusals mean. Pure.

Source: Amazon Bedrock API Reference, Converse (request, response, stop reasons, errors). Amazon keeps no text of it
(the same page)."""

from collections.abc import Mapping
from typing import Any

from portavoce.community.drafts.model import (
    DraftPrompt,
    ModelBusy,
    ModelClosed,
    ModelFailed,
    ModelGaveUp,
    Stop,
    Written,
)

TEMPERATURE = 0.3
"""Ours: near to the brand's saved words, and not the same each time."""
_STOPS = {
    "end_turn": Stop.DONE,
    "stop_sequence": Stop.DONE,
    "max_tokens": Stop.CUT,
    "model_context_window_exceeded": Stop.CUT,
}
"""All else is a refusal: `guardrail_intervened`, `content_filtered`, a tool that nobody offered, what is malformed."""
_BUSY = "The model did not answer. Nothing was drafted: try again in a minute."
_CLOSED = (
    "Amazon Bedrock does not let this installation use the model {model}. Whoever runs it opens the model for the "
    "account and region and deploys with DRAFT_MODELS={model}."
)
_GAVE_UP = (
    "Amazon Bedrock does not take the request for the model {model}. Another model, or its inference profile, may: "
    "inbox.drafts.model in the brand's file names it."
)
_STRANGE = (
    "Amazon Bedrock answered for the model {model} in a shape that is not known here. Nothing was drafted: another "
    "model may answer; inbox.drafts.model in the brand's file names it."
)
# Each with its words, and whether it may be billed all the same.
_REFUSALS: Mapping[str, tuple[type[ModelFailed], str, bool]] = {
    "ThrottlingException": (ModelBusy, _BUSY, False),
    "ServiceUnavailableException": (ModelBusy, _BUSY, False),
    "ModelNotReadyException": (ModelBusy, _BUSY, False),
    "ModelTimeoutException": (ModelBusy, _BUSY, True),
    "InternalServerException": (ModelBusy, _BUSY, True),
    "AccessDeniedException": (ModelClosed, _CLOSED, False),
    "ResourceNotFoundException": (ModelClosed, _CLOSED, False),
    "UnrecognizedClientException": (ModelClosed, _CLOSED, False),
    "ValidationException": (ModelGaveUp, _GAVE_UP, False),
    "ModelErrorException": (ModelGaveUp, _GAVE_UP, True),
}


def make_request(model: str, prompt: DraftPrompt) -> dict[str, Any]:
    """The request, in the words of the SDK."""
    return {
        "modelId": model,
        "system": [{"text": one} for one in prompt.rules],
        "messages": [{"role": "user", "content": [{"text": prompt.data}]}],
        "inferenceConfig": {"maxTokens": prompt.most_tokens, "temperature": TEMPERATURE},
    }


def read_answer(answer: Mapping[str, Any], model: str) -> Written:
    """What was written. What is no text, such as a call of a tool, is passed over.

    Raises ModelGaveUp for an answer that does not say what it cost: it is billed all the same."""
    try:
        content = answer["output"].get("message", {}).get("content", [])
        return Written(
            text="".join(one["text"] for one in content if "text" in one),
            stop=_STOPS.get(answer["stopReason"], Stop.REFUSED),
            read=answer["usage"]["inputTokens"],
            written=answer["usage"]["outputTokens"],
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ModelGaveUp(_STRANGE.format(model=model), may_be_billed=True) from None


def explain_refusal(code: str, model: str) -> ModelFailed:
    """What a refusal means, by its code."""
    kind, told, may_be_billed = _REFUSALS.get(code, (ModelGaveUp, _GAVE_UP, True))
    return kind(told.format(model=model), may_be_billed=may_be_billed)


def explain_silence() -> ModelFailed:
    """What it means that no answer came in time."""
    return ModelBusy(_BUSY, may_be_billed=True)

"""What whoever asks for drafts may rely on, whatever Amazon Bedrock answers."""

from collections.abc import Iterator

import pytest

from portavoce.community.drafts.model import DraftPrompt, ModelBusy, ModelClosed, ModelFailed, ModelGaveUp, Stop
from portavoce.runtime import aws
from portavoce.runtime.wiring.drafts import BedrockWriter
from tests.bedrock import MODELS, SILENCE, STATUSES, UNREACHED, StrictBedrock
from tests.stage import forget

PROMPT = DraftPrompt(rules=("You draft.", "The brand: {}"), data='{"comment": "Aprite domani?"}', most_tokens=280)


@pytest.fixture
def there() -> Iterator[StrictBedrock]:
    forget()
    bedrock = StrictBedrock()
    bedrock.attach(aws.models())
    yield bedrock
    forget()


@pytest.mark.parametrize("model", MODELS)
def test_the_model_is_asked_once_with_the_rules_apart_from_the_data(there: StrictBedrock, model: str) -> None:
    written = BedrockWriter().write(model, PROMPT)
    assert (written.text, written.stop, written.read, written.written) == (
        "Grazie! Apriamo alle 8.",
        Stop.DONE,
        812,
        31,
    )
    (asked,) = there.asked
    assert asked == {
        "modelId": model,
        "system": [{"text": "You draft."}, {"text": "The brand: {}"}],
        "messages": [{"role": "user", "content": [{"text": '{"comment": "Aprite domani?"}'}]}],
        "inferenceConfig": {"maxTokens": 280, "temperature": 0.3},
    }


@pytest.mark.parametrize(
    ("stop", "means"),
    [
        ("end_turn", Stop.DONE),
        ("stop_sequence", Stop.DONE),
        ("max_tokens", Stop.CUT),
        ("model_context_window_exceeded", Stop.CUT),
        ("guardrail_intervened", Stop.REFUSED),
        ("content_filtered", Stop.REFUSED),
        ("tool_use", Stop.REFUSED),
        ("malformed_model_output", Stop.REFUSED),
        ("malformed_tool_use", Stop.REFUSED),
    ],
)
def test_why_a_model_stopped_is_told(there: StrictBedrock, stop: str, means: Stop) -> None:
    there.stop = stop
    assert BedrockWriter().write(MODELS[0], PROMPT).stop is means


def test_an_answer_without_words_is_an_empty_text_and_is_billed(there: StrictBedrock) -> None:
    there.says, there.written = "", 0
    written = BedrockWriter().write(MODELS[0], PROMPT)
    assert (written.text, written.read, written.written) == ("", 812, 0)


MEANS: dict[str, tuple[type[ModelFailed], bool]] = {
    "AccessDeniedException": (ModelClosed, False),
    "InternalServerException": (ModelBusy, True),
    "ModelErrorException": (ModelGaveUp, True),
    "ModelNotReadyException": (ModelBusy, False),
    "ModelTimeoutException": (ModelBusy, True),
    "ResourceNotFoundException": (ModelClosed, False),
    "ServiceUnavailableException": (ModelBusy, False),
    "ThrottlingException": (ModelBusy, False),
    "ValidationException": (ModelGaveUp, False),
}


@pytest.mark.parametrize("code", STATUSES)
def test_each_refusal_says_what_can_be_done_is_not_repeated_and_quotes_nothing(there: StrictBedrock, code: str) -> None:
    kind, may_be_billed = MEANS[code]
    there.failing = [code]
    with pytest.raises(kind) as failed:
        BedrockWriter().write(MODELS[0], PROMPT)
    assert failed.value.may_be_billed is may_be_billed
    assert there.refused == [code]
    assert failed.value.__suppress_context__
    assert "Aprite domani" not in str(failed.value)
    assert "a word about" not in str(failed.value)


@pytest.mark.parametrize("fault", [SILENCE, UNREACHED])
def test_a_model_that_says_nothing_in_time_may_be_billed_and_is_asked_no_second_time(
    there: StrictBedrock, fault: str
) -> None:
    there.failing = [fault]
    with pytest.raises(ModelBusy) as failed:
        BedrockWriter().write(MODELS[0], PROMPT)
    assert failed.value.may_be_billed
    assert there.refused == [fault]


def test_what_the_service_does_not_know_is_not_asked_again(there: StrictBedrock) -> None:
    with pytest.raises(ModelGaveUp):
        BedrockWriter().write("amazon.nova-nothing-v1:0", PROMPT)
    assert there.refused == ["ValidationException"]

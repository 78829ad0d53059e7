"""An answer is drafted when somebody asks for it; nothing is sent, and who asked is written down."""

from typing import Any

import boto3
import pytest
import time_machine

from portavoce.runtime import aws
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.bedrock import MODELS, StrictBedrock
from tests.community import delivery, dump, listening
from tests.drafts import named
from tests.http_api import call
from tests.stage import MORNING

pytestmark = pytest.mark.usefixtures("aurora")
ON = DOCUMENT | {"inbox": {"drafts": {"month_minor": 100}}}
HERE = "/comments/facebook/c1/drafts"


def take_in(text: str = "Aprite domani?", **given: Any) -> None:
    listening(aws.table()).take_in(delivery(text, occurred_at=MORNING, **given), MORNING)


def waiting(queue: str) -> int:
    url = boto3.client("sqs").get_queue_url(QueueName=f"portavoce-test-{queue}")["QueueUrl"]
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(found["Attributes"]["ApproximateNumberOfMessages"])


@pytest.mark.parametrize("model", MODELS)
def test_a_draft_comes_with_what_it_cost_and_nothing_is_sent(
    stage: Table, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    there = named(monkeypatch, model)
    call("PUT", "/brands/aurora", ON)
    take_in()
    found = call("POST", HERE, {})
    assert found.status == 200
    assert found.json | {"text": "", "flags": []} == {
        "text": "",
        "kind": "reply",
        "language": "it",
        "flags": [],
        "platform_asks": "",
        "model": model,
        "read_tokens": 812,
        "written_tokens": 31,
        "cost_trillionths": 812 * there_price(model)[0] + 31 * there_price(model)[1],
    }
    assert found.json["text"] == there.says
    shown = call("GET", "/comments/facebook/c1").json
    assert (shown["acts"], shown["comment"]["acts"], shown["comment"]["status"]) == ([], [], "open")
    assert waiting("outgoing") == 0
    (cost,) = call("GET", "/status").json["drafts"]
    assert cost == {"brand_id": "aurora", "month": "2027-03", "drafts": 1, "spent_minor": 1, "cap_minor": 100}


def there_price(model: str) -> tuple[int, int]:
    """Of a token read and written, in trillionths of a dollar: aws.amazon.com/bedrock/pricing, per million tokens
    0.035 and 0.14 dollars for Nova Micro, 0.06 and 0.24 for Nova Lite."""
    return (35_000, 140_000) if "micro" in model else (60_000, 240_000)


@pytest.mark.parametrize(
    ("failing", "status", "kind"),
    [
        ("ThrottlingException", 503, "model-busy"),
        ("AccessDeniedException", 409, "model-closed"),
        ("ValidationException", 409, "model-gave-up"),
    ],
)
def test_why_there_is_no_draft_is_a_problem_of_its_own(
    stage: Table, monkeypatch: pytest.MonkeyPatch, failing: str, status: int, kind: str
) -> None:
    there = named(monkeypatch, MODELS[0])
    call("PUT", "/brands/aurora", ON)
    take_in()
    there.failing = [failing]
    found = call("POST", HERE, {})
    assert (found.status, found.json["type"]) == (status, f"urn:portavoce:problem:{kind}")


def test_off_there_is_no_call_no_cost_and_the_way_to_switch_it_on(
    stage: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = named(monkeypatch)
    take_in()
    found = call("POST", HERE, {})
    assert (found.status, found.json["type"]) == (409, "urn:portavoce:problem:drafts-off")
    assert "inbox.drafts.month_minor" in found.json["detail"]
    assert call("GET", "/status").json["drafts"] == []
    call("PUT", "/brands/aurora", ON)
    assert "DRAFT_MODELS=amazon.nova-lite-v1:0" in call("POST", HERE, {}).json["detail"]
    assert call("POST", "/comments/facebook/c9/drafts", {}).status == 404
    assert (there.asked, there.refused) == ([], [])


def test_who_asked_is_written_down_and_not_what_was_drafted(stage: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    there = named(monkeypatch, MODELS[0])
    there.says = "canarino-delle-bozze"
    call("PUT", "/brands/aurora", ON)
    take_in()
    with time_machine.travel(MORNING.replace(minute=9), tick=False):
        call("POST", HERE, {"kind": "reply"}, user="bea")
    act = call("GET", "/audit").json["items"][0]
    assert (act["by"], act["act"], act["subject"], act["status"]) == ("bea", "draft answer", "facebook/c1", 200)
    assert "canarino" not in str(dump(stage))


@pytest.mark.takes_long("an erasure looks at all that is held of a person")
def test_a_request_that_comes_twice_is_billed_once_and_its_draft_goes_with_the_person(
    stage: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = named(monkeypatch, MODELS[0])
    there.says = "canarino-delle-bozze"
    call("PUT", "/brands/aurora", ON)
    take_in()
    twice = [call("POST", HERE, {}, headers={"Idempotency-Key": "k1"}).json for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(there.asked) == 1
    assert "canarino" in str(dump(stage))
    assert call("DELETE", "/brands/aurora/persons/facebook/u9").status == 200
    assert "canarino" not in str(dump(stage))


def test_switching_it_on_says_what_it_will_cost_first(stage: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, "eu.amazon.nova-lite-v1:0")
    dry = call("PUT", "/brands/aurora", ON, query={"dry_run": "true"}).json["prices"]
    assert len(dry) == 1
    assert dry[0].startswith("Drafts by Amazon Bedrock: eu.amazon.nova-lite-v1:0 reads about ")
    assert call("PUT", "/brands/aurora", ON).json["prices"] == dry
    assert call("PUT", "/brands/aurora", ON | {"name": "Bar"}).json["prices"] == []
    named(monkeypatch)
    off = call("PUT", "/brands/aurora", DOCUMENT).json["prices"]
    later = call("PUT", "/brands/aurora", ON, query={"dry_run": "true"}).json["prices"]
    assert (off, len(later), "DRAFT_MODELS=amazon.nova-lite-v1:0" in later[1]) == ([], 2, True)


def test_the_month_goes_on_where_it_was_capped(stage: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    there: StrictBedrock = named(monkeypatch, MODELS[0])
    call("PUT", "/brands/aurora", ON | {"inbox": {"drafts": {"month_minor": 1}}})
    take_in()
    there.read = 166_000  # 0.996 of a cent
    assert call("POST", HERE, {}).status == 200
    capped = call("POST", HERE, {})
    assert (capped.status, capped.json["type"]) == (409, "urn:portavoce:problem:draft-cap-reached")
    assert len(there.asked) == 1

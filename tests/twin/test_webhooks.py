"""The platforms' door on the deployed emulator: what it lets in, what it refuses, and that a refusal stores nothing.

Two things are arranged first. Each secret is rotated twice through the API, so that the story's own secret is retired
for longer than the previous one. Then the function is given a fresh environment: a warm one may use the secrets that
it knows for up to five minutes (`reception.MAX_AGE`, tested there with a clock), a fresh one reads them. And nobody
reads the inbound queue meanwhile, so that whatever is let in can be counted."""

import base64
import hashlib
import hmac
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx2
import pytest

from infra.local.accounts import VERIFY_TOKEN
from infra.local.twin import wait_for
from tests.twin.canaries import CURRENT, PREVIOUS
from tests.twin.running import Running

# The platform facts' vectors: secret "s3cr3t-app-key", Meta's 148-byte body, X's event and its CRC token.
META_BODY = (
    b'{"object":"page","entry":[{"id":"1","time":1763900000,"changes":[{"field":"feed","value":'
    b'{"item":"comment","verb":"add","message":"h\\u00e9llo"}}]}]}'
)
META_SIGNATURE = "sha256=c39f332f25ee2efffc7cd4d75849367f773bfd45f48f9db47a20975d3540a4b1"
X_BODY = b'{"data":{"event_type":"post.mention.create"}}'
X_SIGNATURE = "sha256=ftFMonY3zA6BE398zKwk01VUtP5ebr9Wc1rLwRRn6uY="
CRC_ANSWER = {"response_token": "sha256=5XfzjUOnZ1CqnnbEf1SlEOJmj3xwrPJdwLD+7mU7XkU="}

TWO_MEGABYTES = 2_000_000
FUNCTION = "portavoce-local-receive_webhook"
SEED = 20260101


class Kind(NamedTuple):
    """How one platform signs: the header, the digest's spelling, and a delivery of its own."""

    header: str
    spell: Callable[[bytes], str]
    body: bytes
    signature: str


def as_base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


META = Kind("X-Hub-Signature-256", bytes.hex, META_BODY, META_SIGNATURE)
KINDS = {
    "facebook": META,
    "instagram": META,
    "x": Kind("x-twitter-webhooks-signature", as_base64, X_BODY, X_SIGNATURE),
}


class Door:
    """The deployed door, and what lies behind it."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.http = httpx2.Client(base_url=f"{running.twin.outputs.api_url}/webhooks", timeout=30)
        story = running.accounts
        self.retired = {"facebook": story.page_secret, "instagram": story.instagram_secret, "x": story.x_secret}

    def post(self, platform: str, body: bytes, signature: str | None) -> int:
        headers = {"Content-Type": "application/json"}
        if signature is not None:
            headers[KINDS[platform].header] = signature
        return self.http.post(f"/{platform}", content=body, headers=headers).status_code

    def get(self, platform: str, **query: str) -> httpx2.Response:
        return self.http.get(f"/{platform}", params={name.replace("hub_", "hub."): one for name, one in query.items()})

    def stored(self) -> tuple[object, int]:
        return self.running.table(), self.running.waiting(self.running.twin.outputs.inbound_queue_url)


@pytest.fixture(scope="module")
def arranged(running: Running) -> Iterator[Door]:
    """The door after two rotations, and nobody behind it."""
    door, aws = Door(running), running.twin.client("lambda")
    assert wait_for(lambda: running.waiting(running.twin.outputs.inbound_queue_url) == 0, 10)
    mapping = aws.list_event_source_mappings(FunctionName="portavoce-local-ingest")["EventSourceMappings"][0]
    aws.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    for platform in KINDS:
        for secret in (PREVIOUS, CURRENT):
            answer = running.api.put(f"/webhooks/{platform}/secret", json={"secrets": {"current": secret}})
            assert answer.status_code == 204
    _renew(aws)
    yield door
    running.twin.client("sqs").purge_queue(QueueUrl=running.twin.outputs.inbound_queue_url)
    aws.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    door.http.close()


@pytest.fixture
def door(arranged: Door) -> Iterator[Door]:
    """The door; the test must leave table and queue as they are."""
    before = arranged.stored()
    yield arranged
    assert arranged.stored() == before


def _renew(aws: Any) -> None:
    known = aws.get_function_configuration(FunctionName=FUNCTION)["Environment"]["Variables"]
    aws.update_function_configuration(FunctionName=FUNCTION, Environment={"Variables": known | {"RENEWED": "1"}})
    aws.get_waiter("function_updated_v2").wait(FunctionName=FUNCTION, WaiterConfig={"Delay": 1})


def signed(platform: str, body: bytes, secret: str = CURRENT) -> str:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return f"sha256={KINDS[platform].spell(digest)}"


@pytest.mark.parametrize("platform", KINDS)
def test_a_signature_that_does_not_prove_the_body_is_401_and_stores_nothing(door: Door, platform: str) -> None:
    body, right = KINDS[platform].body, KINDS[platform].signature
    wrong = {
        "missing": None,
        "empty": "",
        "no scheme": right.removeprefix("sha256="),
        "another scheme": right.replace("sha256=", "sha1="),
        "scheme alone": "sha256=",
        "truncated": right[:-8],
        "of another body": signed(platform, body + b" "),
        "with another secret": signed(platform, body, "guessed"),
        "with a secret retired before the previous one": signed(platform, body, door.retired[platform]),
    }
    answers = {name: door.post(platform, body, signature) for name, signature in wrong.items()}
    assert answers == dict.fromkeys(wrong, 401)


@pytest.mark.parametrize("platform", KINDS)
def test_a_platforms_own_vector_and_the_previous_secret_are_let_in_one_message_each(
    arranged: Door, platform: str
) -> None:
    table, waiting = arranged.stored()
    body, right = KINDS[platform].body, KINDS[platform].signature
    assert arranged.post(platform, body, right) == 200
    assert arranged.post(platform, body, signed(platform, body, PREVIOUS)) == 200
    assert arranged.stored() == (table, waiting + 2)


@pytest.mark.parametrize("platform", KINDS)
def test_two_megabytes_that_nobody_can_divide_are_413_if_they_are_signed_and_401_if_not(
    door: Door, platform: str
) -> None:
    text, binary = b"a" * TWO_MEGABYTES, random.Random(SEED).randbytes(TWO_MEGABYTES)
    assert door.post(platform, text, signed(platform, text)) == 413
    # The emulator hands on bytes that are no text in another form than they came, so that their signature may fail.
    assert door.post(platform, binary, signed(platform, binary)) in {401, 413}
    assert door.post(platform, text, None) == 401


def test_500_random_byte_strings_are_401_each_and_never_an_accident(door: Door) -> None:
    chance = random.Random(SEED)
    answers = set()
    for number in range(500):
        platform = chance.choice(list(KINDS))
        body = chance.randbytes(chance.choice((0, 1, 7, 100, 4096)))
        scheme = chance.choice(("sha256=", "sha1=", "", "="))
        signature = None if number % 4 == 0 else scheme + KINDS[platform].spell(chance.randbytes(chance.randrange(40)))
        answers.add(door.post(platform, body, signature))
    assert answers == {401}


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
def test_metas_handshake_is_answered_with_its_challenge_and_only_to_who_knows_the_token(
    door: Door, platform: str
) -> None:
    asked = {"hub_mode": "subscribe", "hub_challenge": "1158201444"}
    answer = door.get(platform, hub_verify_token=VERIFY_TOKEN, **asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert door.get(platform, hub_verify_token="guessed", **asked).status_code == 401
    assert door.get(platform, **asked).status_code == 401
    assert door.get(platform).status_code == 401


def test_xs_check_is_answered_with_the_token_signed_by_the_current_secret(door: Door) -> None:
    answer = door.get("x", crc_token="crc-abc-123")
    assert (answer.status_code, answer.json()) == (200, CRC_ANSWER)
    assert door.get("x").status_code == 401
    assert door.get("x", crc_token=X_BODY.decode()).status_code == 400


@pytest.mark.parametrize("name", ["myspace", "meta_ads"])
def test_a_name_that_has_no_webhook_is_401_as_all_else(door: Door, name: str) -> None:
    headers = {META.header: META_SIGNATURE}
    assert door.http.post(f"/{name}", content=META_BODY, headers=headers).status_code == 401

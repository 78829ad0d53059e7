"""Meta's deletion callback: only what Meta signed a moment ago is answered, and whose it is is never kept."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from portavoce.platforms.facebook import webhook
from portavoce.runtime.wiring.webhooks import webhook_of
from portavoce.table.table import Table
from portavoce.webhooks.deletions.records import DeletionRecords
from portavoce.webhooks.deletions.service import Deletions
from portavoce.webhooks.reception import KeyCache, Request, WebhookKeys, WebhookReply
from tests.community import dump

SECRET = "s3cr3t-app-key"
SIGNATURE = "jCO07BSJDYDp-Csfhd1qMVNNYOktYCt1AxQbwtu_9fM"
PAYLOAD = "eyJ1c2VyX2lkIjoiNzAwMDAwMDAwMDAwMDAwMiIsImFsZ29yaXRobSI6IkhNQUMtU0hBMjU2IiwiaXNzdWVkX2F0IjoxNzk1NDMwNDAwfQ"
"""Made by another author's library (Facebook::OpenGraph): user 7000000000000002, at ISSUED."""
ISSUED = datetime(2026, 11, 23, 10, 40, tzinfo=UTC)


def sign(payload: object, secret: str = SECRET) -> str:
    text = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    proof = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return f"{base64.urlsafe_b64encode(proof).decode()}.{text}"


def read(signed: str, *secrets: str, now: datetime = ISSUED) -> str | None:
    return webhook.read_deletion(signed, secrets or (SECRET,), now)


def test_a_request_that_another_author_signed_is_known_with_and_without_its_padding() -> None:
    code = read(f"{SIGNATURE}.{PAYLOAD}")
    assert code
    assert read(f"{SIGNATURE}=.{PAYLOAD}") == code
    assert "7000000000000002" not in code
    assert read(f"{SIGNATURE}.{PAYLOAD}", "newer", SECRET) == code, "the secret before counts too"


@pytest.mark.parametrize(
    "signed",
    [
        f"{SIGNATURE[:-1]}A.{PAYLOAD}",
        f"{SIGNATURE}.{PAYLOAD[:-1]}",
        f".{PAYLOAD}",
        f"{SIGNATURE}.",
        SIGNATURE,
        "",
        "é.è",
        sign({"user_id": "7", "algorithm": "none", "issued_at": 1795430400}),
        sign({"user_id": "7", "algorithm": "HMAC-SHA1", "issued_at": 1795430400}),
        sign({"user_id": "7", "issued_at": 1795430400}),
        sign({"algorithm": "HMAC-SHA256", "issued_at": 1795430400}),
        sign({"user_id": "7", "algorithm": "HMAC-SHA256"}),
        sign({"user_id": "7", "algorithm": "HMAC-SHA256", "issued_at": 1795430400}, "another app's"),
        sign(["user_id"]),
    ],
)
def test_what_is_not_signed_so_is_nothing(signed: str) -> None:
    assert read(signed) is None


@pytest.mark.parametrize(("minutes", "known"), [(59, True), (61, False), (-4, True), (-6, False)])
def test_a_request_counts_for_an_hour(minutes: int, known: bool) -> None:
    assert bool(read(f"{SIGNATURE}.{PAYLOAD}", now=ISSUED + timedelta(minutes=minutes))) is known


def callback(table: Table, secrets: Sequence[str] = (SECRET,)) -> Deletions:
    return Deletions(
        webhook_of=webhook_of,
        keys=KeyCache(read=lambda _: WebhookKeys(tuple(secrets))),
        records=DeletionRecords(table),
        address_of=lambda platform, code: f"https://api.test/webhooks/{platform}/deletion/{code}",
    )


def post(table: Table, signed: str, *, platform: str = "facebook", is_base64: bool = True) -> WebhookReply:
    form = urlencode({"signed_request": signed})
    body = base64.b64encode(form.encode()).decode() if is_base64 else form
    return callback(table).answer(Request("POST", platform, {}, {}, body, is_base64), ISSUED)


@pytest.mark.parametrize("is_base64", [True, False])
@pytest.mark.parametrize("platform", ["facebook", "instagram"])
def test_the_answer_leads_the_person_to_what_became_of_it(table: Table, platform: str, is_base64: bool) -> None:
    reply = post(table, f"{SIGNATURE}.{PAYLOAD}", platform=platform, is_base64=is_base64)
    told = json.loads(reply.body)
    assert (reply.status, reply.content_type, told.keys()) == (200, "application/json", {"url", "confirmation_code"})
    assert told["url"] == f"https://api.test/webhooks/{platform}/deletion/{told['confirmation_code']}"
    shown = callback(table).tell_state(platform, told["confirmation_code"])
    assert shown.status == 200
    assert told["confirmation_code"] in shown.body
    assert "7000000000000002" not in repr(dump(table)) + shown.body


def test_the_same_request_again_changes_nothing(table: Table) -> None:
    first = post(table, f"{SIGNATURE}.{PAYLOAD}")
    before = dump(table)
    assert post(table, f"{SIGNATURE}.{PAYLOAD}") == first
    assert dump(table) == before


@pytest.mark.parametrize("platform", ["x", "mastodon", "nobody", ".."])
def test_a_platform_without_the_callback_is_nobody(table: Table, platform: str) -> None:
    assert post(table, f"{SIGNATURE}.{PAYLOAD}", platform=platform).status == 401


@pytest.mark.parametrize("body", ["", "signed_request=", "signed_request=a&signed_request=b", "%%%", "é"])
def test_a_body_in_another_form_is_unproven_and_leaves_nothing(table: Table, body: str) -> None:
    for is_base64 in (True, False):
        reply = callback(table).answer(Request("POST", "facebook", {}, {}, body, is_base64), ISSUED)
        assert reply.status == 401
    assert dump(table) == {}


def test_a_code_that_nobody_was_given_is_not_found(table: Table) -> None:
    assert callback(table).tell_state("facebook", "0" * 24).status == 404

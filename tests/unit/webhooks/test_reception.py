"""Who may deliver, and what becomes of it."""

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.assembly import ROOT
from portavoce.webhooks.reception import (
    MAX_BODY_BYTES,
    Request,
    WebhookKeys,
    inbound_message,
    read_message,
)
from tests.aurora import NOW
from tests.webhook_door import CURRENT, PREVIOUS, RETIRED, Door, meta, x

# `platforms/vectors.py`: bytes, secret and signatures that Meta and X publish or that were computed from their rules.
META_BODY = (
    b'{"object":"page","entry":[{"id":"1","time":1763900000,"changes":[{"field":"feed","value":'
    b'{"item":"comment","verb":"add","message":"h\\u00e9llo"}}]}]}'
)
X_BODY = b'{"data":{"event_type":"post.mention.create"}}'


@pytest.mark.parametrize("is_base64", [False, True])
@pytest.mark.parametrize("secret", [CURRENT, PREVIOUS])
def test_a_proven_delivery_is_one_message_with_the_very_bytes_then_200(is_base64: bool, secret: str) -> None:
    door = Door()
    assert door.post(META_BODY, is_base64=is_base64, x_hub_signature_256=meta(META_BODY, secret)) == 200
    (message,) = door.queue
    assert read_message(message)[:3] == ("facebook", NOW, META_BODY)
    assert door.post(X_BODY, platform="x", x_twitter_webhooks_signature=x(X_BODY, secret)) == 200


def test_odd_spacing_and_escapes_are_verified_as_they_came() -> None:
    door = Door()
    for body in (b' { "a" :\t"\\u00e9\xc3\xa9" }\r\n', b"", "سلام".encode()):
        assert door.post(body, is_base64=True, x_hub_signature_256=meta(body)) == 200
    assert len(door.queue) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": "sha256="},
        {"x-hub-signature-256": meta(META_BODY)[:-1]},
        {"x-hub-signature-256": meta(META_BODY).upper()},
        {"x-hub-signature-256": meta(META_BODY).replace("sha256=", "sha1=")},
        {"x-hub-signature-256": meta(META_BODY).removeprefix("sha256=")},
        {"x-hub-signature-256": meta(META_BODY + b" ")},
        {"x-hub-signature-256": meta(META_BODY, RETIRED)},
        {"x-hub-signature-256": meta(META_BODY, "")},
        {"x-hub-signature-256": x(META_BODY)},
        {"x-hub-signature": meta(META_BODY)},
        {"x-hub-signature-256": "sha256=\udcff\u0661"},
    ],
)
def test_what_is_not_proven_is_401_and_not_kept(headers: dict[str, str]) -> None:
    door = Door()
    request = Request("POST", "facebook", {}, headers, META_BODY.decode(), False)
    assert door.reception.answer(request, NOW) == (401, "", "text/plain")
    assert door.queue == []


@pytest.mark.parametrize(
    "platform", ["", "nobody", "signatures", "..", "facebook.webhook", "__pycache__", "x" * 5000, "meta_ads", "é\x00"]
)
def test_an_unknown_platform_is_401_and_reads_no_secret(platform: str) -> None:
    door = Door()
    assert door.post(META_BODY, platform=platform) == 401
    assert door.get(platform, crc_token="a")[0] == 401
    assert (door.queue, door.reads) == ([], [])


def test_a_platform_whose_secrets_nobody_set_accepts_nothing() -> None:
    door = Door(keys=WebhookKeys())
    assert door.post(META_BODY, x_hub_signature_256=meta(META_BODY, "")) == 401
    assert door.get("x", crc_token="a")[0] == 401


@pytest.mark.parametrize("is_base64", [False, True])
def test_what_lambda_could_not_be_handed_is_413_before_any_secret_is_read(is_base64: bool) -> None:
    door = Door()
    assert door.post(b"a" * (MAX_BODY_BYTES + 3), is_base64=is_base64) == 413
    assert (door.queue, door.reads, door.passed_over) == ([], [], [])


def test_what_is_large_and_not_proven_is_401() -> None:
    assert Door().post(b"a" * 2_000_000, x_hub_signature_256="sha256=00") == 401


def test_a_proven_delivery_that_the_queue_cannot_hold_and_nobody_can_divide_is_413_and_counted() -> None:
    door = Door()
    assert door.post(b"a" * 1_000_000) == 200
    assert door.post(b'"' * 1_000_000) == 413
    assert (len(door.queue), door.passed_over) == (1, [("facebook", "too_large")])


def test_a_proven_body_that_is_no_text_survives_byte_for_byte() -> None:
    body = bytes(range(256)) * 4
    message = inbound_message("facebook", body, NOW)
    assert message.isascii()
    assert read_message(message).body == body


def test_metas_handshake_is_answered_with_the_bare_challenge_and_only_for_our_token() -> None:
    door = Door()
    good = {"hub_mode": "subscribe", "hub_verify_token": "verify-me", "hub_challenge": "1158201444"}
    assert door.get("facebook", **good) == (200, "text/plain", "1158201444")
    assert door.get("facebook", **good | {"hub_verify_token": "guess"})[0] == 401
    assert door.get("facebook")[0] == 401


def test_xs_crc_is_signed_with_the_current_secret() -> None:
    status, content_type, body = Door().get("x", crc_token="crc-abc-123")
    assert (status, content_type) == (200, "application/json")
    assert json.loads(body) == {"response_token": x(b"crc-abc-123")}
    assert Door().get("x")[0] == 401


def test_a_rotated_secret_is_accepted_at_once_when_the_kept_ones_are_a_minute_old() -> None:
    door = Door()
    door.post(META_BODY)
    door.keys = WebhookKeys(("brand-new", CURRENT), "verify-me")
    signed = {"x_hub_signature_256": meta(META_BODY, "brand-new")}
    assert door.post(META_BODY, after=timedelta(seconds=59), **signed) == 401
    assert door.post(META_BODY, after=timedelta(seconds=60), **signed) == 200


def test_false_signatures_make_us_read_the_secrets_once_a_minute_and_no_more() -> None:
    door = Door()
    for second in range(300):
        assert door.post(META_BODY, after=timedelta(seconds=second), x_hub_signature_256="sha256=00") == 401
    assert len(door.reads) == 5


def test_a_retired_secret_is_refused_within_five_minutes_although_others_keep_succeeding() -> None:
    door = Door()
    assert door.post(META_BODY, x_hub_signature_256=meta(META_BODY, PREVIOUS)) == 200
    door.keys = WebhookKeys(("brand-new", CURRENT), "verify-me")
    assert door.post(META_BODY, after=timedelta(minutes=5)) == 200
    retired = {"x_hub_signature_256": meta(META_BODY, PREVIOUS)}
    assert door.post(META_BODY, after=timedelta(minutes=5), **retired) == 401


@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    method=st.sampled_from(["GET", "POST"]),
    platform=st.sampled_from(["facebook", "instagram", "x", "nobody"]),
    body=st.one_of(
        st.text(max_size=200),
        st.text(alphabet=st.characters(), max_size=200),
        st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
        st.binary(max_size=200).map(lambda raw: base64.b64encode(raw).decode()),
    ),
    signature=st.one_of(
        st.text(alphabet=st.characters(), max_size=80),
        st.binary(max_size=80).map(lambda raw: "sha256=" + raw.decode("utf-8", "surrogateescape")),
    ),
    is_base64=st.booleans(),
    query=st.dictionaries(st.sampled_from(["hub.mode", "hub.verify_token", "hub.challenge"]), st.text(max_size=9)),
)
def test_random_bytes_are_refused_and_never_an_error(  # noqa: PLR0917
    method: str, platform: str, body: str, signature: str, is_base64: bool, query: dict[str, str]
) -> None:
    door = Door()
    headers = {"x-hub-signature-256": signature, "x-twitter-webhooks-signature": signature}
    reply = door.reception.answer(Request(method, platform, query, headers, body, is_base64), NOW)
    assert reply.status in {400, 401, 413}
    assert door.queue == []


def test_reactions_are_answered_and_counted_and_not_queued() -> None:
    reaction = (ROOT / "events/samples/webhooks/facebook/reaction.json").read_bytes()
    door = Door()
    assert door.post(reaction, x_hub_signature_256=meta(reaction)) == 200
    assert (door.queue, door.passed_over) == ([], [("facebook", "reaction")])
    assert door.post(reaction, x_hub_signature_256=meta(reaction, RETIRED)) == 401


@pytest.mark.parametrize(
    "other",
    [
        {"entry": []},
        {"object": "user"},
        {"entry": [{"id": "1", "time": 1, "changes": [], "messaging": [{"message": {"text": "hi"}}]}]},
        {"entry": [{"id": "1", "time": 1, "changes": "reaction"}]},
        {"entry": None},
    ],
    ids=["no entry", "another object", "a message beside", "no list", "none"],
)
def test_what_is_more_or_other_than_reactions_is_queued_whole(other: dict[str, object]) -> None:
    reaction = json.loads((ROOT / "events/samples/webhooks/facebook/reaction.json").read_text())
    entries = other.get("entry")
    mixed = reaction | other
    if isinstance(entries, list):
        mixed["entry"] = [*reaction["entry"], *entries] if entries else []
    body = json.dumps(mixed).encode()
    door = Door()
    assert door.post(body, x_hub_signature_256=meta(body)) == 200
    assert [read_message(one).body for one in door.queue] == [body]


def test_a_comment_among_reactions_is_queued() -> None:
    folder = ROOT / "events/samples/webhooks/facebook"
    reaction, comment = (json.loads((folder / name).read_text()) for name in ("reaction.json", "comment_add.json"))
    body = json.dumps(reaction | {"entry": [*reaction["entry"], *comment["entry"]]}).encode()
    door = Door()
    assert door.post(body, x_hub_signature_256=meta(body)) == 200
    assert len(door.queue) == 1

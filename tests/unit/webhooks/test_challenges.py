"""A handshake is answered to platforms, and nothing that it signs can be delivered as a platform's word."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms.access.signatures import is_challenge
from tests.webhook_door import Door, x

# As X sent them: the base64 of a UUID (a caller's own log of 27 January 2026), and the vector of the platform facts.
SENT_BY_X = ("M2RkODJkZmMtYjlkYi00NmQ4LTk0MGUtM2JjYzkwM2Q4MjQ0", "crc-abc-123")
REPLY = {
    "data": {
        "event_type": "post.reply.create",
        "filter": {"user_id": "1780000000000000001"},
        "payload": {"id": "1", "text": "How much?", "author_id": "6", "created_at": "2026-11-23T10:54:00.000Z"},
    }
}
REVOKED = {"data": {"event_type": "oauth.revoke", "payload": {"user_id": "1780000000000000001"}}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)


@pytest.mark.parametrize("token", SENT_BY_X)
def test_what_x_sends_is_answered(token: str) -> None:
    status, content_type, body = Door().get("x", crc_token=token)
    assert (status, content_type) == (200, "application/json")
    assert json.loads(body) == {"response_token": x(token.encode())}


@pytest.mark.parametrize(
    "token",
    [
        json.dumps(REPLY),
        json.dumps(REVOKED, separators=(",", ":")),
        "{}",
        "[1]",
        '"a"',
        "-1.5",
        "a b",
        "a\n",
        "abc,abc",
        "",
        "\u0661",
        "\ud800",
        "a" * 129,
    ],
)
def test_what_x_does_not_send_is_400_unsigned_and_no_secret_is_read(token: str) -> None:
    door = Door()
    assert door.get("x", crc_token=token) == (400, "text/plain", "")
    assert door.reads == []


@given(value=JSON, indent=st.none() | st.integers(0, 2), ascii_only=st.booleans())
def test_no_json_is_both_signed_for_a_stranger_and_taken_as_a_delivery(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    """What a platform says is a JSON object; the few JSON texts that could be a challenge, such as a number, prove
    nothing as a delivery."""
    body = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert not (isinstance(value, list | dict) and is_challenge(body))
    door = Door()
    status, _, answer = door.get("x", crc_token=body)
    signature = json.loads(answer)["response_token"] if status == 200 else "sha256="
    delivered = door.post(body.encode("utf-8", "surrogatepass"), platform="x", x_twitter_webhooks_signature=signature)
    assert (delivered, door.queue) == (401, [])


@given(token=st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=-_", min_size=1))
def test_whatever_is_signed_for_a_stranger_is_no_delivery(token: str) -> None:
    door = Door()
    status, _, answer = door.get("x", crc_token=token)
    signature = json.loads(answer)["response_token"] if status == 200 else "sha256="
    assert door.post(token.encode(), platform="x", x_twitter_webhooks_signature=signature) == 401


@pytest.mark.parametrize("challenge", ["<script>alert(1)</script>", "a" * 129, "{}", "", "1158201444\n"])
def test_meta_is_echoed_nothing_that_it_does_not_send(challenge: str) -> None:
    asked = {"hub_mode": "subscribe", "hub_verify_token": "verify-me", "hub_challenge": challenge}
    assert Door().get("facebook", **asked) == (400, "text/plain", "")

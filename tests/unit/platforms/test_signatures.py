"""Signatures are those of the published vectors, and are compared in constant time."""

import ast
import json
from pathlib import Path

from portavoce.platforms import discovery
from portavoce.platforms.facebook import webhook as facebook
from portavoce.platforms.instagram import webhook as instagram
from portavoce.platforms.x import webhook as x

PLATFORMS = Path(discovery.__file__).parent
SECRET = "s3cr3t-app-key"
META_BODY = (
    b'{"object":"page","entry":[{"id":"1","time":1763900000,"changes":[{"field":"feed","value":'
    b'{"item":"comment","verb":"add","message":"h\\u00e9llo"}}]}]}'
)
META_SIGNATURE = "sha256=c39f332f25ee2efffc7cd4d75849367f773bfd45f48f9db47a20975d3540a4b1"
X_BODY = b'{"data":{"event_type":"post.mention.create"}}'
X_SIGNATURE = "sha256=ftFMonY3zA6BE398zKwk01VUtP5ebr9Wc1rLwRRn6uY="


def test_metas_vector_is_let_in() -> None:
    for webhook in (facebook, instagram):
        assert webhook.verify(META_BODY, {"x-hub-signature-256": META_SIGNATURE}, (SECRET,))


def test_a_body_written_anew_is_kept_out_though_it_says_the_same() -> None:
    anew = json.dumps(json.loads(META_BODY), ensure_ascii=False, separators=(",", ":")).encode()
    assert not facebook.verify(anew, {"x-hub-signature-256": META_SIGNATURE}, (SECRET,))


def test_xs_vectors_hold() -> None:
    assert x.verify(X_BODY, {"x-twitter-webhooks-signature": X_SIGNATURE}, (SECRET,))
    assert x.challenge({"crc_token": "crc-abc-123"}, (SECRET, "previous"), None) == (
        "application/json",
        '{"response_token": "sha256=5XfzjUOnZ1CqnnbEf1SlEOJmj3xwrPJdwLD+7mU7XkU="}',
    )


def test_metas_challenge_is_echoed_only_for_our_verify_token() -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": "ours", "hub.challenge": "1158201444"}
    assert facebook.challenge(query, (SECRET,), "ours") == ("text/plain", "1158201444")
    assert facebook.challenge(query, (SECRET,), "theirs") is None
    assert facebook.challenge(query, (SECRET,), None) is None
    assert facebook.challenge({**query, "hub.mode": "unsubscribe"}, (SECRET,), "ours") is None
    assert facebook.challenge({**query, "hub.verify_token": ""}, (SECRET,), "") is None


def test_no_signature_is_compared_with_equals() -> None:
    """`==` stops at the first difference and so tells how near a guess was."""
    secretive = ("signature", "digest", "given", "expected", "token", "secret", "hmac")
    files = [PLATFORMS / "access/signatures.py", *PLATFORMS.glob("*/webhook.py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq | ast.In) for op in node.ops):
                compared = ast.unparse(node).lower()
                assert not any(word in compared for word in secretive), f"{file.name}: {compared}"
    assert "compare_digest" in (PLATFORMS / "access/signatures.py").read_text()

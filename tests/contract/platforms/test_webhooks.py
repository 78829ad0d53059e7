"""Every platform that calls us back: only what it signed is let in, and a handshake is answered as it wants."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms import discovery
from tests.contract.platforms.deliveries import LISTENING, SAMPLES, samples
from tests.contract.platforms.stands import signed

SECRET, PREVIOUS = "s3cr3t-app-key", "the-one-before"


def webhook(platform: str) -> Any:
    return discovery.part(platform, "webhook")


def test_there_are_samples_and_a_handshake(listening: str) -> None:
    assert samples(listening)
    assert (SAMPLES / listening / "handshake.query").is_file()


def test_a_signed_delivery_is_let_in_with_the_current_secret_and_the_one_before(listening: str) -> None:
    for sample in samples(listening):
        body = sample.read_bytes()
        for secret in (SECRET, PREVIOUS):
            assert webhook(listening).verify(body, signed(listening, secret, body), (SECRET, PREVIOUS))


def test_every_tampered_twin_is_kept_out(listening: str) -> None:
    verify = webhook(listening).verify
    for sample in samples(listening):
        body = sample.read_bytes()
        [(name, signature)] = signed(listening, SECRET, body).items()
        scheme, _, digest = signature.partition("=")
        other_scheme = [f"sha1={digest}", f"SHA256={digest}", digest, scheme, f"{scheme}="]
        cut_or_longer = ["", signature[:-1], signature[:-2], f"{signature}0", f" {signature}", f"{signature}\n"]
        twins = [*other_scheme, *cut_or_longer, f"{scheme}={digest.swapcase()}", "\u00e9", "\udcff"]
        assert verify(body, {name: signature}, (SECRET,))
        for twin in twins:
            assert not verify(body, {name: twin}, (SECRET, PREVIOUS)), twin
        assert not verify(body, {}, (SECRET,))
        assert not verify(body, {f"{name}-old": signature}, (SECRET,))
        assert not verify(body + b" ", {name: signature}, (SECRET,))
        assert not verify(b"", {name: signature}, (SECRET,))
        assert not verify(body, {name: signature}, ())


def test_a_retired_or_empty_secret_signs_nothing(listening: str) -> None:
    body = samples(listening)[0].read_bytes()
    verify = webhook(listening).verify
    assert not verify(body, signed(listening, "two-before", body), (SECRET, PREVIOUS))
    assert not verify(body, signed(listening, "", body), ("", ""))


@pytest.mark.takes_long("many deliveries are made up")
@pytest.mark.parametrize("name", LISTENING)
@given(data=st.data())
def test_no_bytes_and_no_header_ever_raise_or_get_in(name: str, data: st.DataObject) -> None:
    anything = st.text() | st.from_regex(r"sha256=[0-9a-zA-Z+/=]{0,90}", fullmatch=True)
    header = next(iter(signed(name, SECRET, b"")))
    headers = data.draw(st.dictionaries(st.sampled_from([header, "content-type"]), anything))
    assert webhook(name).verify(data.draw(st.binary()), headers, data.draw(st.lists(st.text(), max_size=2))) is False


def test_the_handshake_is_answered_with_our_secrets_and_not_without(listening: str) -> None:
    query = dict(parse_qsl((SAMPLES / listening / "handshake.query").read_text().strip()))
    challenge = webhook(listening).challenge
    content_type, body = challenge(query, (SECRET,), "aurora-verify-token")
    assert content_type in {"text/plain", "application/json"}
    assert body
    assert challenge(query, (), "aurora-verify-token") is None
    assert challenge({}, (SECRET,), "aurora-verify-token") is None


@pytest.mark.parametrize("name", LISTENING)
@given(
    query=st.dictionaries(st.sampled_from(["hub.mode", "hub.verify_token", "hub.challenge", "crc_token"]), st.text())
)
def test_no_handshake_ever_raises(name: str, query: dict[str, str]) -> None:
    answer = webhook(name).challenge(query, (SECRET,), "token")
    assert answer is None or len(answer) == 2


def test_the_webhook_imports_nothing_but_the_standard_library(listening: str) -> None:
    """It stands between a delivery and its deadline, cold."""
    module = f"portavoce.platforms.{listening}.webhook"
    program = f"import sys, {module}; print([m for m in ('pydantic', 'httpx2', 'boto3', 'regex') if m in sys.modules])"
    environment = {"PYTHONPATH": str(Path(discovery.__file__).parents[2])}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"

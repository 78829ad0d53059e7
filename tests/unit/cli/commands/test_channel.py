"""`portavoce channel connect` and `portavoce doctor`, against simulated networks."""

import json
import logging
from collections.abc import Iterator
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import boto3
import pytest
import time_machine
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from portavoce.cli.loopback import Loopback, Proof
from portavoce.cli.refusal import Refusal
from portavoce.community.rereads.model import MissedKind
from portavoce.community.rereads.records import RereadRecords
from portavoce.platforms.contract import Probe
from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.runtime import aws
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.connections import keeper
from tests.http_api import call
from tests.stage import MORNING, PREFIX, REGION, SENDER
from tests.unit.cli.conftest import Ran, Shell
from tests.unit.cli.outside import APP_PASSWORD, DID, META_APP, META_SECRET, X_APP, X_SECRET, Outside, outside

__all__ = ["outside"]


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def kept(owner: str) -> dict[str, str]:
    found = boto3.client("ssm").get_parameters_by_path(Path=f"{PREFIX}/{owner}", WithDecryption=True)["Parameters"]
    return {one["Name"].rsplit("/", 1)[1]: one["Value"] for one in found}


def connect_x(shell: Shell, *options: str) -> Ran:
    return shell.run("channel", "connect", "aurora.x", "--client-id", X_APP, *options, stdin=f"{X_SECRET}\n")


def test_an_owner_who_says_yes_in_the_browser_has_connected_the_channel(aurora: Shell, outside: Outside) -> None:
    ran = connect_x(aurora, "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["account_id"], ran.json["name"]) == ("2002", "@auroracoffee")
    grant = json.loads(kept("channels/aurora.x")["grant"])
    assert grant.keys() == {"access", "refresh", "app"}
    probe = client_for("x", "aurora.x", "2002").probe()
    assert isinstance(probe, Probe)
    assert probe.name == "@auroracoffee"
    assert call("GET", "/brands/aurora/channels/x/connection").json["state"] == "connected"


def test_what_each_use_of_an_account_decrypts_is_one_parameter(aurora: Shell, outside: Outside) -> None:
    assert connect_x(aurora).code == 0
    assert kept("channels/aurora.x").keys() == {"grant"}


def test_what_is_connected_shows_no_secret_in_any_word_or_log_line(
    aurora: Shell, outside: Outside, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ran = connect_x(aurora)
    keeper().keep(lambda: True)
    secrets = [X_SECRET, *(part for part in kept("channels/aurora.x")["grant"].split('"') if len(part) > 20)]
    assert len(secrets) >= 3
    shown = ran.out + ran.err + caplog.text + call("GET", "/brands/aurora/channels/x/connection").text
    assert [one for one in secrets if one in shown] == []


def test_a_page_is_picked_by_its_id_among_those_that_the_person_manages(aurora: Shell, outside: Outside) -> None:
    ran = aurora.run(
        "channel", "connect", "aurora.facebook", "--client-id", META_APP, "--json", stdin=f"{META_SECRET}\n"
    )
    assert ran.code == 0, ran.err
    assert (ran.json["account_id"], ran.json["name"], ran.json["faults"]) == ("1001", "Aurora Coffee", [])
    token = json.loads(kept("channels/aurora.facebook")["grant"])["access"]["value"]
    assert outside.networks["meta"].platform.graph.store.tokens[token].kind == "page"  # type: ignore[attr-defined]


def test_another_account_than_the_brand_names_is_refused_and_nothing_is_kept(aurora: Shell, outside: Outside) -> None:
    outside.seed("x", {"signed_in": "2003"})
    ran = connect_x(aurora)
    assert ran.code == 1
    assert "@somebodyelse (2003)" in ran.err
    assert "2002" in ran.err
    assert "grant" not in kept("channels/aurora.x")
    page = aurora.run(
        "brand", "apply", aurora.brand(channels=[{"id": "facebook", "platform": "facebook", "account_id": "9"}])
    )
    assert page.code == 0
    options = ("--client-id", META_APP)
    ran = aurora.run("channel", "connect", "aurora.facebook", *options, stdin=f"{META_SECRET}\n")
    assert ran.code == 1
    assert "Aurora Coffee (1001)" in ran.err


def test_connecting_in_vain_leaves_the_connection_that_stands(aurora: Shell, outside: Outside) -> None:
    assert connect_x(aurora).code == 0
    before = kept("channels/aurora.x")["grant"]
    outside.seed("x", {"signed_in": "2003"})
    assert connect_x(aurora).code == 1
    assert kept("channels/aurora.x")["grant"] == before


def test_a_password_for_apps_is_asked_for_and_tried_before_it_is_kept(aurora: Shell, outside: Outside) -> None:
    channels = [{"id": "sky", "platform": "bluesky", "account_id": "aurora.bsky.social"}]
    assert aurora.run("brand", "apply", aurora.brand(channels=channels)).code == 0
    wrong = aurora.run("channel", "connect", "aurora.sky", stdin="not-the-password\n")
    assert wrong.code == 1
    assert kept("channels/aurora.sky") == {}
    assert "not-the-password" not in wrong.out + wrong.err
    right = aurora.run("channel", "connect", "aurora.sky", "--json", stdin=f"{APP_PASSWORD}\n")
    assert right.code == 0, right.err
    assert right.json["account_id"] == DID
    assert kept("channels/aurora.sky") == {"app_password": APP_PASSWORD}


def test_an_app_registers_itself_on_the_account_s_own_instance(aurora: Shell, outside: Outside) -> None:
    channels = [{"id": "masto", "platform": "mastodon", "account_id": "@aurora@mastodon.example"}]
    assert aurora.run("brand", "apply", aurora.brand(channels=channels)).code == 0
    ran = aurora.run("channel", "connect", "aurora.masto", "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["name"], ran.json["faults"], ran.json["expires_at"]) == ("@aurora@mastodon.example", [], None)
    assert "write:statuses" in ran.json["scopes"]


def test_a_name_that_is_no_account_is_one_sentence(aurora: Shell) -> None:
    assert "brand.channel" in aurora.run("channel", "connect", "aurora").err
    assert aurora.run("channel", "connect", "aurora.nowhere").code == 1


def test_the_doctor_says_whose_each_account_is_and_what_is_wrong_with_it(aurora: Shell, outside: Outside) -> None:
    assert connect_x(aurora).code == 0
    aurora.run("channel", "token", "aurora", "facebook", "access_token", stdin="gone-token\n")
    findings = aurora.run("doctor", "--json", "--stage", "local").json["findings"]
    seen = {(one["check"], one["subject"]): one for one in findings}
    assert "@auroracoffee (2002)" in seen["connection", "aurora.x"]["detail"]
    lost = seen["connection", "aurora.facebook"]
    assert not lost["ok"]
    assert "portavoce channel connect aurora.facebook" in lost["remedy"]


def test_the_doctor_is_content_when_nothing_is_missing(aurora: Shell, outside: Outside) -> None:
    assert connect_x(aurora).code == 0
    options = ("--client-id", META_APP)
    assert aurora.run("channel", "connect", "aurora.facebook", *options, stdin=f"{META_SECRET}\n").code == 0
    for channel in ("facebook", "x"):
        aurora.run("webhook", "secret", channel, stdin="secret")
    aurora.run("webhook", "secret", "facebook", "--name", "verify_token", stdin="secret")
    aurora.run("channel", "token", "--ads", "aurora", "meta", "access_token", stdin="ads-token")
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    # The address's owner has followed the link in Amazon's mail.
    ses_backends[DEFAULT_ACCOUNT_ID][REGION].email_identities[SENDER].verified_for_sending_status = True
    ran = aurora.run("doctor", "--json", "--stage", "local")
    assert [one for one in ran.json["findings"] if not one["ok"]] == []
    assert ran.code == 0


def test_the_doctor_says_what_a_webhook_has_missed_and_when_a_channel_was_read_again(aurora: Shell) -> None:
    missed = {MissedKind(InteractionKind.COMMENT, Verb.ADDED): 3, MissedKind(InteractionKind.REPLY, Verb.REMOVED): 1}
    records = RereadRecords(aws.table())

    def found() -> dict[str, Any]:
        findings = aurora.run("doctor", "--json", "--stage", "local").json["findings"]
        (one,) = [one for one in findings if one["check"] == "missed_by_webhook"]
        assert one["subject"] == "aurora.facebook", "X is not read again"
        return dict(one)

    assert found()["detail"] == "not read again yet"
    records.put(records.get("aurora.facebook").remember({}, MORNING), MORNING)
    assert found()["detail"] == f"nothing missed; read again {MORNING:%Y-%m-%d %H:%M} UTC"
    records.put(records.get("aurora.facebook").remember(missed, MORNING), MORNING)
    late = found()
    assert not late["ok"]
    assert "3 comment added, 1 reply removed" in late["remedy"]


@pytest.mark.parametrize("is_out", [True, False])
def test_the_doctor_says_when_amazon_writes_to_verified_addresses_alone(
    aurora: Shell, monkeypatch: pytest.MonkeyPatch, is_out: bool
) -> None:
    account = SimpleNamespace(get_account=lambda: {"ProductionAccessEnabled": is_out})
    real = boto3.client

    def client(service: str, **options: str) -> object:
        return account if service == "sesv2" and "region_name" in options else real(service, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(boto3, "client", client)
    (found,) = [one for one in aurora.run("doctor", "--json").json["findings"] if one["check"] == "mail sandbox"]
    assert found["ok"] == is_out


def test_an_answer_with_another_state_is_not_the_answer(socket_enabled: None) -> None:
    proof = Proof()
    with Loopback(0, proof) as door:

        def visit() -> None:
            for state, code in (("forged", "evil"), (proof.state, "good")):
                try:
                    urlopen(f"{door.redirect_uri}?{urlencode({'state': state, 'code': code})}", timeout=5).read()
                except HTTPError as error:
                    refused.append(error.code)

        refused: list[int] = []
        visitor = Thread(target=visit)
        visitor.start()
        assert door.code(10) == "good"
        visitor.join(5)
        assert refused == [404]


def test_nobody_coming_back_and_an_owner_who_says_no_are_each_one_sentence(socket_enabled: None) -> None:
    proof = Proof()
    with Loopback(0, proof) as door, pytest.raises(Refusal, match="Nobody came back"):
        door.code(0.2)
    with Loopback(0, proof) as door:
        query = urlencode({"state": proof.state, "error": "access_denied"})
        visitor = Thread(target=lambda: urlopen(f"{door.redirect_uri}?{query}", timeout=5).read())
        visitor.start()
        with pytest.raises(Refusal, match="access_denied"):
            door.code(10)
        visitor.join(5)


def test_the_challenge_is_the_one_of_rfc_7636() -> None:
    """RFC 7636, appendix B."""
    proof = Proof(verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert proof.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

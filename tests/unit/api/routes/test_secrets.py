"""Secrets over HTTP: they go in, and nothing shows them."""

import boto3

from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.http_api import Answered, call
from tests.stage import PREFIX


def stored(name: str) -> str | None:
    """The parameter below the stage's prefix, decrypted."""
    client = boto3.client("ssm")
    try:
        found = client.get_parameter(Name=f"{PREFIX}/{name}", WithDecryption=True)["Parameter"]
    except client.exceptions.ParameterNotFound:
        return None
    assert found["Type"] == "SecureString"
    return found["Value"]


def put_webhook(current: str) -> Answered:
    return call("PUT", "/webhooks/facebook/secret", {"secrets": {"current": current}})


def test_a_channel_secret_is_stored_encrypted_and_never_echoed(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    answer = call("PUT", "/brands/aurora/channels/facebook/secrets", {"secrets": {"access_token": "EAAB-secret"}})
    assert (answer.status, answer.text) == (204, "")
    assert stored("channels/aurora.facebook/access_token") == "EAAB-secret"


def test_a_secret_of_a_channel_that_is_not_there_is_refused(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    assert call("PUT", "/brands/aurora/channels/tiktok/secrets", {"secrets": {"a": "b"}}).status == 404
    assert call("PUT", "/brands/nobody/channels/facebook/secrets", {"secrets": {"a": "b"}}).status == 404


def test_a_secret_with_another_name_is_refused_with_the_names_that_are_right(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    answer = call("PUT", "/brands/aurora/channels/facebook/secrets", {"secrets": {"password": "hunter2"}})
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "secrets.password"
    assert "access_token" in answer.json["errors"][0]["message"]
    assert "hunter2" not in answer.text


def test_an_empty_or_overlong_secret_is_refused_without_repeating_it(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    for value in ("", "s" * 4097):
        answer = call("PUT", "/brands/aurora/channels/facebook/secrets", {"secrets": {"access_token": value}})
        assert answer.status == 422
        assert "ssss" not in answer.text


def test_a_new_webhook_secret_keeps_the_one_before_it_as_previous(stage: Table) -> None:
    put_webhook("first")
    assert (stored("webhooks/facebook/current"), stored("webhooks/facebook/previous")) == ("first", None)
    put_webhook("second")
    assert (stored("webhooks/facebook/current"), stored("webhooks/facebook/previous")) == ("second", "first")
    put_webhook("third")
    assert (stored("webhooks/facebook/current"), stored("webhooks/facebook/previous")) == ("third", "second")


def test_the_same_webhook_secret_again_does_not_push_the_previous_one_out(stage: Table) -> None:
    for value in ("first", "second", "second"):
        assert put_webhook(value).status == 204
    assert stored("webhooks/facebook/previous") == "first"


def test_a_platform_without_webhooks_has_no_webhook_secret(stage: Table) -> None:
    assert call("PUT", "/webhooks/orkut/secret", {"secrets": {"current": "x"}}).status == 404

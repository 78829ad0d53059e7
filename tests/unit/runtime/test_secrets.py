"""Secrets are read to their last page: the parameter store gives ten at a time."""

import boto3
import pytest

from portavoce.runtime import secrets
from portavoce.runtime.wiring import webhooks
from tests.stage import PREFIX, REGION, forget

FOLDERS = [f"s{number:02}" for number in range(23)]


@pytest.fixture
def stored(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAVOCE_PARAMETER_PREFIX", PREFIX)
    forget()
    ssm = boto3.client("ssm", region_name=REGION)
    for owner in ("channels/aurora.x", "webhooks/x"):
        for name in [*FOLDERS, "verify_token", "current"]:
            ssm.put_parameter(Name=f"{PREFIX}/{owner}/{name}", Value=name, Type="SecureString")


def test_all_secrets_of_an_owner_are_read_however_many_pages_they_fill(stored: None) -> None:
    assert set(secrets.secrets_of("channels/aurora.x")) == {*FOLDERS, "verify_token", "current"}


def test_a_webhooks_keys_are_found_on_whatever_page_they_lie(stored: None) -> None:
    found = webhooks.read_keys("x")
    assert (found.secrets, found.verify_token) == (("current",), "verify_token")


@pytest.mark.parametrize(
    ("owner", "command"),
    [
        ("channels/aurora.facebook", "`portavoce channel connect aurora.facebook`"),
        ("ads/aurora.meta", "`portavoce channel connect aurora.meta --ads`"),
        ("analytics/aurora.shop", "`portavoce channel connect aurora.shop --analytics`"),
    ],
)
def test_an_account_without_secrets_names_the_command_that_connects_it(stored: None, owner: str, command: str) -> None:
    with pytest.raises(secrets.SecretMissing, match=command):
        secrets.read_secrets(owner)

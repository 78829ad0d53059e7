"""`portavoce person invite`, `list`, `change`, `disable`, `enable`."""

import boto3
import pytest

from tests.console import make_pool
from tests.stage import SENDER, forget
from tests.unit.cli.conftest import Shell

GIULIA = "giulia@aurora.example"


@pytest.fixture
def inviting(aurora: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Aurora, and a pool of sign-ins."""
    make_pool(monkeypatch)
    forget()
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    return aurora


@pytest.mark.takes_long("six commands, each a process of its own in all but name")
def test_somebody_is_invited_listed_changed_and_kept_out(inviting: Shell) -> None:
    assert "Nobody was invited" in inviting.run("person", "list").out
    invited = inviting.run("person", "invite", GIULIA, "--role", "community", "--role", "content", "--language", "it")
    assert (invited.code, "seven days" in invited.out) == (0, True), invited.err
    changed = inviting.run("person", "change", GIULIA, "--role", "client", "--brand", "aurora", "--json")
    assert changed.json["roles"] == {"aurora": ["client"]}
    assert "disabled" in inviting.run("person", "disable", GIULIA).out
    listed = inviting.run("person", "list").out
    assert all(word in listed for word in (GIULIA, "aurora: client", "never", "disabled"))
    assert "disabled" not in inviting.run("person", "enable", GIULIA).out


def test_who_was_invited_before_is_not_invited_twice(inviting: Shell) -> None:
    inviting.run("person", "invite", GIULIA, "--role", "owner")
    refused = inviting.run("person", "invite", GIULIA, "--role", "owner")
    assert refused.code != 0
    assert "invited before" in refused.err
    assert inviting.run("person", "invite", GIULIA, "--role", "owner", "--again").code == 0

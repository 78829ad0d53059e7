"""An account without secrets is refused with the command that connects it."""

import pytest

from portavoce.runtime import secrets


@pytest.mark.parametrize(
    ("owner", "command"),
    [
        ("channels/aurora.facebook", "`portavoce channel connect aurora.facebook`"),
        ("ads/aurora.meta", "`portavoce channel connect aurora.meta --ads`"),
    ],
)
def test_an_account_without_secrets_names_the_command_that_connects_it(
    owner: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "secrets_of", lambda _: {})
    with pytest.raises(secrets.SecretMissing, match=command):
        secrets.read_secrets(owner)

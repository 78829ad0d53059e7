"""One server for all of these tests, and one account on it that publishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.bluesky import server
from tests.real.bluesky.account import Account


@pytest.fixture(scope="session")
def installed() -> None:
    """The server's packages are there."""
    server.install()


@pytest.fixture(scope="session")
def account(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """Aurora's account with an app password, and `regular.test`, whom she may mention."""
    data: Path = tmp_path_factory.mktemp("bluesky")
    with server.running(data) as url:
        person = {"email": "regular@aurora.example", "handle": "regular.test", "password": "a-regular-password"}
        server.ask(url, "com.atproto.server.createAccount", person)
        account = Account.on(url, "aurora.test")
        yield account
        account.close()

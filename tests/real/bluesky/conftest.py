"""One server for all of these tests with one account on it that publishes, and one network of its own for talking."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from tests import one_table
from tests.real.bluesky import database, server
from tests.real.bluesky.account import Account
from tests.real.bluesky.person import Person
from tests.real.desk import Desk


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


@pytest.fixture(scope="session")
def network(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the AppView behind it."""
    with database.running() as empty, server.running(tmp_path_factory.mktemp("network"), empty) as url:
        yield url


@pytest.fixture(scope="session")
def aurora(network: str) -> Iterator[Account]:
    """Aurora's account on the network."""
    account = Account.on(network, "aurora.test")
    yield account
    account.close()


@pytest.fixture(scope="session")
def regular(network: str, aurora: Account) -> Person:
    """Somebody else."""
    return Person.on(network, "regular.test")


@pytest.fixture(scope="session")
def passerby(network: str) -> Person:
    """Somebody who only looks."""
    return Person.on(network, "passerby.test")


@pytest.fixture
def desk(aws: None, aurora: Account) -> Desk:
    """Aurora's inbox, empty."""
    table = one_table.create(boto3.client("dynamodb"))
    return Desk(table, "bluesky", aurora.did, aurora.client())

"""A fresh server for each of these modules, and the way to it."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.real.mastodon import server
from tests.real.mastodon.account import Wire


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server's address."""
    server.install()
    with server.running(tmp_path_factory.mktemp("mastodon-mock")) as address:
        yield address


@pytest.fixture
def wire() -> Iterator[Wire]:
    """The way to the server, closed after the test."""
    with httpx2.HTTPTransport(verify=False) as to_server:
        yield Wire(to_server)

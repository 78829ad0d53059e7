"""Unit tests open no socket."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def no_sockets() -> Iterator[None]:
    """A test that reaches for the network fails."""
    disable_socket()
    yield
    enable_socket()

"""The stages that the tests look at; each is synthesised once and kept until something in it changes."""

import pytest

from tests.infra.template import Deployable, synthesised


@pytest.fixture(scope="session")
def dev() -> Deployable:
    return synthesised("dev")


@pytest.fixture(scope="session")
def prod() -> Deployable:
    return synthesised("prod")


@pytest.fixture(scope="session")
def local() -> Deployable:
    return synthesised("local")

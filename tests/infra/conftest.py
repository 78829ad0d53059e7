"""The stages that the tests look at; each is synthesised once and kept until something in it changes."""

import pytest

from infra.assembly import context_of, synthesise
from tests.infra.template import Deployable, read_assembly, synthesised


@pytest.fixture(scope="session")
def dev() -> Deployable:
    return synthesised("dev")


@pytest.fixture(scope="session")
def prod() -> Deployable:
    return synthesised("prod")


@pytest.fixture(scope="session")
def local() -> Deployable:
    return synthesised("local")


@pytest.fixture(scope="session")
def named(tmp_path_factory: pytest.TempPathFactory) -> Deployable:
    """Dev with all that may be named when it is deployed: two buckets to import from, executions for two functions, a
    model and a profile of models that draft answers."""
    folder = tmp_path_factory.mktemp("named") / "assembly"
    buckets, reserved = "aurora-photos,aurora-videos", "publish=20,ingest=5"
    models = "amazon.nova-micro-v1:0,eu.amazon.nova-lite-v1:0"
    given = context_of("dev", media_sources=buckets, reserved=reserved, draft_models=models)
    synthesise(folder, given)
    return read_assembly(folder, "dev")

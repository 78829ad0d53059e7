"""The suite runs once for every platform that is found, by what its manifest says it can do."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability
from tests.contract.platforms.stands import Stand, stand_for

_FIXTURES = {
    "publisher": Capability.PUBLISH,
    "moderated": Capability.MODERATE,
    "measured": Capability.MEASURE,
    "advertiser": Capability.ADVERTISE,
    "switched": Capability.BRAKE,
    "profiled": Capability.PROFILE,
    "listed": Capability.LIST_POSTS,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One run per platform with the capability; `platform` is any, `listening` one that has webhooks."""
    for fixture, capability in _FIXTURES.items():
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, discovery.with_capability(capability), indirect=True)
    if "platform" in metafunc.fixturenames:
        metafunc.parametrize("platform", discovery.names())
    if "reread" in metafunc.fixturenames:
        metafunc.parametrize("reread", discovery.with_capability(Capability.REREAD))
    if "listening" in metafunc.fixturenames:
        metafunc.parametrize("listening", discovery.with_capability(Capability.LISTEN))


def _stand(request: pytest.FixtureRequest) -> Stand:
    return stand_for(request.param)


publisher = pytest.fixture(name="publisher")(_stand)
moderated = pytest.fixture(name="moderated")(_stand)
measured = pytest.fixture(name="measured")(_stand)
advertiser = pytest.fixture(name="advertiser")(_stand)
switched = pytest.fixture(name="switched")(_stand)
profiled = pytest.fixture(name="profiled")(_stand)
listed = pytest.fixture(name="listed")(_stand)

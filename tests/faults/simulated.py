"""A platform's own client before its simulated network, in a whole publishing house."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx2
from pydantic import SecretStr

from infra.local.simulators.faults import Fault, transport_for
from infra.local.simulators.network import Network as Simulator
from infra.local.simulators.timeline import Post
from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import base_url_of
from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.http import Http
from portavoce.publishing.model import Content, Publication
from tests.faults.clients import ClientNetwork
from tests.faults.time import VirtualClock
from tests.faults.world import NINE, World, planned

PHOTO = b"\xff\xd8\xff\xd9"
FOUR_MINUTES_BEFORE = NINE - timedelta(minutes=4, seconds=17)


@dataclass(frozen=True)
class Account:
    """One account on a simulated network. `publishes` is the path of the one call, as a regular expression."""

    platform: str
    account_id: str
    secrets: Mapping[str, str]
    build: Callable[[Callable[[], datetime]], Simulator]
    seed: Mapping[str, Any]
    publishes: str

    def client(self, transport: httpx2.BaseTransport) -> Any:
        """The platform's own client."""
        secrets = {name: SecretStr(value) for name, value in self.secrets.items()}
        access = ChannelAccess(channel_id=f"aurora.{self.platform}", account_id=self.account_id, secrets=secrets)
        http = Http(base_url_of(discovery.manifest(self.platform), self.account_id), transport)
        return discovery.part(self.platform, "client").connect(access, http)


@dataclass
class Wire(httpx2.BaseTransport):
    """The way to the network, and to the images. `faults` are switched on with the publishing call of this number."""

    simulator: Simulator
    publishes: str
    faults: Sequence[Fault] = ()
    strikes_at: int = 1
    calls: int = 0
    _onward: httpx2.BaseTransport = field(init=False)

    def __post_init__(self) -> None:
        self._onward = transport_for(self.simulator)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "media.test":
            return httpx2.Response(200, content=PHOTO)
        if request.method == "POST" and re.search(self.publishes, request.url.path):
            self.calls += 1
            if self.calls == self.strikes_at:
                self.simulator.faults.add(self.faults)
        return self._onward.handle_request(request)


@dataclass(frozen=True)
class Life:
    """A world after its one publication was settled. `story` says who died when, and how it ended."""

    story: str
    world: World
    simulator: Simulator
    ended: Publication

    @property
    def posts(self) -> list[Post]:
        """What everybody can see, in its order."""
        return list(self.simulator.platform.posts.values())


def lived(
    account: Account,
    content: Content,
    faults: Sequence[Fault] = (),
    *,
    before: Sequence[Fault] = (),
    strikes_at: int = 1,
    blows_at: int | None = None,
    loses: int | None = None,
) -> Life:
    """One publication of this content, from its plan to its end. `before` are faults that strike from the beginning."""
    clock = VirtualClock(FOUR_MINUTES_BEFORE)
    simulator = account.build(clock.read)
    simulator.platform.seeds["accounts"](account.seed)
    simulator.faults.add(before)
    client = account.client(Wire(simulator, account.publishes, faults, strikes_at))
    rule = discovery.manifest(account.platform).lookup
    world = World(ClientNetwork("list", clock, client=client, looked_up_by=rule), blows_at=blows_at, loses=loses)
    publication = planned(account.platform, content=content).model_copy(update={"platform": account.platform})
    world.plan(publication)
    ended = world.run(publication.publication_id)
    return Life(str(ended.state), world, simulator, ended)


def lives(
    account: Account,
    content: Content,
    faults: Sequence[Fault] = (),
    *,
    before: Sequence[Fault] = (),
    strikes_at: int = 1,
) -> Iterator[Life]:
    """One life in which nobody dies, then one for each point at which the process can, then one for each write of our
    own whose answer can be lost.

    Points before the call that the faults strike are left out: they are those of a life without faults."""
    options: Any = {"before": before, "strikes_at": strikes_at}
    calm = lived(account, content, faults, **options)
    yield Life(f"nobody died: {calm.story}", calm.world, calm.simulator, calm.ended)
    passed = calm.world.fuse.passed
    calls = [point for point, label in enumerate(passed) if label == "before release"]
    struck = calls[strikes_at - 1] if faults else 0
    for point in range(struck, len(passed)):
        one = lived(account, content, faults, blows_at=point, **options)
        assert len(one.world.fuse.passed) > point, "the fuse never blew"
        yield Life(f"died {passed[point]} ({point}): {one.story}", one.world, one.simulator, one.ended)
    for write in range(passed[:struck].count("before write"), passed.count("before write")):
        one = lived(account, content, faults, loses=write, **options)
        yield Life(f"lost the answer of write {write}: {one.story}", one.world, one.simulator, one.ended)

"""Two posts of one channel that leave close together with the same words: what became of each."""

from datetime import timedelta

from infra.local.simulators.faults import Fault
from portavoce.platforms import discovery
from portavoce.publishing.model import Content, Publication
from tests.faults.accounts import FRONTS
from tests.faults.clients import ClientNetwork
from tests.faults.simulated import FOUR_MINUTES_BEFORE, Wire
from tests.faults.time import VirtualClock
from tests.faults.world import IMAGE, NINE, World, planned

PUBLISHES = {"facebook": r"/(feed|photos)$"}


class Street:
    """One channel on which two posts leave close together. `faults` strike from the first one's call on."""

    def __init__(
        self, platform: str, faults: tuple[Fault, ...], *, copies: int = 1, blows_at: int | None = None
    ) -> None:
        account = FRONTS[platform].account
        clock = VirtualClock(FOUR_MINUTES_BEFORE)
        self.platform, self.simulator = platform, account.build(clock.read)
        self.simulator.platform.seeds["accounts"](account.seed)
        client = account.client(Wire(self.simulator, PUBLISHES.get(platform, account.publishes), faults))
        rule = discovery.manifest(platform).lookup
        network = ClientNetwork("list", clock, client=client, looked_up_by=rule)
        self.world = World(network, copies=copies, blows_at=blows_at)

    def plan(self, name: str, content: Content, *, seconds: int) -> str:
        one = planned(self.platform, content=content, planned_at=NINE + timedelta(seconds=seconds)).model_copy(
            update={"platform": self.platform, "post_id": name, "publication_id": f"aurora.{name}.{self.platform}"}
        )
        self.world.plan(one)
        return one.publication_id

    def end(self, *ids: str) -> list[Publication]:
        for one in ids:
            self.world.run(one)
        found = [self.world.ledger.get(one) for one in ids]
        return [one for one in found if one]


def failing(platform: str, kind: str, count: int = 1) -> Fault:
    path = PUBLISHES.get(platform, FRONTS[platform].account.publishes)
    return Fault.model_validate({"kind": kind, "method": "POST", "path": path, "count": count})


def with_picture(text: str, name: str) -> Content:
    return Content(text=text, media=(IMAGE.model_copy(update={"key": f"media/{name}.jpg"}),))


KINDS = ("server_error", "lost_answer", "server_error_after")


def live_as_neighbours(
    platform: str, text: str, kind: str, count: int, gap_seconds: int
) -> tuple[Street, list[Publication]]:
    """Two with other pictures: the first `count` calls meet this fault. The street, and how they ended."""
    street = Street(platform, (failing(platform, kind, count),))
    plans = (("cup", 0), ("cake", gap_seconds))
    return street, street.end(*[street.plan(name, with_picture(text, name), seconds=at) for name, at in plans])

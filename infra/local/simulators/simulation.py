"""What one simulated network is made of: its application serves it, its `/_sim/` endpoints look into it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from werkzeug.wrappers import Request, Response

from infra.local.simulators.faults import Fault, FaultQueue
from infra.local.simulators.timeline import Comment, Message, Post
from infra.local.simulators.visits import Visit
from infra.local.simulators.webhooks import Courier, Parcel

Clock = Callable[[], datetime]


class Platform(Protocol):
    """What a network needs from the platform it serves. Called under the network's lock."""

    name: str
    posts: dict[str, Post]
    comments: dict[str, Comment]
    messages: dict[str, Message]
    seeds: Mapping[str, Callable[[object], None]]

    def answer(self, request: Request) -> Response:
        """Apply one request of the platform's own API; its errors are answers, not exceptions."""

    def fault_answer(self, fault: Fault, request: Request) -> Response:
        """The platform's own words for a refused, throttled or failed request."""

    def visit(self, visit: Visit) -> str:
        """Let somebody else comment; the comment's id. Raises `visits.NoSuchThing`."""

    def parcels(self, *, duplicated: bool = False, reordered: bool = False) -> list[Parcel]:
        """Signed webhooks for what happened since the last call."""

    def account_names(self) -> dict[str, str]:
        """Names of the managed accounts by id."""

    def state(self) -> dict[str, object]:
        """What only this platform holds, without the values of tokens and secrets."""


@dataclass(frozen=True)
class JournalEntry:
    """One request as it was seen; the query is left out because tokens travel there."""

    time: datetime
    method: str
    path: str
    status: int | None
    fault: str | None


class Simulation:
    """One network's platform and what surrounds it; `lock` is held while any of it is read or changed."""

    def __init__(self, platform: Platform, courier: Courier, clock: Clock) -> None:
        self.platform = platform
        self.courier = courier
        self.clock = clock
        self.faults = FaultQueue()
        self.journal: list[JournalEntry] = []
        self.lock = threading.RLock()

    def parcels(self, *, duplicated: bool = False, reordered: bool = False) -> list[Parcel]:
        """Signed webhooks for what happened since the last call, but for those that a switch loses."""
        made = self.platform.parcels(duplicated=duplicated, reordered=reordered)
        return [one for one in made if not self.faults.take(frozenset({"lost_webhook"}), "POST", one.url)]

"""A platform's own client where a publishing house expects its network: each call is a point at which it may die."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portavoce.platforms.contract import Keep, OutgoingPost, Publisher
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import LookupOutcome, PrepareOutcome, ReleaseOutcome
from tests.faults.network import Network


@dataclass(kw_only=True)
class ClientNetwork(Network):
    """The network is behind the client: simulated or real, it fails by itself."""

    client: Publisher
    looked_up_by: LookupRule

    @property
    def rule(self) -> LookupRule:
        return self.looked_up_by

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        return self._stepping("prepare", lambda: self.client.prepare(post, keep))

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        return self._stepping("release", lambda: self.client.release(post))

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        return self._stepping("look-up", lambda: self.client.look_up(post, attempted_at))

    def _stepping[T](self, label: str, act: Callable[[], T]) -> T:
        self.step(f"before {label}")
        outcome = act()
        self.step(f"after {label}")
        return outcome

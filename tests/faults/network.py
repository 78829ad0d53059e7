"""Small social networks with fault switches, one for each way in which a platform lets an outcome be settled."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import (
    Absent,
    Duplicate,
    Found,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from tests.faults.time import VirtualClock

Kind = Literal["key", "list", "handle", "none"]
"""The platform takes our key; it lists its posts; it publishes a container once; it offers nothing."""

Fault = Literal[
    "fine",
    "answer lost",
    "never applied",
    "refused",
    "throttled",
    "not ready",
    "slow",
    "slower than the watch",
    "client breaks",
    "look-up lags",
    "look-up fails",
]

RULES: dict[Kind, LookupRule] = {
    "key": LookupRule(by="key", settle_seconds=0, source="test"),
    "list": LookupRule(by="list", settle_seconds=60, source="test"),
    "handle": LookupRule(by="handle", settle_seconds=10, source="test"),
    "none": LookupRule(by="none", settle_seconds=0, source="test"),
}
LAG = timedelta(seconds=50)
THROTTLED_SECONDS = 40


class ClientDefect(Exception):
    """What a broken client raises."""


class Post(NamedTuple):
    """A post that everybody can see."""

    publication_id: str
    at: datetime
    text: str
    part: int = 0


@dataclass
class Network:
    """One network with one account. `fault` strikes at one call that would publish, or at the looks after it."""

    kind: Kind
    clock: VirtualClock
    fault: Fault = "fine"
    strikes_at: int = 1
    posts: list[Post] = field(default_factory=list)
    containers: dict[str, bool] = field(default_factory=dict)
    calls: list[datetime] = field(default_factory=list)
    looks: int = 0
    step: Callable[[str], None] = lambda _: None
    meanwhile: Callable[[], object] = lambda: None

    @property
    def rule(self) -> LookupRule:
        return RULES[self.kind]

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        if self.kind == "handle" and "container" not in post.handles:
            self.step("before prepare")
            container = f"container-{len(self.containers)}"
            self.containers[container] = False
            self.step("after prepare")
            keep("container", container)
        return Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        self.step("before release")
        self.calls.append(self.clock.now)
        outcome = self._answer(post) if len(self.calls) == self.strikes_at else self._publish(post)
        self.step("after release")
        return outcome

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        self.step("before look-up")
        self.looks += 1
        if self.fault == "look-up fails" and self.looks <= 3:
            return Unclear(reason="the list answered 500")
        lag = LAG if self.kind == "list" and self.fault == "look-up lags" else timedelta()
        seen = [(one.publication_id, one.part) for one in self.posts if attempted_at <= one.at <= self.clock.now - lag]
        return Found(remote_id=_id_of(post)) if (post.publication_id, post.part) in seen else Absent()

    def _answer(self, post: OutgoingPost) -> ReleaseOutcome:
        match self.fault:
            case "refused":
                return Refused(code="100", reason="the link is on our list")
            case "throttled":
                return Throttled(retry_after_seconds=THROTTLED_SECONDS, reason="too many calls")
            case "not ready":
                return NotReady(retry_after_seconds=5)
            case "never applied":
                return Unknown(reason="HTTP 500")
            case "slow":
                self.clock.now += timedelta(seconds=19)
            case "slower than the watch":
                self.clock.now += timedelta(seconds=100)
                self.meanwhile()
        outcome = self._publish(post)
        match self.fault:
            case "answer lost" | "look-up lags" | "look-up fails":
                return Unknown(reason="the connection dropped")
            case "client breaks":
                raise ClientDefect
        return outcome

    def _publish(self, post: OutgoingPost) -> ReleaseOutcome:
        if self.kind == "key" and (post.publication_id, post.part) in ((o.publication_id, o.part) for o in self.posts):
            return Published(remote_id=_id_of(post))
        if self.kind == "handle":
            if self.containers[post.handles["container"]]:
                return Duplicate(reason="the container was published before")
            self.containers[post.handles["container"]] = True
        before = [post.model_copy(update={"part": number}) for number in range(post.part)]
        assert [sent.remote_id for sent in post.after] == [_id_of(one) for one in before]
        self.posts.append(Post(post.publication_id, self.clock.now, post.text, post.part))
        return Published(remote_id=_id_of(post), url=f"https://network.test/{_id_of(post)}")


def _id_of(post: OutgoingPost) -> str:
    """No two posts of a network have one id."""
    return f"{post.publication_id}-{post.part + 1}"

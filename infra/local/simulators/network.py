"""A simulated network as a WSGI application: faults first, then the platform, then the journal."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Request, Response

from infra.local.simulators.control import Control, Visit
from infra.local.simulators.faults import FATAL, Fault, FaultQueue, LostAnswer
from infra.local.simulators.timeline import Comment, Post
from infra.local.simulators.webhooks import Courier, Parcel

Clock = Callable[[], datetime]


class Platform(Protocol):
    """What a network needs from the platform it serves. Called under the network's lock."""

    name: str
    posts: dict[str, Post]
    comments: dict[str, Comment]
    seeds: Mapping[str, Callable[[object], None]]

    def answer(self, request: Request) -> Response:
        """Apply one request of the platform's own API; its errors are answers, not exceptions."""

    def fault_answer(self, fault: Fault, request: Request) -> Response:
        """The platform's own words for a refused, throttled or failed request."""

    def visit(self, visit: Visit) -> str:
        """Let somebody else comment; the comment's id. Raises `control.NoSuchThing`."""

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


class Network:
    """The application. `run_later` starts the delivery of webhooks that the client's own acts cause."""

    def __init__(
        self,
        platform: Platform,
        courier: Courier,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        run_later: Callable[[Callable[[], object]], object] = lambda work: work(),
    ) -> None:
        self.platform = platform
        self.courier = courier
        self.clock = clock
        self.faults = FaultQueue()
        self.journal: list[JournalEntry] = []
        self.lock = threading.RLock()
        self._sleep = sleep
        self._run_later = run_later
        self._control = Control(self)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with Request(environ) as request:
            ours = request.path.startswith("/_sim/") or request.path == "/"
            response = self._control.answer(request) if ours else self._serve(request)
        return response(environ, start_response)

    def _serve(self, request: Request) -> Response:
        with self.lock:
            slow = self.faults.take(frozenset({"slow"}), request.method, request.path)
            fatal = self.faults.take(FATAL, request.method, request.path)
        if slow:
            self._sleep(slow.seconds)
        if fatal and fatal.kind in {"refused", "throttled", "server_error"}:
            response = self.platform.fault_answer(fatal, request)
        else:
            response = self._apply(request)
        if fatal and fatal.kind == "server_error_after":
            response = self.platform.fault_answer(fatal, request)
        lost = fatal is not None and fatal.kind == "lost_answer"
        kind = fatal.kind if fatal else slow.kind if slow else None
        status = None if lost else response.status_code
        with self.lock:
            self.journal.append(JournalEntry(self.clock(), request.method, request.path, status, kind))
        if lost:
            raise LostAnswer
        return response

    def _apply(self, request: Request) -> Response:
        with self.lock:
            known = set(self.platform.posts)
            response = self.platform.answer(request)
            fresh = [post for id_, post in self.platform.posts.items() if id_ not in known]
            self._make_lookups_lag(request, fresh)
            parcels = self.platform.parcels()
        if parcels:
            self._run_later(lambda: self.courier.carry(parcels))
        return response

    def _make_lookups_lag(self, request: Request, fresh: Sequence[Post]) -> None:
        if not fresh:
            return
        lag = self.faults.take(frozenset({"lagging_lookup"}), request.method, request.path)
        if lag:
            for post in fresh:
                post.lag(self.clock(), lag.seconds, lag.reads)


def utc_clock() -> datetime:
    """The machine's clock, UTC."""
    return datetime.now(UTC)

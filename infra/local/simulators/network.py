"""A simulated network as a WSGI application: faults first, then the platform, then the journal."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Request, Response

from infra.local.simulators.control import Control
from infra.local.simulators.faults import FATAL, LostAnswer
from infra.local.simulators.simulation import Clock, JournalEntry, Platform, Simulation
from infra.local.simulators.timeline import Lagging
from infra.local.simulators.webhooks import Courier


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
        simulation = self._simulation = Simulation(platform, courier, clock)
        self.platform, self.courier = simulation.platform, simulation.courier
        self.faults, self.journal = simulation.faults, simulation.journal
        self._clock, self._lock = simulation.clock, simulation.lock
        self._sleep = sleep
        self._run_later = run_later
        self._control = Control(simulation)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with Request(environ) as request:
            ours = request.path.startswith("/_sim/") or request.path == "/"
            response = self._control.answer(request) if ours else self._serve(request)
        return response(environ, start_response)

    def _serve(self, request: Request) -> Response:
        with self._lock:
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
        if fatal and fatal.kind == "strange_answer":
            response = Response(fatal.body, status=fatal.status or 200, mimetype="text/html")
        lost = fatal is not None and fatal.kind == "lost_answer"
        kind = fatal.kind if fatal else slow.kind if slow else None
        status = None if lost else response.status_code
        with self._lock:
            self.journal.append(JournalEntry(self._clock(), request.method, request.path, status, kind))
        if lost:
            raise LostAnswer
        return response

    def _apply(self, request: Request) -> Response:
        with self._lock:
            known = self._list_all().keys()
            response = self.platform.answer(request)
            fresh = [one for id_, one in self._list_all().items() if id_ not in known]
            self._make_lookups_lag(request, fresh)
            parcels = self._simulation.parcels()
        if parcels:
            self._run_later(lambda: self.courier.carry(parcels))
        return response

    def _list_all(self) -> dict[str, Lagging]:
        return {**self.platform.posts, **self.platform.comments, **self.platform.messages}

    def _make_lookups_lag(self, request: Request, fresh: Sequence[Lagging]) -> None:
        if not fresh:
            return
        lag = self.faults.take(frozenset({"lagging_lookup"}), request.method, request.path)
        if lag:
            for one in fresh:
                one.lag(self._clock(), lag.seconds, lag.reads)


def utc_clock() -> datetime:
    """The machine's clock, UTC."""
    return datetime.now(UTC)

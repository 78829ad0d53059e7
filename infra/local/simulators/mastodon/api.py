"""The frame of the Mastodon API: routing, tokens, scopes, rate limits, errors (platforms/mastodon.md §1, §7)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local.simulators.mastodon.store import Store, User

Handler = Callable[..., tuple[int, object]]


class Problem(Exception):
    """An error of the API: its status and its one sentence."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The answer as the instance sends it."""
        body = json.dumps({"error": str(self)})
        return Response(body, status=self.status, headers=self.headers, mimetype="application/json")


def invalid_request(error: str) -> Problem:
    """422: the request is understood and not taken."""
    return Problem(422, f"Validation failed: {error}")


def missing_record() -> Problem:
    """404: there is no such thing, or it is not shown."""
    return Problem(404, "Record not found")


def too_many_requests(now: datetime, ends: datetime) -> Problem:
    """429: the window's end is ISO 8601, not seconds."""
    return Problem(429, "Too many requests", {"Date": http_date(now), "X-RateLimit-Reset": iso(ends)})


def iso(moment: datetime) -> str:
    """An instant as the API writes it: milliseconds, UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


@dataclass(frozen=True)
class Bucket:
    """So many calls of one account in a window."""

    name: str
    limit: int
    window: timedelta


USUAL = Bucket("usual", 300, timedelta(minutes=5))
UPLOADS = Bucket("uploads", 30, timedelta(minutes=30))


@dataclass(frozen=True)
class Endpoint:
    """One call: which of these scopes it asks for (none: anybody may), its query parameters, its limit."""

    handler: Handler
    scopes: frozenset[str]
    query: frozenset[str]
    bucket: Bucket


ENDPOINTS: dict[str, Endpoint] = {}


def endpoint(
    method: str, path: str, *, scopes: str = "", query: str = "", bucket: Bucket = USUAL
) -> Callable[[Handler], Handler]:
    """Register a handler."""

    def register(handler: Handler) -> Handler:
        ENDPOINTS[f"{method} {path}"] = Endpoint(handler, frozenset(scopes.split()), frozenset(query.split()), bucket)
        return handler

    return register


@cache
def _routes() -> Map:
    """Of every endpoint, once all are registered: compiling them takes longer than most tests."""
    return Map([Rule(name.partition(" ")[2], endpoint=name, methods=[name.partition(" ")[0]]) for name in ENDPOINTS])


@dataclass
class Call:
    """One request, opened. `user` is None where no token is needed."""

    request: Request
    now: datetime
    user: User | None

    def me(self) -> User:
        """The account that asks."""
        if self.user is None:
            raise Problem(401, "The access token is invalid")
        return self.user


class Api:
    """The API over one store. The caller holds the network's lock."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.clock = clock
        self._windows: dict[tuple[str, str], tuple[datetime, int]] = {}

    def answer(self, request: Request) -> Response:
        """Serve one call."""
        try:
            name, values = _routes().bind_to_environ(request.environ).match()
            found = ENDPOINTS[name]
            call = self._open(request, found)
            limits = self._count(found.bucket, call)
            status, body = found.handler(self, call, **values)
        except HTTPException as error:
            return Problem(error.code or 404, error.name).response()
        except Problem as problem:
            return problem.response()
        if isinstance(body, Response):
            return body
        headers = {"Date": http_date(call.now), **limits}
        return Response(json.dumps(body), status=status, headers=headers, mimetype="application/json")

    def _open(self, request: Request, found: Endpoint) -> Call:
        if unknown := request.args.keys() - found.query:
            raise invalid_request(f"{min(unknown)} is no parameter of this call")
        if not found.scopes:
            return Call(request, self.clock(), None)
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        token = self.store.tokens.get(value)
        if scheme.lower() != "bearer" or token is None:
            raise Problem(401, "The access token is invalid")
        if token.scopes.isdisjoint(found.scopes):
            raise Problem(403, "This action is outside the authorized scopes")
        return Call(request, self.clock(), self.store.users[token.user_id])

    def _count(self, bucket: Bucket, call: Call) -> dict[str, str]:
        key = (bucket.name, call.user.id if call.user else "anyone")
        started, used = self._windows.get(key, (call.now, 0))
        if call.now >= started + bucket.window:
            started, used = call.now, 0
        ends, limit = started + bucket.window, self.store.instance.usual_calls if bucket is USUAL else bucket.limit
        if used >= limit:
            raise too_many_requests(call.now, ends)
        self._windows[key] = (started, used + 1)
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(limit - used - 1),
            "X-RateLimit-Reset": iso(ends),
        }

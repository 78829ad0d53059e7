"""The frame of X API v2: routing, tokens, scopes, credits, rate limits, strict parameters."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local.simulators.webhooks import Courier
from infra.local.simulators.x.errors import (
    Problem,
    bad_parameter,
    forbidden_request,
    no_credits,
    no_valid_token,
    too_many_requests,
    unsupported_authentication,
)
from infra.local.simulators.x.outbox import Outbox
from infra.local.simulators.x.store import App, Store, User

WINDOW = timedelta(minutes=15)

Who = Literal["user", "app", "either", "nobody"]
Handler = Callable[..., object]


@dataclass(frozen=True)
class Endpoint:
    """One call: who may make it, with which scope, how often in 15 minutes, and its query parameters."""

    handler: Handler
    name: str
    who: Who
    scope: str | None
    limit: int
    query: frozenset[str]
    status: int


ENDPOINTS: dict[str, Endpoint] = {}


def endpoint(
    method: str,
    path: str,
    *,
    limit: int,
    who: Who = "user",
    scope: str | None = None,
    query: str = "",
    status: int = 200,
) -> Callable[[Handler], Handler]:
    """Register a handler; limits are those of platforms/x.md §7 where it names one."""

    def register(handler: Handler) -> Handler:
        name = f"{method} {path}"
        ENDPOINTS[name] = Endpoint(handler, name, who, scope, limit, frozenset(query.split()), status)
        return handler

    return register


@dataclass
class Call:
    """One request, opened. `user` is set for a user's token, `app` always but for the token endpoint."""

    request: Request
    now: datetime
    app: App | None
    user: User | None

    def me(self) -> User:
        """The user who asks. Raises `Problem` 403 when an app asks."""
        if self.user is None:
            raise unsupported_authentication()
        return self.user

    def body[T: BaseModel](self, model: type[T]) -> T:
        """The JSON body, checked against the schema. Raises `Problem` 400 that names the field."""
        if self.request.mimetype != "application/json":
            raise bad_parameter("body", self.request.mimetype, "The Content-Type must be application/json")
        try:
            return model.model_validate_json(self.request.get_data())
        except ValidationError as error:
            first = error.errors()[0]
            where = "$." + ".".join(str(part) for part in first["loc"])
            message = f"{where}: {first['msg']}"
            if first["type"] == "extra_forbidden":
                message = f"{where}: is not defined in the schema and the schema does not allow additional properties"
            raise bad_parameter(where, "", message) from error


class Api:
    """The API over one store. The caller holds the network's lock."""

    def __init__(self, store: Store, courier: Courier, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.courier = courier
        self.clock = clock
        self.limits: dict[str, int] = {}
        self.outbox = Outbox(store, courier, clock)
        self._windows: dict[tuple[str, str], tuple[datetime, int]] = {}

    def answer(self, request: Request) -> Response:
        """Serve one call; refusals are problem documents."""
        headers: dict[str, str] = {}
        try:
            name, values = _routes().bind_to_environ(request.environ).match()
            found = ENDPOINTS[name]
            call = self._open(request, found)
            headers = self._count(found, call)
            made = found.handler(self, call, **values)
            if not isinstance(made, Response):
                made = Response(json.dumps(made), status=found.status, mimetype="application/json")
            response = made
        except HTTPException as error:
            return Response(status=error.code or 404)
        except Problem as problem:
            response = problem.response()
            headers |= problem.headers
        response.headers.update(headers)
        response.date = self.clock()
        return response

    def _open(self, request: Request, found: Endpoint) -> Call:
        for name in request.args:
            if name not in found.query:
                message = f"The query parameter [{name}] is not one of [{','.join(sorted(found.query))}]"
                raise bad_parameter(name, request.args[name], message)
        if found.who == "nobody":
            return Call(request, self.clock(), None, None)
        call = self._identify(request, found)
        if not self.store.has_credits:
            raise no_credits()
        return call

    def _identify(self, request: Request, found: Endpoint) -> Call:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not value:
            raise no_valid_token()
        app = next((app for app in self.store.apps.values() if app.bearer == value), None)
        if app is not None:
            if found.who == "user":
                raise unsupported_authentication()
            return Call(request, self.clock(), app, None)
        token = self.store.access.get(value)
        if token is None or (token.expires_at and self.clock() >= token.expires_at):
            raise no_valid_token()
        if found.who == "app":
            raise unsupported_authentication()
        if found.scope and found.scope not in token.scopes:
            raise forbidden_request(f"Your client app is not configured with the scope {found.scope}.")
        return Call(request, self.clock(), self.store.apps.get(token.client_id), self.store.users[token.user_id])

    def _count(self, found: Endpoint, call: Call) -> dict[str, str]:
        caller = call.user.id if call.user else call.app.client_id if call.app else "anyone"
        limit = self.limits.get(found.name, found.limit)
        started, used = self._windows.get((found.name, caller), (call.now, 0))
        if call.now >= started + WINDOW:
            started, used = call.now, 0
        reset_epoch = int((started + WINDOW).timestamp())
        if used >= limit:
            raise too_many_requests(limit, reset_epoch)
        self._windows[found.name, caller] = (started, used + 1)
        return {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(limit - used - 1),
            "x-rate-limit-reset": str(reset_epoch),
        }


@cache
def _routes() -> Map:
    """Every call that is registered; made once, because it takes longer than a call."""
    return Map([Rule(name.partition(" ")[2], endpoint=name, methods=[name.partition(" ")[0]]) for name in ENDPOINTS])

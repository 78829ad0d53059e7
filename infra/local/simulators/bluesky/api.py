"""The frame of XRPC: routing, sessions, strict parameters, the limit on signing in (platforms/bluesky.md §1, §7)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from pydantic import BaseModel, ValidationError
from werkzeug.wrappers import Request, Response

from infra.local.simulators.bluesky.errors import XrpcError, invalid_request, too_many_requests
from infra.local.simulators.bluesky.store import Account, Store, Token

SIGN_INS = ((timedelta(minutes=5), 30), (timedelta(days=1), 300))
"""How often one account may open a session."""

HOUR = timedelta(hours=1)
"""The window in which an account's writes are counted."""

Handler = Callable[..., object]


@dataclass(frozen=True)
class Endpoint:
    """One call: its verb, which token opens it, and its query parameters."""

    handler: Handler
    verb: str
    token: Literal["access", "refresh", "service", "none"]
    query: frozenset[str]


ENDPOINTS: dict[str, Endpoint] = {}


def endpoint(
    verb: str, name: str, *, token: Literal["access", "refresh", "service", "none"] = "access", query: str = ""
) -> Callable[[Handler], Handler]:
    """Register a handler under its lexicon's name."""

    def register(handler: Handler) -> Handler:
        ENDPOINTS[name] = Endpoint(handler, verb, token, frozenset(query.split()))
        return handler

    return register


@dataclass
class Call:
    """One request, opened."""

    request: Request
    now: datetime
    account: Account | None
    token: Token | None
    points: int = 0

    def spend(self, points: int) -> None:
        """Count what this call costs the account."""
        self.points += points

    def me(self) -> Account:
        """The account whose session it is."""
        if self.account is None:
            raise XrpcError(401, "AuthMissing", "Authentication Required")
        return self.account

    def parameter(self, name: str) -> str:
        """A parameter that must be there."""
        if not self.request.args.get(name):
            raise invalid_request(f'Params must have the property "{name}"')
        return self.request.args[name]

    def body[T: BaseModel](self, model: type[T]) -> T:
        """The JSON body, checked against its schema."""
        if self.request.mimetype != "application/json":
            raise invalid_request(f"Wrong request encoding (Content-Type): {self.request.mimetype}")
        return validate_input(model, json.loads(self.request.get_data()))


def validate_input[T: BaseModel](model: type[T], value: object) -> T:
    """The value in the model's words. Raises `XrpcError` 400 that names the field."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        raise invalid_request(f"Input/{'/'.join(map(str, first['loc']))}: {first['msg']}") from error


class Api:
    """The API over one store. The caller holds the network's lock."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.clock = clock
        self._sign_ins: dict[str, list[datetime]] = {}
        self._hours: dict[str, tuple[datetime, int]] = {}

    def answer(self, request: Request) -> Response:
        """Serve one call."""
        try:
            found = _endpoint(request)
            call = self._open(request, found)
            body = found.handler(self, call)
        except XrpcError as error:
            return error.response()
        headers = {"Date": self.date()} | self._allowance(call)
        if body is None:  # a lexicon without an output
            return Response(b"", headers=headers)
        return Response(json.dumps(body), headers=headers, mimetype="application/json")

    def _allowance(self, call: Call) -> dict[str, str]:
        """Counts the points of a write in the account's hour: what is left of them."""
        if not call.points or call.account is None:
            return {}
        started, spent = self._hours.get(call.account.did, (call.now, 0))
        if call.now >= started + HOUR:
            started, spent = call.now, 0
        self._hours[call.account.did] = (started, spent + call.points)
        left = max(0, self.store.points_an_hour - spent - call.points)
        return {
            "RateLimit-Limit": str(self.store.points_an_hour),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": str(int((started + HOUR).timestamp())),
        }

    def count_sign_in(self, did: str) -> None:
        """Raises `XrpcError` 429 when the account has signed in too often."""
        now = self.clock()
        past = self._sign_ins.setdefault(did, [])
        for window, limit in SIGN_INS:
            inside = [at for at in past if now - at < window]
            if len(inside) >= limit:
                raise too_many_requests(limit, int((inside[0] + window).timestamp()), self.date())
        past.append(now)

    def date(self) -> str:
        """The server's time as its header tells it."""
        return format_datetime(self.clock(), usegmt=True)

    def _open(self, request: Request, found: Endpoint) -> Call:
        if found.token == "none":
            return Call(request, self.clock(), None, None)
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not value:
            raise XrpcError(401, "AuthMissing", "Authentication Required")
        token = self.store.tokens.get(value)
        if token is None or token.kind != found.token:
            raise invalid_request("Token could not be verified", "InvalidToken")
        if token.used or self.clock() >= token.expires_at:
            raise invalid_request("Token has expired", "ExpiredToken")
        return Call(request, self.clock(), self.store.accounts[token.did], token)


def _endpoint(request: Request) -> Endpoint:
    _, _, name = request.path.partition("/xrpc/")
    found = ENDPOINTS.get(name)
    if found is None:
        raise XrpcError(501, "MethodNotImplemented", "Method Not Implemented")
    if request.method != found.verb:
        raise invalid_request(f"Incorrect HTTP method ({request.method}) expected {found.verb}")
    if unknown := request.args.keys() - found.query:
        raise invalid_request(f"{min(unknown)} is no parameter of {name}")
    return found

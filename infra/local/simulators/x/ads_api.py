"""The frame of the X Ads API: routing, OAuth 1.0a, rights, limits, strict parameters, pages."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local.simulators.x.ads import Account, AdsStore, UserKeys
from infra.local.simulators.x.ads_errors import AdsError, invalid, over_limit
from infra.local.simulators.x.ads_signatures import Doorkeeper

VERSION = "12"
WINDOW = timedelta(minutes=15)
WRITE_WINDOW = timedelta(minutes=1)
LIMITS = {"stats": 250, "core": 10_000, "other": 2_000, "write": 450}
"""In 15 minutes: stats of one user as a category, core reads of one account, other reads of it; in one minute: writes
of one account (Rate limiting)."""
MOST_ROWS, USUAL_ROWS = 1_000, 200
SEES_CAMPAIGNS = frozenset({"ACCOUNT_ADMIN", "AD_MANAGER", "CAMPAIGN_ANALYST"})
CHANGES_CAMPAIGNS = frozenset({"ACCOUNT_ADMIN", "AD_MANAGER"})

type Family = Literal["stats", "core", "other", "write"]
type Method = Literal["GET", "PUT"]
type AdsHandler = Callable[..., dict[str, object]]


@dataclass(frozen=True)
class AdsEndpoint:
    """One call, its parameters, and which of them it needs."""

    handler: AdsHandler
    path: str
    method: Method
    family: Family
    query: frozenset[str]
    needed: tuple[str, ...]
    for_all: bool


ADS_ENDPOINTS: dict[tuple[Method, str], AdsEndpoint] = {}


def ads_endpoint(
    path: str,
    *,
    family: Family,
    method: Method = "GET",
    query: str = "",
    needed: str = "",
    for_all: bool = False,
) -> Callable[[AdsHandler], AdsHandler]:
    """Register a call; `for_all`: whoever has any right in the account may make it."""

    def register(handler: AdsHandler) -> AdsHandler:
        names = frozenset((query + " " + needed).split())
        ADS_ENDPOINTS[method, path] = AdsEndpoint(handler, path, method, family, names, tuple(needed.split()), for_all)
        return handler

    return register


@dataclass
class AdsCall:
    """One request, opened."""

    request: Request
    now: datetime
    account: Account
    keys: UserKeys

    @property
    def params(self) -> dict[str, str]:
        """The query."""
        return self.request.args.to_dict()

    def flag(self, name: str) -> bool:
        """A parameter that is true or false, and false when it is left out."""
        value = self.params.get(name, "false")
        if value not in {"true", "false"}:
            raise invalid(name, f'Expected boolean, got "{value}" for {name}')
        return value == "true"


class AdsApi:
    """The API over one store. The caller holds the network's lock."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.store = AdsStore()
        self.clock = clock
        self.limits = dict(LIMITS)
        self._doorkeeper = Doorkeeper(self.store)
        self._windows: dict[tuple[str, str], tuple[datetime, int]] = {}

    def answer(self, request: Request) -> Response:
        """Serve one call."""
        headers: dict[str, str] = {}
        try:
            name, values = _routes().bind_to_environ(request.environ).match()
            found = ADS_ENDPOINTS[name]
            call = self._open(request, found, values["account_id"])
            headers = self._count(found, call)
            body = found.handler(self, call, **{name: one for name, one in values.items() if name != "account_id"})
            body["request"] = {"params": {"account_id": call.account.id, **call.params}}
            response = Response(json.dumps(body), mimetype="application/json")
        except HTTPException as error:
            code, status = ("METHOD_NOT_ALLOWED", 405) if error.code == 405 else ("ROUTE_NOT_FOUND", 404)
            response = AdsError(status, code, "No such call").response()
        except AdsError as error:
            response = error.response()
            headers |= error.headers
        response.headers.update(headers | {"x-current-api-version": VERSION})
        response.date = self.clock()
        return response

    def _open(self, request: Request, found: AdsEndpoint, account_id: str) -> AdsCall:
        keys = self._doorkeeper.identify(request, self.clock())
        if not keys.may_use_ads:
            raise AdsError(403, "UNAUTHORIZED_CLIENT_APPLICATION", "The client application is not authorized")
        account = self.store.accounts.get(account_id)
        rights = account.permissions.get(keys.user_id, ()) if account else ()
        if account is None or not rights:
            raise AdsError(403, "ACCOUNT_NOT_FOUND", f"Account {account_id} was not found", "account_id")
        allowed = SEES_CAMPAIGNS if found.method == "GET" else CHANGES_CAMPAIGNS
        if not found.for_all and not allowed.intersection(rights):
            raise AdsError(403, "ACTION_NOT_ALLOWED", "The user may not see or change campaigns")
        for name in request.args:
            if name not in found.query or len(request.args.getlist(name)) > 1:
                raise invalid(name, f"Unknown or repeated parameter {name}")
        for name in found.needed:
            if not request.args.get(name):
                raise AdsError(400, "MISSING_PARAMETER", f"Expected {name}", name)
        return AdsCall(request, self.clock(), account, keys)

    def _count(self, found: AdsEndpoint, call: AdsCall) -> dict[str, str]:
        by_user = found.family == "stats"
        who = ("stats", call.keys.user_id) if by_user else (f"{found.method} {found.path}", call.account.id)
        kind, limit = "rate-limit" if by_user else "account-rate-limit", self.limits[found.family]
        window = WRITE_WINDOW if found.family == "write" else WINDOW
        started, used = self._windows.get(who, (call.now, 0))
        if call.now >= started + window:
            started, used = call.now, 0
        reset = str(int((started + window).timestamp()))
        said = {f"x-{kind}-limit": str(limit), f"x-{kind}-reset": reset}
        if used >= limit:
            raise over_limit(said | {f"x-{kind}-remaining": "0"})
        self._windows[who] = (started, used + 1)
        return said | {f"x-{kind}-remaining": str(limit - used - 1)}


def page_of(call: AdsCall, rows: Iterable[dict[str, object]]) -> dict[str, object]:
    """One page of a list: `next_cursor` is null once fewer rows than `count` are left."""
    found, count = list(rows), call.params.get("count", str(USUAL_ROWS))
    if not count.isdigit() or not 1 <= int(count) <= MOST_ROWS:
        raise invalid("count", f"Expected a number from 1 to {MOST_ROWS}")
    begin = _read_cursor(call.params["cursor"]) if "cursor" in call.params else 0
    page = found[begin : begin + int(count)]
    end = begin + len(page)
    return {"data": page, "next_cursor": _write_cursor(end) if len(page) == int(count) else None}


def _write_cursor(at: int) -> str:
    return "c-" + base64.b32encode(at.to_bytes(4)).decode().rstrip("=").lower()


def _read_cursor(text: str) -> int:
    code = text.removeprefix("c-").upper()
    try:
        return int.from_bytes(base64.b32decode(code + "=" * (-len(code) % 8)))
    except binascii.Error:
        raise invalid("cursor", "Invalid cursor") from None


@cache
def _routes() -> Map:
    return Map(
        [Rule(f"/{VERSION}/{path}", endpoint=(method, path), methods=[method]) for method, path in ADS_ENDPOINTS]
    )

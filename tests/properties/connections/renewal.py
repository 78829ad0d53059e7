"""A channel on the simulated X whose token ends in two hours, looked after every fifteen minutes, where any step may
be the last one of the process, and any answer of the token endpoint may be lost."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx2
from pydantic import SecretStr

from infra.local.simulators.faults import transport_for
from infra.local.simulators.x.app import X, build
from portavoce.connections import grants
from portavoce.connections.model import Holder, holders
from portavoce.connections.records import ConnectionRecords
from portavoce.connections.service.keep import Keeper
from portavoce.connections.service.renew import TokenRenewer
from portavoce.platforms.access import oauth
from portavoce.platforms.access.oauth_tokens import App, Granted
from portavoce.platforms.contract import ChannelAccess, ProbeOutcome
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import OAuthRule
from portavoce.platforms.x.client import connect
from portavoce.platforms.x.manifest import MANIFEST
from portavoce.reporting.model import Alert, AlertKind
from portavoce.table.table import Table
from tests.aurora import aurora

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIFE, TICK = timedelta(hours=2), timedelta(minutes=15)
TOKEN_PATH = "/2/oauth2/token"
APP = App(client_id="aurora-app", client_secret=SecretStr("app-secret"))
BRAND = aurora(channels=[{"id": "x", "platform": "x", "account_id": "111"}], ad_accounts=[], budgets=[])
(HOLDER,) = holders(BRAND)
RULE = cast("OAuthRule", MANIFEST.oauth)


class Died(BaseException):
    """The process ended here."""


@dataclass
class World:
    """The table, the parameters, X, and the clock. `step` is called before and after everything that leaves a trace."""

    table: Table
    now: datetime = START
    parameters: dict[str, SecretStr] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    refuses: Callable[[str], bool] = lambda token: False
    """Which access tokens X refuses to be probed with, beside those that it does not know."""
    step: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        network = build(lambda: self.now, sleep=lambda _: None)
        platform: Any = network.platform
        self.x: X = platform
        self.network = transport_for(network)
        self.x.seeds["accounts"](
            {
                "apps": [
                    {"client_id": APP.client_id, "client_secret": "app-secret", "consumer_secret": "c", "bearer": "b"}
                ],
                "users": [{"id": "111", "username": "auroracoffee"}],
                "tokens": [
                    {"value": "first-access", "user_id": "111", "client_id": APP.client_id,
                     "refresh_token": "first-refresh", "expires_at": START + LIFE},
                ],
            }
        )  # fmt: skip
        first = Granted(access=SecretStr("first-access"), refresh=SecretStr("first-refresh"), lasts_seconds=7200)
        self.parameters["grant"] = grants.as_text(grants.new_grant(first, APP, START))
        self.http = Http("https://api.x.com", _Between(self))

    @property
    def keeper(self) -> Keeper:
        """A new process."""
        renewer = TokenRenewer(
            records=ConnectionRecords(_Stepping(self.table, self)),
            rule=lambda _: RULE,
            renew=lambda _, __, refresh: oauth.renew(RULE, self.http, APP, refresh),
            probe=self.probe,
            write=self._write,
            raise_alert=self._raise,
            clock=lambda: self.now,
        )
        return Keeper(renewer=renewer, brands=lambda: [BRAND], read=lambda _: dict(self.parameters))

    def probe(self, holder: Holder, secrets: Mapping[str, SecretStr]) -> ProbeOutcome:
        access = ChannelAccess(channel_id=holder.id, account_id=holder.account_id, secrets=secrets)
        return connect(access, self.http).probe()

    def tick(self) -> None:
        """One round of a new process, which may die in it."""
        with suppress(Died):
            self.keeper.keep(lambda: True)

    @property
    def works(self) -> bool:
        """Whether X takes the token that a publisher would read now."""
        token = self.x.api.store.access.get(grants.open_secrets(self.parameters)["access_token"].get_secret_value())
        return token is not None and (token.expires_at is None or self.now < token.expires_at)

    @property
    def told(self) -> set[AlertKind]:
        return {one.kind for one in self.alerts.values() if not one.quiet}

    def _write(self, owner: str, name: str, value: SecretStr) -> None:
        self.step()
        self.parameters[name] = value
        self.step()

    def _raise(self, alert: Alert) -> bool:
        self.step()
        is_new = self.alerts.setdefault(alert.alert_id, alert) is alert
        self.step()
        return is_new


class _Stepping(Table):
    """The table, with a step before and after each write."""

    def __init__(self, table: Table, world: World) -> None:
        super().__init__(table.client, table.name)
        self._world = world

    def write(self, operation: str, request: dict[str, Any]) -> Any:
        self._world.step()
        answer = super().write(operation, request)
        self._world.step()
        return answer


class _Between(httpx2.BaseTransport):
    """The network between us and X: one fault per call of the token endpoint, and a step around each call."""

    def __init__(self, world: World) -> None:
        self._world = world

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._world.step()
        answer = self._answer(request)
        self._world.step()
        return answer

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        world = self._world
        fault = world.faults.pop(0) if world.faults and request.url.path == TOKEN_PATH else ""
        match fault:
            case "never sent":
                raise httpx2.ConnectError("no route")
            case "lost on its way there":
                raise httpx2.ReadTimeout("silence")
            case "throttled":
                return httpx2.Response(429, json={"title": "Too Many Requests"})
            case "failed before":
                return httpx2.Response(500, json={})
        if world.refuses(request.headers["Authorization"].removeprefix("Bearer ")):
            return httpx2.Response(402, json={"title": "CreditsDepleted", "status": 402})
        world.asked += request.url.path == TOKEN_PATH
        answer = world.network.handle_request(request)
        match fault:
            case "lost on its way back":
                raise httpx2.ReadTimeout("silence")
            case "failed after":
                return httpx2.Response(502, json={})
        return answer

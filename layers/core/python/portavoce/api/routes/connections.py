"""Connecting an account: where its owner is sent, what came back, and how the connection stands. No secret goes out."""

from http import HTTPStatus
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, SecretStr, StringConstraints, model_validator

from portavoce.api.lookups import known_holder
from portavoce.api.problems import FieldError, Problem, invalid, try_again
from portavoce.api.router import new_router
from portavoce.api.routes.secrets import Secret, check_names
from portavoce.brands.model import Id
from portavoce.connections.grants import Grant
from portavoce.connections.model import ConnectionState, Holder
from portavoce.connections.service.connect import ConnectionBusy, ConnectionRefused, ConnectionUnclear, WrongAccount
from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import NoInstance
from portavoce.platforms.access.oauth_tokens import App, OtherAccounts
from portavoce.platforms.contract import Fault, Probe, Quota
from portavoce.platforms.manifest import SecretField
from portavoce.platforms.outcomes import Refused
from portavoce.runtime import clock
from portavoce.runtime.wiring import connections as wiring
from portavoce.runtime.wiring.access import connections
from portavoce.value import Value

router = new_router()

Redirect = Annotated[str, StringConstraints(pattern=r"^http://127\.0\.0\.1:[1-9][0-9]{0,4}/[a-z]{1,20}$")]
OAuthValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{16,128}$")]
OAuthSecret = Annotated[SecretStr, Field(min_length=1, max_length=2048)]


class ConnectionView(Value):
    """How an account is connected. `by` says how it is done: with the owner's consent in a browser, or by typing in
    `secrets`. `needs_app` asks for the id and secret of the firm's own app. The rest is what was last seen."""

    account: str
    platform: str
    account_id: str
    by: Literal["oauth", "secrets"]
    secrets: tuple[SecretField, ...]
    needs_app: bool
    any_port: bool
    state: ConnectionState
    since: AwareDatetime | None
    ends_at: AwareDatetime | None
    cause: str | None


class AuthorizationPost(Value):
    """What the owner's way to the platform needs. `redirect_uri` is on this machine; `code_challenge` is the S256 one
    of RFC 7636; the app is remembered for the account."""

    redirect_uri: Redirect
    state: OAuthValue
    code_challenge: OAuthValue
    client_id: Annotated[str | None, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")] = None
    client_secret: Secret | None = None


class Authorization(Value):
    """Where to send the owner."""

    address: str


class ConnectionPut(Value):
    """What came of it: the code that the owner came back with, or secrets that the owner typed in."""

    code: OAuthSecret | None = None
    code_verifier: OAuthSecret | None = None
    redirect_uri: Redirect | None = None
    secrets: dict[str, Secret] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        parts = (self.code, self.code_verifier, self.redirect_uri)
        if not (all(parts) and not self.secrets) and not (self.secrets and not any(parts)):
            raise ValueError("give code, code_verifier and redirect_uri, or secrets")
        return self


class Connected(Value):
    """What the platform says of the account that is connected now."""

    account_id: str
    name: str
    scopes: tuple[str, ...]
    expires_at: AwareDatetime | None
    quota: Quota | None
    faults: tuple[Fault, ...]


@router.get("/brands/<brand>/channels/<channel>/connection", tags=["channels"])
def get_channel_connection(brand: Id, channel: Id) -> ConnectionView:
    """How a channel is connected, as last seen."""
    return _view(known_holder(brand, "channels", channel))


@router.get("/brands/<brand>/ad-accounts/<ad_account>/connection", tags=["channels"])
def get_ad_account_connection(brand: Id, ad_account: Id) -> ConnectionView:
    """How an advertising account is connected, as last seen."""
    return _view(known_holder(brand, "ads", ad_account))


@router.get("/brands/<brand>/analytics/<site>/connection", tags=["channels"])
def get_site_connection(brand: Id, site: Id) -> ConnectionView:
    """How a site's analytics are connected, as last seen."""
    return _view(known_holder(brand, "analytics", site))


@router.post("/brands/<brand>/channels/<channel>/authorization", tags=["channels"])
def start_channel_authorization(brand: Id, channel: Id, body: AuthorizationPost) -> Authorization:
    """Where a channel's owner is sent to let us in."""
    return _start(known_holder(brand, "channels", channel), body)


@router.post("/brands/<brand>/ad-accounts/<ad_account>/authorization", tags=["channels"])
def start_ad_account_authorization(brand: Id, ad_account: Id, body: AuthorizationPost) -> Authorization:
    """Where an advertising account's owner is sent to let us in."""
    return _start(known_holder(brand, "ads", ad_account), body)


@router.put("/brands/<brand>/channels/<channel>/connection", tags=["channels"])
def put_channel_connection(brand: Id, channel: Id, body: ConnectionPut) -> Connected:
    """Connects a channel, if what was given works and is for the account that the brand's file names."""
    return _connect(known_holder(brand, "channels", channel), body)


@router.put("/brands/<brand>/ad-accounts/<ad_account>/connection", tags=["channels"])
def put_ad_account_connection(brand: Id, ad_account: Id, body: ConnectionPut) -> Connected:
    """Connects an advertising account, if what was given works and is for the one that the brand's file names."""
    return _connect(known_holder(brand, "ads", ad_account), body)


@router.put("/brands/<brand>/analytics/<site>/connection", tags=["channels"])
def put_site_connection(brand: Id, site: Id, body: ConnectionPut) -> Connected:
    """Connects a site's analytics, if the key that was given reads them."""
    return _connect(known_holder(brand, "analytics", site), body)


def _view(holder: Holder) -> ConnectionView:
    manifest, standing = discovery.manifest(holder.platform), connections().find_connection(holder)
    rule = manifest.oauth
    return ConnectionView(
        account=holder.id,
        platform=holder.platform,
        account_id=holder.account_id,
        by="oauth" if rule else "secrets",
        secrets=manifest.secrets,
        needs_app=rule is not None and rule.register_path is None and wiring.app_of(holder) is None,
        any_port=rule is not None and rule.any_port,
        state=standing.state if standing else ConnectionState.NEW,
        since=standing.since if standing else None,
        ends_at=standing.ends_at if standing else None,
        cause=standing.cause if standing else None,
    )


def _start(holder: Holder, body: AuthorizationPost) -> Authorization:
    rule = discovery.manifest(holder.platform).oauth
    if rule is None:
        raise _conflict("no-oauth", f"{holder.id} is connected with secrets that are typed in: use {holder.command}.")
    try:
        app = _app(holder, body, registers=rule.register_path is not None)
        address = wiring.authorize_address(
            holder, app, redirect_uri=body.redirect_uri, state=body.state, challenge=body.code_challenge
        )
    except NoInstance as error:
        raise _conflict("no-instance", f"{error}.") from None
    wiring.keep_app(holder, app)
    return Authorization(address=address)


def _app(holder: Holder, body: AuthorizationPost, *, registers: bool) -> App:
    if body.client_id:
        return App(client_id=body.client_id, client_secret=body.client_secret)
    if not registers:
        if standing := wiring.app_of(holder):
            return standing
        message = f"Give the id of the firm's own app on {holder.platform}."
        raise invalid(f"{holder.id} has no app to be connected with.", [FieldError(field="client_id", message=message)])
    made = wiring.register(holder, body.redirect_uri)
    if not isinstance(made, App):
        raise _conflict("not-registered", f"No app could be registered for {holder.id}: {made.reason}. Try again.")
    return made


def _connect(holder: Holder, body: ConnectionPut) -> Connected:
    given, tokens = dict(body.secrets or {}), None
    if body.secrets:
        check_names(body.secrets, discovery.manifest(holder.platform).secrets)
    else:
        tokens = _exchange_code(holder, body)
    try:
        probe = connections().connect(holder, given, tokens, clock.utc_now())
    except (ConnectionRefused, WrongAccount) as error:
        kind = "wrong-account" if isinstance(error, WrongAccount) else "refused"
        raise _conflict(kind, f"{holder.id} was not connected and nothing was stored: {error}.") from None
    except (ConnectionUnclear, ConnectionBusy) as error:
        raise try_again(error) from None
    return _describe_connection(probe)


def _exchange_code(holder: Holder, body: ConnectionPut) -> Grant:
    app = wiring.app_of(holder) if discovery.manifest(holder.platform).oauth else None
    if app is None or body.code is None or body.code_verifier is None:
        raise _conflict("no-authorization", f"No authorization of {holder.id} was begun: use {holder.command}.")
    try:
        found = wiring.exchange(
            holder, app, code=body.code, redirect_uri=body.redirect_uri or "", verifier=body.code_verifier
        )
    except NoInstance as error:
        raise _conflict("no-instance", f"{error}.") from None
    match found:
        case Grant():
            return found
        case OtherAccounts(seen=seen):
            others = ", ".join(seen) or "none at all"
            detail = f"it opens {others}, and {holder.id} is {holder.account_id} in the brand's file"
            raise _conflict("wrong-account", f"{holder.id} was not connected and nothing was stored: {detail}.")
        case Refused(code=code, reason=reason):
            raise _conflict("refused", f"{holder.id} was not connected: {reason} ({code}). Begin again.")
        case _:
            raise _conflict("try-again", f"{holder.id} was not connected: {found.reason}. Begin again.")


def _describe_connection(probe: Probe) -> Connected:
    return Connected(
        account_id=probe.account_id,
        name=probe.name,
        scopes=tuple(sorted(probe.scopes)),
        expires_at=probe.expires_at,
        quota=probe.quota,
        faults=probe.faults,
    )


def _conflict(kind: str, detail: str) -> Problem:
    return Problem(HTTPStatus.CONFLICT, kind, detail)

"""Opening and renewing sessions (platforms/bluesky.md §1)."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from infra.local.simulators.bluesky.api import Api, Call, endpoint
from infra.local.simulators.bluesky.errors import XrpcError, invalid_request
from infra.local.simulators.bluesky.store import Account, Token

ACCESS_LIFE, REFRESH_LIFE = timedelta(minutes=120), timedelta(days=90)
USUAL_SERVICE_LIFE, LONGEST_SERVICE_LIFE = timedelta(minutes=1), timedelta(hours=1)
WHOLE_ACCOUNT, APP_PASSWORD = "com.atproto.access", "com.atproto.appPass"
SERVER = "morel.us-east.host.bsky.network"
"""The server that keeps the accounts, which need not be the one that is asked."""


class SignIn(BaseModel):
    """Body of `createSession`; the identifier is a handle or a DID."""

    model_config = ConfigDict(extra="forbid", strict=True)

    identifier: str
    password: str


@endpoint("POST", "com.atproto.server.createSession", token="none")
def create(api: Api, call: Call) -> object:
    """Open a session with an app password."""
    asked = call.body(SignIn)
    account = api.store.account(asked.identifier)
    scopes = {account.password: WHOLE_ACCOUNT, account.app_password: APP_PASSWORD} if account else {}
    if account is None or not asked.password or asked.password not in scopes:
        raise XrpcError(401, "AuthenticationRequired", "Invalid identifier or password")
    api.count_sign_in(account.did)
    return _pair(api, account, scopes[asked.password])


@endpoint("POST", "com.atproto.server.refreshSession", token="refresh")
def refresh(api: Api, call: Call) -> object:
    """Make a new pair; the refresh token works this once."""
    if call.token:
        call.token.used = True
    return _pair(api, call.me(), call.token.method if call.token else APP_PASSWORD)


@endpoint("GET", "com.atproto.server.getSession")
def show(api: Api, call: Call) -> object:
    """Whose session it is."""
    return _session_json(api, call.me())


@endpoint("GET", "com.atproto.server.describeServer")
def describe(_api: Api, _call: Call) -> object:
    """Which server this is."""
    return {"did": f"did:web:{SERVER}", "availableUserDomains": [".example"]}


@endpoint("GET", "com.atproto.server.getServiceAuth", query="aud lxm exp")
def service_token(api: Api, call: Call) -> object:
    """What lets another service use one method in the account's name, for a minute, or for an hour at most."""
    exp, now = call.request.args.get("exp"), api.clock()
    ends = datetime.fromtimestamp(int(exp), UTC) if exp else now + USUAL_SERVICE_LIFE
    if not now <= ends <= now + LONGEST_SERVICE_LIFE:
        raise invalid_request("cannot request a token that ended or ends in more than an hour", "BadExpiration")
    if not call.parameter("aud").startswith("did:web:"):
        raise invalid_request("aud must be a valid atproto DID")
    value = f"service-{api.store.new_number()}"
    token = Token(value, call.me().did, "service", ends, audience=call.parameter("aud"), method=call.parameter("lxm"))
    api.store.tokens[value] = token
    return {"token": value}


def _pair(api: Api, account: Account, scope: str) -> dict[str, object]:
    number, now = api.store.new_number(), api.clock()
    claims = urlsafe_b64encode(json.dumps({"scope": scope, "jti": number}).encode()).decode().rstrip("=")
    access = Token(f"e30.{claims}.signature", account.did, "access", now + ACCESS_LIFE, method=scope)
    renewal = Token(f"refresh-{number}", account.did, "refresh", now + REFRESH_LIFE, method=scope)
    api.store.tokens |= {access.value: access, renewal.value: renewal}
    return {**_session_json(api, account), "accessJwt": access.value, "refreshJwt": renewal.value}


def _session_json(api: Api, account: Account) -> dict[str, object]:
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": f"https://{SERVER}"}
    shown: dict[str, object] = {"did": account.did, "handle": account.handle, "active": account.active}
    if api.store.tells_servers:
        shown["didDoc"] = {"id": account.did, "service": [service]}
    if not account.active:
        shown["status"] = "deactivated"
    return shown

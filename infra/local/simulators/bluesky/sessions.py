"""Opening and renewing sessions (platforms/bluesky.md §1)."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict

from infra.local.simulators.bluesky.api import Api, Call, endpoint
from infra.local.simulators.bluesky.errors import XrpcError
from infra.local.simulators.bluesky.store import Account, Token

ACCESS_LIFE, REFRESH_LIFE = timedelta(minutes=120), timedelta(days=90)


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
    if account is None or not account.app_password or account.app_password != asked.password:
        raise XrpcError(401, "AuthenticationRequired", "Invalid identifier or password")
    api.count_sign_in(account.did)
    return _pair(api, account)


@endpoint("POST", "com.atproto.server.refreshSession", token="refresh")
def refresh(api: Api, call: Call) -> object:
    """Make a new pair; the refresh token works this once."""
    if call.token:
        call.token.used = True
    return _pair(api, call.me())


def _pair(api: Api, account: Account) -> dict[str, object]:
    number, now = api.store.new_number(), api.clock()
    access = Token(f"access-{number}", account.did, "access", now + ACCESS_LIFE)
    renewal = Token(f"refresh-{number}", account.did, "refresh", now + REFRESH_LIFE)
    api.store.tokens |= {access.value: access, renewal.value: renewal}
    return {
        "did": account.did,
        "handle": account.handle,
        "active": True,
        "accessJwt": access.value,
        "refreshJwt": renewal.value,
    }

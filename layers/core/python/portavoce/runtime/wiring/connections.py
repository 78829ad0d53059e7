"""Connecting the brands' accounts and renewing their tokens, as the functions use it."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache

from pydantic import SecretStr

from portavoce.connections import grants
from portavoce.connections.brake_right import with_brake_scopes
from portavoce.connections.grants import Grant, GrantUnreadable, Secrets, open_secrets
from portavoce.connections.model import Holder
from portavoce.connections.records import ConnectionRecords
from portavoce.connections.service.keep import Keeper
from portavoce.connections.service.renew import Renewed, TokenRenewer
from portavoce.platforms import discovery
from portavoce.platforms.access import oauth
from portavoce.platforms.access.addresses import base_url_of
from portavoce.platforms.access.oauth_tokens import App, Granted, OtherAccounts
from portavoce.platforms.contract import ProbeOutcome
from portavoce.platforms.manifest import OAuthRule
from portavoce.platforms.outcomes import AuthFailed, Refused, Unclear
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws, clock, secrets
from portavoce.runtime.logs import logger
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.access import probe
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import http_for

AT_ONCE = 8


@cache
def keeper() -> Keeper:
    """Looks after the connections of this stage."""
    renewer = TokenRenewer(
        records=ConnectionRecords(aws.table()),
        rule=oauth_rule,
        renew=_renew,
        probe=probe,
        write=secrets.write_secret,
        raise_alert=Alerts(aws.table()).raise_alert,
        clock=clock.utc_now,
    )
    return Keeper(renewer=renewer, brands=every_brand, read=_whole)


def oauth_rule(platform: str) -> OAuthRule | None:
    """How the platform's owners let us in, or None. Raises KeyError."""
    return discovery.manifest(platform).oauth


def has_its_secrets(holder: Holder) -> bool:
    """Whether the account has every secret that its platform asks for, without reading any."""
    names = secrets.secret_names(holder.owner)
    return all(one.name in names for one in discovery.manifest(holder.platform).secrets)


def probe_all(wanted: Sequence[Holder], limit_seconds: float) -> dict[Holder, ProbeOutcome]:
    """A probe of each account with the secrets that it has, side by side; unclear for those that take too long."""
    pool = ThreadPoolExecutor(AT_ONCE)
    asked: dict[Holder, Future[ProbeOutcome]] = {one: pool.submit(_probe_standing, one) for one in wanted}
    done, _ = wait(asked.values(), limit_seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    late = Unclear(reason=f"no answer within {limit_seconds:.0f} seconds")
    return {holder: future.result() if future in done else late for holder, future in asked.items()}


def authorize_address(holder: Holder, app: App, *, redirect_uri: str, state: str, challenge: str) -> str:
    """Where the account's owner is sent: on the laptop twin, to the network that stands in the platform's place."""
    manifest = discovery.manifest(holder.platform)
    rule = with_brake_scopes(holder, _rule(holder))
    here = (settings().platform_urls or {}).get(holder.platform)
    if here:
        rule = rule.model_copy(update={"authorize_host": here})
    base_url = here or base_url_of(manifest, holder.account_id)
    return oauth.authorize_address(rule, base_url, app, redirect_uri=redirect_uri, state=state, challenge=challenge)


def register(holder: Holder, redirect_uri: str) -> App | oauth.OAuthFailure:
    """An app of our own, where apps register themselves. Raises NoInstance."""
    return oauth.register(_rule(holder), http_for(holder.platform, holder.account_id), redirect_uri)


def app_of(holder: Holder) -> App | None:
    """The app that the account is being connected with: the one that was named last."""
    kept = secrets.secrets_of(_app_folder(holder))
    return grants.app_beside(kept or secrets.secrets_of(holder.owner))


def keep_app(holder: Holder, app: App) -> None:
    """Remembers the app that the account is being connected with. Tokens in use keep their own until that is done."""
    secrets.write_secret(_app_folder(holder), grants.CLIENT_ID, SecretStr(app.client_id))
    if app.client_secret:
        secrets.write_secret(_app_folder(holder), grants.CLIENT_SECRET, app.client_secret)


def exchange(
    holder: Holder, app: App, *, code: SecretStr, redirect_uri: str, verifier: SecretStr
) -> Grant | OtherAccounts | oauth.OAuthFailure:
    """The tokens for the code that the owner came back with."""
    now = clock.utc_now()
    found = oauth.exchange(
        _rule(holder),
        http_for(holder.platform, holder.account_id),
        app,
        code=code,
        redirect_uri=redirect_uri,
        verifier=verifier,
        account_id=holder.account_id,
    )
    return grants.new_grant(found, app, now) if isinstance(found, Granted) else found


def _whole(holder: Holder) -> Secrets:
    """The account's secrets when it has all that its platform asks for; none while it is still being connected."""
    return secrets.secrets_of(holder.owner) if has_its_secrets(holder) else {}


def _app_folder(holder: Holder) -> str:
    """Apart from the tokens: what lies beside them is decrypted, and billed, at each use of the account."""
    return f"{holder.owner}/app"


def _probe_standing(holder: Holder) -> ProbeOutcome:
    try:
        return probe(holder, open_secrets(secrets.secrets_of(holder.owner)))
    except GrantUnreadable as unreadable:
        return AuthFailed(code="not_connected", reason=str(unreadable))
    except Exception as error:  # noqa: BLE001 - one account's trouble must not hide the others'
        logger.exception("probe failed")
        return Unclear(reason=f"the probe failed with {type(error).__name__}")


def _renew(holder: Holder, standing: Secrets, refresh: SecretStr) -> Renewed:
    app = grants.app_of(standing)
    if app is None:
        return Refused(code="no_app", reason="the id of the app that it was connected with is missing")
    return oauth.renew(_rule(holder), http_for(holder.platform, holder.account_id), app, refresh)


def _rule(holder: Holder) -> OAuthRule:
    rule = oauth_rule(holder.platform)
    if rule is None:
        raise LookupError(f"{holder.platform} knows no OAuth")
    return rule

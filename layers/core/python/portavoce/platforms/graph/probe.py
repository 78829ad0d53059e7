"""The state of a connection at Meta: whether its token lives, whose and of what kind it is, until when, what it may do.

Only the app that a token was made for may ask (Graph API, Access Token, Debugging: `debug_token`). This is the one
call that has the token in its address: the API offers no other place for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, Fault, Probe, ProbeOutcome, ReadFailed, ReadRefused
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.error_table import row_for
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.webhook_json import objects
from portavoce.value import Value

# Under these names an app's id and secret are kept with its token.
APP_ID, APP_SECRET = "client_id", "client_secret"
_OF_ONE_ACCOUNT = ("pages_", "instagram_")
_AGAIN = "connect the channel again with `portavoce channel connect`"


class Inspected(Value):
    """A token that lives. `kind` is Meta's word, such as `PAGE`; `expires_at` None says that nothing ends it by itself:
    neither the token nor the app's access to the account's data. `scopes` are those that hold for this account."""

    kind: str
    expires_at: datetime | None
    scopes: frozenset[str]


def probe_account(graph: Graph, access: ChannelAccess, ask: Callable[[Inspected | None], Probe]) -> ProbeOutcome:
    """The state of one account's connection. `ask` reads the account and finds its faults, once it is known that the
    token lives; it is handed what Meta says of the token, None when that is not known, and may raise ReadFailed,
    ReadRefused, AccessRefused."""
    try:
        token = inspect_token(graph, access)
        if isinstance(token, AuthFailed):
            return token
        found = ask(token)
    except AccessRefused as refused:
        return AuthFailed(code="token", reason=str(refused))
    except (ReadFailed, ReadRefused) as failed:
        return Unclear(reason=str(failed))
    return found.model_copy(update={"expires_at": token.expires_at, "scopes": token.scopes}) if token else found


def inspect_token(graph: Graph, access: ChannelAccess) -> Inspected | AuthFailed | None:
    """Asks what the token of `graph` may do; None when the app's id and secret are not kept.

    Raises ReadFailed, ReadRefused."""
    app_id, secret = access.secrets.get(APP_ID), access.secrets.get(APP_SECRET)
    if app_id is None or secret is None:
        return None
    asking = replace(graph, token=SecretStr(f"{app_id.get_secret_value()}|{secret.get_secret_value()}"))
    query = {"input_token": graph.token.get_secret_value()}
    data: Mapping[str, Any] = asking.read("debug_token", query).get("data") or {}
    if data.get("is_valid") is not True:
        error = next(objects(data.get("error")), {})
        number, subcode = (one if isinstance(one := error.get(name), int) else 0 for name in ("code", "subcode"))
        code = "/".join(str(one) for one in (number, subcode) if one) or "190"
        reason = join_words("Meta says that the token is no longer valid", clean_words(error.get("message")))
        return AuthFailed(code=code, reason=reason, next_step=row_for(number or 190, subcode).next_step)
    ends = [int(data.get(name) or 0) for name in ("expires_at", "data_access_expires_at")]
    soonest = min((end for end in ends if end), default=None)
    return Inspected(
        kind=str(data.get("type", "")),
        expires_at=datetime.fromtimestamp(soonest, UTC) if soonest else None,
        scopes=frozenset(data.get("scopes") or ()) - _scopes_elsewhere(data, access.account_id),
    )


def _scopes_elsewhere(data: Mapping[str, Any], account_id: str) -> frozenset[str]:
    """The permissions that the person gave for other Pages or accounts alone. One without targets holds for all.

    A scope of Pages names the Page, which a Page's token calls its profile. Source: Graph API, `debug_token`."""
    ours = {account_id, str(data.get("profile_id") or account_id)}
    return frozenset(
        str(one.get("scope"))
        for one in objects(data.get("granular_scopes"))
        if str(one.get("scope")).startswith(_OF_ONE_ACCOUNT)
        and isinstance(targets := one.get("target_ids"), list)
        and targets
        and not ours & {str(target) for target in targets}
    )


def kind_faults(kind: str, wanted: frozenset[str]) -> Iterator[Fault]:
    """A token of another kind than these."""
    if kind not in wanted:
        what = f"the token is of the kind {kind}, and {' or '.join(sorted(wanted))} is needed"
        yield Fault(code="wrong_token_kind", what=what, remedy=_AGAIN)


def scope_faults(token: Inspected | None, wanted: frozenset[str]) -> Iterator[Fault]:
    """A token that lacks some of these scopes; None says that it is not known which it has."""
    if token and (missing := sorted(wanted - token.scopes)):
        remedy = f"{_AGAIN} and leave every permission switched on, for this very account"
        yield Fault(code="missing_scope", what=f"the token lacks {', '.join(missing)} for this account", remedy=remedy)


def subscribed_fields(graph: Graph, access: ChannelAccess, page: str) -> frozenset[str] | None:
    """What a Page sends to our app, or to any when ours is not known; None when the token may not ask.

    Raises ReadFailed."""
    ours = access.secrets.get(APP_ID)
    try:
        apps = graph.read(f"{page}/subscribed_apps", {"fields": "id,subscribed_fields"}).get("data", ())
    except ReadRefused:
        return None
    return frozenset(
        field
        for app in apps
        if ours is None or app.get("id") == ours.get_secret_value()
        for field in app.get("subscribed_fields", ())
    )


def subscription_faults(fields: frozenset[str] | None, wanted: frozenset[str]) -> Iterator[Fault]:
    """What of the Page's webhooks does not reach us; None says that it could not be read."""
    if fields is None or not (missing := sorted(wanted - fields)):
        return
    yield Fault(
        code="no_webhook_subscription",
        what=f"the Page does not send us its webhooks of {', '.join(missing)}: what people say there is not heard of",
        remedy="subscribe the app to the Page with these fields, in the Graph API Explorer for one "
        "(POST /<page id>/subscribed_apps, subscribed_fields)",
    )

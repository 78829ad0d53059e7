"""Authorisation codes, tokens and their renewal, as a manifest's `OAuthRule` describes them.

Sources: RFC 6749 §4.1 and §6, RFC 7636 (PKCE), RFC 8252 §7.3 (loopback redirects); Facebook Login for the exchange of
a short token for one that lasts."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import SecretStr

from portavoce.platforms.access.oauth_tokens import App, Granted, OtherAccounts
from portavoce.platforms.http import Answer, Http, ask_once, doubt_of
from portavoce.platforms.manifest import AccountList, OAuthRule
from portavoce.platforms.outcomes import Refused, Throttled, Unknown
from portavoce.platforms.webhook_json import objects, text

OAuthFailure = Refused | Throttled | Unknown

APP_NAME = "Portavoce"
WAIT_SECONDS = 60
_ERROR, _TOO_MANY = 400, 429
_PAGE, _MOST_PAGES = "100", 20
_CODE = re.compile(r"\w{1,60}", re.ASCII)


def authorize_address(
    rule: OAuthRule, base_url: str, app: App, *, redirect_uri: str, state: str, challenge: str
) -> str:
    """Where the owner is sent. `challenge` is the S256 challenge of RFC 7636; `base_url` the platform's own address."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": rule.scope_separator.join(rule.scopes),
        "state": state,
    }
    if rule.uses_pkce:
        query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    return f"{rule.authorize_host or base_url}{rule.authorize_path}?{urlencode(query, quote_via=quote)}"


def register(rule: OAuthRule, http: Http, redirect_uri: str) -> App | OAuthFailure:
    """An app of our own on a platform where apps register themselves."""
    form = {"client_name": APP_NAME, "redirect_uris": redirect_uri, "scopes": rule.scope_separator.join(rule.scopes)}
    made = _sure(lambda: http.request("POST", rule.register_path or "", form=form))
    if not isinstance(made, Mapping):
        return made
    client_id, secret = text(made.get("client_id")), text(made.get("client_secret"))
    if not client_id:
        return Unknown(reason="the app was registered without an id")
    return App(client_id=client_id, client_secret=SecretStr(secret) if secret else None)


def exchange(
    rule: OAuthRule, http: Http, app: App, *, code: SecretStr, redirect_uri: str, verifier: SecretStr, account_id: str
) -> Granted | OtherAccounts | OAuthFailure:
    """The tokens for a code, and then the account's own where the rule says that there are such."""
    form = {"grant_type": "authorization_code", "code": code.get_secret_value(), "redirect_uri": redirect_uri}
    if rule.uses_pkce:
        form["code_verifier"] = verifier.get_secret_value()
    if rule.exchange_method == "GET":
        del form["grant_type"]  # Meta's dialect names no grant type for a code
    found = _tokens(rule, http, app, form)
    if isinstance(found, Granted) and rule.long_lived_grant:
        grant = {"grant_type": rule.long_lived_grant, rule.long_lived_grant: found.access.get_secret_value()}
        found = _tokens(rule, http, app, grant)
    if isinstance(found, Granted) and rule.accounts:
        return _account(rule.accounts, http, found.access, account_id)
    return found


def renew(rule: OAuthRule, http: Http, app: App, refresh: SecretStr) -> Granted | OAuthFailure:
    """New tokens for a refresh token: one call, never repeated here. Unknown: the token may be spent."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh.get_secret_value()}
    return _tokens(rule, http, app, form)


def _tokens(rule: OAuthRule, http: Http, app: App, form: dict[str, str]) -> Granted | OAuthFailure:
    headers: dict[str, str] = {}
    secret = app.client_secret.get_secret_value() if app.client_secret else None
    if rule.client_auth == "basic" and secret is not None:
        # RFC 6749 §2.3.1: both are form-encoded before they are joined.
        pair = f"{quote(app.client_id, safe='')}:{quote(secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form = form | {"client_id": app.client_id} | ({"client_secret": secret} if secret is not None else {})
    verb, path = rule.exchange_method, rule.exchange_path
    query, body = (form, None) if verb == "GET" else (None, form)
    answer = _sure(lambda: http.request(verb, path, query=query, form=body, headers=headers))
    return _read_tokens(answer) if isinstance(answer, Mapping) else answer


def _read_tokens(body: Mapping[str, Any]) -> Granted | Unknown:
    access, refresh, lasts = text(body.get("access_token")), text(body.get("refresh_token")), body.get("expires_in")
    if not access:
        return Unknown(reason="the answer holds no token")
    return Granted(
        access=SecretStr(access),
        refresh=SecretStr(refresh) if refresh else None,
        lasts_seconds=lasts if isinstance(lasts, int) and lasts > 0 else None,
    )


def _account(
    listed: AccountList, http: Http, access: SecretStr, account_id: str
) -> Granted | OtherAccounts | OAuthFailure:
    seen: list[str] = []
    for entry in _accounts(listed, http, access):
        if not isinstance(entry, Mapping):
            return entry
        found, token = _at(entry, listed.id_path), _at(entry, listed.access_path)
        if found == account_id and token:
            return Granted(access=SecretStr(token))
        seen += [f"{text(entry.get('name')) or 'unnamed'} ({found})"] if found else []
    return OtherAccounts(seen=tuple(seen))


def _accounts(listed: AccountList, http: Http, access: SecretStr) -> Iterator[Mapping[str, Any] | OAuthFailure]:
    query = {"fields": listed.fields, "limit": _PAGE}
    headers = {"Authorization": f"Bearer {access.get_secret_value()}"}
    for _ in range(_MOST_PAGES):
        page = _sure(lambda: http.request("GET", listed.path, query=query, headers=headers))
        if not isinstance(page, Mapping):
            yield page
            return
        yield from objects(page.get("data"))
        after = _at(page, "paging/cursors/after")
        if not after or not _at(page, "paging/next"):
            return
        query["after"] = after


def _at(found: Any, path: str) -> str | None:
    for name in path.split("/"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return text(found)


def _sure(ask: Callable[[], Answer]) -> Mapping[str, Any] | OAuthFailure:
    """The body of a good answer. Refused: nothing was given or spent. Unknown: nobody knows."""
    answer = ask_once("the platform", ask)
    if not isinstance(answer, Answer):
        return answer
    if answer.status == _TOO_MANY:
        return Throttled(retry_after_seconds=WAIT_SECONDS, reason="the platform's limit of calls is reached")
    if doubt := doubt_of("the platform", answer, is_own_error=answer.is_json and bool(answer.body)):
        return doubt
    if answer.status >= _ERROR:
        return Refused(
            code=f"{answer.status} {_code(answer.body)}".strip(), reason="the platform gives no token for it"
        )
    return answer.body


def _code(body: Mapping[str, Any]) -> str:
    """The error's name or number: `invalid_grant` of RFC 6749 §5.2, or Meta's number. Never its text."""
    error = body.get("error")
    found = str(error.get("code", "")) if isinstance(error, Mapping) else str(error or "")
    return found if _CODE.fullmatch(found) else ""

"""What an authorisation server answers, and what it means for a token that may work only once."""

from collections.abc import Callable

import httpx2
import pytest
from pydantic import SecretStr

from portavoce.platforms import discovery
from portavoce.platforms.access import oauth
from portavoce.platforms.access.oauth_tokens import App, Granted
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import OAuthRule
from portavoce.platforms.outcomes import Refused, Throttled, Unknown

APP = App(client_id="app", client_secret=SecretStr("canary-secret"))
REFRESH = SecretStr("canary-refresh")
RULES = {name: rule for name in discovery.names() if (rule := discovery.manifest(name).oauth)}


def answering(answer: Callable[[httpx2.Request], httpx2.Response]) -> Http:
    return Http("https://api.x.com", httpx2.MockTransport(answer))


def failing(error: type[httpx2.TransportError]) -> Http:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise error("broken", request=request)

    return answering(fail)


@pytest.mark.parametrize(
    ("http", "kind"),
    [
        (answering(lambda _: httpx2.Response(400, json={"error": "invalid_grant"})), Refused),
        (answering(lambda _: httpx2.Response(401, json={"error": "invalid_client"})), Refused),
        (answering(lambda _: httpx2.Response(429)), Throttled),
        (answering(lambda _: httpx2.Response(500)), Unknown),
        (answering(lambda _: httpx2.Response(200, text="<html>")), Unknown),
        (answering(lambda _: httpx2.Response(200, json={"access_token": ""})), Unknown),
        (failing(httpx2.ConnectError), Throttled),
        (failing(httpx2.ConnectTimeout), Throttled),
        (failing(httpx2.ReadTimeout), Unknown),
        (failing(httpx2.RemoteProtocolError), Unknown),
    ],
)
def test_only_what_never_arrived_or_was_refused_leaves_a_refresh_token_unspent(http: Http, kind: type) -> None:
    outcome = oauth.renew(RULES["x"], http, APP, REFRESH)
    assert isinstance(outcome, kind)
    assert "canary" not in repr(outcome)


def test_a_servers_own_words_are_never_repeated() -> None:
    said = {"error": "invalid grant for canary-refresh", "error_description": "canary-refresh"}
    outcome = oauth.renew(RULES["x"], answering(lambda _: httpx2.Response(400, json=said)), APP, REFRESH)
    assert isinstance(outcome, Refused)
    assert "canary" not in repr(outcome)


def test_an_answer_without_an_end_or_a_refresh_token_says_so() -> None:
    outcome = oauth.renew(
        RULES["x"], answering(lambda _: httpx2.Response(200, json={"access_token": "a"})), APP, REFRESH
    )
    assert outcome == Granted(access=SecretStr("a"))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_platform_s_way_is_whole(rule: OAuthRule) -> None:
    address = httpx2.URL(
        oauth.authorize_address(
            rule, "https://one.example", APP, redirect_uri="http://127.0.0.1:1/callback", state="s" * 20, challenge="c"
        )
    )
    assert address.scheme == "https"
    assert address.params["redirect_uri"] == "http://127.0.0.1:1/callback"
    assert address.params["scope"].split(rule.scope_separator) == list(rule.scopes)
    assert ("code_challenge" in address.params) == rule.uses_pkce
    assert "canary" not in str(address)
    assert (rule.refresh != "none") == (rule.renew_before_seconds > 0)

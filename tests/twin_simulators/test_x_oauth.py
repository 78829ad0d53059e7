"""How an app is let in to X, and put out again, as platforms/x.md §1 and §4 tell of it."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.twin_simulators.conftest import SECRET, World
from tests.twin_simulators.x_calls import refresh

REDIRECT = "http://127.0.0.1:8734/connected"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
APP = {"client_id": "cid", "client_secret": "cs", "consumer_secret": SECRET, "bearer": "APP"}


def test_a_refresh_token_works_once_and_a_second_use_locks_the_chain_out(x: World) -> None:
    pair = refresh(x, "R1").json()
    assert pair["expires_in"] == 7200
    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    assert x.client.get("/2/users/me", headers=headers).status_code == 200
    assert refresh(x, "R1").status_code == 400
    assert x.client.get("/2/users/me", headers=headers).status_code == 401
    assert refresh(x, pair["refresh_token"]).status_code == 400


def test_a_refreshed_access_token_lives_two_hours(x: World) -> None:
    pair = refresh(x, "R1").json()
    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    x.clock.pass_seconds(7199)
    assert x.client.get("/2/users/me", headers=headers).status_code == 200
    x.clock.pass_seconds(1)
    assert x.client.get("/2/users/me", headers=headers).status_code == 401
    assert refresh(x, pair["refresh_token"]).status_code == 200


def test_a_token_request_without_the_clients_secret_is_refused(x: World) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": "R1"}
    assert x.client.post("/2/oauth2/token", data=form).status_code == 401
    assert refresh(x, "R1").status_code == 200


def authorized(x: World, **changed: str) -> httpx2.Response:
    """What the page answers to the app's request."""
    x.sim("accounts", {"apps": [APP | {"redirect_uris": [REDIRECT]}]})
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": "cid",
        "redirect_uri": REDIRECT,
        "scope": "tweet.read tweet.write users.read offline.access",
        "state": "s-1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return x.client.get("/i/oauth2/authorize", params=asked | changed)


def said(answer: httpx2.Response) -> dict[str, str]:
    """What the redirect tells the app."""
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(REDIRECT)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def exchanged(x: World, code: str, **changed: str) -> httpx2.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    return x.client.post("/2/oauth2/token", data=form | changed, auth=("cid", "cs"))


def status_with(x: World, token: str) -> int:
    return x.client.get("/2/users/me", headers={"Authorization": f"Bearer {token}"}).status_code


def test_the_user_who_is_signed_in_lets_the_app_in_for_what_it_asked(x: World) -> None:
    back = said(authorized(x))
    assert back["state"] == "s-1"
    pair = exchanged(x, back["code"]).json()
    assert pair["scope"] == "offline.access tweet.read tweet.write users.read"
    assert status_with(x, pair["access_token"]) == 200
    assert refresh(x, pair["refresh_token"]).status_code == 200
    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    assert x.client.post("/2/media/upload/initialize", json={}, headers=headers).status_code == 403


def test_a_refresh_asks_for_no_more_than_was_granted(x: World) -> None:
    first = exchanged(x, said(authorized(x))["code"]).json()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    for scope, status in (("tweet.read media.write", 400), (first["scope"], 200)):
        answer = x.client.post("/2/oauth2/token", data=form | {"scope": scope}, auth=("cid", "cs"))
        assert answer.status_code == status


def test_without_offline_access_there_is_no_refresh_token(x: World) -> None:
    code = said(authorized(x, scope="tweet.read users.read"))["code"]
    assert "refresh_token" not in exchanged(x, code).json()


def test_a_plain_challenge_is_taken_too(x: World) -> None:
    code = said(authorized(x, code_challenge=VERIFIER, code_challenge_method="plain"))["code"]
    assert exchanged(x, code).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{"redirect_uri": "http://127.0.0.1:8735/connected"}, {"redirect_uri": f"{REDIRECT}/more"}, {"client_id": "other"}],
)
def test_nobody_is_sent_to_an_address_that_the_app_did_not_register(x: World, changed: dict[str, str]) -> None:
    answer = authorized(x, **changed)
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "tweet.read everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "none"}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
    ],
)
def test_a_wrong_request_comes_back_as_an_error_and_without_a_code(
    x: World, changed: dict[str, str], error: str
) -> None:
    back = said(authorized(x, **changed))
    assert (back["error"], "code" in back) == (error, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "another-verifier"},
        {"redirect_uri": "http://127.0.0.1:8735/"},
        {"client_id": "other"},
        {"scope": "tweet.read"},
        {"grant_type": "password"},
    ],
)
def test_a_code_is_changed_for_tokens_only_by_who_asked_for_it(x: World, changed: dict[str, str]) -> None:
    assert exchanged(x, said(authorized(x))["code"], **changed).status_code == 400


def test_a_code_lives_thirty_seconds(x: World) -> None:
    first, second = (said(authorized(x))["code"] for _ in range(2))
    x.clock.pass_seconds(29)
    assert exchanged(x, first).status_code == 200
    x.clock.pass_seconds(1)
    assert exchanged(x, second).status_code == 400


def test_a_code_works_once_and_a_second_use_takes_the_tokens_away(x: World) -> None:
    code = said(authorized(x))["code"]
    pair = exchanged(x, code).json()
    assert exchanged(x, code).status_code == 400
    assert status_with(x, pair["access_token"]) == 401
    assert refresh(x, pair["refresh_token"]).status_code == 400


def test_an_app_gives_an_access_token_back_or_with_the_refresh_token_the_whole_chain(x: World) -> None:
    pair = refresh(x, "R1").json()
    for name, left in (("access_token", 200), ("refresh_token", 400)):
        answer = x.client.post("/2/oauth2/revoke", data={"token": pair[name]}, auth=("cid", "cs"))
        assert answer.json() == {"revoked": True}
        assert status_with(x, pair["access_token"]) == 401
        if left == 200:
            pair |= refresh(x, pair["refresh_token"]).json()
            assert status_with(x, pair["access_token"]) == 200
    assert refresh(x, pair["refresh_token"]).status_code == 400
    assert x.client.post("/2/oauth2/revoke", data={"token": "R1"}).status_code == 401


def test_the_app_hears_once_that_a_user_took_its_access_away(x: World) -> None:
    app = {"Authorization": "Bearer APP"}
    webhook = x.client.post("/2/webhooks", json={"url": "https://callback.example/x"}, headers=app).json()["data"]["id"]
    wanted = {"event_type": "oauth.revoke", "webhook_id": webhook}
    filtered = wanted | {"filter": {"user_id": "111"}}
    assert x.client.post("/2/activity/subscriptions", json=filtered, headers=app).status_code == 400
    assert x.client.post("/2/activity/subscriptions", json=wanted, headers=app).status_code == 201
    x.sim("revocations", {"user_id": "111", "client_id": "cid"})
    assert status_with(x, "USER") == 401
    x.client.get("/2/users/me", headers=app)
    [delivery] = x.callback.received
    event = json.loads(delivery.content)["data"]
    assert (event["event_type"], event["filter"], event["payload"]["user_id"]) == ("oauth.revoke", {}, "111")

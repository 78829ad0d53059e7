"""How a person lets an app in: platforms/facebook.md §1."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.twin_simulators.conftest import SECRET, World
from tests.twin_simulators.meta_calls import error_of

BACK = "http://127.0.0.1:8734/connected"
SCOPE = "pages_show_list,pages_manage_posts"
HOUR = 3600


def asked(meta: World, **more: str) -> httpx2.Response:
    params = {"client_id": "700", "redirect_uri": BACK, "state": "s t&1", "scope": SCOPE, "response_type": "code"}
    return meta.client.get("/v26.0/dialog/oauth", params=params | more, follow_redirects=False)


def code_of(meta: World) -> str:
    return parse_qs(urlsplit(asked(meta).headers["location"]).query)["code"][0]


def exchanged(meta: World, **more: str) -> httpx2.Response:
    params = {"client_id": "700", "client_secret": SECRET, "redirect_uri": BACK} | more
    return meta.client.get("/v26.0/oauth/access_token", params=params)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def pages(meta: World, token: str) -> list[dict[str, Any]]:
    params = {"fields": "id,name,access_token,tasks,instagram_business_account"}
    found: list[dict[str, Any]] = meta.client.get("/v26.0/me/accounts", params=params, headers=bearer(token)).json()[
        "data"
    ]
    return found


def longer(meta: World, token: str) -> str:
    answer = exchanged(meta, grant_type="fb_exchange_token", fb_exchange_token=token)
    assert answer.json()["expires_in"] == 60 * 24 * HOUR
    return str(answer.json()["access_token"])


def test_the_person_comes_back_with_a_code_and_the_state(meta: World) -> None:
    answer = asked(meta)
    assert answer.status_code == 302
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    assert parse_qs(back.query)["state"] == ["s t&1"]


@pytest.mark.parametrize(
    "wrong", [{"client_id": "1"}, {"redirect_uri": "http://elsewhere.example/"}, {"scope": "pages_everything"}]
)
def test_a_wrong_request_is_told_to_the_person_and_sends_nobody_anywhere(meta: World, wrong: dict[str, str]) -> None:
    assert asked(meta, **wrong).status_code == 400


def test_an_app_that_lists_its_addresses_takes_no_other(meta: World) -> None:
    meta.sim("accounts", {"apps": [{"id": "700", "secret": SECRET, "redirect_uris": [BACK]}]})
    assert asked(meta).status_code == 302
    assert asked(meta, redirect_uri=f"{BACK}/").status_code == 400


def test_a_code_is_good_once_for_its_app_its_address_and_ten_minutes(meta: World) -> None:
    code = code_of(meta)
    assert error_of(exchanged(meta, code=code, redirect_uri="http://127.0.0.1:1/")) == (100, 36008)
    assert error_of(exchanged(meta, code=code, client_secret="guess"))[0] == 1
    assert error_of(exchanged(meta, code="guess")) == (100, 36007)
    assert exchanged(meta, code=code).json()["expires_in"] == HOUR
    assert error_of(exchanged(meta, code=code)) == (100, 36009)
    late = code_of(meta)
    meta.clock.pass_seconds(600)
    assert error_of(exchanged(meta, code=late)) == (100, 36007)


def test_a_page_token_ends_with_a_short_token_and_outlives_a_long_one(meta: World) -> None:
    short = exchanged(meta, code=code_of(meta)).json()["access_token"]
    long = longer(meta, short)
    of_short, of_long = pages(meta, short)[0], pages(meta, long)[0]
    assert of_long["instagram_business_account"] == {"id": "17841"}
    assert "CREATE_CONTENT" in of_long["tasks"]
    meta.clock.pass_seconds(61 * 24 * HOUR)
    params = {"fields": "id"}
    assert error_of(meta.client.get("/v26.0/101", params=params, headers=bearer(of_short["access_token"]))) == (
        190,
        463,
    )
    assert error_of(meta.client.get("/v26.0/me", params=params, headers=bearer(long))) == (190, 463)
    assert meta.client.get("/v26.0/101", params=params, headers=bearer(of_long["access_token"])).is_success


def test_a_page_token_may_do_what_the_person_allowed_and_no_more(meta: World) -> None:
    token = pages(meta, longer(meta, exchanged(meta, code=code_of(meta)).json()["access_token"]))[0]["access_token"]
    assert meta.client.post("/v26.0/101/feed", data={"message": "x"}, headers=bearer(token)).is_success
    data = {"image_url": "http://img/a.jpg"}
    assert error_of(meta.client.post("/v26.0/17841/media", data=data, headers=bearer(token)))[0] == 200
    params = {"input_token": token}
    inspected = meta.client.get("/v26.0/debug_token", params=params, headers=bearer(f"700|{SECRET}")).json()["data"]
    assert inspected["scopes"] == sorted(SCOPE.split(","))
    assert (inspected["type"], inspected["profile_id"], inspected["expires_at"]) == ("PAGE", "101", 0)


def test_only_a_persons_living_token_is_made_longer(meta: World) -> None:
    assert error_of(exchanged(meta, grant_type="fb_exchange_token", fb_exchange_token="PAGE"))[0] == 190
    assert error_of(exchanged(meta, grant_type="fb_exchange_token", fb_exchange_token="guess"))[0] == 190
    assert error_of(exchanged(meta, grant_type="password"))[0] == 100

"""Calls to the simulated X."""

import httpx2

from tests.twin_simulators.conftest import World


def post(x: World, text: str, **more: object) -> httpx2.Response:
    return x.client.post("/2/tweets", json={"text": text, **more})


def posted(x: World, text: str, **more: object) -> str:
    answer = post(x, text, **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["data"]["id"])


def refresh(x: World, token: str) -> httpx2.Response:
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return x.client.post("/2/oauth2/token", data=form, auth=("cid", "cs"))

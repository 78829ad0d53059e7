"""Calls to the simulated Meta, and what its errors say."""

import httpx2

from tests.twin_simulators.conftest import World


def error_of(answer: httpx2.Response) -> tuple[int, int | None]:
    error = answer.json()["error"]
    return error["code"], error.get("error_subcode")


def publish(meta: World, container_id: str) -> httpx2.Response:
    return meta.client.post("/v26.0/17841/media_publish", data={"creation_id": container_id})


def status(meta: World, container_id: str) -> str:
    return str(meta.client.get(f"/v26.0/{container_id}", params={"fields": "status_code,status"}).json()["status_code"])

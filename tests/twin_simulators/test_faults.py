"""Each fault switch does what it says, on both networks."""

import json
import socket
import subprocess
import sys

import httpx2
import pytest

from tests.twin_simulators.conftest import META_SEED, World


def post(world: World, text: str) -> httpx2.Response:
    if "meta" in str(world.client.base_url):
        return world.client.post("/v26.0/101/feed", data={"message": text})
    return world.client.post("/2/tweets", json={"text": text})


def listed(world: World) -> list[object]:
    if "meta" in str(world.client.base_url):
        found = world.client.get("/v26.0/101/published_posts")
    else:
        found = world.client.get("/2/users/111/tweets")
    data: list[object] = found.json().get("data", [])
    return data


@pytest.fixture(params=["meta", "x"])
def world(request: pytest.FixtureRequest) -> World:
    """Both networks in turn."""
    found: World = request.getfixturevalue(request.param)
    return found


def test_a_lost_answer_is_applied_and_then_dropped(world: World) -> None:
    world.sim("faults", {"kind": "lost_answer", "method": "POST"})
    with pytest.raises(httpx2.RemoteProtocolError):
        post(world, "one")
    assert [item["text"] for item in world.state()["posts"]] == ["one"]
    assert post(world, "two").is_success
    journal = world.client.get("/_sim/journal").json()["requests"]
    assert (journal[0]["status"], journal[0]["fault"]) == (None, "lost_answer")


@pytest.mark.parametrize(
    ("kind", "statuses"), [("refused", {400, 403}), ("throttled", {400, 429}), ("server_error", {500})]
)
def test_a_refused_throttled_or_failed_request_applies_nothing(world: World, kind: str, statuses: set[int]) -> None:
    world.sim("faults", {"kind": kind, "method": "POST"})
    answer = post(world, "one")
    assert answer.status_code in statuses
    assert world.state()["posts"] == []
    assert post(world, "one").is_success


def test_a_server_error_after_is_applied(world: World) -> None:
    world.sim("faults", {"kind": "server_error_after", "method": "POST"})
    assert post(world, "one").status_code == 500
    assert [item["text"] for item in world.state()["posts"]] == ["one"]


def test_a_slow_answer_takes_its_seconds(world: World) -> None:
    world.sim("faults", {"kind": "slow", "seconds": 7.5, "count": 2})
    for number in range(3):
        assert post(world, f"post {number}").is_success
    assert world.slept == [7.5, 7.5]


def test_a_lagging_look_up_misses_a_new_post_for_a_time(world: World) -> None:
    post(world, "before")
    world.sim("faults", {"kind": "lagging_lookup", "seconds": 60})
    post(world, "during")
    assert len(listed(world)) == 1
    world.clock.pass_seconds(59)
    assert len(listed(world)) == 1
    world.clock.pass_seconds(1)
    assert len(listed(world)) == 2


def test_a_lagging_look_up_misses_a_new_post_for_a_number_of_reads(world: World) -> None:
    world.sim("faults", [{"kind": "lagging_lookup", "reads": 2}, {"kind": "lost_answer", "method": "POST"}])
    with pytest.raises(httpx2.RemoteProtocolError):
        post(world, "one")
    assert [len(listed(world)) for _ in range(4)] == [0, 0, 1, 1]


def test_a_switch_spoils_only_what_it_matches_as_often_as_it_says(world: World) -> None:
    world.sim("faults", {"kind": "server_error", "method": "POST", "path": "(feed|tweets)$", "count": 2})
    assert listed(world) == []
    assert [post(world, f"{number}").is_success for number in range(3)] == [False, False, True]


def test_a_sticky_switch_stays_until_it_is_cleared(world: World) -> None:
    world.sim("faults", {"kind": "refused", "method": "POST", "count": None})
    assert [post(world, "x").is_success for _ in range(3)] == [False] * 3
    world.client.delete("/_sim/faults")
    assert post(world, "x").is_success


def test_a_throttle_says_when_to_come_back(meta: World, x: World) -> None:
    for network in (meta, x):
        network.sim("faults", {"kind": "throttled", "seconds": 120})
    refused = post(meta, "one")
    assert refused.json()["error"]["code"] == 80001
    usage = json.loads(refused.headers["X-Business-Use-Case-Usage"])
    assert next(iter(usage.values()))[0]["estimated_time_to_regain_access"] == 2
    assert post(x, "one").headers["x-rate-limit-reset"] == str(int(x.clock().timestamp()) + 120)


def test_a_refusal_may_carry_any_code_even_under_status_200(meta: World) -> None:
    meta.sim("faults", {"kind": "refused", "code": 368, "subcode": 1390008, "status": 200})
    answer = post(meta, "one")
    assert (answer.status_code, answer.json()["error"]["code"]) == (200, 368)
    assert answer.json()["error"]["error_subcode"] == 1390008


@pytest.mark.parametrize("body", [{"kind": "meteor"}, {"kind": "slow", "path": "("}, {"kind": "slow", "when": 1}])
def test_a_switch_that_means_nothing_is_refused(meta: World, body: dict[str, object]) -> None:
    assert meta.client.post("/_sim/faults", json=body).status_code == 422


@pytest.mark.enable_socket
def test_over_a_real_socket_a_lost_answer_closes_it_and_a_used_port_is_said() -> None:
    command = [sys.executable, "-m", "infra.local.simulators.serve", "meta", "--port"]
    with subprocess.Popen([*command, "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = json.loads(server.stdout.readline())["url"]
            with httpx2.Client(base_url=url, timeout=10) as client:
                client.post("/_sim/accounts", json=META_SEED)
                client.post("/_sim/faults", json={"kind": "lost_answer", "method": "POST"})
                with pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError)):
                    client.post("/v26.0/101/feed", data={"message": "one", "access_token": "PAGE"})
                assert len(client.get("/_sim/state").json()["posts"]) == 1
                assert "one" in client.get("/").text
            port = url.rpartition(":")[2]
            second = subprocess.run([*command, port], capture_output=True, text=True, timeout=30, check=False)
            assert (second.returncode, port in second.stderr) == (2, True)
            with pytest.raises(OSError), socket.create_connection(("127.0.0.2", int(port)), timeout=2):
                pass
        finally:
            server.terminate()

"""What the story-teller and the tests see of a network, and what stays hidden."""

import threading
from datetime import datetime

import pytest

from tests.twin_simulators.conftest import SECRET, World


def test_the_state_says_when_each_post_came_to_the_microsecond(meta: World) -> None:
    meta.clock.pass_seconds(0.000_042)
    meta.client.post("/v26.0/101/feed", data={"message": "ciao"})
    received_at = str(meta.state()["posts"][0]["received_at"])
    assert received_at == "2026-11-23T10:00:00.000042+00:00"
    assert datetime.fromisoformat(received_at) == meta.clock()


def test_no_token_or_secret_is_ever_shown(meta: World, x: World) -> None:
    meta.client.get("/v26.0/101", params={"access_token": "PAGE"})
    x.client.get("/2/users/me")
    for world, secrets in ((meta, ("PAGE", "SYSTEM", SECRET)), (x, ("USER", "R1", '"cs"', "APP", SECRET))):
        for path in ("/_sim/state", "/_sim/journal", "/"):
            shown = world.client.get(path).text
            assert not [secret for secret in secrets if secret in shown]


def test_the_journal_has_every_request_of_the_api_and_none_of_the_control(x: World) -> None:
    x.client.get("/2/users/me", params={"user.fields": "id"})
    x.client.get("/2/nonsense")
    requests = x.client.get("/_sim/journal").json()["requests"]
    assert [(r["method"], r["path"], r["status"]) for r in requests] == [
        ("GET", "/2/users/me", 200),
        ("GET", "/2/nonsense", 404),
    ]
    assert x.client.get("/_sim/state").json()["requests"] == 2


def test_the_page_shows_posts_pictures_comments_and_flags_and_trusts_no_text(meta: World) -> None:
    answer = meta.client.post("/v26.0/101/photos", data={"url": "http://img/a.jpg", "message": "قهوة <b>"}).json()
    visit = {"post_id": answer["post_id"], "text": "<script>", "author_name": "Ana"}
    comment = meta.sim("comments", visit)["comment_ids"][0]
    meta.client.post(f"/v26.0/{comment}", data={"is_hidden": "true"})
    page = meta.client.get("/").text
    assert 'dir="auto">قهوة &lt;b&gt;' in page
    assert "Aurora Coffee" in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert ">hidden<" in page
    picture = meta.client.get(f"/_sim/pictures/{answer['post_id']}/0")
    assert (picture.headers["content-type"], picture.content) == ("image/jpeg", meta.images["http://img/a.jpg"])


def test_duplicates_are_live_posts_that_say_the_same_on_one_account(x: World) -> None:
    def send(text: str) -> str:
        return str(x.client.post("/2/tweets", json={"text": text}).json()["data"]["id"])

    first = send("ciao")
    send("altro")
    x.clock.pass_seconds(24 * 3600)
    second = send("ciao")
    assert x.state()["duplicates"] == [[first, second]]
    x.client.delete(f"/2/tweets/{second}")
    assert x.state()["duplicates"] == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("accounts", {"pages": [{"id": "1"}]}, 422),
        ("accounts", {"planets": []}, 422),
        ("comments", {"post_id": "404", "text": "x"}, 404),
        ("comments", {"colour": "red"}, 422),
        ("planets", {}, 404),
        ("accounts", {"quotas": {"planets": 1}}, 404),
    ],
)
def test_control_input_that_means_nothing_is_refused(
    meta: World, path: str, body: dict[str, object], status: int
) -> None:
    assert meta.client.post(f"/_sim/{path}", json=body).status_code == status
    assert meta.client.post("/_sim/accounts", content=b"{").status_code == 422


def test_eight_threads_post_the_same_and_the_network_takes_one(meta: World) -> None:
    barrier, statuses = threading.Barrier(8), []

    def post() -> None:
        barrier.wait(timeout=10)
        statuses.append(meta.client.post("/v26.0/101/feed", data={"message": "race"}).status_code)

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(statuses) == [200] + [400] * 7
    assert len(meta.state()["posts"]) == 1

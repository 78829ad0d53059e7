"""What was said where nobody calls us back is asked for, taken in once, and stands like everything else."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import boto3
import httpx2
import pytest

from portavoce.runtime.wiring.brands import brands
from tests.contract.events.house import AURORA, House
from tests.contract.events.invocations import sqs_event
from tests.review import NOW
from tests.stage import PREFIX, REGION

HANDLE, TOOTS = "aurora.example", "@aurora@social.example"
SESSION = {"did": "did:plc:aurora", "accessJwt": "a.b.c", "refreshJwt": "d.e.f"}
Networks = dict[str, Callable[[httpx2.Request], Any]]


def notice(key: str, text: str = "Quanto costa?", minutes: int = 5) -> dict[str, Any]:
    at = (NOW - timedelta(minutes=minutes)).isoformat()
    return {
        "uri": f"at://did:plc:ana/app.bsky.feed.post/{key}",
        "author": {"did": "did:plc:ana", "handle": "ana.example"},
        "reason": "mention",
        "record": {"text": text, "createdAt": at},
        "indexedAt": at,
    }


def toot(id_: str) -> dict[str, Any]:
    at = (NOW - timedelta(minutes=5)).isoformat()
    status = {"id": f"9{id_}", "created_at": at, "visibility": "public", "content": "<p>Che buono</p>"}
    account = {"id": "55", "acct": "ana@else.example"}
    return {"id": id_, "type": "mention", "created_at": at, "account": account, "status": status}


@pytest.fixture
def networks(house: House, monkeypatch: pytest.MonkeyPatch) -> Networks:
    """Aurora with a channel on Bluesky and one on Mastodon; what a test puts here answers for them."""
    del house
    accounts = {"bluesky": HANDLE, "mastodon": TOOTS}
    channels = [{"id": name, "platform": name, "account_id": account} for name, account in accounts.items()]
    brand = AURORA.model_dump(mode="json")
    brands().put(AURORA.model_validate(brand | {"channels": [*brand["channels"], *channels]}), NOW)
    ssm = boto3.client("ssm", region_name=REGION)
    for name in ("bluesky/app_password", "mastodon/access_token"):
        ssm.put_parameter(Name=f"{PREFIX}/channels/aurora.{name}", Value="secret", Type="SecureString")
    answers: Networks = {
        "bsky.social": lambda _: {"notifications": []},
        "social.example": lambda _: [],
        "graph.facebook.com": lambda _: {"data": []},
    }

    def handle(_: object, request: httpx2.Request) -> httpx2.Response:
        is_session = request.url.path.endswith("createSession")
        answer = SESSION if is_session else answers[request.url.host](request)
        return answer if isinstance(answer, httpx2.Response) else httpx2.Response(200, json=answer)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    return answers


def poll(house: House) -> list[str]:
    """One round; what it has queued is taken in, and given back."""
    house.invoke("poll_channels", {}, cold=True)
    queued = house.take("inbound")
    if queued:
        assert house.invoke("ingest", sqs_event("inbound", queued)) == {"batchItemFailures": []}
    return queued


def said(house: House, platform: str) -> dict[str, Any]:
    named, found = f"INTERACTION#{platform}#", house.effects()["table"]
    return {pk.removeprefix(named): one for (pk, _), one in found.items() if pk.startswith(named)}


def test_what_is_found_is_taken_in_once_and_what_comes_late_in_the_order_too(house: House, networks: Networks) -> None:
    rows = [notice("a")]
    networks["bsky.social"] = lambda _: {"notifications": rows}
    networks["social.example"] = lambda request: [] if "max_id" in request.url.params else [toot("1")]
    assert len(poll(house)) == 2
    stands = house.effects()["table"]
    assert poll(house) == []
    assert house.effects()["table"] == stands
    rows.append(notice("b", minutes=40 * 60))
    assert len(poll(house)) == 1
    assert {key.rpartition("/")[2] for key in said(house, "bluesky")} == {"a", "b"}
    assert set(said(house, "mastodon")) == {"91"}


def test_what_stands_in_a_list_behind_what_is_read_again_is_told_once(house: House, networks: Networks) -> None:
    rows = [notice("old", minutes=9 * 24 * 60)]
    networks["bsky.social"] = lambda _: {"notifications": rows}
    assert len(poll(house)) == 1
    rows.insert(0, notice("new"))
    assert [len(json.loads(json.loads(one)["body"])["found"]) for one in poll(house)] == [1]
    assert poll(house) == []


def test_the_memory_of_a_poll_holds_no_word_and_no_name(house: House, networks: Networks) -> None:
    networks["bsky.social"] = lambda _: {"notifications": [notice("a", "CANARY-WORDS")]}
    poll(house)
    memory = house.effects()["table"]["POLLED#aurora.bluesky", "POLLED"]
    assert not [word for word in ("CANARY", "ana", "did:plc") if word in json.dumps(memory, default=str)]
    assert int(memory["expires_at"]["N"]) == int((NOW + timedelta(days=7)).timestamp())


def test_more_than_a_message_holds_goes_in_several(house: House, networks: Networks) -> None:
    networks["bsky.social"] = lambda _: {"notifications": [notice(f"k{number}") for number in range(60)]}
    assert len(poll(house)) == 3
    assert len(said(house, "bluesky")) == 60


def test_a_channel_that_cannot_be_polled_keeps_no_other_out(house: House, networks: Networks) -> None:
    networks["bsky.social"] = lambda _: httpx2.Response(503)
    networks["social.example"] = lambda request: [] if "max_id" in request.url.params else [toot("1")]
    assert len(poll(house)) == 1
    networks["bsky.social"] = lambda _: {"notifications": [notice("a")]}
    assert len(poll(house)) == 1


def test_nothing_is_asked_to_be_hidden_where_we_can_hide_nothing(house: House, networks: Networks) -> None:
    row = toot("1")
    insult = row | {"status": row["status"] | {"content": "<p>idioti</p>", "in_reply_to_id": "7"}}
    networks["social.example"] = lambda request: [] if "max_id" in request.url.params else [insult]
    poll(house)
    (stands,) = said(house, "mastodon").values()
    decision = stands["decision"]["M"]
    assert "abuse" in json.dumps(decision["labels"])
    assert "hide" not in json.dumps(decision.get("actions", {}))


def test_an_insult_under_our_own_post_on_bluesky_is_asked_to_be_hidden(house: House, networks: Networks) -> None:
    reply = {"reply": {name: {"uri": "at://did:plc:aurora/app.bsky.feed.post/r"} for name in ("root", "parent")}}
    row = notice("a", "idioti")
    networks["bsky.social"] = lambda _: {"notifications": [row | {"record": row["record"] | reply}]}
    poll(house)
    (stands,) = said(house, "bluesky").values()
    assert "hide" in json.dumps(stands["decision"]["M"]["actions"])

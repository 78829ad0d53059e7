"""On a real server: an answer, a like, a block and a hidden reply are records that it takes, once, and gives back.

The server has no view of the whole network, so that what a post looks like there is answered from its record."""

from typing import Any

import httpx2
import pytest

from portavoce.platforms.conversation import Answered, AnswerKind, Deed, OutgoingAnswer
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.outcomes import Absent, Done, Duplicate, Found
from tests.aurora import NOW
from tests.real.bluesky.account import POSTS, Account, published
from tests.real.bluesky.server import ANSWER_LIMIT_SECONDS, ask

WORDS = "Grazie @regular.test ☕️ قهوة: https://aurora.example/menù"
GATES, LIKES, BLOCKS = "app.bsky.feed.threadgate", "app.bsky.feed.like", "app.bsky.graph.block"


def view(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
    """What the network's view would say, made of the record itself."""
    if request.url.path.endswith("getProfile"):
        return httpx2.Response(200, json={"did": request.url.params["actor"], "viewer": {"muted": False}})
    if not request.url.path.endswith("getPosts"):
        return onward.handle_request(request)
    repo, collection, key = request.url.params["uris"].removeprefix("at://").split("/")
    query = {"repo": repo, "collection": collection, "rkey": key}
    url = request.url.copy_with(path="/xrpc/com.atproto.repo.getRecord", query=None)
    found = httpx2.get(url, params=query, timeout=ANSWER_LIMIT_SECONDS).json()
    post = {"uri": found["uri"], "cid": found["cid"], "record": found["value"], "author": {"did": repo}, "viewer": {}}
    return httpx2.Response(200, json={"posts": [post]})


def listed(account: Account, collection: str) -> list[dict[str, Any]]:
    query = {"repo": account.did, "collection": collection, "limit": "100"}
    answer = httpx2.get(f"{account.url}/xrpc/com.atproto.repo.listRecords", params=query, timeout=ANSWER_LIMIT_SECONDS)
    found: list[dict[str, Any]] = answer.json()["records"]
    return [one["value"] for one in found]


@pytest.fixture(scope="module")
def said(account: Account) -> Interaction:
    """Somebody else's reply to a post of ours."""
    post = published(account, account.prepared(account.post("Che miscela preferite?")))
    root = {"uri": post.remote_id, "cid": cid_of(account, post.remote_id)}
    details = {"identifier": "regular.test", "password": "a-regular-password"}
    session = ask(account.url, "com.atproto.server.createSession", details)
    record = {
        "$type": POSTS,
        "text": "La vostra!",
        "createdAt": "2026-11-23T10:00:00.000Z",
        "reply": {"root": root, "parent": root},
    }
    body = {"repo": session["did"], "collection": POSTS, "record": record}
    made = ask(account.url, "com.atproto.repo.createRecord", body, session["accessJwt"])
    return Interaction(
        platform="bluesky",
        account_id=account.did,
        interaction_id=made["uri"],
        kind=InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=NOW,
        text="La vostra!",
        author_id=session["did"],
        post_id=post.remote_id,
        thread_id=post.remote_id,
    )


def cid_of(account: Account, uri: str) -> str:
    query = {"repo": account.did, "collection": POSTS, "rkey": uri.rpartition("/")[2]}
    found = httpx2.get(f"{account.url}/xrpc/com.atproto.repo.getRecord", params=query, timeout=ANSWER_LIMIT_SECONDS)
    return str(found.json()["cid"])


def reply(said: Interaction, key: str) -> OutgoingAnswer:
    return OutgoingAnswer(key=key, kind=AnswerKind.REPLY, to=said, text=WORDS, asked_at=NOW, language="it")


def test_an_answer_is_there_once_and_is_taken_back(account: Account, said: Interaction) -> None:
    client, answer = account.client(view), reply(said, "a-1")
    assert client.look_up_answer(answer, NOW) == Absent(is_sure=True)
    given = client.answer(answer)
    assert isinstance(given, Answered)
    assert client.answer(answer) == given
    record = account.record(given.remote_id)
    assert record["text"] == WORDS
    assert record["reply"]["parent"]["uri"] == said.interaction_id
    assert record["reply"]["root"]["uri"] == said.thread_id
    assert len(record["facets"]) == 2
    found = client.look_up_answer(answer, NOW)
    assert isinstance(found, Found)
    assert (found.remote_id, found.is_proven) == (given.remote_id, True)
    assert isinstance(client.answer(answer.model_copy(update={"text": "altro"})), Duplicate)
    assert account.record(given.remote_id) == record
    assert client.retract(AnswerKind.REPLY, given.remote_id) == Done()
    assert client.retract(AnswerKind.REPLY, given.remote_id) == Done()
    assert client.look_up_answer(answer, NOW) == Absent(is_sure=True)


@pytest.mark.parametrize(("deed", "back", "collection"), [
    (Deed.LIKE, Deed.UNLIKE, LIKES),
    (Deed.BLOCK, Deed.UNBLOCK, BLOCKS),
])  # fmt: skip
def test_a_like_and_a_block_are_one_record_however_often_and_go_again(
    account: Account, said: Interaction, deed: Deed, back: Deed, collection: str
) -> None:
    client = account.client(view)
    for _ in range(2):
        assert client.do(deed, said) == Done()
    assert len(listed(account, collection)) == 1
    for _ in range(2):
        assert client.do(back, said) == Done()
    assert listed(account, collection) == []


def test_a_reply_is_hidden_and_shown_by_the_gate_of_our_thread(account: Account, said: Interaction) -> None:
    client = account.client(view)
    for _ in range(2):
        assert client.do(Deed.HIDE, said) == Done()
    [gate] = listed(account, GATES)
    assert gate["hiddenReplies"] == [said.interaction_id]
    assert gate["post"] == said.thread_id
    assert "allow" not in gate
    for _ in range(2):
        assert client.do(Deed.UNHIDE, said) == Done()
    assert listed(account, GATES)[0]["hiddenReplies"] == []

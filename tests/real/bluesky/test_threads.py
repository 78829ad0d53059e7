"""On a real server: each part of a thread answers the one before it, and is there once."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from portavoce.platforms.bluesky.manifest import MANIFEST
from portavoce.platforms.contract import OutgoingPost, Sent
from portavoce.platforms.outcomes import Published
from portavoce.publishing.model import Content, Part, State
from tests.faults.clients import ClientNetwork
from tests.faults.time import VirtualClock
from tests.faults.world import NINE, Died, World, planned
from tests.real.bluesky.account import Account, Meddler

TEXTS = ["Prima del filo ☕️ @regular.test", "Seconda قهوة", "Terza 日本語", "Il primo commento"]


def uris(record: dict[str, Any]) -> tuple[str, str]:
    return record["reply"]["root"]["uri"], record["reply"]["parent"]["uri"]


def part(post: OutgoingPost, number: int, out: list[Published]) -> OutgoingPost:
    after = tuple(Sent(remote_id=one.remote_id, url=one.url) for one in out)
    update = {"text": TEXTS[number], "part": number, "after": after, "is_comment": number == 3}
    return post.model_copy(update=update)


def test_a_thread_and_its_first_comment_read_back_with_their_roots_and_parents(account: Account) -> None:
    post, out = account.post(TEXTS[0]), list[Published]()
    for number in range(len(TEXTS)):
        outcome = account.client().release(account.prepared(part(post, number, out)))
        assert isinstance(outcome, Published)
        out.append(outcome)
    standing = {one["uri"]: one for one in account.records()}
    first, second, third, _ = (one.remote_id for one in out)
    records = [standing[one.remote_id]["value"] for one in out]
    assert [record["text"] for record in records] == TEXTS
    assert [uris(record) for record in records[1:]] == [(first, first), (first, second), (first, first)]
    assert records[2]["reply"]["root"]["cid"] == standing[first]["cid"]
    assert records[2]["reply"]["parent"]["cid"] == standing[second]["cid"]
    assert [record["createdAt"] for record in records] == sorted(record["createdAt"] for record in records)
    assert standing[third]["value"]["text"] == TEXTS[2]


def killing(at_call: int) -> Meddler:
    """Kills the process when this write has reached the server and its answer has not come back."""
    calls = 0

    def meddle(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        nonlocal calls
        answer = onward.handle_request(request)
        if request.url.path.endswith("putRecord"):
            calls += 1
            if calls == at_call:
                answer.read()
                answer.close()
                raise Died
        return answer

    return meddle


@pytest.mark.parametrize("at_call", [1, 2, 3, 4])
def test_a_publisher_that_is_killed_in_a_thread_goes_on_where_it_was_and_says_nothing_twice(
    account: Account, at_call: int
) -> None:
    clock = VirtualClock(NINE - timedelta(minutes=2))
    client = account.client(killing(at_call))
    house = World(ClientNetwork("list", clock, client=client, looked_up_by=MANIFEST.lookup))
    texts = [f"{text} {at_call}" for text in TEXTS]
    thread = tuple(Part(text=text) for text in texts[1:3])
    content = Content(text=texts[0], thread=thread, first_comment=texts[3])
    named = {"publication_id": f"aurora.killed-{at_call}.bluesky", "post_id": f"killed-{at_call}"}
    publication = planned("bluesky", content=content).model_copy(update={"platform": "bluesky", **named})
    house.plan(publication)
    ended = house.run(publication.publication_id)
    assert (ended.state, house.asked) == (State.PUBLISHED, [])
    written = [one["value"]["text"] for one in account.records() if one["value"]["text"] in texts]
    assert sorted(written) == sorted(texts)
    first, second, *_ = (account.record(one.remote_id)["text"] for one in ended.sent)
    assert (first, second) == (texts[0], texts[1])
    assert uris(account.record(ended.sent[2].remote_id)) == (ended.sent[0].remote_id, ended.sent[1].remote_id)

"""What is Bluesky's alone: sessions, keys of our own, mentions, the card of a link."""

import json

import pytest

from portavoce.platforms.contract import Absent, AuthFailed, Duplicate, Found, Published, Refused, Throttled, Unclear
from tests.contract.platforms.stands import BLUESKY_USER, TOKEN, Stand, stand_for
from tests.contract.platforms.test_publishing import prepared

SESSION_SECONDS = 3 * 3600
LONG_SECONDS = 100 * 86_400


@pytest.fixture
def bluesky() -> Stand:
    return stand_for("bluesky")


def calls(stand: Stand, name: str) -> int:
    return sum(request.url.path.endswith(name) for request in stand.wire.seen)


def records(stand: Stand) -> list[dict[str, object]]:
    found = stand.network.platform.state()["records"]
    assert isinstance(found, list)
    return [one["value"] for one in found]


def test_the_same_post_again_is_the_same_record_and_no_commit(bluesky: Stand) -> None:
    post = prepared(bluesky.client(), bluesky.post(images=2))
    outcomes = [bluesky.client().release(post) for _ in range(3)]
    assert isinstance(outcomes[0], Published)
    assert outcomes == outcomes[:1] * 3
    assert bluesky.network.platform.state()["commits"] == 1


def test_what_stands_is_never_replaced_by_an_edited_text(bluesky: Stand) -> None:
    client = bluesky.client()
    first = client.release(bluesky.post("Prima"))
    assert isinstance(client.release(bluesky.post("Dopo")), Duplicate)
    assert isinstance(client.look_up(bluesky.post("Dopo"), bluesky.clock.now), Found)
    bluesky.clock.move(60)
    assert client.look_up(bluesky.post("Dopo"), bluesky.clock.now) == Absent()
    later = client.release(bluesky.post("Dopo"))
    assert [seen.text for seen in bluesky.published()] == ["Prima", "Dopo"]
    assert first != later


def test_a_session_is_opened_once_and_kept(bluesky: Stand) -> None:
    client = bluesky.client()
    for number in range(40):
        bluesky.clock.move(1)
        assert isinstance(client.release(bluesky.post(f"Numero {number}")), Published)
    assert calls(bluesky, "createSession") == 1


def test_an_outdated_session_is_refreshed_and_the_call_made_once_more(bluesky: Stand) -> None:
    client = bluesky.client()
    assert isinstance(client.release(bluesky.post("Prima")), Published)
    for _ in range(2):
        bluesky.clock.move(SESSION_SECONDS)
        assert isinstance(client.release(bluesky.post("Dopo")), Published)
    assert (calls(bluesky, "createSession"), calls(bluesky, "refreshSession")) == (1, 2)


def test_a_session_that_cannot_be_refreshed_any_more_is_opened_anew(bluesky: Stand) -> None:
    client = bluesky.client()
    client.release(bluesky.post("Prima"))
    bluesky.clock.move(LONG_SECONDS)
    assert isinstance(client.release(bluesky.post("Dopo")), Published)
    assert calls(bluesky, "createSession") == 2


def test_an_app_password_that_was_taken_back_needs_a_person_once_the_session_ends(bluesky: Stand) -> None:
    client = bluesky.client()
    client.release(bluesky.post("Prima"))
    account = {"did": BLUESKY_USER, "handle": "aurora.example", "app_password": f"not {TOKEN}"}
    bluesky.network.platform.seeds["accounts"]({"accounts": [account]})
    bluesky.clock.move(LONG_SECONDS)
    assert isinstance(client.release(bluesky.post("Dopo")), AuthFailed)
    assert len(bluesky.published()) == 1


@pytest.mark.parametrize("kind", ["lost_answer", "server_error", "throttled"])
def test_a_session_that_cannot_be_opened_now_is_not_now(bluesky: Stand, kind: str) -> None:
    """Nothing was sent, so there is nothing to look up."""
    bluesky.fault(kind, "createSession$", count=2)
    assert isinstance(bluesky.client().release(bluesky.post()), Throttled)
    assert isinstance(bluesky.client().look_up(bluesky.post(), bluesky.clock.now), Unclear)
    assert isinstance(bluesky.client().release(bluesky.post()), Published)


def test_a_mention_names_the_account_and_a_handle_that_nobody_has_stays_text(bluesky: Stand) -> None:
    alice = {"did": "did:plc:alice", "handle": "alice.example"}
    bluesky.network.platform.seeds["accounts"]({"accounts": [alice]})
    client = bluesky.client()
    post = prepared(client, bluesky.post("Grazie @Alice.example e @nobody.example"))
    assert isinstance(client.release(post), Published)
    index = {"byteStart": 7, "byteEnd": 21}
    features = [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:alice"}]
    assert records(bluesky)[0]["facets"] == [{"index": index, "features": features}]


def test_a_link_is_a_card_and_under_images_a_link_in_the_text(bluesky: Stand) -> None:
    client, link = bluesky.client(), "https://aurora.example/menu"
    client.release(bluesky.post("Il menu", link=link))
    card = {"uri": link, "title": "aurora.example", "description": ""}
    assert records(bluesky)[0]["embed"] == {"$type": "app.bsky.embed.external", "external": card}
    bluesky.clock.move(60)
    client.release(prepared(client, bluesky.post("Il menu", images=1, link=link)))
    assert bluesky.published()[-1].text == f"Il menu\n\n{link}"
    assert isinstance(records(bluesky)[1]["facets"], list)


def test_a_post_is_dated_with_its_planned_moment_however_late_it_leaves(bluesky: Stand) -> None:
    post = bluesky.post()
    bluesky.clock.move(600)
    assert isinstance(bluesky.client().release(post), Published)
    assert records(bluesky)[0]["createdAt"] == "2026-11-23T10:00:00.000Z"


def test_images_that_were_forgotten_are_refused(bluesky: Stand) -> None:
    client = bluesky.client()
    post = prepared(client, bluesky.post(images=1))
    blob = json.loads(post.handles["image_0"]) | {"ref": {"$link": "bafkrei-of-nothing"}}
    outcome = client.release(post.model_copy(update={"handles": {"image_0": json.dumps(blob)}}))
    assert isinstance(outcome, Refused)
    assert outcome.code == "400 BlobNotFound"

"""The client against a Mastodon API that nobody here wrote: what is sent is what is read back, and it is there once."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from portavoce.platforms.contract import Image
from portavoce.platforms.mastodon.manifest import MANIFEST
from portavoce.platforms.mastodon.texts import comparable, returned_text
from portavoce.platforms.outcomes import AuthFailed, Found, Published, Ready, Refused
from portavoce.publishing.model import Content, PublicationState
from tests.faults.clients import ClientNetwork
from tests.faults.time import VirtualClock
from tests.faults.world import IMAGE, World, planned
from tests.real.mastodon.account import Wire, client_of, photo, post, statuses

TEXTS = (
    "Il caffè è pronto: perché aspettare? ☕️ 👨‍👩‍👧‍👦",
    "قهوتنا جاهزة 😍\nأهلا وسهلا",
    "Tre & due < quattro > uno &amp; «basta»\n\nhttps://aurora.example/menu?a=1&b=2 #caffè",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_and_an_image_with_its_description_are_read_back_as_they_were(url: str, wire: Wire, text: str) -> None:
    client, kept, attempted_at = client_of(url, wire), dict[str, str](), datetime.now(UTC)
    image = Image(
        url="https://media.test/a.jpg",
        mime_type="image/jpeg",
        size_bytes=len(photo()),
        width=1200,
        height=1200,
        alt_text="Una tazzina ☕️, قهوة",
    )
    outgoing = post(text, f"read-back-{TEXTS.index(text)}", media=(image,))
    assert client.prepare(outgoing, kept.__setitem__) == Ready()
    outgoing = outgoing.model_copy(update={"handles": kept})
    assert client.prepare(outgoing, kept.__setitem__) == Ready()
    outcome = client.release(outgoing)
    assert isinstance(outcome, Published)
    seen = httpx2.get(f"{url}/api/v1/statuses/{outcome.remote_id}").json()
    assert returned_text(seen["content"]) == comparable(text)
    [attachment] = seen["media_attachments"]
    assert attachment["description"] == image.alt_text
    assert httpx2.get(attachment["url"]).content == photo()
    assert client.look_up(outgoing, attempted_at) == Found(remote_id=outcome.remote_id, url=outcome.url, is_proven=True)


@pytest.mark.parametrize("is_keyless", [False, True])
@pytest.mark.parametrize("has_image", [False, True])
def test_a_lost_answer_leaves_one_post_and_no_question(url: str, wire: Wire, is_keyless: bool, has_image: bool) -> None:
    before = len(statuses(url))
    now = datetime.now(UTC)
    clock = VirtualClock(now - timedelta(minutes=2))
    wire.is_keyless, wire.answers_to_lose = is_keyless, 1
    network = ClientNetwork("list", clock, client=client_of(url, wire), looked_up_by=MANIFEST.lookup)
    house = World(network)
    named = f"lost-{is_keyless:d}-{has_image:d}"
    content = Content(text=f"{TEXTS[0]} {is_keyless} {has_image}", media=(IMAGE,) if has_image else ())
    publication = planned("mastodon", planned_at=now, content=content)
    publication = publication.model_copy(
        update={"publication_id": f"aurora.{named}.mastodon", "post_id": named, "platform": "mastodon"}
    )
    house.plan(publication)
    ended = house.run(publication.publication_id)
    assert (ended.state, wire.answers_to_lose, house.asked) == (PublicationState.PUBLISHED, 0, [])
    [newest, *_] = statuses(url)
    assert len(statuses(url)) == before + 1
    assert ended.remote_id == newest["id"]


def test_eight_releases_one_after_another_make_one_post_by_the_key_alone(url: str, wire: Wire) -> None:
    client, before = client_of(url, wire), len(statuses(url))
    outcomes = {client.release(post("Otto volte", "eight-in-turn")) for _ in range(8)}
    assert len(outcomes) == 1
    assert len(statuses(url)) == before + 1


def test_a_text_that_is_too_long_is_refused_before_it_is_sent_and_also_by_the_server(url: str, wire: Wire) -> None:
    client, before = client_of(url, wire), len(statuses(url))
    outgoing = post("a" * 501, "too-long")
    assert isinstance(client.prepare(outgoing, dict[str, str]().__setitem__), Refused)
    assert isinstance(client.release(outgoing), Refused)
    assert len(statuses(url)) == before


def test_a_token_that_the_server_does_not_know_needs_a_person(url: str, wire: Wire) -> None:
    assert isinstance(client_of(url, wire, token="dead").release(post("Mai", "dead")), AuthFailed)


def test_every_number_is_given_but_one_that_is_younger_than_this_server(url: str, wire: Wire) -> None:
    client = client_of(url, wire)
    outcome = client.release(post("Numeri", "numbers"))
    assert isinstance(outcome, Published)
    of_post, of_account = ([spec for spec in MANIFEST.metrics if spec.level == level] for level in ("post", "channel"))
    taken = client.post_metrics(outcome.remote_id, of_post) + client.channel_metrics(
        of_account, datetime.now(UTC).date()
    )
    assert {one.metric: one.value is None for one in taken} == {
        "likes": False,
        "comments": False,
        "shares": False,
        "quotes": True,
        "followers": False,
    }

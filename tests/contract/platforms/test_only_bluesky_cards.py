"""A link on Bluesky has its card, made of what its page says; without the page the post leaves all the same."""

from typing import Any

import pytest
from pydantic import SecretStr

from infra.local.simulators.bluesky.repository import UNUSED_LIFE
from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import base_url_of
from portavoce.platforms.contract import ChannelAccess, Sent
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import Found, Published
from portavoce.platforms.text.web_page import LinkedPage, PageUnread, PageWish
from tests.contract.platforms.bluesky import calls, records
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand, stand_for
from tests.contract.platforms.wire import picture

LINK = "https://aurora.example/menu"
SHOWN = LinkedPage("Il menù", "Dalle sette", ("image/jpeg", picture(7)))
UPLOAD = "com.atproto.repo.uploadBlob"


@pytest.fixture
def bluesky() -> Stand:
    return stand_for("bluesky")


class Web:
    """The web, on which each page says the same, or is not there."""

    def __init__(self, page: LinkedPage | None) -> None:
        self.page = page
        self.wishes: list[PageWish] = []

    def read(self, wish: PageWish) -> LinkedPage:
        self.wishes.append(wish)
        if self.page is None:
            raise PageUnread("https://aurora.example/menu answers 404")
        return self.page


def client_on(stand: Stand, web: Web) -> Any:
    access = ChannelAccess(
        channel_id="aurora.bluesky", account_id=stand.account_id, secrets={"app_password": SecretStr(stand.token)}
    )
    http = Http(base_url_of(stand.manifest, stand.account_id), stand.wire, read_link=web.read)
    return discovery.part("bluesky", "client").connect(access, http)


def embed(stand: Stand, number: int = 0) -> Any:
    return records(stand)[number].get("embed")


@pytest.mark.parametrize("text", [f"Il menù: {LINK}.", "Il menù"])
def test_a_link_in_the_text_or_of_its_own_has_the_title_words_and_picture_of_its_page(
    bluesky: Stand, text: str
) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    post = prepared(client, bluesky.post(text, link=None if LINK in text else LINK))
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    assert outcome.note is None
    card = embed(bluesky)["external"]
    assert (card["uri"], card["title"], card["description"]) == (LINK, "Il menù", "Dalle sette")
    assert [one.content for one in bluesky.published()[0].pictures] == [picture(7)]
    assert [wish.most_picture_bytes for wish in web.wishes] == [1_000_000]


def test_a_bare_domain_has_a_card_and_of_several_links_the_first(bluesky: Stand) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    client.release(prepared(client, bluesky.post("Su aurora.it/menu, non su https://altro.example")))
    assert [wish.link for wish in web.wishes] == ["https://aurora.it/menu"]


def test_the_page_is_read_once_however_often_the_post_is_prepared(bluesky: Stand) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    once = prepared(client, bluesky.post(LINK))
    web.page = LinkedPage("Un altro titolo", "")
    again = prepared(client, once)
    assert (len(web.wishes), calls(bluesky, UPLOAD), again.handles) == (1, 1, once.handles)
    client.release(again)
    client.release(again)
    assert [one["embed"]["external"]["title"] for one in records(bluesky)] == ["Il menù"]  # type: ignore[index]


def test_an_answer_that_was_lost_is_found_whatever_the_page_says_by_then(bluesky: Stand) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    post = prepared(client, bluesky.post(LINK))
    client.release(post)
    web.page = None
    found = client.look_up(post, bluesky.clock())
    assert isinstance(found, Found)
    assert isinstance(client.release(post), Published)
    assert len(records(bluesky)) == 1


def test_a_page_that_is_not_there_neither_fails_nor_delays_the_post_and_it_says_so(bluesky: Stand) -> None:
    client = client_on(bluesky, Web(None))
    post = prepared(client, bluesky.post(f"Il menù: {LINK}"))
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    assert outcome.note == "Its link has no card of its page: https://aurora.example/menu answers 404."
    assert embed(bluesky) is None
    found = client.look_up(post, bluesky.clock())
    assert isinstance(found, Found)
    assert found.note == outcome.note


def test_a_link_of_its_own_is_shown_by_its_host_when_its_page_is_not_there(bluesky: Stand) -> None:
    client = client_on(bluesky, Web(None))
    client.release(prepared(client, bluesky.post("Il menù", link=LINK)))
    assert embed(bluesky)["external"] == {"uri": LINK, "title": "aurora.example", "description": ""}


def test_a_persons_picture_goes_before_the_pages_which_is_not_fetched(bluesky: Stand) -> None:
    web = Web(LinkedPage("Il menù", "Dalle sette"))
    client = client_on(bluesky, web)
    post = bluesky.post("Il menù", link=LINK).model_copy(update={"media": (bluesky.image(1),)})
    client.release(prepared(client, post))
    card = embed(bluesky)["external"]
    assert (card["title"], card["description"]) == ("Il menù", "Una tazzina, vista 1")
    assert [one.content for one in bluesky.published()[0].pictures] == [picture(1)]
    assert [wish.most_picture_bytes for wish in web.wishes] == [0]


def test_images_take_the_cards_place_and_no_page_is_read_for_nothing(bluesky: Stand) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    post = bluesky.post(f"Il menù: {LINK}").model_copy(update={"media": (bluesky.image(1),)})
    client.release(prepared(client, post))
    assert (web.wishes, embed(bluesky)["$type"]) == ([], "app.bsky.embed.images")


def test_a_picture_that_cannot_be_brought_to_bluesky_leaves_the_words_and_is_told(bluesky: Stand) -> None:
    class Falling(Web):
        def read(self, wish: PageWish) -> LinkedPage:
            bluesky.wire.is_cut = True
            return super().read(wish)

    client = client_on(bluesky, Falling(SHOWN))
    post = prepared(client, bluesky.post(LINK))
    bluesky.wire.is_cut = False
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    assert outcome.note == "The card of its link has no picture: Bluesky did not take it."
    card = embed(bluesky)["external"]
    assert (card["title"], "thumb" in card) == ("Il menù", False)


def test_a_picture_that_bluesky_has_forgotten_is_left_out_and_the_post_leaves_at_once(bluesky: Stand) -> None:
    client = client_on(bluesky, Web(SHOWN))
    post = prepared(client, bluesky.post(LINK))
    bluesky.clock.move(UNUSED_LIFE.total_seconds() + 1)
    assert isinstance(client.release(post), Published)
    card = embed(bluesky)["external"]
    assert (card["title"], "thumb" in card) == ("Il menù", False)


def test_each_part_of_a_thread_has_the_card_of_its_own_link_and_only_the_first_may_wait_for_it(bluesky: Stand) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    first = bluesky.post(LINK)
    kept: dict[str, str] = {}
    keep = kept.__setitem__
    client.prepare(first, keep)
    later = first.model_copy(update={"part": 1, "after": (Sent(remote_id="x"),)})
    client.prepare(later, keep)
    waits = [wish.late_seconds for wish in web.wishes]
    assert waits[0] > 0
    assert waits[1] == 0


def test_a_text_without_a_link_asks_nobody(bluesky: Stand) -> None:
    web = Web(SHOWN)
    client = client_on(bluesky, web)
    outcome = client.release(prepared(client, bluesky.post("Buongiorno @aurora e ciao@aurora.example")))
    assert (web.wishes, embed(bluesky), outcome.note) == ([], None, None)

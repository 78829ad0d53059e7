"""The page of a link is read in the time that there is, with its picture if that can be shown."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from portavoce.platforms.text.web_page import LinkedPage, PageUnread, PageWish
from portavoce.runtime.link_reader import LinkReader
from portavoce.runtime.web_fetch import WebFetcher
from tests.internet import CUP, INSIDE, OTHER, PUBLIC, Internet, answer

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
LINK = "https://photos.example/menu"
HTML = '<title>Il menù</title><meta name="description" content="Dalle 7"><meta property="og:image" content="{}">'


def page(picture: str = "https://cdn.example/cup.jpg") -> bytes:
    return answer(body=HTML.format(picture).encode(), Content_Type="text/html; charset=utf-8")


def internet(*answers: bytes) -> Internet:
    names = {"photos.example": [[PUBLIC]], "cdn.example": [[OTHER]], "inside.example": [[INSIDE]]}
    return Internet(names, list(answers))


def reader(found: Internet) -> LinkReader:
    fetcher = WebFetcher(resolve=found.resolve, connect=found.connect, encrypt=found.encrypt)
    return LinkReader(lambda: NOW, fetcher)


def wish(link: str = LINK, ahead: float = 60, late_seconds: float = 0, most_bytes: int = 1_000_000) -> PageWish:
    return PageWish(link, most_bytes, NOW + timedelta(seconds=ahead), late_seconds)


def test_a_page_gives_its_words_and_its_picture() -> None:
    found = reader(internet(page(), answer())).read(wish())
    assert found == LinkedPage("Il menù", "Dalle 7", ("image/jpeg", CUP))


def test_what_steers_whoever_shows_a_text_is_taken_out_of_a_pages_words() -> None:
    told = "<title>Menu\u202e evil\x1b[31m</title>".encode()
    found = reader(internet(answer(body=told, Content_Type="text/html"))).read(wish())
    assert found.title == "Menu evil[31m"


def test_an_address_without_encryption_is_asked_for_with_it() -> None:
    seen = internet(page(""))
    assert reader(seen).read(wish("http://photos.example/menu")).title == "Il menù"
    assert seen.encrypted_for == ["photos.example"]


@pytest.mark.parametrize(
    ("picture", "answers", "reason"),
    [
        ("https://inside.example/cup.jpg", [], "not on the public internet"),
        ("https://cdn.example/cup.jpg", [answer("404 Not Found")], "answers 404"),
        (
            "https://cdn.example/cup.jpg",
            [answer(body=b"GIF89a" + b"0" * 40, Content_Type="image/gif")],
            "no image that",
        ),
        ("https://cdn.example/cup.jpg", [answer(Content_Length="1000001")], "at most 1 MB"),
        ("data:image/png;base64,AAAA", [], "data:image/png"),
        ("s3://bucket/cup.jpg", [], "no address on the web"),
    ],
)
def test_a_picture_that_cannot_be_shown_leaves_the_words_and_is_told(
    picture: str, answers: list[bytes], reason: str
) -> None:
    seen = internet(page(picture), *answers)
    found = reader(seen).read(wish())
    assert (found.title, found.picture) == ("Il menù", None)
    assert reason in (found.missing or "")
    assert all(address != INSIDE for address, _ in seen.reached)


@pytest.mark.parametrize(
    ("link", "answers"),
    [
        (LINK, [answer("500 Oops")]),
        (LINK, [answer()]),
        ("https://inside.example/", []),
        ("https://nobody.example/", []),
        ("https://user:word@photos.example/", []),
        ("https://photos.example:8443/", []),
    ],
)
def test_a_page_that_cannot_be_read_is_said_to_be_unread(link: str, answers: list[bytes]) -> None:
    with pytest.raises(PageUnread):
        reader(internet(*answers)).read(wish(link))


def test_nobody_waits_longer_than_there_is_time_whatever_hangs() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(0.7)
        raise OSError

    hanging = LinkReader(lambda: NOW, WebFetcher(resolve=resolve))
    for given in (wish(ahead=0.2), wish(ahead=-60, late_seconds=0.2)):
        began = time.monotonic()
        with pytest.raises(PageUnread, match=r"within 0\.2 seconds"):
            hanging.read(given)
        assert time.monotonic() - began < 1


def test_when_the_time_is_over_nothing_is_asked_at_all() -> None:
    seen = internet(page())
    with pytest.raises(PageUnread, match="no time left"):
        reader(seen).read(wish(ahead=-1))
    assert seen.reached == []


def test_a_picture_that_hangs_costs_the_picture_alone() -> None:
    seen = internet(page(), answer())

    def resolve(host: str, port: int) -> list[str]:
        if host == "cdn.example":
            time.sleep(1.5)
        return seen.resolve(host, port)

    slow = LinkReader(lambda: NOW, WebFetcher(resolve=resolve, connect=seen.connect, encrypt=seen.encrypt))
    found = slow.read(wish(ahead=1))
    assert (found.title, found.picture, found.missing) == (
        "Il menù",
        None,
        "https://cdn.example/cup.jpg was not here in time",
    )


def test_no_picture_is_fetched_that_nobody_wants() -> None:
    seen = internet(page())
    assert reader(seen).read(wish(most_bytes=0)) == LinkedPage("Il menù", "Dalle 7")
    assert seen.reached == [(PUBLIC, 443)]

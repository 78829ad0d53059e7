"""What a page says of itself is read as those mean it who write pages, whatever else stands in them."""

import pytest

from portavoce.platforms.text.web_page import MOST_DESCRIPTION, MOST_TITLE, HeadWords, read_words

AT = "https://aurora.example/menu/"


def read(page: str | bytes, content_type: str = "text/html; charset=utf-8") -> HeadWords:
    return read_words(page if isinstance(page, bytes) else page.encode(), content_type, AT)


def test_the_words_for_cards_go_before_those_of_the_page() -> None:
    page = """<!doctype html><html><head><title>Menu | Aurora</title><meta name="description" content="Per Google">
    <meta property="og:title" content="Il menù &amp; il resto"><meta content="Dalle 7" property="og:description">
    <meta property="og:image" content="/tazza.jpg?w=1200&amp;h=630">
    <meta property="og:title" content="Un altro"></head>"""
    assert read(page) == HeadWords("Il menù & il resto", "Dalle 7", "https://aurora.example/tazza.jpg?w=1200&h=630")


def test_without_them_the_page_has_its_own_or_those_of_x() -> None:
    page = """<TITLE>
    Menu\n  Aurora </TITLE><META NAME="Description" CONTENT="Dalle 7"><meta name=twitter:image content=tazza.jpg>"""
    assert read(page) == HeadWords("Menu Aurora", "Dalle 7", "https://aurora.example/menu/tazza.jpg")


@pytest.mark.parametrize("page", ["", "<body>Niente</body>", "<meta property='og:title' content=''>", "{}"])
def test_a_page_that_says_nothing_has_no_words(page: str) -> None:
    assert read(page) == HeadWords("", "", None)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("<title>Caffè</title>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ('<meta charset="windows-1252"><title>Caffè</title>'.encode("cp1252"), "text/html"),
        (
            '<meta http-equiv="Content-Type" content="a; charset=latin1"><title>Caffè</title>'.encode("latin-1"),
            "",
        ),
        (b"\xff\xfe" + "<title>Caffè</title>".encode("utf-16-le"), "text/html"),
        ("<title>Caffè</title>".encode(), "text/html; charset=no-such-thing"),
        ("<title>Caffè</title>".encode(), "text/html; charset=hex"),
    ],
)
def test_its_letters_are_read_as_it_says(content: bytes, content_type: str) -> None:
    assert read(content, content_type).title == "Caffè"


def test_what_is_cut_off_in_the_middle_of_a_letter_or_a_tag_is_read_as_far_as_it_goes() -> None:
    page = '<meta property="og:title" content="Caffè"><meta property="og:desc'.encode()
    assert read(page).title == "Caffè"
    assert read("<title>Caffè".encode()[:-1]).title.startswith("Caff")


def test_long_words_are_cut() -> None:
    page = f'<meta property="og:title" content="{"a" * 400}"><meta name="description" content="{"b " * 1000}">'
    words = read(page)
    assert (len(words.title), words.title[-1]) == (MOST_TITLE, "…")
    assert len(words.description) <= MOST_DESCRIPTION

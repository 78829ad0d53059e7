"""HTML of strangers: read in a time that grows as it does, whatever they wrote."""

import random
import time

import pytest

from portavoce.platforms.mastodon.texts import read_words as read_status
from portavoce.platforms.text.web_page import read_words as read_page

_HOSTILE = ("<p ", "<p a='", "<p a=\"<p b='", "<!--", "<![", "<?", "</", "<p/", "<", "<title>", "<title>a<3 ")


@pytest.mark.parametrize("part", _HOSTILE)
def test_no_markup_takes_more_time_than_its_letters(part: str) -> None:
    text = part * (60_000 // len(part))
    started = time.process_time()
    read_status(text)
    read_page(text.encode(), "text/html", "https://example.com/")
    assert time.process_time() - started < 1


def test_no_markup_is_an_error() -> None:
    parts = ("<", "!", "[", "--", "p", " ", "a", "=", "'", '"', ">", "/", "?", "&", "#", "x", "]", "CDATA", "DOCTYPE")
    draw = random.Random(12)
    for _ in range(3_000):
        text = "".join(draw.choices(parts, k=20))
        read_status(text)
        read_page(text.encode(), "text/html", "https://example.com/")


def test_what_is_no_tag_is_words() -> None:
    assert read_status("<p>1 < 2 <3 <![x</p>") == "1 < 2 <3 <![x"


def test_a_page_may_write_signs_of_tags_into_its_title_and_leave_old_titles_in_comments() -> None:
    page = (
        '<!DOCTYPE html><!-- <meta property="og:title" content="Old"> <!-- -->'
        '<meta property="og:title" content="We <3 coffee > tea"><![endif]-->'
    )
    assert read_page(page.encode(), "text/html", "https://example.com/").title == "We <3 coffee > tea"

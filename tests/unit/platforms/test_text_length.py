"""Texts are as long as their platforms find them."""

import time
import timeit
from collections.abc import Callable

import pytest

from portavoce.platforms.text.text_length import characters, graphemes, mastodon_length, x_length

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

# As X's own counter says: npm twitter-text 3.1.0, parseTweet(text).weightedLength.
WEIGHTED = (
    ("Hello, world! \U0001f44b", 16),
    (FAMILY, 2),
    ("see https://example.com/a/very/long/path?x=1 ok", 30),
    ("example.com", 23),
    ("日本語", 6),
    ("café", 4),
    ("…", 2),
    ("“q” – —", 7),
    ("#tag @user", 10),
    ("", 0),
    ("Buongiorno! Il caffè è pronto ☕\ufe0f", 32),
    ("قهوتنا جاهزة \U0001f60d", 15),
    ("foo.it", 23),
    ("www.aurora.coffee/menu", 23),
    ("see (example.com/path).", 30),
    ("e.g. this", 9),
    ("Dr.No", 23),
    ("a@b.com", 7),
    ("@user.name hi", 13),
    ("https://it.wikipedia.org/wiki/Caff%C3%A8_(bevanda)", 23),
    ("http://foo.notatld", 18),
    ("foo.notatld", 11),
    ("é.com", 23),
    ("http://é.com/ü", 23),
    ("http://example.com:8080/x?y=1.", 24),
    ("-foo.com", 8),
    ("sub_domain.foo.com", 27),
    ("1\ufe0f\u20e3 uno", 6),
    ("\U0001f1ee\U0001f1f9\U0001f1eb\U0001f1f7", 4),
    ("\U0001f44d\U0001f3fd", 2),
    ("\U0001f469\U0001f3ff\u200d\U0001f680", 2),
    ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
    ("\U0001f3f3\ufe0f\u200d\U0001f308", 2),
    ("❤", 2),
    ("❤\ufe0f", 2),
    ("©", 1),
    ("©\ufe0f", 2),
    ("™\ufe0f", 2),
    ("#*", 2),
    ("v1.0", 4),
    ("e\u0301", 1),
    ("foo.com.bar.com", 23),
    ("end.Next", 23),
    ("http://example.com/a,b!", 24),
    ("東京.jp", 7),
)


@pytest.mark.parametrize(("text", "weight"), WEIGHTED)
def test_x_weighs_a_text_as_its_own_counter_does(text: str, weight: int) -> None:
    assert x_length(text) == weight


def test_characters_are_code_points_and_graphemes_are_what_a_reader_sees() -> None:
    assert (characters(FAMILY), graphemes(FAMILY)) == (7, 1)
    assert (characters("e\u0301"), graphemes("e\u0301")) == (2, 1)
    assert (characters("قهوة"), graphemes("قهوة")) == (4, 4)


# By the rules of mastodon/mastodon, StatusLengthValidator and its specification: links 23, names without hosts.
SHORTENED = (
    ("Il caffè è pronto ☕\ufe0f", 19),
    (FAMILY, 1),
    ("قهوتنا جاهزة \U0001f60d", 14),
    ("日本語", 3),
    ("leggi https://aurora.example.com/" + "a" * 300 + " ora", 33),
    ("http://a.it", 23),
    ("aurora.coffee/menu", 18),
    ("@aurora@mastodon.example e @ada", 14),
    ("ada@mastodon.example", 20),
    ("https://mastodon.com/@aurora@mastodon.example", 23),
    ("(https://aurora.com)", 25),
    ("@a@b", 2),
    ("", 0),
)


@pytest.mark.parametrize(("text", "length"), SHORTENED)
def test_mastodon_counts_links_as_23_and_names_without_their_hosts(text: str, length: int) -> None:
    assert mastodon_length(text) == length


@pytest.mark.parametrize("text", ["@a" * 3000, "@a@" + "a." * 3000 + "-", "@" + "a-" * 3000, "https://" * 1000])
def test_a_hostile_text_is_shortened_in_no_time(text: str) -> None:
    started = time.process_time()
    assert mastodon_length(text) > 0
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["a-" * 2000, "a." * 1000, "aa." * 1000, "a.com/" + "(a" * 1000, "http://" * 1000])
def test_a_hostile_text_is_weighed_in_no_time(text: str) -> None:
    """Nested repetitions in the link rules must not run away."""
    started = time.process_time()
    assert x_length(text) > 0
    assert time.process_time() - started < 5


@pytest.mark.parametrize("count", [x_length, mastodon_length])
@pytest.mark.parametrize("pattern", ["a-", "a_", "日", "日-", "a.", "a.com/(", "@a-", "https://"])
def test_a_text_of_four_times_the_length_takes_about_four_times_the_time(
    count: Callable[[str], int], pattern: str
) -> None:
    """`a-a-a-…` of 20,000 signs took 18 s: each letter was tried as the beginning of a domain to the text's end."""
    count("aurora.example")

    def seconds(signs: int) -> float:
        text = (pattern * signs)[:signs]
        return min(timeit.repeat(lambda: count(text), number=1, repeat=2))

    assert seconds(4_000) < 8 * seconds(1_000) + 0.05


def test_a_label_longer_than_any_domain_has_is_counted_letter_by_letter() -> None:
    assert x_length(f"{'a' * 63}.com") == 23
    assert x_length(f"{'a' * 64}.com") == 68

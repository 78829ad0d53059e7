"""A platform's own words are shown to a person, and show no more than words."""

import time

import pytest

from portavoce.platforms.text.said_words import MOST_LETTERS, clean_words


@pytest.mark.parametrize(
    "said",
    [
        "Your media IDs are invalid.",
        "Object with ID '100000000000001' does not exist, see https://developers.facebook.com/docs/graph-api",
        "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes",
        "Il contenuto è troppo lungo: 500 caratteri al massimo.",
        "النص طويل جدًا",
        "Error validating access token: the user has not authorized application 1234567890.",
        "Error validating access token: Session has expired on Monday, 23-Nov-26 10:00:00 PST.",
        "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k2yihcrp6f2c",
    ],
)
def test_plain_words_stay_as_they_are(said: str) -> None:
    assert clean_words(said) == said


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Malformed access token EAABsbCS1iHgBAKZC", "EAABsbCS1iHgBAKZC"),
        ("Malformed access token EAAB-token", "EAAB"),
        ("token IGQVJXa1b2c3 is dead", "IGQVJXa1b2c3"),
        ("GET https://graph.facebook.com/me?access_token=abc123&fields=id failed", "abc123"),
        ("see https://user:pass1234@host.example/x", "pass1234"),
        ("fetching https://b.s3.amazonaws.com/1.png?X-Amz-Signature=0a1b2c3d failed", "0a1b2c3d"),
        ('{"access_token":"short-one-9"}', "short-one-9"),
        ("client_secret=verysecret1", "verysecret1"),
        ("Authorization: Bearer a1.b2.c3-d4_e5", "a1.b2.c3"),
        ("session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJ"),
        ("password abcd-ef12-gh34-ij56 is wrong", "abcd-ef12"),
        ("app token 123456789012345|AbC-dEf_123456", "AbC-dEf"),
        ("key 0123456789abcdef0123456789abcdef", "0123456789abcdef"),
    ],
)
def test_what_looks_like_a_secret_is_not_repeated(said: str, secret: str) -> None:
    assert secret not in clean_words(said)


def test_nothing_that_steers_a_terminal_or_turns_the_writing_is_left() -> None:
    said = "a\x1b]52;c;aGk=\x07b\x00c\u202ed\u2066e\ud800f\u2028g\r\nh\u200bi"
    shown = clean_words(said)
    assert shown.isprintable()
    assert not set(shown) & set("\x1b\x07\x00\u202e\u2066\ud800\u2028\u200b")
    shown.encode()


def test_a_line_is_bounded_and_read_in_time() -> None:
    began = time.perf_counter()
    for piece in ("a", "a-", "x=1 ", "https://", "eyJ", "1|", "token=", "aaaa-", "é "):
        assert len(clean_words(piece * 100_000)) <= MOST_LETTERS
    assert time.perf_counter() - began < 2
    assert [clean_words(one) for one in (None, 3, ["x"], {"a": "b"}, "")] == [""] * 5

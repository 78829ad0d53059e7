"""Why a series cannot go on is told in the brand's language, whatever of it a platform does not take."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

import pytest

from portavoce.brands.model import Language
from portavoce.planning.diff import Context, diff
from portavoce.planning.limits import refusals
from portavoce.planning.model import MAX_ROWS, PlanRow
from portavoce.planning.series.diff import SeriesRefused, refusal_words
from portavoce.planning.series.model import AHEAD
from portavoce.platforms import discovery
from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import PostKind
from portavoce.publishing.model import Content, Media, Part
from portavoce.reporting.compose import Speaker, compose
from portavoce.reporting.model import AlertKind
from portavoce.reporting.phrases import translate
from tests.aurora import aurora

LANGUAGES: tuple[Language, ...] = ("it", "ar")
ENGLISH = re.compile(r"\b(?:the|and|is|are|has|for|takes|at|too|of|with|in it|image|most)\b")
PLATFORMS = ("facebook", "instagram", "x", "bluesky", "mastodon")
LONG = " ".join(f"#tag{number} @some{number} $ab https://a{number}.example/x" for number in range(60))


def media(**facts: object) -> Media:
    known = {"key": "k", "mime_type": "image/jpeg", "size_bytes": 50_000, "width": 1080, "height": 1080}
    return Media.model_validate(known | {"alt_text": "A cup"} | facts)


def odd_media() -> Iterator[tuple[Media, ...]]:
    """Pictures and films that one platform or another does not take."""
    yield (media(width=9_000, alt_text="a" * 9_000, size_bytes=900_000_000), media(height=9_000))
    yield (media(width=10, mime_type="image/tiff"),) * 12
    yield (media(duration_ms=100, mime_type="video/webm"), media(duration_ms=99_000_000, width=9_000))
    yield (media(duration_ms=9_000, mime_type="video/mp4", height=90, width=9_000, size_bytes=9_000_000_000),)
    yield (media(mime_type="image/gif"),) * 2
    yield (media(mime_type="image/gif"), media(), media(duration_ms=9_000, mime_type="video/mp4"))
    yield (media(),)
    yield ()


def odd_contents() -> Iterator[Content]:
    """Posts that are too much, or too little, of everything."""
    for kind in get_args(PostKind):
        yield Content(kind=kind, text="")
        yield Content(kind=kind, text="a" * 64_000, thread=(Part(text="a" * 1_000),))
        for some in odd_media():
            thread = (Part(text=LONG, media=some), *(Part(text="") for _ in range(60)))
            poll = Poll(options=("a" * 99, "a" * 99, *"bcdefgh"), duration_minutes=99_000)
            alone = {"media": some, "link": "not an address", "first_comment": LONG, "visibility": "unlisted"}
            yield Content.model_validate({"kind": kind, "text": LONG, "content_warning": "w"} | alone)
            yield Content(kind=kind, text=LONG, media=some, thread=thread, poll=poll)


def told_refusals() -> list[str]:
    """One of each sentence, whatever its numbers are."""
    told = (
        words
        for name in PLATFORMS
        for content in odd_contents()
        for words in refusals(content, discovery.manifest(name))
    )
    return list({re.sub(r"\d+", "", words): words for words in told}.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_platform_does_not_take_is_told_in_the_brands_language(language: Language) -> None:
    told = told_refusals()
    assert len(told) > 60
    named = re.compile(r"'[^']*'|\S+/\S+")
    left = [words for words in told if ENGLISH.search(named.sub("", translate(f"x: {words}", language)))]
    assert left == []


def test_the_mail_of_a_series_whose_channel_is_gone_has_no_word_of_english() -> None:
    rows = [PlanRow(row=1, post="monday", channel="tiktok", when="2026-11-30 09:00", text="Buongiorno")]
    found = diff(Context(aurora(), {}, {}, datetime(2026, 11, 28, tzinfo=UTC)), rows)
    facts = {"series": "mondays", "cause": str(SeriesRefused(refusal_words(found.refused)))}
    mail = compose(AlertKind.SERIES_STOPPED, facts, Speaker("aurora", "Aurora", "it", "Europe/Rome", "prod"))
    assert "non ha il canale 'tiktok'; i suoi canali sono " in mail.text
    assert not ENGLISH.search(mail.text)


@pytest.mark.parametrize(
    ("words", "italian", "arabic"),
    [
        ("x: the text is too long: 312 of 280 (as X counts); cut 32", "il testo è troppo lungo: 312 di 280", "احذف"),
        ("instagram: 1 image, Instagram takes at least 2", "una sola immagine; Instagram ne vuole", "صورة واحدة"),
        (f"{MAX_ROWS + 1} posts in 1 day are too many for one series, {MAX_ROWS} at most", "1 giorno", "يوم واحد"),
        (f"700 posts in {AHEAD.days} days are too many for one series, {MAX_ROWS} at most", "90 giorni", "90 يومًا"),
    ],
)
def test_numbers_agree_with_what_they_count(words: str, italian: str, arabic: str) -> None:
    assert italian in translate(words, "it")
    assert arabic in translate(words, "ar")

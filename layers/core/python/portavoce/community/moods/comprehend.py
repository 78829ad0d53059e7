"""Amazon Comprehend as a reader of sentiment: what it takes, what it says, what it costs. Handed its call.

Sources: Amazon Comprehend API reference, BatchDetectSentiment (at most 25 documents of 5 KB, all of one language; of
each the first 500 characters are read); Amazon Comprehend pricing (units of 100 characters, at least 3 a document,
0.0001 USD each for the first ten million of a month)."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any, Protocol

from portavoce.community.sentiment.model import Sentiment, make_sentiment
from portavoce.community.sentiment.reader import guess_language, primary_language

MODEL = "comprehend"
LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "zh"})
MOST_TEXTS, MOST_CHARACTERS = 25, 500
UNIT_CHARACTERS, LEAST_UNITS, UNITS_PER_CENT = 100, 3, 100


class BatchDetect(Protocol):
    """The call `batch_detect_sentiment` of a client."""

    def __call__(self, *, TextList: list[str], LanguageCode: str) -> Mapping[str, Any]:  # noqa: N803
        """AWS's answer. Raises what the client raises."""
        ...


@dataclass(frozen=True)
class ComprehendReader:
    """Reads moods by Amazon Comprehend. What is MIXED there counts as neutral."""

    detect: BatchDetect

    def read_all(self, texts: list[str], language: str | None) -> list[Sentiment | None]:
        """One for each text, None where Comprehend cannot tell. Raises what the client raises."""
        found: list[Sentiment | None] = [None] * len(texts)
        for spoken_in, places in _sort_by_language(texts, language).items():
            for some in batched(places, MOST_TEXTS, strict=False):
                answer = self.detect(TextList=[_shorten(texts[one]) for one in some], LanguageCode=spoken_in)
                for result in answer["ResultList"]:
                    found[some[result["Index"]]] = _read_result(result, spoken_in)
        return found


def is_readable(text: str, language: str | None) -> bool:
    """Whether Comprehend takes it: it has words, in a language that it knows."""
    return bool(text.strip()) and (primary_language(language) or guess_language(text)) in LANGUAGES


def count_units(text: str) -> int:
    """What reading it is billed as; `UNITS_PER_CENT` cost a US cent."""
    return max(LEAST_UNITS, -(-len(_shorten(text)) // UNIT_CHARACTERS))


def price_minor(units: int) -> int:
    """The price in US cents, a part of one counted as a whole one."""
    return -(-units // UNITS_PER_CENT)


def _sort_by_language(texts: list[str], language: str | None) -> Mapping[str, list[int]]:
    """The places of the texts that can be read, by their language."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if is_readable(text, language):
            places.setdefault(primary_language(language) or guess_language(text), []).append(place)
    return places


def _read_result(result: Mapping[str, Any], language: str) -> Sentiment:
    scores = result["SentimentScore"]
    return make_sentiment(scores["Negative"], scores["Positive"], language, MODEL)


def _shorten(text: str) -> str:
    return text.strip()[:MOST_CHARACTERS]

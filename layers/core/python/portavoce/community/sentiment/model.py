"""What a text's mood is, and who tells it: the port of sentiment. Pure."""

import re
from enum import StrEnum
from typing import Protocol

from pydantic import Field

from portavoce.value import Value

_BRIEF = re.compile(r"(?P<negative>[0-9]{2})(?P<positive>[0-9]{2})(?P<language>[a-z]{2})(?P<letter>[a-z])")


class Mood(StrEnum):
    """How somebody speaks. A complaint in kind words is NEGATIVE, news of a misfortune NEUTRAL."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


MODELS = {"w": "words1", "h": "home1", "c": "comprehend"}
"""Who reads moods, by the letter that an item says it with: our own weights, those that were learned at home, Amazon
Comprehend. Other weights or other words are another version, and another letter."""
_MOST = 99


class Sentiment(Value):
    """The mood of a text. `negative` and `positive` are per cent, what is left to 100 is neutral; `language` (ISO 639)
    is the one that it was read as, `model` one of MODELS: moods of different models do not compare."""

    mood: Mood
    negative: int = Field(ge=0, le=_MOST)
    positive: int = Field(ge=0, le=_MOST)
    language: str = Field(min_length=2, max_length=2)
    model: str

    @property
    def neutral(self) -> int:
        """Per cent."""
        return 100 - self.negative - self.positive

    @property
    def brief(self) -> str:
        """The whole of it in seven bytes: the item of the longest ids has eleven left before it is billed twice."""
        letter = next(letter for letter, model in MODELS.items() if model == self.model)
        return f"{self.negative:02}{self.positive:02}{self.language}{letter}"


def make_sentiment(negative: float, positive: float, language: str, model: str) -> Sentiment:
    """The sentiment of these shares, each of 1: the largest names the mood, and neutral one of two that are even."""
    shares = [min(round(100 * one), _MOST) for one in (negative, positive)]
    shares[1] = min(shares[1], 100 - shares[0])
    ranked = {Mood.NEUTRAL: 100 - sum(shares), Mood.NEGATIVE: shares[0], Mood.POSITIVE: shares[1]}
    mood = max(ranked, key=lambda one: ranked[one])
    return Sentiment(mood=mood, negative=shares[0], positive=shares[1], language=language, model=model)


def is_negative(sentiment: Sentiment | None) -> bool:
    """Whether it is known to be negative."""
    return sentiment is not None and sentiment.mood is Mood.NEGATIVE


def expand_sentiment(brief: str) -> Sentiment:
    """The sentiment that `brief` says. Raises ValueError of one that this version does not know."""
    found = _BRIEF.fullmatch(brief)
    if not found or found["letter"] not in MODELS:
        raise ValueError(f"{brief!r} says no sentiment that is known here")
    negative, positive = int(found["negative"]) / 100, int(found["positive"]) / 100
    return make_sentiment(negative, positive, found["language"], MODELS[found["letter"]])


class SentimentReader(Protocol):
    """Tells the moods of texts. Two readers: the embedded one, and Amazon Comprehend, which is switched on."""

    def read_all(self, texts: list[str], language: str | None) -> list[Sentiment | None]:
        """One for each text, in order; None where it could not be told. `language` is the platform's word for it
        (BCP 47), None when nobody said."""
        ...

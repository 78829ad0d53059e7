"""What a text's mood is, and who tells it: the port of sentiment. Pure."""

from enum import StrEnum
from typing import Protocol

from pydantic import Field

from portavoce.value import Value


class Mood(StrEnum):
    """How somebody speaks. A complaint in kind words is NEGATIVE, news of a misfortune NEUTRAL."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Sentiment(Value):
    """The mood of a text. `negative` and `positive` are per cent, what is left to 100 is neutral; `language` (ISO 639)
    is the one that it was read as, `model` who read it, with a version: moods of different models do not compare."""

    mood: Mood
    negative: int = Field(ge=0, le=100)
    positive: int = Field(ge=0, le=100)
    language: str
    model: str

    @property
    def neutral(self) -> int:
        """Per cent."""
        return 100 - self.negative - self.positive

    @property
    def brief(self) -> str:
        """The whole of it in some 20 bytes, for an item that is billed by its size."""
        return f"{self.mood[:3]}.{self.negative}.{self.positive}.{self.language}.{self.model}"


def is_negative(sentiment: Sentiment | None) -> bool:
    """Whether it is known to be negative."""
    return sentiment is not None and sentiment.mood is Mood.NEGATIVE


_MOODS = {mood[:3]: mood for mood in Mood}


def expand_sentiment(brief: str) -> Sentiment:
    """The sentiment that `brief` says. Raises ValueError."""
    mood, negative, positive, language, model = brief.split(".", 4)
    if mood not in _MOODS:
        raise ValueError(f"{mood} is no mood")
    return Sentiment(mood=_MOODS[mood], negative=int(negative), positive=int(positive), language=language, model=model)


class SentimentReader(Protocol):
    """Tells the moods of texts. Two readers: the embedded one, and Amazon Comprehend, which is switched on."""

    def read_all(self, texts: list[str], language: str | None) -> list[Sentiment | None]:
        """One for each text, in order; None where it could not be told. `language` is the platform's word for it
        (BCP 47), None when nobody said."""
        ...

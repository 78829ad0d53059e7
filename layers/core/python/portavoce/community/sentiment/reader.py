"""The embedded reader of sentiment: words, marks and a few weights, nothing that leaves the machine. Pure.

Nothing is loaded before the first text is read."""

import re
from dataclasses import dataclass
from functools import cache

from portavoce.community.sentiment.features import measure, split_words
from portavoce.community.sentiment.model import Sentiment, make_sentiment
from portavoce.community.sentiment.vocabulary import vocabulary_of
from portavoce.community.sentiment.weights import Weights, load_home_weights, load_weights
from portavoce.community.sentiment.word_lists import FILES

_ARABIC = re.compile(r"[\u0620-\u064a]")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_LATIN = ("en", "it")
_GUESSED_BY = 400
"""How many characters are looked at to guess a language."""
MOST_CHARACTERS = 2_000
"""A mood shows early: of a longer text the beginning is read."""


@dataclass(frozen=True)
class WordReader:
    """Reads moods by the vocabulary of the language and these weights; the same text, the same answer."""

    weights: Weights

    def read(self, text: str, language: str | None = None) -> Sentiment:
        """The mood of one text, in `language` (BCP 47) or in the one that its words are of."""
        text = text[:MOST_CHARACTERS]
        spoken_in = primary_language(language) or guess_language(text)
        words = split_words(text, vocabulary_of(spoken_in))
        negative, _, positive = self.weights.score(measure(words), words)
        return make_sentiment(negative, positive, spoken_in, self.weights.model)

    def read_all(self, texts: list[str], language: str | None) -> list[Sentiment | None]:
        """The mood of each."""
        return [self.read(text, language) for text in texts]


def read_sentiment(text: str, language: str | None = None) -> Sentiment:
    """The mood of a text by the embedded reader, by the weights that were learned at home if there are such; `language`
    is the platform's word for it (BCP 47), if it said one."""
    return _default_reader().read(text, language)


def primary_language(language: str | None) -> str | None:
    """`it` of `it-CH`; None of none, and of what platforms write when they do not know (`und`, `qme`, `zxx`)."""
    primary = (language or "").replace("_", "-").partition("-")[0].lower()
    return primary if len(primary) == 2 and primary.isascii() and primary.isalpha() else None  # noqa: PLR2004


def guess_language(text: str) -> str:
    """By its letters, its commonest words and those that tell a mood; English when these tell nothing."""
    start = text[:_GUESSED_BY]
    if _ARABIC.search(start):
        return "ar"
    words = set(_LATIN_WORD.findall(start))
    return max(_LATIN, key=lambda one: (vocabulary_of(one).count_known(words), one == _LATIN[0]))


@cache
def _default_reader() -> WordReader:
    return WordReader(load_home_weights() or load_weights())


LANGUAGES = frozenset(FILES)
"""Languages that are read by their words; of others only marks are."""

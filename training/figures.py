"""How well a reader tells moods: figures for one language, and a check on topics that it has not seen."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from portavoce.community.sentiment.features import split_words
from portavoce.community.sentiment.model import Mood, Sentiment
from portavoce.community.sentiment.vocabulary import vocabulary_of
from portavoce.community.sentiment.weights import Weights, list_spoken
from training.posts import LabelledPost

Reading = Callable[[str, str], Sentiment]
_RAREST, _COMMONEST = 0.005, 0.08


class MoodFigures(NamedTuple):
    """Per cent, and posts a second of one processor. `macro_f1` is the mean of the three moods' F1."""

    accuracy: float
    macro_f1: float
    negative_recall: float
    negative_precision: float
    posts_per_second: int


def measure_reader(read: Reading, posts: Sequence[LabelledPost]) -> MoodFigures:
    """What a reader makes of these posts, each read once."""
    began = time.process_time()
    found = [read(post.text, post.language).mood for post in posts]
    taken = time.process_time() - began
    pairs = Counter(zip((post.mood for post in posts), found, strict=True))
    right = sum(pairs[mood, mood] for mood in Mood)
    return MoodFigures(
        accuracy=_percent(right, len(posts)),
        macro_f1=round(sum(_f1(pairs, mood) for mood in Mood) / len(Mood), 1),
        negative_recall=_percent(pairs[Mood.NEGATIVE, Mood.NEGATIVE], _with_label(pairs, Mood.NEGATIVE)),
        negative_precision=_percent(pairs[Mood.NEGATIVE, Mood.NEGATIVE], _read_as(pairs, Mood.NEGATIVE)),
        posts_per_second=round(len(posts) / taken) if taken else 0,
    )


def check_on_unseen_topics(
    posts: Sequence[LabelledPost],
    learn_from: Callable[[Sequence[LabelledPost]], Weights],
    reader_of: Callable[[Weights], Reading],
    folds: int = 5,
) -> MoodFigures:
    """Figures by cross-validation in which no topic is in two folds: random folds flatter, for posts about one matter
    repeat each other's words."""
    places = [crc32(topic.encode()) % folds for topic in topics_of(posts)]
    readings: dict[str, Sentiment] = {}
    for fold in range(folds):
        read = reader_of(learn_from([post for post, place in zip(posts, places, strict=True) if place != fold]))
        readings |= {
            post.text: read(post.text, post.language)
            for post, place in zip(posts, places, strict=True)
            if place == fold
        }
    return measure_reader(lambda text, _: readings[text], posts)._replace(posts_per_second=0)


def topics_of(posts: Sequence[LabelledPost]) -> list[str]:
    """The topic of each post: the commonest of its words that a few others share too; of none its own words, so that
    repeats of it are with it."""
    said = [set(list_spoken(split_words(post.text, vocabulary_of(post.language)))) for post in posts]
    spread = Counter(word for words in said for word in words if len(word) > 3)  # noqa: PLR2004
    lowest, highest = _RAREST * len(posts), _COMMONEST * len(posts)
    telling = {word: number for word, number in spread.items() if lowest <= number <= highest}
    return [max(words & telling.keys(), key=lambda one: (telling[one], one), default=" ".join(sorted(words)))
            for words in said]  # fmt: skip


def _with_label(pairs: Mapping[tuple[Mood, Mood], int], mood: Mood) -> int:
    return sum(pairs[mood, other] for other in Mood)


def _read_as(pairs: Mapping[tuple[Mood, Mood], int], mood: Mood) -> int:
    return sum(pairs[other, mood] for other in Mood)


def _f1(pairs: Mapping[tuple[Mood, Mood], int], mood: Mood) -> float:
    both = _with_label(pairs, mood) + _read_as(pairs, mood)
    return 200 * pairs[mood, mood] / both if both else 0.0


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0

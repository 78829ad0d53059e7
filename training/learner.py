"""Logistic regression over a text's numbers and, if wanted, its words: one example after the other, in a fixed order
that a seed decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt
from operator import mul
from random import Random
from typing import NamedTuple

from portavoce.community.sentiment.features import NAMES, measure, split_words
from portavoce.community.sentiment.vocabulary import vocabulary_of
from portavoce.community.sentiment.weights import BUCKETS, MOODS, Weights, buckets_of, list_spoken, share_out
from training.posts import LabelledPost

_BIAS = len(NAMES)
_HIGHEST_BYTE = 127
_ALL = BUCKETS * len(MOODS)


class Example(NamedTuple):
    """A text as the learner sees it: the place of its mood, its numbers with a 1 behind them, its buckets."""

    target: int
    numbers: list[float]
    buckets: dict[int, float]


@dataclass(frozen=True)
class Recipe:
    """How it is learned. `by_words` weighs words and their parts too, and needs some thousand texts; `decay` and
    `word_decay` draw weights to nothing."""

    by_words: bool = False
    rounds: int = 60
    rate: float = 0.1
    decay: float = 0.002
    word_decay: float = 0.0005
    seed: int = 14


@dataclass
class _Slopes:
    """Weights that are learned, each at a pace of its own (AdaGrad)."""

    rows: list[list[float]] = field(default_factory=lambda: [[0.0] * (_BIAS + 1) for _ in MOODS])
    paces: list[list[float]] = field(default_factory=lambda: [[1e-6] * (_BIAS + 1) for _ in MOODS])
    buckets: list[float] = field(default_factory=lambda: [0.0] * _ALL)
    bucket_paces: list[float] = field(default_factory=lambda: [1e-2] * _ALL)


def make_example(post: LabelledPost, *, by_words: bool) -> Example:
    """The post in numbers."""
    words = split_words(post.text, vocabulary_of(post.language))
    buckets: dict[int, float] = {}
    said = list_spoken(words) if by_words else []
    for folded in said:
        for bucket, share in buckets_of(folded):
            buckets[bucket] = buckets.get(bucket, 0.0) + share / sqrt(len(said))
    return Example(MOODS.index(post.mood), [*measure(words), 1.0], buckets)


def learn(posts: Sequence[LabelledPost], model: str, recipe: Recipe) -> Weights:
    """Weights that tell these posts apart; each mood counts the same, however many posts it has."""
    examples = [make_example(post, by_words=recipe.by_words) for post in posts]
    shares = [len(examples) / (len(MOODS) * max(1, sum(one.target == mood for one in examples))) for mood in range(3)]
    slopes, order = _Slopes(), Random(recipe.seed)  # noqa: S311
    for _ in range(recipe.rounds):
        for example in order.sample(examples, len(examples)):
            _step(slopes, example, shares[example.target], recipe)
    return _pack(slopes, model, by_words=recipe.by_words)


def _step(slopes: _Slopes, example: Example, share: float, recipe: Recipe) -> None:
    for mood, likely in enumerate(_guess(slopes, example)):
        error = share * (likely - (mood == example.target))
        row, paces = slopes.rows[mood], slopes.paces[mood]
        for at, number in enumerate(example.numbers):
            slope = error * number + (recipe.decay * row[at] if at < _BIAS else 0.0)
            paces[at] += slope * slope
            row[at] -= recipe.rate * slope / sqrt(paces[at])
        for bucket, number in example.buckets.items():
            place = bucket * 3 + mood
            slope = error * number + recipe.word_decay * slopes.buckets[place]
            slopes.bucket_paces[place] += slope * slope
            slopes.buckets[place] -= recipe.rate * slope / sqrt(slopes.bucket_paces[place])


def _guess(slopes: _Slopes, example: Example) -> list[float]:
    sums = [sum(map(mul, row, example.numbers)) for row in slopes.rows]
    for bucket, number in example.buckets.items():
        for mood in range(3):
            sums[mood] += number * slopes.buckets[bucket * 3 + mood]
    return share_out(sums)


def _pack(slopes: _Slopes, model: str, *, by_words: bool) -> Weights:
    rows = tuple(tuple(round(one, 2) for one in row) for row in slopes.rows)
    highest = max(map(abs, slopes.buckets))
    if not by_words or not highest:
        return Weights(model, rows)
    step = highest / _HIGHEST_BYTE
    return Weights(model, rows, bytes(round(one / step) % 256 for one in slopes.buckets), round(step, 6))

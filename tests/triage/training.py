"""Trains the weights of `likelihood.bin`: `python -m tests.triage.training`.

On the project's own sentences for tuning and those written apart from the rules; the same sentences give the same
bytes. The rule sets know the words of the own ones better than those of anything to come: seven times in ten what they
find there is left out, so that the weights do not lean on it."""

import math
import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from portavoce.community.triage import likelihood
from portavoce.community.triage.likelihood import BUCKETS, KINDS, STEPS_PER_UNIT
from portavoce.community.triage.words import read_wording
from tests.triage.sentences import Sentence, is_for_report, read_apart_sentences, read_own_sentences

EPOCHS, RATE, DECAY, STEADY, LEFT_OUT = 15, 0.06, 1e-5, 1e-2, 0.7
WRITTEN = Path(likelihood.__file__).parent / "likelihood.bin"


class _Row(NamedTuple):
    traits: dict[int, float]
    spelt: dict[int, float]
    kind: int


def train(own: Iterable[Sentence], apart: Iterable[Sentence]) -> bytes:
    """The weights, by steps against the gradient that grow smaller as a weight has moved (Adagrad)."""
    rows = [_read_row(one, leaves_out=True) for one in own] + [_read_row(one, leaves_out=False) for one in apart]
    weights, moved = ([[0.0] * len(KINDS) for _ in range(BUCKETS)] for _ in range(2))
    chance = random.Random(1)
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for traits, spelt, kind in rows:
            step(spelt if chance.random() < LEFT_OUT else traits, kind, weights, moved)
    return bytes(pack(weight) for bucket in weights for weight in bucket)


def _read_row(sentence: Sentence, *, leaves_out: bool) -> _Row:
    wording = read_wording(sentence.text)
    traits = likelihood.list_traits(wording)
    spelt = likelihood.list_spelt_traits(wording.tokens) if leaves_out else traits
    return _Row(traits, spelt, KINDS.index(sentence.kind))


def step(traits: dict[int, float], kind: int, weights: list[list[float]], moved: list[list[float]]) -> None:
    """Moves the weights of one sentence's traits towards its kind."""
    sums = [sum(share * weights[bucket][of] for bucket, share in traits.items()) for of in range(len(KINDS))]
    errors = [one - (of == kind) for of, one in enumerate(likelihood.normalise(sums).values())]
    for bucket, share in traits.items():
        row, past = weights[bucket], moved[bucket]
        for of, error in enumerate(errors):
            slope = error * share + DECAY * row[of]
            past[of] += slope * slope
            row[of] -= RATE * slope / (STEADY + math.sqrt(past[of]))


def pack(weight: float) -> int:
    """A weight in one signed byte."""
    return max(-127, min(127, round(weight * STEPS_PER_UNIT))) & 0xFF


def main() -> None:
    """Writes the weights."""
    own = [one for one in read_own_sentences() if not is_for_report(one)]
    WRITTEN.write_bytes(train(own, read_apart_sentences()))


if __name__ == "__main__":
    main()

"""Trains the weights of `likelihood.bin`: `python -m tests.triage.training`.

On the project's own sentences alone, those for tuning; the same sentences give the same bytes."""

import math
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from portavoce.community.triage import likelihood
from portavoce.community.triage.likelihood import BUCKETS, KINDS, STEPS_PER_UNIT
from portavoce.community.triage.words import read_wording
from tests.triage.sentences import Sentence, is_for_report, read_own_sentences

EPOCHS, RATE, DECAY, STEADY = 15, 0.06, 1e-5, 1e-2
WRITTEN = Path(likelihood.__file__).parent / "likelihood.bin"


def train(sentences: Iterable[Sentence]) -> bytes:
    """The weights, by steps against the gradient that grow smaller as a weight has moved (Adagrad)."""
    rows = [(likelihood.list_traits(read_wording(one.text).tokens), KINDS.index(one.kind)) for one in sentences]
    weights, moved = ([[0.0] * len(KINDS) for _ in range(BUCKETS)] for _ in range(2))
    chance = random.Random(1)
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for traits, kind in rows:
            step(traits, kind, weights, moved)
    return bytes(pack(weight) for bucket in weights for weight in bucket)


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


def main(sentences: Sequence[Sentence]) -> None:
    """Writes the weights."""
    WRITTEN.write_bytes(train([one for one in sentences if not is_for_report(one)]))


if __name__ == "__main__":
    main(read_own_sentences())

"""How likely a text is an insult, a complaint, a wish to buy, a question or none of these, by its words and letters.

A linear model over hashed words, pairs of words, pieces of words and what the rule sets know of them: weights of one
byte each in `likelihood.bin`, which `python -m tests.triage.training` makes of the project's own sentences. It supports
the rules where words are missing from them."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

from portavoce.community.triage.abuse import ROUGH, AbuseFinding
from portavoce.community.triage.words import Wording

KINDS = ("insult", "complaint", "purchase", "question", "innocent")
BUCKETS = 1 << 16
SHARES = {"word": 1.0, "pair": 0.7, "piece": 0.25, "known": 1.6}
"""How much each sort of trait counts: a word has many pieces; `known` is what the rule sets find."""
STEPS_PER_UNIT = 40.0
"""A weight of 1 is kept as this many steps of a byte."""
_PIECES = (2, 3, 4)
_LONGEST_WORD = 20
_MOST_TOKENS = 120
_FILE = Path(__file__).parent / "likelihood.bin"
Likelihoods = Mapping[str, float]


def list_traits(wording: Wording) -> dict[int, float]:
    """The buckets of a text's traits, and how much each counts there."""
    known = [f"known {subject} {section}" for subject, section in wording.sections if section not in ROUGH]
    known += [f"known {one}" for one in AbuseFinding(wording).circumstances]
    return list_spelt_traits(wording.tokens) | _bucket(("known", one) for one in known)


def list_spelt_traits(tokens: Sequence[str]) -> dict[int, float]:
    """The same of its words and letters alone, whatever the rule sets know of them."""
    return _bucket(_spell_traits(tokens[:_MOST_TOKENS]))


def _bucket(traits: Iterable[tuple[str, str]]) -> dict[int, float]:
    return {crc32(trait.encode()) % BUCKETS: SHARES[sort] for sort, trait in traits}


def _spell_traits(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    if tokens:
        yield "word", f"first {tokens[0]}"
        yield "word", f"last {tokens[-1]}"
    yield "word", f"length {min(5, sum(token[0].isalnum() for token in tokens) // 3)}"
    for before, token in zip(("", *tokens), tokens, strict=False):
        yield "word", token
        yield "pair", f"{before} {token}"
        if token[0].isalpha():
            word = f"<{token[:_LONGEST_WORD]}>"
            for length in _PIECES:
                for start in range(len(word) - length + 1):
                    yield "piece", f"~{word[start : start + length]}"


def judge_wording(wording: Wording) -> Likelihoods:
    """How likely each of KINDS is; together they are 1."""
    weights = _read_weights()
    sums = [0.0] * len(KINDS)
    for bucket, share in list_traits(wording).items():
        at = bucket * len(KINDS)
        for kind in range(len(KINDS)):
            sums[kind] += share * weights[at + kind]
    return normalise([one / STEPS_PER_UNIT for one in sums])


def normalise(sums: Sequence[float]) -> Likelihoods:
    """Likelihoods of the sums of weights of KINDS (softmax)."""
    largest = max(sums)
    powers = [math.exp(one - largest) for one in sums]
    return {kind: power / sum(powers) for kind, power in zip(KINDS, powers, strict=True)}


@cache
def _read_weights() -> memoryview:
    """One signed byte for each bucket and kind."""
    return memoryview(_FILE.read_bytes()).cast("b")

"""What the numbers of a text weigh for each mood, as a script has learned it (docs/sentiment.md). Pure.

Beside the numbers there may be weights for words and parts of words, by the remainder of a checksum: those that are
shipped have none, those that a brand learns from its own comments do."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from operator import mul
from pathlib import Path
from zlib import crc32

from portavoce.community.sentiment.features import NAMES
from portavoce.community.sentiment.model import Mood
from portavoce.community.sentiment.vocabulary import Word
from portavoce.community.sentiment.word_lists import WordRole

MOODS = tuple(Mood)
HOME_WEIGHTS = "home.json"
"""Never in the repository: git leaves it out."""
BUCKETS = 1 << 15
_FOLDER = Path(__file__).parent
_PART_LENGTHS = range(3, 6)
Triple = tuple[float, float, float]
_NOTHING: Triple = (0.0, 0.0, 0.0)


class BadWeights(ValueError):
    """The file holds no weights for these numbers: it is of another version, or damaged."""


@dataclass(frozen=True)
class Weights:
    """`rows` has a row for each mood: what each of `NAMES` weighs, then what weighs always. `buckets` are three bytes
    for each remainder, one for each mood, -127 to 127 in units of `step`; empty when words are not weighed."""

    model: str
    rows: tuple[tuple[float, ...], ...]
    buckets: bytes = b""
    step: float = 0.0
    _met: dict[str, Triple] = field(default_factory=dict, repr=False, compare=False)

    def score(self, numbers: Sequence[float], words: Sequence[Word]) -> list[float]:
        """How likely each mood is, in the order of `MOODS`; 1 in all."""
        sums = [sum(map(mul, row, numbers), row[-1]) for row in self.rows]
        if self.buckets:
            sums = [one + more for one, more in zip(sums, self._weigh_words(words), strict=True)]
        return share_out(sums)

    def _weigh_words(self, words: Sequence[Word]) -> Triple:
        said = list_spoken(words)
        if not said:
            return _NOTHING
        a, b, c = (sum(column) / sqrt(len(said)) for column in zip(*map(self._triple, said), strict=True))
        return a, b, c

    def _triple(self, folded: str) -> Triple:
        if (known := self._met.get(folded)) is None:
            if len(self._met) >= BUCKETS:
                self._met.clear()
            known = self._met[folded] = self._sum_buckets(folded)
        return known

    def _sum_buckets(self, folded: str) -> Triple:
        sums = [0.0, 0.0, 0.0]
        for bucket, share in buckets_of(folded):
            for mood in range(3):
                byte = self.buckets[bucket * 3 + mood]
                sums[mood] += share * self.step * (byte - 256 if byte > 127 else byte)  # noqa: PLR2004
        return sums[0], sums[1], sums[2]


def share_out(sums: Sequence[float]) -> list[float]:
    """Sums of weights as likelihoods, 1 in all."""
    highest = max(sums)
    raised = [exp(one - highest) for one in sums]
    whole = sum(raised)
    return [one / whole for one in raised]


def list_spoken(words: Sequence[Word]) -> list[str]:
    """The words and marks of a text, without names, links and signs."""
    return [
        word.folded for word in words if word.role not in {WordRole.PERSON, WordRole.LINK, WordRole.TAG, WordRole.ENDS}
    ]


def buckets_of(folded: str) -> Iterator[tuple[int, float]]:
    """The buckets of a word and of its parts, and their shares: the word as much as all its parts."""
    yield crc32(folded.encode()) % BUCKETS, 1.0
    edged = f"<{folded}>"
    parts = [edged[at : at + size] for size in _PART_LENGTHS for at in range(len(edged) - size + 1)]
    for part in parts:
        yield crc32(f"+{part}".encode()) % BUCKETS, 1.0 / len(parts)


def parse_weights(text: str) -> Weights:
    """The weights that a file holds. Raises BadWeights."""
    try:
        told = json.loads(text)
        rows = tuple(tuple(map(float, row)) for row in told["rows"])
        weights = Weights(str(told["model"]), rows, bytes.fromhex(told.get("buckets", "")), float(told.get("step", 0)))
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadWeights(f"these are no weights: {wrong}") from wrong
    if told.get("names") != list(NAMES) or [len(row) for row in rows] != [len(NAMES) + 1] * len(MOODS):
        raise BadWeights("these weights are for other numbers than this version takes of a text")
    if len(weights.buckets) not in {0, BUCKETS * len(MOODS)}:
        raise BadWeights("these weights have another number of buckets than this version")
    return weights


def dump_weights(weights: Weights) -> str:
    """The same as a file."""
    told = {"model": weights.model, "names": list(NAMES), "rows": [list(row) for row in weights.rows]}
    learned = {"step": weights.step, "buckets": weights.buckets.hex()} if weights.buckets else {}
    return json.dumps(told | learned, indent=1) + "\n"


def load_weights() -> Weights:
    """The weights that are shipped."""
    return parse_weights((_FOLDER / "weights.json").read_text(encoding="utf-8"))


def load_home_weights() -> Weights | None:
    """The weights that whoever deploys this has learned of comments of their own, None if they have not."""
    file = _FOLDER / HOME_WEIGHTS
    return parse_weights(file.read_text(encoding="utf-8")) if file.is_file() else None

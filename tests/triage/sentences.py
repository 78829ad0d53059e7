"""The project's own sentences, written as customers write, each with its `kind` and whom it is `directed_at`.

A third of `sentences/`, by a hash of their text, reports; the others are for training. `apart/` was written
apart from the rules, measured once, and then trained on. `unseen/` was written likewise and is for reporting alone: no
word is added because of what is missed there."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

OWN, APART, UNSEEN = (Path(__file__).parent / name for name in ("sentences", "apart", "unseen"))
KINDS = ("insult", "complaint", "purchase", "question", "innocent")


class Sentence(NamedTuple):
    """One comment. `kind` is one of KINDS, `directed_at` brand, staff, commenter, other, self or nobody."""

    language: str
    kind: str
    text: str
    directed_at: str = "nobody"


def read_lines(lines: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of lines of JSON; other keys are passed over. Raises ValueError with the line's number."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found = Sentence(row["language"], row["kind"], row["text"], row.get("directed_at", "nobody"))
        except (ValueError, KeyError, TypeError) as cause:
            raise ValueError(f"line {number} is no JSON with language, kind and text: {cause!r}") from None
        if found.kind not in KINDS:
            raise ValueError(f"line {number}: {found.kind!r} is none of {', '.join(KINDS)}")
        yield found


def read_own_sentences() -> list[Sentence]:
    """All that the rules were made with, in every language."""
    return _read_folder(OWN)


def read_apart_sentences() -> list[Sentence]:
    """All that were written apart from the rules and are trained on."""
    return _read_folder(APART)


def read_unseen_sentences() -> list[Sentence]:
    """All that they have never seen."""
    return _read_folder(UNSEEN)


def _read_folder(folder: Path) -> list[Sentence]:
    return [one for path in sorted(folder.glob("*.jsonl")) for one in read_lines(path.read_text().splitlines())]


def is_for_report(sentence: Sentence) -> bool:
    """Whether a sentence belongs to the third that reports."""
    return hashlib.sha256(sentence.text.encode()).digest()[0] % 3 == 0

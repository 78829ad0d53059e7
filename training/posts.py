"""Labelled texts in files: the project's own sentences, and folders of posts that others have labelled."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portavoce.community.sentiment.model import Mood

OWN_SENTENCES = Path(__file__).parent / "sentences"
LANGUAGE_CODES = {
    "arabic": "ar", "english": "en", "french": "fr", "german": "de", "italian": "it", "portuguese": "pt",
    "spanish": "es",
}  # fmt: skip
_LABELS = {"0": Mood.NEGATIVE, "1": Mood.NEUTRAL, "2": Mood.POSITIVE}


class LabelledPost(NamedTuple):
    """A text, the mood that a person found in it, and its language (ISO 639)."""

    text: str
    mood: Mood
    language: str


class BadFolder(Exception):
    """The folder holds no labelled posts, or texts and labels do not belong together."""


def read_sentences(folder: Path = OWN_SENTENCES) -> list[LabelledPost]:
    """The project's own sentences: `<language code>.tsv`, a mood and a text a line."""
    return [
        LabelledPost(text, Mood(mood), path.stem)
        for path in sorted(folder.glob("*.tsv"))
        for mood, text in (line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines())
    ]


def read_folder(folder: Path, *parts: str) -> dict[str, list[LabelledPost]]:
    """The posts of each language, by its name: `<language>_<part>_text.txt` and `…_labels.txt` (0 negative, 1 neutral,
    2 positive), a post a line. Without `parts`, those of `test` if there are such, else all. Raises BadFolder."""
    files = sorted(folder.glob("*_text.txt"))
    found = {path: path.name.removesuffix("_text.txt").rpartition("_") for path in files}
    wanted = parts or (("test",) if any(part == "test" for _, _, part in found.values()) else ())
    posts: dict[str, list[LabelledPost]] = {}
    for path, (language, _, part) in found.items():
        if not wanted or part in wanted:
            posts.setdefault(language, []).extend(_read_pair(path, LANGUAGE_CODES.get(language, language)))
    if not posts:
        raise BadFolder(f"{folder} holds no <language>_<part>_text.txt{' of ' + ', '.join(wanted) if wanted else ''}")
    return posts


def _read_pair(path: Path, code: str) -> Iterator[LabelledPost]:
    labels_path = path.with_name(path.name.replace("_text.txt", "_labels.txt"))
    if not labels_path.exists():
        raise BadFolder(f"{labels_path} is missing: each text needs its label")
    texts = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    labels = labels_path.read_text(encoding="utf-8").split()
    if len(texts) != len(labels) or not set(labels) <= _LABELS.keys():
        raise BadFolder(f"{path} has {len(texts)} lines and {labels_path} {len(labels)} labels of 0, 1 and 2")
    return (LabelledPost(text, _LABELS[label], code) for text, label in zip(texts, labels, strict=True))

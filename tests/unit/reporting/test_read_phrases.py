"""Why something could not be read is told in the reader's language; only a platform's own words stay as they are."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from portavoce.brands.model import Language
from portavoce.reporting.phrases import Piece, translate, translate_pieces

ROOT = Path(__file__).resolve().parents[3] / "layers/core/python/portavoce"
RAISED = {"AccessRefused", "ReadFailed", "ReadRefused", "SpendUnread", "TooFewPeople"}
THEIRS = "Plausible"
"""Stands for every value in a sentence: a name, a number, or what a platform said."""


def read_text(node: ast.AST, named: Mapping[str, ast.AST]) -> str | None:
    """What the expression says, with `THEIRS` for each value that its file does not name; None for none."""
    match node:
        case ast.Constant(value=str(words)):
            return words.replace("{}", THEIRS)
        case ast.Name(id=name) if name in named:
            return read_text(named[name], named)
        case ast.Call(func=ast.Attribute(value=pattern, attr="format")):
            return read_text(pattern, named)
        case ast.FormattedValue(value=value, conversion=conversion):
            told = read_text(value, named) or THEIRS
            return repr(told) if conversion == ord("r") else told
        case ast.JoinedStr(values=values):
            return "".join(read_text(one, named) or "" for one in values)
    return None


def reasons() -> Iterator[str]:
    """Every sentence with which a read is given up, from where it is written."""
    for file in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        given = [one for one in tree.body if isinstance(one, ast.Assign)]
        named = {target.id: one.value for one in given for target in one.targets if isinstance(target, ast.Name)}
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RAISED:
                yield from filter(None, (read_text(one, named) for one in call.args[:1]))


@pytest.mark.parametrize("language", ["it", "ar"])
def test_each_reason_for_not_reading_is_ours_to_say_in_the_readers_language(language: Language) -> None:
    said = set(reasons())
    assert len(said) > 40
    left = {
        text: piece.text
        for text in said
        for piece in translate_pieces(text, language)
        if piece.is_foreign and any(map(str.isalpha, piece.text.replace(THEIRS, "")))
    }
    assert left == {}


@pytest.mark.parametrize(
    ("language", "ours"),
    [
        ("it", "Meta si è rifiutato di dirlo (errore 190): "),
        ("ar", "رفض \u2068Meta\u2069 أن يجيب (خطأ \u2068190\u2069): "),
    ],
)
def test_what_a_platform_said_is_told_apart_from_our_sentence_around_it(language: Language, ours: str) -> None:
    text = "Meta refused to say (error 190): The session: has (long) expired."
    pieces = list(translate_pieces(text, language))
    assert [one.text for one in pieces if one.is_foreign] == ["The session: has (long) expired."]
    assert translate(text, language) == f"{ours}The session: has (long) expired."


def test_english_is_foreign_to_nobody_who_reads_english() -> None:
    text = "Meta refused to say (error 190): expired"
    assert list(translate_pieces(text, "en")) == [Piece(text, is_foreign=False)]

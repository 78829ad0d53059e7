"""Where a feed cuts a text."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.manifest import FoldRule
from portavoce.platforms.text.sent_text import text_length
from portavoce.review.fold import find_fold, split_stretches
from portavoce.text_marks import mark_text

LETTERS = FoldRule(letters=10, source="here")
LINES = FoldRule(lines=2, source="here")


@pytest.mark.parametrize(
    ("text", "rule", "seen"),
    [
        ("ten letter", LETTERS, None),
        ("two words and more", LETTERS, "two words "),
        ("one andtwo three", LETTERS, "one andtwo"),
        ("W" * 40, LETTERS, "W" * 10),
        ("a\nb", LINES, None),
        ("a\nb\nc", LINES, "a\nb"),
        ("a\nb\n\n", LINES, None),
        ("a b c d e f g\nh\ni", FoldRule(letters=4, lines=2, source="here"), "a b "),
        ("", LETTERS, None),
    ],
)
def test_a_text_is_cut_at_its_letters_or_lines_and_not_in_a_word(text: str, rule: FoldRule, seen: str | None) -> None:
    at = find_fold(text, rule, len)
    assert (None if at is None else text[:at]) == seen


def test_letters_are_counted_as_the_platform_counts_them() -> None:
    """X counts a Japanese character as two: https://docs.x.com/fundamentals/counting-characters."""
    manifest = discovery.manifest("x")
    rule = manifest.post.text
    assert rule
    assert manifest.fold
    assert find_fold("字" * 200, manifest.fold, lambda text: text_length(rule, text)) == 140


def test_the_two_halves_are_the_whole_and_keep_what_is_marked() -> None:
    text = "See #coffee at https://aurora.example/menu today"
    seen, rest = split_stretches(mark_text(text), 20)
    assert ("".join(one.text for one in seen), "".join(one.text for one in rest)) == (text[:20], text[20:])
    assert [one.mark for one in (*seen, *rest) if "aurora" in one.text or "coffee" in one.text] == ["tag", "link"]

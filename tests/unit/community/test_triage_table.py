"""What the built-in rules make of the project's own sentences."""

import json
from collections import Counter
from pathlib import Path

import pytest

from infra.assembly import ROOT
from tests.triage import table, training
from tests.triage.page import compose_page
from tests.triage.sentences import (
    KINDS,
    is_for_report,
    read_apart_sentences,
    read_lines,
    read_own_sentences,
    read_unseen_sentences,
)

LANGUAGES = ("en", "it", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_that_report_are_dealt_with_as_promised(language: str) -> None:
    reported = [one for one in read_own_sentences() if is_for_report(one) and one.language == language]
    counts = table.count_decisions(reported)
    assert set(counts[language]) == set(KINDS)
    assert table.find_misses(counts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_the_rules_were_not_made_with_are_dealt_with_as_promised(language: str) -> None:
    counts = table.count_decisions(one for one in read_unseen_sentences() if one.language == language)
    assert table.find_misses(counts) == []


def test_no_sentence_that_reports_is_one_that_is_trained_on() -> None:
    trained = {one.text for one in (*read_own_sentences(), *read_apart_sentences())}
    assert trained.isdisjoint(one.text for one in read_unseen_sentences())
    assert all(Counter(one.language for one in read_unseen_sentences())[language] >= 2 * 200 for language in LANGUAGES)


def test_there_are_two_hundred_sentences_a_language_at_least_each_of_them_once() -> None:
    sentences = read_own_sentences()
    assert all(Counter(one.language for one in sentences)[language] >= 200 for language in LANGUAGES)
    assert len({(one.language, one.text) for one in sentences}) == len(sentences)
    assert {one.directed_at for one in sentences} == {"brand", "staff", "commenter", "other", "self", "nobody"}


@pytest.mark.takes_long("every sentence that reports is decided")
def test_the_page_says_what_is_measured() -> None:
    assert (ROOT / "docs/triage.md").read_text() == compose_page()


def test_any_lines_are_measured_and_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROOT", tmp_path)
    lines = [
        {"language": "en", "kind": "insult", "text": "You are idiots"},
        {"language": "en", "kind": "insult", "text": "See you tomorrow"},
        {"language": "it", "kind": "purchase", "text": "Quanto costa?"},
    ]
    given = tmp_path / "given.jsonl"
    given.write_text("\n".join(map(json.dumps, lines)))
    table.main(str(given))
    assert json.loads((tmp_path / ".local/triage.json").read_text()) == {
        "en": {"insult": {"total": 2, "hidden": 1, "lead": 0, "assigned": 0}},
        "it": {"purchase": {"total": 1, "hidden": 0, "lead": 1, "assigned": 1}},
    }


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"language": "en", "text": "a"}', '{"language":"en","kind":"b","text":""}']
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        list(read_lines(["", line]))


@pytest.mark.whole
def test_the_weights_are_those_that_training_makes() -> None:
    own = [one for one in read_own_sentences() if not is_for_report(one)]
    assert training.WRITTEN.read_bytes() == training.train(own, read_apart_sentences())

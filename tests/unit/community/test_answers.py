"""Saved answers: put once, filled in for each person, in their language."""

import pytest
from pydantic import ValidationError

from portavoce.brands.model import Language
from portavoce.community.answers.model import SavedAnswer
from portavoce.community.answers.records import AnswerRecords
from portavoce.community.answers.service import NoAnswer, SavedAnswers, TooManyAnswers
from portavoce.community.answers.wording import fill_answer
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.community import delivery


def answer(words: str, name: str = "thanks", language: Language = "it") -> SavedAnswer:
    return SavedAnswer(brand_id="aurora", name=name, language=language, words=words, changed_by="ada", changed_at=NOW)


@pytest.mark.parametrize(
    ("words", "author", "filled"),
    [
        ("Grazie {name}, a presto da {brand}!", "Ana", "Grazie Ana, a presto da Aurora Coffee!"),
        ("Grazie {name}, a presto!", "@ana.example", "Grazie ana.example, a presto!"),
        ("Grazie {name}, a presto!", None, "Grazie, a presto!"),
        ("{name}, grazie di cuore.", None, "grazie di cuore."),
        ("{name}, grazie  di cuore.", "Ana", "Ana, grazie  di cuore."),
        ("Guarda {post} o {link}", "Ana", "Guarda https://p/7 o https://p/7#c1"),
        ("شكرًا {name}، إلى اللقاء", None, "شكرًا، إلى اللقاء"),
        ("Grazie {name}", "{brand}", "Grazie {brand}"),
    ],
)
def test_an_answer_is_filled_in_and_what_is_not_known_leaves_no_hole(
    words: str, author: str | None, filled: str
) -> None:
    said = delivery(author_name=author, permalink="https://p/7#c1")
    assert fill_answer(answer(words), said, AURORA, post="https://p/7") == filled


@pytest.mark.parametrize("words", ["Ciao {nome}", "Ciao {}", "Ciao {name", "Ciao name}", "Ciao {{name}}", "  "])
def test_what_cannot_be_filled_in_is_refused_when_it_is_saved(words: str) -> None:
    with pytest.raises(ValidationError):
        answer(words)


def test_an_answer_is_chosen_in_the_language_asked_for_or_the_brands_own(table: Table) -> None:
    saved = SavedAnswers(AnswerRecords(table))
    saved.put(answer("Grazie!"))
    saved.put(answer("Thank you!", language="en"))
    assert saved.choose(AURORA, "thanks", "en").words == "Thank you!"
    assert saved.choose(AURORA, "thanks", "ar").words == "Grazie!"
    assert saved.choose(AURORA, "thanks").words == "Grazie!"
    with pytest.raises(NoAnswer, match="it has: thanks"):
        saved.choose(AURORA, "hours")


def test_the_same_name_and_language_is_the_same_answer(table: Table) -> None:
    saved = SavedAnswers(AnswerRecords(table))
    saved.put(answer("Grazie!"))
    saved.put(answer("Grazie mille!"))
    assert [one.words for one in saved.records.list_all("aurora")] == ["Grazie mille!"]
    saved.remove("aurora", "thanks", "it")
    with pytest.raises(NoAnswer):
        saved.remove("aurora", "thanks", "it")


def test_a_brand_has_no_more_answers_than_somebody_can_look_through(table: Table) -> None:
    records = AnswerRecords(table)
    for number in range(200):
        records.put(answer("Grazie!", name=f"a{number}"))
    with pytest.raises(TooManyAnswers):
        SavedAnswers(records).put(answer("Grazie!"))
    SavedAnswers(records).put(answer("Grazie mille!", name="a7"))

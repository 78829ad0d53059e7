"""Two people at one comment, each with a command line of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.figures import Item
from tests.twin.running import Ran, Running

ANSWERS = ("Sì, la domenica dalle 9.", "Certo, anche la domenica!")


def an_open_comment(running: Running) -> str:
    found: list[Item] = [one for one in running.table() if one["type"] == "interaction" and one.get("content_at", 1)]
    names = (one["pk"].removeprefix("INTERACTION#").split("#", 1) for one in found if not one.get("acts"))
    return next(f"facebook/{id_}" for platform, id_ in names if platform == "facebook" and "_" in id_)


@pytest.mark.whole
def test_of_two_who_answer_at_once_one_is_read_there_and_the_others_words_are_kept(running: Running) -> None:
    comment = an_open_comment(running)

    def answer(words: str) -> Ran:
        return running.portavoce("comments", "reply", comment, words)

    with ThreadPoolExecutor() as people:
        ran = dict(zip(ANSWERS, people.map(answer, ANSWERS), strict=True))
    (said,) = [words for words, one in ran.items() if one.code == 0]
    (kept,) = [words for words, one in ran.items() if one.code == 1]
    assert "Your words are kept as a note" in ran[kept].said
    there = running.twin.networks.state("meta")["comments"]
    assert [one["text"] for one in there if one["text"] in ANSWERS and not one["deleted"]] == [said]
    shown = running.portavoce("comments", "show", comment).said
    assert kept in shown
    assert said in shown

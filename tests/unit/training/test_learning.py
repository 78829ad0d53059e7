"""How weights are learned and measured."""

from pathlib import Path

import pytest

from portavoce.community.sentiment.model import Mood, Sentiment
from portavoce.community.sentiment.reader import WordReader
from portavoce.community.sentiment.weights import load_weights
from tests.bench.sentiment import main as run_bench
from training.figures import check_on_unseen_topics, measure_reader, topics_of
from training.learner import Recipe, learn
from training.posts import BadFolder, LabelledPost, read_folder, read_sentences
from training.sentiment import NUMBERS_ALONE, SHIPPED_MODEL

NEGATIVE, NEUTRAL, POSITIVE = Mood.NEGATIVE, Mood.NEUTRAL, Mood.POSITIVE


def write_part(folder: Path, language: str, part: str, texts: list[str], labels: str) -> None:
    (folder / f"{language}_{part}_text.txt").write_text("".join(f"{one}\n" for one in texts), encoding="utf-8")
    (folder / f"{language}_{part}_labels.txt").write_text("".join(f"{one}\n" for one in labels), encoding="utf-8")


def told(mood: Mood) -> Sentiment:
    return Sentiment(mood=mood, negative=0, positive=0, language="en", model="x")


@pytest.mark.takes_long("learns the shipped weights anew from all sentences")
def test_the_shipped_weights_are_what_the_script_learns_of_the_projects_own_sentences() -> None:
    assert learn(read_sentences(), SHIPPED_MODEL, NUMBERS_ALONE) == load_weights()


def test_the_projects_own_sentences_are_as_many_of_each_mood_and_language() -> None:
    sentences = read_sentences()
    counts = {(one.language, one.mood): 0 for one in sentences}
    for one in sentences:
        counts[one.language, one.mood] += 1
    assert set(counts.values()) == {30}
    assert len(counts) == 9
    assert len({one.text for one in sentences}) == len(sentences)


def test_words_are_learned_where_that_is_asked() -> None:
    said = [("zorp at last", POSITIVE), ("blick at last", NEGATIVE), ("table at last", NEUTRAL)] * 10
    weights = learn([LabelledPost(text, mood, "en") for text, mood in said], "home1", Recipe(by_words=True, rounds=20))
    read = WordReader(weights).read
    assert [read(text, "en").mood for text in ("a zorp", "blick", "the table")] == [POSITIVE, NEGATIVE, NEUTRAL]
    assert read("zorp at last", "en").model == "home1"


def test_figures_are_those_of_a_table_counted_by_hand() -> None:
    posts = [
        LabelledPost(str(at), mood, "en") for at, mood in enumerate([NEGATIVE] * 4 + [NEUTRAL] * 2 + [POSITIVE] * 2)
    ]
    answers = [NEGATIVE, NEGATIVE, NEGATIVE, NEUTRAL, NEUTRAL, NEGATIVE, POSITIVE, POSITIVE]
    found = measure_reader(lambda text, language: told(answers[int(text)]), posts)
    assert found.accuracy == 75.0
    assert (found.negative_recall, found.negative_precision) == (75.0, 75.0)
    assert found.macro_f1 == 75.0  # (75 + 50 + 100) / 3


def test_a_test_part_is_measured_alone_and_without_one_all_is(tmp_path: Path) -> None:
    write_part(tmp_path, "english", "train", ["one", "two"], "01")
    write_part(tmp_path, "english", "val", ["three"], "2")
    assert [post.text for post in read_folder(tmp_path)["english"]] == ["one", "two", "three"]
    write_part(tmp_path, "english", "test", ["four"], "2")
    assert read_folder(tmp_path) == {"english": [LabelledPost("four", POSITIVE, "en")]}
    assert [post.text for post in read_folder(tmp_path, "train")["english"]] == ["one", "two"]


def test_a_line_separator_of_unicode_ends_no_post(tmp_path: Path) -> None:
    write_part(tmp_path, "arabic", "test", ["one\u2028more\x85 and more", "two"], "01")
    assert len(read_folder(tmp_path)["arabic"]) == 2


def test_a_folder_whose_labels_do_not_fit_says_which_file(tmp_path: Path) -> None:
    with pytest.raises(BadFolder, match="holds no"):
        read_folder(tmp_path)
    write_part(tmp_path, "english", "test", ["one"], "01")
    with pytest.raises(BadFolder, match=r"english_test_labels\.txt 2 labels"):
        read_folder(tmp_path)
    (tmp_path / "english_test_labels.txt").unlink()
    with pytest.raises(BadFolder, match="is missing"):
        read_folder(tmp_path)


def test_posts_of_one_topic_are_never_in_two_folds() -> None:
    posts = [LabelledPost(f"topic{at % 20} word{at}", (NEGATIVE, POSITIVE)[at % 2], "en") for at in range(200)]
    assert topics_of(posts) == [f"topic{at % 20}" for at in range(200)]
    seen: list[set[str]] = []

    def learn_from(others: list[LabelledPost]) -> object:
        seen.append({post.text.split()[0] for post in others})
        return len(seen) - 1

    def reader_of(place: object) -> object:
        def read(text: str, language: str) -> Sentiment:
            assert text.partition(" ")[0] not in seen[int(str(place))]
            return told(POSITIVE)

        return read

    found = check_on_unseen_topics(posts, learn_from, reader_of)  # type: ignore[arg-type]
    assert found.accuracy == 50.0


def test_a_folder_is_measured_by_the_shipped_weights_and_the_figures_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_part(tmp_path, "english", "test", ["I love it", "I hate it", "At noon"], "201")
    monkeypatch.setattr("tests.bench.sentiment.FIGURES", tmp_path / "out/sentiment.json")
    assert run_bench(str(tmp_path)) == 0
    assert '"macro_f1": 100.0' in (tmp_path / "out/sentiment.json").read_text()
    assert "as shipped" in capsys.readouterr().out
    assert run_bench(str(tmp_path / "out")) == 2
    assert "Nothing was measured" in capsys.readouterr().err

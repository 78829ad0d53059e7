"""What the embedded reader makes of texts. None of these sentences is among those that it was learned from."""

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.community.sentiment.features import NAMES
from portavoce.community.sentiment.model import Mood, Sentiment, expand_sentiment, is_negative
from portavoce.community.sentiment.reader import MOST_CHARACTERS, guess_language, read_sentiment
from portavoce.community.sentiment.vocabulary import Vocabulary, vocabulary_of
from portavoce.community.sentiment.weights import (
    BUCKETS,
    BadWeights,
    Weights,
    dump_weights,
    load_weights,
    parse_weights,
)
from portavoce.community.sentiment.word_lists import FILES

NEGATIVE, NEUTRAL, POSITIVE = Mood.NEGATIVE, Mood.NEUTRAL, Mood.POSITIVE
SAID = [
    ("en", NEGATIVE, "Third time I order and third time the box is broken. Awful."),
    ("en", NEGATIVE, "Your customer service is a joke, nobody cares"),
    ("en", POSITIVE, "My daughter adores the blue one, thank you so much ❤️"),
    ("en", POSITIVE, "What a lovely place, we'll come back!"),
    ("en", NEUTRAL, "Is there parking near the shop?"),
    ("it", NEGATIVE, "Ho aspettato un'ora e il cibo era pessimo"),
    ("it", NEGATIVE, "Assistenza vergognosa, non mi rispondono"),
    ("it", POSITIVE, "Siete bravissimi, complimenti a tutti!"),
    ("it", POSITIVE, "Mi è piaciuta tantissimo, la consiglio"),
    ("it", NEUTRAL, "A che ora apre il negozio di Bologna?"),
    ("ar", NEGATIVE, "الخدمة عندكم سيئة جدا والموظف وقح"),
    ("ar", NEGATIVE, "المنتج خربان وما وصلني رد"),
    ("ar", POSITIVE, "ما شاء الله شغلكم رائع"),
    ("ar", POSITIVE, "والقهوة عندكم لذيذة، شكرا"),
    ("ar", NEUTRAL, "كم الساعة تفتحون يوم الاحد؟"),
]


@pytest.mark.parametrize(("language", "mood", "text"), SAID)
def test_what_a_customer_says_is_read_as_it_is_meant(language: str, mood: Mood, text: str) -> None:
    assert read_sentiment(text, language).mood is mood


@pytest.mark.parametrize(("language", "mood", "text"), SAID)
def test_a_language_that_nobody_named_is_told_by_the_words(language: str, mood: Mood, text: str) -> None:
    assert guess_language(text) == language
    assert read_sentiment(text) == read_sentiment(text, language)


@pytest.mark.parametrize(
    ("text", "language"), [("idioti", "it"), ("idiots", "en"), ("bellissimo", "it"), ("404", "en")]
)
def test_one_word_tells_its_language_if_it_tells_a_mood(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("language", "said", "turned"),
    [
        ("en", "I am happy with it", "I am not happy with it"),
        ("it", "Sono contento del servizio", "Non sono contento del servizio"),
        ("ar", "الاكل لذيذ", "الاكل مو لذيذ"),
    ],
)
def test_a_negation_turns_praise(language: str, said: str, turned: str) -> None:
    praise, blame = read_sentiment(said, language), read_sentiment(turned, language)
    assert praise.mood is POSITIVE
    assert blame.negative > blame.positive


def test_a_negation_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert read_sentiment("Was it dear? No! Great place.", "en").mood is POSITIVE


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("good", "GOOOOOD"),
        ("bello", "bellooooo"),
        ("رائع", "رااااائع"),
        ("رائع", "رَائِعٌ"),
        ("جميل", "والجميل"),
        ("perché", "perche"),
    ],
)
def test_a_word_is_known_however_it_is_written(plain: str, written: str) -> None:
    language = "ar" if plain[0] > "\u0600" else "it" if plain in {"bello", "perché"} else "en"
    words = vocabulary_of(language)
    assert words.look_up(written).value == words.look_up(plain).value


def test_marks_are_read_in_a_language_without_words() -> None:
    assert read_sentiment("Das ist 😡😡", "de").mood is NEGATIVE
    assert read_sentiment("Das ist 😍😍", "de").mood is POSITIVE
    assert read_sentiment("Das ist ein Tisch", "de").mood is NEUTRAL


@pytest.mark.parametrize("language", ["und", "qme", "zxx", "", None])
def test_what_a_platform_writes_for_a_language_that_it_does_not_know_is_none(language: str | None) -> None:
    assert read_sentiment("Che meraviglia, grazie di cuore", language).language == "it"


@given(text=st.text(max_size=300), language=st.sampled_from([None, "en", "it-CH", "ar", "de"]))
def test_any_text_is_read_the_same_twice_and_its_shares_are_a_hundred(text: str, language: str | None) -> None:
    read = read_sentiment(text, language)
    assert read == read_sentiment(text, language)
    assert read.negative + read.neutral + read.positive == 100
    assert min(read.negative, read.neutral, read.positive) >= 0
    assert expand_sentiment(read.brief) == read


def test_of_an_endless_text_the_beginning_is_read() -> None:
    beginning = ("Awful. " * MOST_CHARACTERS)[:MOST_CHARACTERS]
    assert read_sentiment(beginning + "love " * 10_000, "en") == read_sentiment(beginning, "en")


def test_what_a_vocabulary_remembers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vocabulary, "MOST", 10)
    words = Vocabulary("en")
    for number in range(100):
        words.look_up(f"word{number}")
    assert len(words._met) <= 10
    assert words.look_up("awful").value < 0


def test_who_is_unknown_is_not_negative() -> None:
    assert not is_negative(None)


@pytest.mark.parametrize("brief", ["", "7209it", "7209itz", "x209itw", "7209ITw", "7209itw ", "٧٢٠٩itw"])
def test_what_is_no_sentiment_is_refused(brief: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        expand_sentiment(brief)


@pytest.mark.parametrize("name", sorted({name for names in FILES.values() for name in names}))
def test_each_grade_of_a_word_list_is_one(name: str) -> None:
    folder = resources.files("portavoce.community.sentiment").joinpath("words")
    lines = folder.joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    grades = {line.split()[0] for line in lines} - {"#", "not", "very", "but", "common"}
    assert all(-4 <= float(grade) <= 4 for grade in grades)
    assert grades


def test_the_shipped_weights_weigh_numbers_alone_and_are_small() -> None:
    weights = load_weights()
    assert weights.buckets == b""
    assert [len(row) for row in weights.rows] == [len(NAMES) + 1] * 3
    folder = resources.files("portavoce.community.sentiment")
    files = [folder.joinpath("weights.json"), *folder.joinpath("words").iterdir()]
    assert sum(len(file.read_bytes()) for file in files) < 5_000_000


def test_weights_of_words_are_added_and_survive_their_file() -> None:
    shipped = load_weights()
    learned = Weights("home1", shipped.rows, bytes([255, 0, 1] * BUCKETS), 0.5)
    assert parse_weights(dump_weights(learned)) == learned
    words = [vocabulary_of("en").look_up("table")]
    numbers = [0.0] * len(NAMES)
    # each word has its bucket and its parts', 1 and 1 in all: -1 and 1 of 0.5, twice
    biases = [row[-1] for row in shipped.rows]
    moved = Weights(
        "x", tuple((*row[:-1], row[-1] + by) for row, by in zip(shipped.rows, (-1.0, 0.0, 1.0), strict=True))
    )
    assert biases == [row[-1] for row in learned.rows]
    assert learned.score(numbers, words) == pytest.approx(moved.score(numbers, []))


@pytest.mark.parametrize(
    "broken",
    [
        json.dumps({"model": "words1", "rows": [[0.0] * (len(NAMES) + 1)] * 3, "names": ["other", *NAMES[1:]]}),
        "",
        "[]",
        "{}",
        '{"model": "x", "rows": [[1]], "names": []}',
        json.dumps({"model": "x", "rows": [], "names": list(NAMES)}),
    ],
)
def test_weights_of_another_version_or_a_damaged_file_are_refused(broken: str) -> None:
    with pytest.raises(BadWeights):
        parse_weights(broken)


def test_weights_with_other_buckets_are_refused() -> None:
    told = json.loads(dump_weights(load_weights())) | {"buckets": "00ff", "step": 1}
    with pytest.raises(BadWeights, match="buckets"):
        parse_weights(json.dumps(told))


def test_a_sentiment_is_brief() -> None:
    read = Sentiment(mood=NEGATIVE, negative=72, positive=9, language="it", model="words1")
    assert read.brief == "7209itw"

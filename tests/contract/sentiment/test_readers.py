"""What whoever asks for moods may rely on, whichever reader answers."""

from collections.abc import Callable

import pytest

from portavoce.community.moods.comprehend import ComprehendReader
from portavoce.community.sentiment.model import MODELS, Mood, SentimentReader, expand_sentiment
from portavoce.community.sentiment.reader import WordReader
from portavoce.community.sentiment.weights import load_weights
from portavoce.runtime.aws_session import make_client
from tests.comprehend import StrictComprehend

GLAD, CROSS, PLAIN = "I love it, thank you!", "Awful, I hate it.", "We open at nine"
AS_MEANT = {GLAD: "POSITIVE", CROSS: "NEGATIVE"}


def embedded() -> SentimentReader:
    return WordReader(load_weights())


def comprehend() -> SentimentReader:
    client = StrictComprehend(AS_MEANT).attach(make_client("comprehend", None))
    return ComprehendReader(client.batch_detect_sentiment)


@pytest.fixture(params=[embedded, comprehend], ids=["embedded", "comprehend"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SentimentReader:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    make: Callable[[], SentimentReader] = request.param
    return make()


def moods(reader: SentimentReader, texts: list[str], language: str | None = "en") -> list[Mood | None]:
    return [one.mood if one else None for one in reader.read_all(texts, language)]


def test_there_is_one_answer_for_each_text_in_order(reader: SentimentReader) -> None:
    assert moods(reader, [CROSS, PLAIN, GLAD]) == [Mood.NEGATIVE, Mood.NEUTRAL, Mood.POSITIVE]


def test_nothing_is_asked_about_nothing(reader: SentimentReader) -> None:
    assert reader.read_all([], "en") == []


def test_many_texts_are_read_as_one_by_one(reader: SentimentReader) -> None:
    texts = [CROSS, GLAD, PLAIN] * 20
    assert moods(reader, texts) == [one for text in texts for one in moods(reader, [text])]


def test_shares_are_of_a_hundred_and_reader_and_language_are_named(reader: SentimentReader) -> None:
    for read in reader.read_all([CROSS, GLAD, PLAIN], "en-GB"):
        assert read is not None
        assert read.negative + read.neutral + read.positive == 100
        assert read.language == "en"
        assert read.model in MODELS.values()
        assert expand_sentiment(read.brief) == read


def test_a_language_that_nobody_named_is_told_by_the_words(reader: SentimentReader) -> None:
    found = reader.read_all(["متى تفتحون", "Quando aprite domani?", PLAIN], None)
    assert [one.language if one else None for one in found] == ["ar", "it", "en"]


@pytest.mark.parametrize("text", ["Awful " * 5_000, "😡" * 5_000, "x" * 100_000])
def test_a_text_of_any_length_is_read(reader: SentimentReader, text: str) -> None:
    assert moods(reader, [PLAIN, text])[0] is Mood.NEUTRAL
    assert None not in moods(reader, [PLAIN, text])


@pytest.mark.parametrize(("text", "language"), [("Kaixo", "eu"), ("", "en"), ("  \n", "en")])
def test_what_cannot_be_told_is_none_or_neutral_and_spoils_no_other(
    reader: SentimentReader, text: str, language: str
) -> None:
    assert moods(reader, [text], language)[0] in {None, Mood.NEUTRAL}
    assert moods(reader, [text, GLAD], "en")[1] is Mood.POSITIVE

"""A second reading of moods, for who pays for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from portavoce.community.desk.model import InboxChange
from portavoce.community.model import StoredInteraction
from portavoce.community.moods.comprehend import ComprehendReader, count_units, price_minor
from portavoce.community.moods.records import MoodRecords
from portavoce.community.moods.service import MoodReading
from portavoce.community.sentiment.model import Mood
from portavoce.platforms.interaction import Verb
from portavoce.runtime.aws_session import make_client
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.community import ADA, delivery, desk, listening
from tests.comprehend import StrictComprehend

LATER = NOW + timedelta(minutes=10)
IRONY = "Ottimo, un altro ritardo. Bravi."


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")


def reading(table: Table, there: StrictComprehend, cents: int = 300) -> MoodReading:
    client = there.attach(make_client("comprehend", None))
    community, brand = listening(table), aurora(sentiment={"comprehend_month_minor": cents})
    return MoodReading(
        community,
        community.records,
        MoodRecords(table),
        lambda: [brand],
        ComprehendReader(client.batch_detect_sentiment),
    )


def take_in(table: Table, text: str, number: int = 1, at: datetime = NOW + timedelta(minutes=1), **given: Any) -> None:
    listening(table).take_in(delivery(text, interaction_id=f"c{number}", **given), at)


def standing(table: Table, number: int = 1) -> StoredInteraction:
    found = listening(table).records.get("facebook", f"c{number}")
    assert found
    return found.row


def texts(there: StrictComprehend) -> Iterable[str]:
    return [text for _, some in there.asked for text in some]


def test_what_was_said_since_is_read_once_and_its_reader_named(table: Table) -> None:
    there = StrictComprehend({IRONY: "NEGATIVE"})
    reading(table, there).read(NOW)
    take_in(table, IRONY, language="it")
    before = standing(table)
    assert before.sentiment
    assert before.sentiment.model == "words1"
    assert reading(table, there).read(LATER) == 1
    read = standing(table)
    assert read.sentiment
    assert (read.sentiment.mood, read.sentiment.model, read.sentiment.language) == (Mood.NEGATIVE, "comprehend", "it")
    assert read == before.model_copy(update={"sentiment": read.sentiment, "changed_at": LATER})
    assert reading(table, there).read(LATER + timedelta(minutes=1)) == 0
    assert texts(there) == [IRONY]


def test_who_has_not_switched_it_on_is_asked_for_nothing(table: Table) -> None:
    there = StrictComprehend()
    take_in(table, IRONY)
    requests = table.consumed.requests
    assert reading(table, there, cents=0).read(LATER) == 0
    assert (there.asked, table.consumed.requests) == ([], requests)


def test_each_language_is_asked_by_itself_and_what_has_no_words_or_is_of_another_is_not(table: Table) -> None:
    there = StrictComprehend()
    reading(table, there).read(NOW)
    for number, (text, language) in enumerate([("Ciao", "it"), ("Hello", "en"), ("Kaixo", "eu"), (" ", "en")]):
        take_in(table, text, number, language=language)
    reading(table, there).read(LATER)
    assert sorted(there.asked) == [("en", ["Hello"]), ("it", ["Ciao"])]


def test_at_its_cap_it_asks_no_more_until_the_next_month(table: Table) -> None:
    there = StrictComprehend()
    reading(table, there, cents=1).read(NOW)
    for number in range(40):
        take_in(table, "Ciao", number, language="it")
    assert reading(table, there, cents=1).read(LATER) == 33  # 3 units each, 100 units to the cent
    take_in(table, "Ciao", 50, at=LATER + timedelta(minutes=1), language="it")
    assert reading(table, there, cents=1).read(LATER + timedelta(minutes=2)) == 0
    assert reading(table, there, cents=1).read(LATER + timedelta(minutes=8)) == 0
    december = datetime(2026, 12, 1, 8, tzinfo=NOW.tzinfo)
    take_in(table, "Ciao", 60, at=december, language="it")
    assert reading(table, there, cents=1).read(december + timedelta(minutes=1)) == 1


def test_when_comprehend_fails_the_next_round_reads_it_and_both_are_counted(table: Table) -> None:
    there = StrictComprehend()
    reading(table, there).read(NOW)
    take_in(table, IRONY, language="it")
    there.failing = 5
    with pytest.raises(ExceptionGroup) as failed:
        reading(table, there).read(LATER)
    assert failed.group_contains(ClientError)
    there.failing = 0
    assert reading(table, there).read(LATER + timedelta(minutes=15)) == 1
    remembered, _ = MoodRecords(table).get("aurora")
    assert remembered
    assert remembered.units == 2 * count_units(IRONY)


def test_a_mood_is_never_put_beside_other_words(table: Table) -> None:
    edited = "Scusate, era colpa mia"

    class Slow(StrictComprehend):
        def answer(self, request: Any, **told: object) -> Any:
            listening(table).take_in(delivery(edited, Verb.EDITED, 5, interaction_id="c1", language="it"), LATER)
            return super().answer(request, **told)

    there = Slow({IRONY: "NEGATIVE"})
    reading(table, there).read(NOW)
    take_in(table, IRONY, language="it")
    reading(table, there).read(LATER)
    row = standing(table)
    assert row.interaction.text == edited
    assert row.sentiment
    assert row.sentiment.model == "words1"


def test_what_a_person_has_done_meanwhile_stays(table: Table) -> None:
    there = StrictComprehend()
    reading(table, there).read(NOW)
    take_in(table, IRONY, language="it")
    desk(table).change("facebook", "c1", InboxChange(done=True, add_tags=("vip",)), ADA)
    assert reading(table, there).read(LATER) == 1
    assert (standing(table).done, standing(table).tags) == (True, ("vip",))


@pytest.mark.parametrize(("length", "units"), [(1, 3), (300, 3), (301, 4), (500, 5), (25_000, 5)])
def test_a_text_is_billed_by_the_hundred_letters_that_are_sent(length: int, units: int) -> None:
    assert count_units("x" * length) == units


def test_ten_thousand_short_comments_cost_three_dollars() -> None:
    assert price_minor(10_000 * count_units("Ciao")) == 300
    assert price_minor(1) == 1

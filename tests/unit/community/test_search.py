"""Looking for something in the inbox without a scan."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.community.desk.model import InboxChange
from portavoce.community.desk.search import InboxFilter
from portavoce.community.model import InboxStatus, Priority
from portavoce.community.sentiment.model import Mood
from portavoce.platforms.interaction import InteractionKind
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.bench.meter import Meter
from tests.community import ADA, delivery, desk, listening


def take_in(table: Table, *, number: int, **given: Any) -> None:
    text = given.pop("text", "Bello")
    listening(table).take_in(delivery(text, interaction_id=f"c{number}", **given), NOW + timedelta(minutes=number))


def found(table: Table, **wanted: Any) -> list[str]:
    page = desk(table).list_page("aurora", InboxStatus.OPEN, InboxFilter(**wanted), limit=50)
    return [one.interaction.interaction_id for one in page.items]


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": InteractionKind.REVIEW},
        {"post": "1001_9"},
        {"campaign": "c-7"},
        {"person": "u7"},
        {"person": "@bìce"},
        {"label": "question"},
        {"sentiment": Mood.NEGATIVE},
        {"words": "QUANTO costa"},
        {"platform": "facebook", "channel": "facebook", "words": "quanto"},
    ],
)
def test_each_filter_finds_its_own_and_nothing_else(table: Table, wanted: dict[str, Any]) -> None:
    take_in(table, number=1)
    take_in(
        table,
        number=2,
        text="Quanto mai costà? Vergogna!",
        kind=InteractionKind.REVIEW,
        post_id="1001_9",
        campaign_id="c-7",
        author_id="u7",
        author_name="Bice",
    )
    assert found(table, **wanted) == ["c2"]


def test_tags_priority_and_assignee_are_found(table: Table) -> None:
    take_in(table, number=1)
    take_in(table, number=2)
    change = InboxChange(add_tags=("vip",), priority=Priority.URGENT, assignee="bea@aurora.example")
    desk(table).change("facebook", "c2", change, ADA)
    for wanted in ({"tag": "VIP"}, {"priority": "urgent"}, {"assignee": "bea@aurora.example"}):
        page = desk(table).list_page("aurora", InboxStatus.ASSIGNED, InboxFilter(**wanted), limit=50)
        assert [one.interaction.interaction_id for one in page.items] == ["c2"]
    page = desk(table).list_page("aurora", InboxStatus.ASSIGNED, InboxFilter(tag="rotto"), limit=50)
    assert page.items == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("كَمِ الثَّمَن؟", "كم الثمن"),
        ("القهوة رائعـــة", "القهوه رائعة"),
        ("يا أحمد إلى أين", "احمد الي اين"),
        ("CAFFÈ Straße", "caffe strasse"),
    ],
)
def test_words_are_found_without_their_marks_in_arabic_too(table: Table, text: str, words: str) -> None:
    take_in(table, number=1, text=text)
    take_in(table, number=2, text="altro")
    assert found(table, words=words) == ["c1"]


def test_a_search_says_how_far_back_it_looked_and_goes_on_from_there(table: Table) -> None:
    take_in(table, number=0, text="la tazza rotta")
    for number in range(1, 230):
        take_in(table, number=number)
    working = desk(table)
    page = working.list_page("aurora", InboxStatus.OPEN, InboxFilter(words="rotta"), limit=50)
    assert page.items == ()
    assert page.looked_back_to == NOW + timedelta(minutes=30), "two hundred were looked at"
    rest = working.list_page("aurora", InboxStatus.OPEN, InboxFilter(words="rotta"), limit=50, cursor=page.next_cursor)
    assert [one.interaction.interaction_id for one in rest.items] == ["c0"]
    assert (rest.next_cursor, rest.looked_back_to) == (None, None)


def test_pages_of_a_search_neither_repeat_nor_miss_any(table: Table) -> None:
    for number in range(40):
        take_in(table, number=number, text="rotta" if number % 3 == 0 else "bella")
    seen, cursor = list[str](), None
    for _ in range(6):
        page = desk(table).list_page("aurora", InboxStatus.OPEN, InboxFilter(words="rotta"), limit=3, cursor=cursor)
        seen += [one.interaction.interaction_id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [f"c{number}" for number in range(39, -1, -3)]


@pytest.mark.parametrize("text", ["Bello", "ك" * 150, "è" * 700, "😀" * 2_000])
def test_a_search_of_one_request_reads_little_whatever_the_comments_are(table: Table, text: str) -> None:
    for number in range(210):
        take_in(table, number=number, text=text)
    with Meter(table.client).counting() as spent:
        page = desk(table).list_page("aurora", InboxStatus.OPEN, InboxFilter(words="rotta"), limit=50)
    assert page.items == ()
    assert page.looked_back_to
    assert spent.read_units <= 25
    assert (spent.gets, spent.writes) == (0, 0)

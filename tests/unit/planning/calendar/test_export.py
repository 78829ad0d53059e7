"""The calendar that comes out: a spreadsheet can open it, and it says what stands."""

import csv
import io
from typing import Any

import pytest

from portavoce.planning.calendar.export import export_calendar
from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.calendar.row import CalendarRow, guard_cell, unguard_cell
from portavoce.platforms.contract import Poll
from portavoce.publishing.model import Content, Media, Part, PublicationState
from tests.faults.world import planned

HASHES = ("a" * 64, "b" * 64, "c" * 64)


def media(number: int, alt_text: str = "") -> Media:
    key = f"media/{HASHES[number]}.jpg"
    return Media(key=key, mime_type="image/jpeg", size_bytes=1, width=1, height=1, alt_text=alt_text)


def exported(**content: Any) -> CalendarRow:
    """The row of one publication with this content, read back."""
    found = export_calendar([planned(content=Content(**content))])
    assert found.left_out == ()
    (row,) = read_calendar(found.content).rows
    return row


@pytest.mark.parametrize("language", [None, "en", "pt-BR", "zh-Hant-TW"])
def test_the_language_of_a_row_comes_out_as_it_went_in(language: str | None) -> None:
    assert exported(text="Ciao", language=language).language == language


@pytest.mark.parametrize("text", ["=1+1", "+39 06 1234", "-20% oggi", "@aurora", "'=1", "''@x", "'ello", "'"])
def test_what_looks_like_a_formula_is_text_in_a_spreadsheet_and_text_again_here(text: str) -> None:
    found = export_calendar([planned(content=Content(text=text))]).content.decode("utf-8-sig")
    assert f",{text}," not in found or text[0] not in "=+-@"
    assert exported(text=text).text == text


@pytest.mark.parametrize("text", ["\t=1+1", "\r=1+1", " =1+1", "\n =1+1", " \t'=1+1", "\t@x", "\uff1d1+1"])
@pytest.mark.parametrize("column", ["text", "first_comment", "content_warning"])
def test_white_space_before_a_formula_hides_it_from_nobody(text: str, column: str) -> None:
    """A spreadsheet takes the white space off before it computes (OWASP, "CSV Injection")."""
    assert guard_cell(text) == f"'{text}"
    assert unguard_cell(guard_cell(text)) == text
    content = {"text": "Ciao", column: text}
    file = export_calendar([planned(content=Content(**content))]).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(file, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@", "\uff1d"))]


@pytest.mark.parametrize(
    "text",
    [
        'He said "now", and; then\nleft',
        "صباح الخير، قهوة طازجة",
        "👨‍👩‍👧‍👦 家族",
        "a;b,c|d\te",
        "One\n---\nof three",
        "\\---\n \\\\---",
        "ends with \\",
        "a \\; b",
    ],
)
def test_a_text_comes_back_as_it_is(text: str) -> None:
    assert exported(text=text).text == text
    assert exported(text="One", thread=(Part(text=text), Part(text="Three"))).thread[0].text == text


def test_every_column_comes_back() -> None:
    content: dict[str, Any] = {
        "text": "One",
        "link": "https://aurora.example/?a=1;2",
        "media": (media(0, "A cup; steaming | hot"), media(1)),
        "thread": (Part(text="Two"), Part(text="Three", media=(media(2, "Beans"),))),
        "first_comment": "The menu\nis below",
        "poll": Poll(options=("Yes; please", "No"), duration_minutes=60),
        "content_warning": "Caffeine",
        "visibility": "unlisted",
        "pillar": "origins",
        "campaign": "spring",
    }
    row = exported(**content)
    for name in ("text", "link", "first_comment", "poll", "content_warning", "visibility", "pillar", "campaign"):
        assert getattr(row, name) == content[name]
    assert row.media == (media(0).key, media(1).key)
    assert row.alt_texts == ("A cup; steaming | hot", "")
    assert [(part.text, part.media, part.alt_texts) for part in row.thread] == [
        ("Two", (), ()),
        ("Three", (media(2).key,), ("Beans",)),
    ]
    assert (row.when, row.zone) == ("2026-11-24 09:00", "UTC")


def test_a_text_that_no_row_can_say_is_named_and_not_changed() -> None:
    found = export_calendar([planned(content=Content(text=" white space before")), planned("x")])
    assert found.left_out == ("aurora.spring-launch.facebook",)
    assert [row.channel for row in read_calendar(found.content).rows] == ["x"]


def test_what_was_cancelled_is_not_in_the_calendar() -> None:
    cancelled = planned().model_copy(update={"state": PublicationState.CANCELLED})
    found = export_calendar([cancelled, planned("x")])
    assert (found.rows, found.left_out) == (1, ())


def test_a_calendar_that_is_too_long_to_be_applied_can_be_written() -> None:
    many = [planned(f"channel-{number}") for number in range(600)]
    assert export_calendar(many).rows == 600

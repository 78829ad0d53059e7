"""Dates as Excel and people write them: those with one reading are read, the others refused with the remedy."""

import pytest

from portavoce.planning.calendar.file import read_calendar
from tests.unit.planning.calendar.sheets import separated, times, told


def calendar(*dates: str) -> bytes:
    return separated(*(f'p{number},x,"{one}",Ciao,' for number, one in enumerate(dates)))


@pytest.mark.parametrize(
    ("written", "language", "meant"),
    [
        ("25/11/2026 09:30", "it", "2026-11-25 09:30"),
        ("01/12/2026 09:30", "it", "2026-12-01 09:30"),
        ("1/12/2026 9:00", "it", "2026-12-01 09:00"),
        ("25.11.2026 09.30", "it", "2026-11-25 09:30"),
        ("25-11-2026 9:30:15", "it", "2026-11-25 09:30:15"),
        ("25/11/2026 09:30", "en", "2026-11-25 09:30"),
        ("11/25/2026 9:30 AM", "en", "2026-11-25 09:30"),
        ("11/25/2026 12:05 a.m.", "en", "2026-11-25 00:05"),
        ("11/25/2026 12:05 PM", "en", "2026-11-25 12:05"),
        ("05/05/2026 9:30 pm", "en", "2026-05-05 21:30"),
        ("2026/11/25 9.30", "en", "2026-11-25 09:30"),
        ("2026-11-25T09:30", "en", "2026-11-25 09:30"),
        ("2026-11-25\u00a009:30", "en", "2026-11-25 09:30"),
        ("2026-11-25\u202f09:30\u200f", "en", "2026-11-25 09:30"),
        ("２０２６－１１－２５ ０９：３０", "en", "2026-11-25 09:30"),
        ("٢٥/١١/٢٠٢٦ ٩:٣٠ ص", "ar", "2026-11-25 09:30"),
        ("\u200f01/12/2026، 09:30 م", "ar", "2026-12-01 21:30"),
        ("۲۵/۱۱/۲۰۲۶ ۰۹:۳۰", "ar", "2026-11-25 09:30"),
    ],
)
def test_a_date_with_one_reading_is_read(written: str, language: str, meant: str) -> None:
    assert times(calendar(written), language) == [meant]


@pytest.mark.parametrize(
    ("written", "language", "words"),
    [
        ("01/12/2026 9:30", "en", ("2026-12-01 or 2026-01-12", "format the cells as text")),
        ("01/12/2026 9:30", None, ("2026-12-01 or 2026-01-12", "format the cells as text")),
        ("11/25/2026 9:30", "it", ("its month first", "2026-11-25 09:30")),
        ("25/11/26 9:30", "it", ("no year of four digits", "2026-11-24 09:30")),
        ("31/02/2026 9:30", "it", ("not in the calendar",)),
        ("31/31/2026 9:30", "it", ("not in the calendar",)),
        ("25/11/2026 25:30", "it", ("not in the calendar",)),
        ("25/11/2026 13:30 PM", "en", ("from 1 to 12", "21:30")),
        ("25/11/2026", "it", ("no time of day", "25/11/2026 09:30")),
        ("2026-11-25", "en", ("no time of day", "2026-11-25 09:30")),
    ],
)
def test_a_date_with_two_readings_or_none_is_refused_with_what_to_write(
    written: str, language: str | None, words: tuple[str, ...]
) -> None:
    (said,) = told(read_calendar(calendar(written), language=language))
    assert said.startswith(f"row 2: column when: “{written}”")
    assert all(one in said for one in words), said


def test_a_file_that_does_not_keep_to_its_languages_order_is_not_believed_for_its_other_dates() -> None:
    found = told(read_calendar(calendar("11/25/2026 9:30", "01/12/2026 9:30", "25/11/2026 9:30"), language="it"))
    assert [one[:6] for one in found] == ["row 2:", "row 3:"]
    assert "may be 2026-12-01 or 2026-01-12" in found[1]


def test_only_dates_that_hang_on_the_language_ask_for_it() -> None:
    assert read_calendar(calendar("01/12/2026 9:30")).asks_language
    assert not read_calendar(calendar("2026-12-01 9:30")).asks_language
    assert not read_calendar(calendar("01/12/2026 9:30"), language="it").asks_language


def test_a_time_that_stands_apart_from_its_date_is_put_together_with_it() -> None:
    content = separated("spring;x;01/12/2026;9.30;Ciao", headings="Post;Canale;Data;Ora;Testo")
    assert times(content, "it") == ["2026-12-01 09:30"]
    (said,) = told(read_calendar(separated("spring;x;01/12/2026;;Ciao", headings="Post;Canale;Data;Ora;Testo")))
    assert said == "row 2: time must not be empty"


@pytest.mark.parametrize("words", ["next-slot", "tomorrow", "25 novembre 2026 9:30"])
def test_what_is_no_date_in_numbers_is_left_to_whoever_plans_it(words: str) -> None:
    assert times(calendar(words), "it") == [words]

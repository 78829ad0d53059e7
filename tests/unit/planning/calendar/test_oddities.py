"""More of what people and programs do to calendars: each is read as it is meant, told of, or refused with its place."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from portavoce.planning.calendar.file import Calendar, read_calendar
from portavoce.planning.calendar.sheet import CalendarRefused
from tests.unit.planning.calendar.sheets import saved, separated, sheet_of, told, with_part, workbook

AT = "2026-12-01 09:30"
MOMENT = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - wall time has no zone
ROW = ("a", "x", MOMENT, "Ciao")
HEADINGS = ("post", "channel", "when", "text", "first_comment")
APART = ("post", "channel", "date", "time", "text")


def noted(calendar: Calendar) -> list[tuple[int, str]]:
    return [(one.row, one.message) for one in calendar.notes]


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("2026-12-01 9.30", None),
        ("2026-12-01 9h30", None),
        ("2026-12-01 ore 9.30", None),
        ("2026-12-01 alle ore 9:30", None),
        ("2026-12-01 at 9:30 a.m.", None),
        ("1/12/2026 h 09:30", "it"),
        ("٠١/١٢/٢٠٢٦ ٠٩:٣٠", "ar"),
        ("٢٠٢٦/١٢/٠١ الساعة ٠٩:٣٠ ص", "ar"),
        ("2026-12-01\n09:30", None),
    ],
)
def test_a_time_as_people_write_it_is_that_time(written: str, language: str | None) -> None:
    calendar = read_calendar(separated(f'a,x,"{written}",Ciao,'), language=language)
    assert [row.when for row in calendar.rows] == [AT], told(calendar)


def test_a_full_hour_needs_no_minutes_behind_its_h() -> None:
    assert [row.when for row in read_calendar(separated("a,x,2026-12-01 9h,Ciao,")).rows] == ["2026-12-01 09:00"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2026-12-01 24:00", "midnight is 00:00 of the day after"),
        ("01/12/26 09:30", "no year of four digits"),
        ("2026-12-01", "no time of day"),
        ("2026-12-01 13:30 pm", "no hour from 1 to 12"),
        ("2026-02-29 09:30", "not in the calendar"),
        ("12/31/2026 09:30", "month first"),
    ],
)
def test_a_time_that_is_none_is_refused_with_its_column(written: str, words: str) -> None:
    (said,) = told(read_calendar(separated(f"a,x,{written},Ciao,"), language="it"))
    assert said.startswith("row 2: column when: ")
    assert words in said


@pytest.mark.parametrize(
    "headings",
    [
        "المنشور,القناه,الموعد,النص,التعليق الاول",
        "المنشـور,القَناة,المَوعد,النّص,التعليق الأول",
        "Codice,Piattaforma,Quando,Didascalia,Primo commento",
        "po\u200bst,chan\u2060nel,\u200ewhen,text\ufeff,first_comment",
        'post,channel,"when\n(Rome)",text,"first\ncomment"',
    ],
)
def test_a_heading_is_known_in_each_way_to_write_it(headings: str) -> None:
    (row,) = read_calendar(separated(f"a,x,{AT},Ciao,Salve", headings=headings)).rows
    assert (row.post, row.channel, row.when, row.text, row.first_comment) == ("a", "x", AT, "Ciao", "Salve")


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        ("post,channel,when,text,Note", "the column note is not known: take it out, or keep it in a sheet of its own"),
        ("#,post,channel,when,text", "the column # is not known: take it out"),
        ("post,channel,when,text,testo", "the column text stands there twice: keep one of them"),
        ("post,channel,when,text,,post", "the column (empty) is not known: take it out"),
    ],
)
def test_a_heading_too_many_is_refused_with_what_to_do(headings: str, words: str) -> None:
    with pytest.raises(CalendarRefused) as refused:
        read_calendar(separated(f"a,x,{AT},Ciao,b", headings=headings))
    assert f"row 1: {words}" in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        f"post\tchannel\twhen\ttext\t\t\t\na\tx\t{AT}\tCiao\t\t\t\n".encode(),
        b"\xef\xbb\xbfsep=;\r\n" + separated(f"a,x,{AT},Ciao,").replace(b",", b";"),
        separated(f"a,x,{AT},Ciao,") + b"\x1a",
        separated(f"a,x,{AT},Ciao,") + bytes(20),
        separated("post,channel,when,text,first_comment", f"a,x,{AT},Ciao,", headings="Chi,,Quando,Cosa,"),
        b"\n" * 30 + separated(f"a,x,{AT},Ciao,"),
    ],
)
def test_what_stands_around_a_table_is_no_part_of_it(content: bytes) -> None:
    calendar = read_calendar(content)
    assert [(row.post, row.channel, row.when, row.text) for row in calendar.rows] == [("a", "x", AT, "Ciao")]
    assert (calendar.refused, calendar.notes) == ((), ())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nota: le foto arrivano lunedì,,,,", "take the row out of the table"),
        (f'"b\nc",x,{AT},Ciao,', "is not a post id"),
        (f"“b”,x,{AT},Ciao,", "is not a post id"),
        (f"TRUE,x,{AT},Ciao,", "is not a post id"),
        (f",facebook,{AT},Ciao,", "post must not be empty"),
    ],
)
def test_a_row_that_is_none_is_refused_and_its_neighbours_are_read(row: str, words: str) -> None:
    calendar = read_calendar(separated(f"a,x,{AT},Ciao,", row))
    assert [one.post for one in calendar.rows] == ["a"]
    (said,) = told(calendar)
    assert said.startswith("row 3: ")
    assert words in said


def test_files_separated_by_commas_are_refused_with_the_mark_that_separates_them() -> None:
    row = f'a,x,{AT},Ciao,"tazza 1.jpg, tazza 2.jpg"'
    (said,) = told(read_calendar(separated(row, headings="post,channel,when,text,media")))
    assert said.startswith("row 2: column media: more than one file stands here")
    assert "separate them by ;" in said


def test_a_file_is_named_in_any_letters() -> None:
    row = f"a,x,{AT},Ciao,📸 caffè قهوة.jpg; ☕️.png"
    (read,) = read_calendar(separated(row, headings="post,channel,when,text,media")).rows
    assert read.media == ("📸 caffè قهوة.jpg", "☕️.png")


def test_a_price_with_a_comma_that_may_have_become_two_cells_is_told() -> None:
    calendar = read_calendar(separated(f"a,x,{AT},Solo € 12,50 oggi", f'b,x,{AT},"Solo € 12,50 oggi",Salve'))
    assert noted(calendar) == [
        (2, "“Solo € 12” and “50 oggi” stand in two cells: is it one number, put quotes around its text")
    ]
    poll = separated(f"a,x,{AT},Ciao,2025;2026,60", headings="post,channel,when,text,poll,poll_minutes")
    assert read_calendar(poll).notes == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tè &amp; caff&egrave;", "column text: “&amp;”, as web pages write “&”, is published as it stands"),
        ("Ciao<br/>a tutti", "column text: “<br/>”, a mark of web pages, is published as it stands"),
        ("AT&T; 3 < 4 > 2; R&B", None),
    ],
)
def test_what_a_web_page_left_in_a_text_is_told(text: str, words: str | None) -> None:
    assert noted(read_calendar(separated(f"a,x,{AT},{text},"))) == ([(2, words)] if words else [])


def hide_row(book: Workbook) -> None:
    sheet_of(book).row_dimensions[2].hidden = True


def strike_row(book: Workbook) -> None:
    for cell in sheet_of(book)[2]:
        cell.font = Font(strike=True)


def strike_text(book: Workbook) -> None:
    sheet_of(book)["D2"].font = Font(strike=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (hide_row, "the row is hidden"),
        (strike_row, "struck through"),
        (strike_text, "struck through"),
    ],
)
def test_a_row_that_looks_put_aside_is_planned_and_told(change: Callable[[Workbook], None], words: str) -> None:
    book = workbook(ROW, ("b", *ROW[1:]))
    change(book)
    calendar = read_calendar(saved(book))
    assert [row.post for row in calendar.rows] == ["a", "b"]
    ((number, said),) = noted(calendar)
    assert (number, words in said, "is planned as the others are" in said) == (2, True, True)


def test_a_row_of_no_height_and_a_column_of_no_width_are_hidden_too() -> None:
    flat = with_part(saved(workbook(ROW)), rb'<row r="2"', rb'<row r="2" ht="0" customHeight="1"')
    assert "the row is hidden" in str(noted(read_calendar(flat)))
    narrow = with_part(
        saved(workbook((*ROW, "Salve"), headings=HEADINGS)),
        rb"<sheetData>",
        rb'<cols><col min="5" max="16384" width="0" customWidth="1"/></cols><sheetData>',
    )
    assert "the column first_comment is hidden" in str(noted(read_calendar(narrow)))


def test_a_hidden_column_is_told_once_beside_the_first_row_that_is_planned_with_it() -> None:
    rows = [(f"p{number}", *ROW[1:], f"Salve {number}" if number else None) for number in range(3)]
    book = workbook(*rows, headings=HEADINGS)
    sheet_of(book).column_dimensions["E"].hidden = True
    sheet_of(book).column_dimensions["G"].hidden = True
    words = "the column first_comment is hidden in the spreadsheet, and what stands in it is planned, in 2 rows"
    assert noted(read_calendar(saved(book))) == [(3, words)]


@pytest.mark.parametrize("span", [timedelta(hours=24), timedelta(hours=33, minutes=30), timedelta(minutes=-5)])
def test_a_span_of_a_day_or_more_is_no_time_of_day(span: timedelta) -> None:
    book = workbook(("a", "x", date(2026, 12, 1), span, "Ciao"), headings=APART)
    (said,) = told(read_calendar(saved(book)))
    assert said.startswith("row 2: column time: a span of a day or more stands here")


@pytest.mark.parametrize("hour", [time(9, 30), timedelta(hours=9, minutes=30), "9.30", "09:30"])
def test_a_time_apart_from_its_date_is_one_time_with_it(hour: object) -> None:
    book = workbook(("a", "x", date(2026, 12, 1), hour, "Ciao"), headings=APART)
    assert [row.when for row in read_calendar(saved(book)).rows] == [AT]


@pytest.mark.parametrize("value", [9.3, 0.395833333])
def test_a_time_that_has_become_a_number_is_refused(value: float) -> None:
    book = workbook(("a", "x", date(2026, 12, 1), value, "Ciao"), headings=APART)
    (said,) = told(read_calendar(saved(book)))
    assert said.startswith("row 2: column time: a number stands here")


def test_dates_counted_from_1904_protection_comments_and_names_of_sheets_make_no_difference() -> None:
    book = workbook(ROW)
    book.epoch = CALENDAR_MAC_1904
    sheet = sheet_of(book)
    sheet.title = "📅 Dicembre - قهوة"
    sheet.protection.sheet, sheet.protection.password = True, "geheim"
    sheet["D2"].comment = Comment("not this one", "Ada")
    assert [(row.post, row.when, row.text) for row in read_calendar(saved(book)).rows] == [("a", AT, "Ciao")]


@pytest.mark.parametrize(
    ("value", "number_format"), [(0.5, "0%"), (12.5, '#,##0.00 "€"'), (12, '"€" #,##0'), (1.5, "0.0E+00")]
)
def test_a_percentage_or_a_price_in_a_text_is_refused_with_its_place(value: float, number_format: str) -> None:
    book = workbook((*ROW[:3], value))
    sheet_of(book)["D2"].number_format = number_format
    (said,) = told(read_calendar(saved(book)))
    assert said.startswith("row 2: column text: a number stands here")


def test_a_formula_that_nobody_has_computed_is_refused_with_its_place() -> None:
    (said,) = told(read_calendar(saved(workbook((*ROW[:2], "=TODAY()+0.4", "Ciao")))))
    assert said == (
        "row 2: column when: a formula stands here without its result: open the file in the spreadsheet and save it"
    )

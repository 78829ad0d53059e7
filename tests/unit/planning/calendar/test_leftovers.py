"""What other programs leave in a calendar: taken as it is meant, or refused with its place and what to do."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl import Workbook

from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.calendar.sheet import CalendarRefused

HEADER, ROW = ("post", "channel", "when", "text"), ("spring", "x", "2027-03-20 09:30", "Ciao")
FILE = ",".join(HEADER) + "\n" + ",".join(ROW) + "\n"


def workbook(fill: Callable[[Workbook], object]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append(ROW)
    fill(book)
    book.save(written)
    return written.getvalue()


def whole(content: bytes) -> str:
    with pytest.raises(CalendarRefused) as refused:
        read_calendar(content, language="it")
    return str(refused.value)


def only(content: bytes) -> str:
    """The remark on the one row, which is refused."""
    calendar = read_calendar(content, language="it")
    assert calendar.rows == ()
    (remark,) = calendar.refused
    return str(remark)


def test_a_sheet_that_holds_a_chart_is_passed_over() -> None:
    content = workbook(lambda book: book.create_chartsheet("Grafico", 0))
    assert [row.text for row in read_calendar(content).rows] == ["Ciao"]


def test_a_line_for_a_separator_that_the_file_does_not_have_is_not_believed() -> None:
    assert [row.text for row in read_calendar(("sep=;\n" + FILE).encode()).rows] == ["Ciao"]


@pytest.mark.parametrize("mark", ["|", "،", "؛"])
def test_cells_separated_by_what_stands_in_texts_are_refused_with_what_to_do(mark: str) -> None:
    assert whole(FILE.replace(",", mark).encode()) == (
        f"row 1: each column is missing, as the cells are separated by “{mark}”: save it as .xlsx or “CSV UTF-8”"
    )


def test_a_second_table_beside_the_first_is_refused_as_that() -> None:
    lines = [f"{line},,{line}" for line in FILE.splitlines()]
    assert whole("\n".join(lines).encode()).startswith(
        "row 1: the column channel, post, text, when stands there twice: keep one of them, and one table in the sheet"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Loading...", "column text: the spreadsheet has an error there (Loading...)"),
        ('=CONCAT(A1;"b")', "column text: a formula stands here in place of its result"),
        ("Ciao_x000D_mondo", "column text: “_x000D_”, which a program left for the end of a line"),
    ],
)
def test_what_a_program_left_in_place_of_words_is_not_published(text: str, said: str) -> None:
    quoted = text.replace('"', '""')
    assert said in only(FILE.replace("Ciao", f'"{quoted}"').encode())


def test_words_that_only_begin_as_a_formula_does_are_words() -> None:
    for text in ("=) ciao", "'=SUM(A1)", "= più gusto (e basta)"):
        (row,) = read_calendar(FILE.replace("Ciao", f'"{text}"').encode()).rows
        assert row.text == text.removeprefix("'")


@pytest.mark.parametrize("shown", ['yyyy-mm-dd hh:mm "UTC"', 'hh:mm" CET"', 'dd/mm/yyyy hh:mm "(GMT+1)"'])
def test_a_time_zone_that_only_the_cells_format_shows_is_refused(shown: str) -> None:
    def show_zone(book: Workbook) -> None:
        cell = book.worksheets[0]["C2"]
        cell.value, cell.number_format = datetime(2027, 3, 20, 9, 30), shown  # noqa: DTZ001 - as a cell holds it

    said = only(workbook(show_zone))
    assert said.startswith("row 2, spring on x: column when: the cell shows the time zone ")
    assert said.endswith("write the zone into the column zone")

"""A calendar as a spreadsheet saves it: CSV in UTF-8, one row per post and channel.

Columns: post, channel, when, text, and if wanted kind (post, reel, story), media (paths, separated by `;`), alt_text
(one per image or video, separated by `;`), link, first_comment, poll (its options, separated by `;`), poll_minutes (a
day if empty), content_warning, visibility, allow (rules to set aside, separated by `;`), pillar, campaign, zone.
A line of three hyphens in the text begins the next post of a thread; the media of its posts are separated by `|`, and
so are their alternative texts. A backslash before a mark makes it an ordinary character; an apostrophe before = + - or
@ at a cell's beginning is not part of it. The separator of the columns may be a comma, a semicolon or a tab, as
spreadsheets differ by country. Row numbers are those that the spreadsheet shows: the header is row 1."""

import csv
import io
from collections.abc import Iterable

from portavoce.planning.calendar.row import CalendarRow, RowUnreadable, read_row, unguarded
from portavoce.planning.model import MAX_ROWS, Remark
from portavoce.utf8 import NotUtf8, decode
from portavoce.value import Value

REQUIRED = ("post", "channel", "when", "text")
OPTIONAL = (
    "kind",
    "media",
    "alt_text",
    "link",
    "first_comment",
    "poll",
    "poll_minutes",
    "content_warning",
    "visibility",
    "allow",
    "pillar",
    "campaign",
    "zone",
)
_COLUMNS = (*REQUIRED, *OPTIONAL)


class CalendarRefused(Exception):
    """The file as a whole cannot be read; the message says where and what to do."""


class Calendar(Value):
    """What a calendar file holds: rows that can be read, and remarks on those that cannot."""

    rows: tuple[CalendarRow, ...]
    refused: tuple[Remark, ...]


def read_calendar(content: bytes, most_rows: int = MAX_ROWS) -> Calendar:
    """The rows of a calendar file; rows without any cell are left out. Raises CalendarRefused."""
    table = _table(content)
    columns = _columns(table[0] if table else [])
    rows: dict[tuple[str, str], CalendarRow] = {}
    refused = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        given = {name: unguarded(cell.strip()) for name, cell in zip(columns, cells, strict=False)}
        named = (given.get("post", ""), given.get("channel", ""))
        try:
            _check_whole(cells, columns)
            _check_new(rows.get(named))
            rows[named] = read_row(number, given)
        except RowUnreadable as error:
            refused.append(Remark(row=number, post=named[0], channel=named[1], message=str(error)))
    if len(rows) > most_rows:
        raise CalendarRefused(f"the calendar has {len(rows)} rows, at most {most_rows} fit: split it, by month say")
    return Calendar(rows=tuple(rows.values()), refused=tuple(refused))


def _table(content: bytes) -> list[list[str]]:
    try:
        text = decode(content)
    except NotUtf8 as error:
        raise CalendarRefused(str(error)) from None
    header = text.splitlines()[0] if text else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    table: list[list[str]] = []
    try:
        table.extend(reader)
    except csv.Error as error:
        raise CalendarRefused(
            f"row {len(table) + 1}, line {reader.line_num}: {error}: check the quotes around texts"
        ) from None
    return table


def _columns(header: Iterable[str]) -> list[str]:
    columns = [name.strip().lower() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name or "(empty)" for name in columns if name not in _COLUMNS]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    for words, names in (("is missing", missing), ("is not known", unknown), ("stands there twice", twice)):
        if names:
            raise CalendarRefused(
                f"row 1: the column {', '.join(names)} {words}; the columns are {', '.join(REQUIRED)}"
                f" and, if wanted, {', '.join(OPTIONAL)}"
            )
    return columns


def _check_new(first: CalendarRow | None) -> None:
    if first:
        raise RowUnreadable(
            f"row {first.row} plans the same post on the same channel: give one of them another post id"
        )


def _check_whole(cells: list[str], columns: list[str]) -> None:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise RowUnreadable(
            f"{len(cells)} cells for {len(columns)} columns: a text that holds the separator needs quotes around it"
        )

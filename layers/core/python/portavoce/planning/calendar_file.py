"""A calendar as a spreadsheet saves it: CSV in UTF-8, one row per post and channel.

Columns: post, channel, when, text, and if wanted media (paths, separated by `;`), alt_text (one per image, separated
by `;`), link, pillar, campaign, zone. The separator of the columns may be a comma, a semicolon or a tab, as
spreadsheets differ by country. Row numbers are those that the spreadsheet shows: the header is row 1."""

import csv
import io
from collections.abc import Iterable

from pydantic import TypeAdapter, ValidationError

from portavoce.brands.model import Id
from portavoce.planning.model import MAX_ROWS, Remark
from portavoce.utf8 import NotUtf8, decode
from portavoce.value import Value

REQUIRED = ("post", "channel", "when", "text")
OPTIONAL = ("media", "alt_text", "link", "pillar", "campaign", "zone")
_COLUMNS = (*REQUIRED, *OPTIONAL)
_ID: TypeAdapter[str] = TypeAdapter(Id)


class CalendarRefused(Exception):
    """The file as a whole cannot be read; the message says where and what to do."""


class CalendarRow(Value):
    """One row as written; `media` are paths, `alt_texts` stand in the same order and may be fewer."""

    row: int
    post: str
    channel: str
    when: str
    text: str
    media: tuple[str, ...] = ()
    alt_texts: tuple[str, ...] = ()
    link: str | None = None
    pillar: str | None = None
    campaign: str | None = None
    zone: str | None = None


class Calendar(Value):
    """What a calendar file holds: rows that can be read, and remarks on those that cannot."""

    rows: tuple[CalendarRow, ...]
    refused: tuple[Remark, ...]


def read_calendar(content: bytes) -> Calendar:
    """The rows of a calendar file; rows without any cell are left out. Raises CalendarRefused."""
    table = _table(content)
    columns = _columns(table[0] if table else [])
    rows: dict[tuple[str, str], CalendarRow] = {}
    refused = []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(number, dict(zip(columns, cells, strict=False)))
        reason = _unreadable(row, cells, columns)
        if first := rows.get((row.post, row.channel)):
            reason = f"row {first.row} plans the same post on the same channel: give one of them another post id"
        if reason:
            refused.append(Remark(row=number, post=row.post, channel=row.channel, message=reason))
        else:
            rows[row.post, row.channel] = row
    if len(rows) > MAX_ROWS:
        raise CalendarRefused(f"the calendar has {len(rows)} rows, at most {MAX_ROWS} fit: split it, by month say")
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


def _row(number: int, cells: dict[str, str]) -> CalendarRow:
    given = {name: cell.strip() for name, cell in cells.items()}
    return CalendarRow(
        row=number,
        post=given.get("post", ""),
        channel=given.get("channel", ""),
        when=given.get("when", ""),
        text=given.get("text", "").replace("\r\n", "\n").replace("\r", "\n"),
        media=_parts(given.get("media", "")),
        alt_texts=tuple(part.strip() for part in given.get("alt_text", "").split(";")),
        **{name: given.get(name) or None for name in ("link", "pillar", "campaign", "zone")},
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _unreadable(row: CalendarRow, cells: list[str], columns: list[str]) -> str | None:
    if any(cell.strip() for cell in cells[len(columns) :]):
        return f"{len(cells)} cells for {len(columns)} columns: a text that holds the separator needs quotes around it"
    if empty := [name for name in ("post", "channel", "when") if not getattr(row, name)]:
        return f"{' and '.join(empty)} must not be empty"
    if any(row.alt_texts[len(row.media) :]):
        return f"{len(row.alt_texts)} alt texts for {len(row.media)} images"
    try:
        _ID.validate_python(row.post)
    except ValidationError:
        return f"{row.post!r} is not a post id: use lower-case letters, digits and hyphens, at most 48"
    return None

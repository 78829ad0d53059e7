"""A CSV that Google Analytics 4 exports, as rows of visits. Pure.

Lines that begin with # stand before the table; a day is 20261121; a line without a day is the grand total."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from portavoce.platforms.visit_rows import VisitRow, read_tag

_COLUMNS = {
    "day": ("date",),
    "source": ("session source", "session manual source"),
    "campaign": ("session campaign", "session manual campaign name"),
    "content": ("session manual ad content",),
    "visits": ("sessions",),
    "engaged": ("engaged sessions",),
    "conversions": ("key events", "conversions"),
    "value": ("total revenue",),
}
_NEEDED = ("day", "visits")


class FileUnreadable(ValueError):
    """The file is no such export; the message says what is missing, and in which line."""


def read_export(text: str) -> list[VisitRow]:
    """The rows of an export. Raises FileUnreadable."""
    numbered = [(number, line) for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)]
    lines = [(number, line) for number, line in numbered if line.strip() and not line.startswith("#")]
    if not lines:
        raise FileUnreadable("the file is empty: export a table of Google Analytics as CSV")
    table = csv.reader(line for _, line in lines)
    places = _places(next(table))
    found = [_row(number, places, cells) for (number, _), cells in zip(lines[1:], table, strict=False)]
    return [one for one in found if one]


def _places(head: Iterable[str]) -> Mapping[str, int]:
    names = [cell.strip().lower() for cell in head]
    found = {field: names.index(one) for field, known in _COLUMNS.items() for one in known if one in names}
    if missing := [_COLUMNS[field][0].capitalize() for field in _NEEDED if field not in found]:
        raise FileUnreadable(f"the table has no column {' and no column '.join(missing)}: add it, and export again")
    return found


def _row(number: int, places: Mapping[str, int], cells: list[str]) -> VisitRow | None:
    told = {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
    if not (day := told.get("day")):
        return None
    try:
        visits = int(told["visits"])
        engaged = int(told["engaged"]) if "engaged" in told else None
        return VisitRow(
            day=date.fromisoformat(day),
            **{name: read_tag(told.get(name)) for name in ("source", "campaign", "content")},
            visits=visits,
            engaged=engaged,
            bounced=None if engaged is None else max(0, visits - engaged),
            conversions=int(told["conversions"].removesuffix(".0")) if "conversions" in told else None,
            value=Decimal(told["value"]) if "value" in told else None,
        )
    except (ValueError, KeyError, InvalidOperation):
        raise FileUnreadable(
            f"line {number} is not as Google Analytics writes one: a day is 20261121, numbers are plain"
        ) from None

"""A brand's publications as the calendar file that would plan them: applying it again changes nothing. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portavoce.planning.calendar.columns import OPTIONAL, REQUIRED
from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.calendar.row import (
    DEFAULT_POLL_MINUTES,
    LIST_MARK,
    PART_MARK,
    THREAD_MARK,
    CalendarPart,
    CalendarRow,
    guard_cell,
    kept_whole,
)
from portavoce.planning.calendar.workbook_file import LONGEST_CELL, write_workbook
from portavoce.publishing.model import Media, Publication, PublicationState, restore_links

COLUMNS = (*REQUIRED, *OPTIONAL)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Exported(NamedTuple):
    """A calendar file, how many rows it has, and ids of publications that no row of a calendar can say."""

    content: bytes
    rows: int
    left_out: tuple[str, ...]


def export_calendar(publications: Iterable[Publication], *, as_workbook: bool = False) -> Exported:
    """The calendar of these publications, in their order; those that were cancelled are not in it. It is CSV in UTF-8,
    or an .xlsx workbook.

    Each row is read back before it is given away. One that would not say the same again is left out: white space
    around a text, say, does not survive a calendar."""
    wanted = [_restore(one) for one in publications if one.state is not PublicationState.CANCELLED]
    read = {(row.post, row.channel): row for row in read_calendar(_file(wanted), most_rows=len(wanted)).rows}
    says = [
        _says_the_same(read.get((one.post_id, one.channel)), one) and not (as_workbook and _is_too_long(one))
        for one in wanted
    ]
    same = [one for one, alike in zip(wanted, says, strict=True) if alike]
    left_out = tuple(one.publication_id for one, alike in zip(wanted, says, strict=True) if not alike)
    content = write_workbook([_guard_cells(one) for one in same], {}) if as_workbook else _BYTE_ORDER_MARK + _file(same)
    return Exported(content, len(same), left_out)


def _restore(publication: Publication) -> Publication:
    return publication.model_copy(update={"content": restore_links(publication.content)})


def _file(publications: Sequence[Publication]) -> bytes:
    written = io.StringIO(newline="")
    sheet = csv.writer(written, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for one in publications:
        cells = _guard_cells(one)
        sheet.writerow([cells[name] for name in COLUMNS])
    return written.getvalue().encode()


def _guard_cells(publication: Publication) -> dict[str, str]:
    cells = _cells(publication)
    return {name: guard_cell(cells.get(name) or "") for name in COLUMNS}


def _is_too_long(publication: Publication) -> bool:
    return any(len(cell) > LONGEST_CELL for cell in _guard_cells(publication).values())


def _cells(publication: Publication) -> dict[str, str | None]:
    content, parts = publication.content, _parts(publication)
    poll = content.poll
    return {
        "post": publication.post_id,
        "channel": publication.channel,
        "when": publication.local_time,
        "text": f"\n{THREAD_MARK}\n".join(kept_whole(part.text, THREAD_MARK) for part in parts),
        "kind": "" if content.kind == "post" else content.kind,
        "media": _by_part([_list(part.media) for part in parts]),
        "alt_text": _by_part([_list(part.alt_texts) if any(part.alt_texts) else "" for part in parts]),
        "link": content.link,
        "first_comment": content.first_comment,
        "poll": _list(poll.options) if poll else "",
        "poll_minutes": str(poll.duration_minutes) if poll and poll.duration_minutes != DEFAULT_POLL_MINUTES else "",
        "content_warning": content.content_warning,
        "visibility": content.visibility,
        "language": content.language,
        "allow": _list(publication.allows),
        "pillar": content.pillar,
        "campaign": content.campaign,
        "product": content.product,
        "zone": publication.zone,
    }


def _parts(publication: Publication) -> list[CalendarPart]:
    content = publication.content
    said = [(content.text, content.media), *((part.text, part.media) for part in content.thread)]
    return [CalendarPart(text=text, media=_keys(media), alt_texts=_alt_texts(media)) for text, media in said]


def _keys(media: Iterable[Media]) -> tuple[str, ...]:
    return tuple(one.key for one in media)


def _alt_texts(media: Iterable[Media]) -> tuple[str, ...]:
    return tuple(one.alt_text for one in media)


def _list(words: Iterable[str]) -> str:
    return LIST_MARK.join(kept_whole(one, LIST_MARK) for one in words)


def _by_part(cells: list[str]) -> str:
    if len(cells) == 1 or not any(cells):
        return cells[0]
    return PART_MARK.join(kept_whole(one, PART_MARK) for one in cells)


def _says_the_same(row: CalendarRow | None, publication: Publication) -> bool:
    if row is None:
        return False
    content, (first, *later) = publication.content, _parts(publication)
    wanted = CalendarRow(
        row=row.row,
        post=publication.post_id,
        channel=publication.channel,
        when=publication.local_time,
        text=first.text,
        media=first.media,
        alt_texts=first.alt_texts,
        thread=tuple(later),
        allow=publication.allows,
        zone=publication.zone,
        **{name: getattr(content, name) for name in _AS_THEY_ARE},
    )
    return _fill_alt_texts(row) == wanted


_AS_THEY_ARE = (
    "kind",
    "link",
    "first_comment",
    "poll",
    "content_warning",
    "visibility",
    "language",
    "pillar",
    "campaign",
    "product",
)


def _fill_alt_texts(row: CalendarRow) -> CalendarRow:
    """The row with an alternative text, perhaps empty, for each of its media."""
    thread = tuple(part.model_copy(update={"alt_texts": _pad_alt_texts(part)}) for part in row.thread)
    return row.model_copy(update={"alt_texts": _pad_alt_texts(row), "thread": thread})


def _pad_alt_texts(part: CalendarPart) -> tuple[str, ...]:
    return (*part.alt_texts, *[""] * (len(part.media) - len(part.alt_texts)))

"""One row of a calendar file: cells to what they say, or the sentence that says why not. Pure.

A backslash before a mark (`\\;`, `\\|`, a line of `\\---`) makes it an ordinary character. An apostrophe before what a
spreadsheet would take for a formula is not part of the cell."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from portavoce.brands.model import Id
from portavoce.planning.calendar.columns import CHOICES
from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import PostKind, Visibility
from portavoce.publishing.model import Allowance
from portavoce.value import Value

THREAD_MARK = "---"
PART_MARK, LIST_MARK = "|", ";"
DEFAULT_POLL_MINUTES = 24 * 60
_LOOKS_LIKE_MARK = re.compile(rf"^([^\S\n]*)(\\*{THREAD_MARK}[^\S\n]*)$", re.MULTILINE)
# RFC 5646, section 2.1, as far as posts need it: a language, then script, region and the like.
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})*)")
_ID: TypeAdapter[str] = TypeAdapter(Id)


class RowUnreadable(Exception):
    """The row cannot be read; the message says why and what to do."""


class CalendarPart(Value):
    """One post of a thread as written; `media` are paths, `alt_texts` stand in the same order and may be fewer."""

    text: str
    media: tuple[str, ...] = ()
    alt_texts: tuple[str, ...] = ()


class CalendarRow(CalendarPart):
    """One row as written, its first post at the top and the others in `thread`."""

    row: int
    post: str
    channel: str
    when: str
    kind: PostKind = "post"
    thread: tuple[CalendarPart, ...] = ()
    link: str | None = None
    first_comment: str | None = None
    poll: Poll | None = None
    content_warning: str | None = None
    visibility: Visibility | None = None
    language: str | None = None
    allow: tuple[Allowance, ...] = ()
    pillar: str | None = None
    campaign: str | None = None
    product: str | None = None
    zone: str | None = None


# What a spreadsheet takes white space off, or passes over, before it computes (OWASP, "CSV Injection").
_FORMULA = re.compile(r"['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def guard_cell(cell: str) -> str:
    """Puts an apostrophe before a cell that a spreadsheet would compute it: it begins with = + - or @, or with
    white space before one of these."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard_cell(cell: str) -> str:
    """Takes that apostrophe away again."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def kept_whole(words: str, mark: str) -> str:
    """The words, so written that they are not split at a mark that stands in them."""
    if mark == THREAD_MARK:
        return _LOOKS_LIKE_MARK.sub(r"\1\\\2", words)
    return words.replace(mark, f"\\{mark}")


def _split(cell: str, mark: str) -> list[str]:
    """The cell, split at each mark that no backslash stands before."""
    parts = re.split(rf"(?<!\\){re.escape(mark)}", cell)
    return [part.replace(f"\\{mark}", mark) for part in parts]


def read_row(number: int, cells: Mapping[str, str]) -> CalendarRow:
    """The row in `cells`, by column, white space around them taken off. Raises RowUnreadable."""
    if empty := [name for name in ("post", "channel", "when") if not cells.get(name)]:
        raise RowUnreadable(f"{' and '.join(empty)} must not be empty: fill it, or take the row out of the table")
    _check_id(cells["post"])
    first, *later = _thread(cells)
    return CalendarRow(
        row=number,
        post=cells["post"],
        channel=cells["channel"],
        when=cells["when"],
        text=first.text,
        media=first.media,
        alt_texts=first.alt_texts,
        thread=tuple(later),
        poll=_poll(cells),
        allow=_read_choice("allow", cells),
        **_optional(cells),
    )


def _check_id(post: str) -> None:
    try:
        _ID.validate_python(post)
    except ValidationError:
        message = f"{post!r} is not a post id: use lower-case letters, digits and hyphens, at most 48"
        raise RowUnreadable(message) from None


def _optional(cells: Mapping[str, str]) -> dict[str, Any]:
    """What is left to its default when its cell is empty."""
    names = ("link", "first_comment", "content_warning", "pillar", "campaign", "product", "zone")
    given: dict[str, Any] = {name: _lines(cells[name]) for name in names if cells.get(name)}
    for name in ("kind", "visibility"):
        if found := _read_choice(name, cells):
            given[name] = found[0]
    if language := cells.get("language"):
        given["language"] = _read_language(language)
    return given


def _read_language(cell: str) -> str:
    found = _LANGUAGE.fullmatch(cell.replace("_", "-"))
    if found is None:
        raise RowUnreadable(f"{cell!r} is no language tag: write two or three letters, as it, en or ar; or pt-BR")
    return f"{found[1].lower()}{found[2]}"


def _read_choice(name: str, cells: Mapping[str, str]) -> tuple[Any, ...]:
    """What a cell chooses among; raises RowUnreadable for anything else."""
    found = _split_list(cells.get(name, ""))
    for one in found:
        if one not in CHOICES[name]:
            raise RowUnreadable(f"{one!r} is no {name}: write {', '.join(CHOICES[name])}")
    return found


def _thread(cells: Mapping[str, str]) -> list[CalendarPart]:
    texts = _texts(_lines(cells.get("text", "")))
    media, alt_texts = (_by_part(cells.get(name, ""), len(texts), name) for name in ("media", "alt_text"))
    parts = []
    for text, paths, described in zip(texts, media, alt_texts, strict=True):
        # A line of its own for each is another way to write a list: no file's name holds a line break.
        files = _split_list(paths.replace("\n", LIST_MARK))
        words = tuple(part.strip() for part in _split(described, LIST_MARK))
        if any(words[len(files) :]):
            raise RowUnreadable(f"{len(words)} alt texts for {len(files)} images")
        parts.append(CalendarPart(text=text, media=files, alt_texts=words[: len(files)]))
    return parts


def _texts(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip() == THREAD_MARK:
            parts.append([])
        else:
            parts[-1].append(line.replace("\\", "", 1) if _LOOKS_LIKE_MARK.fullmatch(line) else line)
    return ["\n".join(lines).strip() for lines in parts]


def _by_part(cell: str, count: int, name: str) -> list[str]:
    found = _split(cell, PART_MARK) if count > 1 else [cell]
    if len(found) > count:
        raise RowUnreadable(f"the column {name} has {len(found)} parts for a thread of {count} posts")
    return [*found, *[""] * (count - len(found))]


def _poll(cells: Mapping[str, str]) -> Poll | None:
    options, minutes = _split_list(cells.get("poll", "")), cells.get("poll_minutes", "")
    if not options:
        return None
    if minutes and not (minutes.isascii() and minutes.isdigit()):
        raise RowUnreadable(f"{minutes!r} is no number of minutes for the poll")
    return Poll(options=options, duration_minutes=int(minutes or DEFAULT_POLL_MINUTES))


def _split_list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _split(cell, LIST_MARK) if part.strip())


def _lines(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")

"""A calendar's media, made ready before they are planned: local files fitted, others imported. For the command line:
the functions that plan have no Pillow."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from portavoce.planning.calendar.file import Calendar
from portavoce.planning.calendar.row import CalendarPart, CalendarRow
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Imported, Wanted, Workshop, prepare
from portavoce.planning.media.source import is_elsewhere
from portavoce.planning.model import MediaFacts, PartRow, PlanRow, Remark
from portavoce.platforms.manifest import Manifest, PostKind


class LocalFile(NamedTuple):
    """Where the bytes are that a key stands for, and their SHA-256 in hexadecimal."""

    path: Path
    sha256: str


class MeasuredCalendar(NamedTuple):
    """The rows with their media measured, remarks on rows whose media are refused, what was changed or imported for
    the others, and which local file each key is; what was imported has none."""

    rows: list[PlanRow]
    refused: list[Remark]
    notes: list[Remark]
    files: dict[str, LocalFile]


class _Ready(NamedTuple):
    facts: MediaFacts
    changes: tuple[str, ...]
    file: LocalFile | None


@dataclass(frozen=True)
class Desk:
    """Where media are made ready. `folder` is where the calendar is, what is changed goes into `scratch`: a video that
    lies there from an earlier time is not converted again.

    `platforms` is each channel's platform; `manifest` gives a platform's manifest by its name; `bring` imports what
    lies elsewhere (source, platform, kind, alt text) or raises MediaRefused; `looked_at` is told each one done,
    `converting` which share (0 to 1) of a video is. `as_is`: what would have to be changed is refused."""

    folder: Path
    scratch: Path
    platforms: Mapping[str, str]
    manifest: Callable[[str], Manifest]
    bring: Callable[[str, str, PostKind, str], Imported]
    looked_at: Callable[[], None] = lambda: None
    converting: Callable[[str, float], None] = lambda _named, _done: None
    as_is: bool = False
    _done: dict[tuple[str, str, PostKind, str], _Ready] = field(default_factory=dict)

    def measure_calendar(self, calendar: Calendar) -> MeasuredCalendar:
        """Measures the media of a calendar: its rows with them ready for the platforms that they go to."""
        found = MeasuredCalendar([], list(calendar.refused), list(calendar.notes), {})
        for row in calendar.rows:
            try:
                parts = [self._part(part, row) for part in (row, *row.thread)]
            except MediaRefused as error:
                found.refused.append(_remark(row, str(error)))
                continue
            ready = [one for part in parts for one in part]
            found.files.update({one.facts.key: one.file for one in ready if one.file})
            found.notes.extend(_remark(row, words) for words in _describe_changes(ready))
            found.rows.append(_with_media(row, [tuple(one.facts for one in part) for part in parts]))
        return found

    def _part(self, part: CalendarPart, row: CalendarRow) -> list[_Ready]:
        """Raises MediaRefused. A channel or kind that there is not is refused with its row, by whoever plans it."""
        platform = self.platforms.get(row.channel)
        if platform is None or row.kind not in self.manifest(platform).kinds:
            return []
        texts = (*part.alt_texts, *[""] * len(part.media))
        return [self._ready(named, platform, row.kind, text) for named, text in zip(part.media, texts, strict=False)]

    def _ready(self, named: str, platform: str, kind: PostKind, text: str) -> _Ready:
        known = (named, platform, kind, text)
        if known not in self._done:
            if is_elsewhere(named):
                brought = self.bring(named, platform, kind, text)
                self._done[known] = _Ready(brought.facts, ("imported", *brought.changes), None)
            else:
                wanted = Wanted(named, self.manifest(platform), kind, text, as_is=self.as_is)
                made = prepare(self._local_file(named), wanted, Workshop(self.scratch, advance=self.converting))
                self._done[known] = _Ready(made.facts, made.changes, LocalFile(made.file, made.sha256))
        self.looked_at()
        return self._done[known]

    def _local_file(self, named: str) -> Path:
        """Raises MediaRefused for what lies outside the calendar's folder: a calendar may have come by mail."""
        folder = self.folder.resolve()
        try:
            found = _find_file(self.folder, Path(named))
            file = found.resolve()
        except (OSError, ValueError):
            raise MediaRefused(f"{named} is no name of a file") from None
        if not file.is_relative_to(folder):
            raise MediaRefused(f"{named} lies outside the calendar's folder {folder}: put it there, or name https://")
        return found


def _find_file(folder: Path, named: Path) -> Path:
    """The file, whichever of Unicode's forms its name is kept in: a Mac splits è into a letter and its accent."""
    found = folder
    if not (folder / named).exists():  # as a calendar from Windows has it
        named = Path(str(named).replace("\\", "/"))
    for part in named.parts:
        exact = found / part
        wanted = unicodedata.normalize("NFC", part)
        alike = () if exact.exists() or not found.is_dir() else found.iterdir()
        found = next((one for one in alike if unicodedata.normalize("NFC", one.name) == wanted), exact)
    return found


def media_of(rows: Iterable[PlanRow]) -> dict[str, MediaFacts]:
    """Every image and video of some rows, by key."""
    listed = [media for row in rows for media in (row.media, *(part.media for part in row.thread))]
    return {one.key: one for media in listed for one in media}


def with_sizes(rows: Iterable[PlanRow], sizes: Mapping[str, int]) -> list[PlanRow]:
    """The rows with the sizes that their media have in the bucket: an image that another encoder drew before is kept
    as it is."""

    def apply_sizes(media: tuple[MediaFacts, ...]) -> tuple[MediaFacts, ...]:
        return tuple(one.model_copy(update={"size_bytes": sizes.get(one.key, one.size_bytes)}) for one in media)

    return [
        row.model_copy(
            update={
                "media": apply_sizes(row.media),
                "thread": tuple(part.model_copy(update={"media": apply_sizes(part.media)}) for part in row.thread),
            }
        )
        for row in rows
    ]


def _describe_changes(ready: Iterable[_Ready]) -> Iterator[str]:
    changed = {one.facts.path: one.changes for one in ready if one.changes}
    yield from (f"{path}: {', '.join(changes)}" for path, changes in changed.items())


def _remark(row: CalendarRow, message: str) -> Remark:
    return Remark(row=row.row, post=row.post, channel=row.channel, message=message)


def _with_media(row: CalendarRow, media: list[tuple[MediaFacts, ...]]) -> PlanRow:
    thread = [PartRow(text=part.text, media=facts) for part, facts in zip(row.thread, media[1:], strict=True)]
    fields = row.model_dump(exclude={"media", "alt_texts", "thread"})
    return PlanRow(media=media[0], thread=tuple(thread), **fields)

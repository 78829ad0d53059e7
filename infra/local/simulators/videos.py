"""Videos as a network sees them: judged by the boxes of the file (ISO/IEC 14496-12), never decoded."""

from collections.abc import Iterator
from dataclasses import dataclass

_FIXED_POINT = 16


class NotAMovie(ValueError):
    """The bytes hold no movie header with a visual track."""


@dataclass(frozen=True)
class Movie:
    """What the headers of an MP4 or MOV say. `has_index_first`: `moov` stands before the pictures."""

    seconds: float
    width: int
    height: int
    has_index_first: bool


def movie_of(content: bytes) -> Movie:
    """Length and size of a video. Raises `NotAMovie`."""
    outer = [(kind, body) for kind, body in _boxes(content)]
    kinds = [kind for kind, _ in outer]
    if not {b"ftyp", b"moov", b"mdat"} <= set(kinds):
        raise NotAMovie
    inner = list(_boxes(dict(outer)[b"moov"]))
    tracks = [dict(_boxes(body)).get(b"tkhd", b"") for kind, body in inner if kind == b"trak"]
    sizes = [_size(track) for track in tracks if len(track) >= 8]
    width, height = max(sizes, default=(0, 0))
    if not width or not height or b"mvhd" not in dict(inner):
        raise NotAMovie
    return Movie(_seconds(dict(inner)[b"mvhd"]), width, height, kinds.index(b"moov") < kinds.index(b"mdat"))


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        size, head = int.from_bytes(content[at : at + 4]), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        end = at + size if size else len(content)
        if end < at + head or end > len(content):
            raise NotAMovie
        yield content[at + 4 : at + 8], content[at + head : end]
        at = end


def _size(track: bytes) -> tuple[int, int]:
    return int.from_bytes(track[-8:-4]) >> _FIXED_POINT, int.from_bytes(track[-4:]) >> _FIXED_POINT


def _seconds(header: bytes) -> float:
    """Duration by timescale; version 1 of the box has 64-bit times."""
    start, width = (20, 8) if header[:1] == b"\x01" else (12, 4)
    timescale = int.from_bytes(header[start : start + 4])
    if not timescale:
        raise NotAMovie
    return int.from_bytes(header[start + 4 : start + 4 + width]) / timescale

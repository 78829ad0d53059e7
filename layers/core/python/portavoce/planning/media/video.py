"""What is in a video file, read with FFmpeg's libraries (PyAV): nothing is changed here, and nothing but the file is
opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import IO, Literal

import av
from av.container import InputContainer
from av.rational import AVRational

from portavoce.planning.media.kind import HEAD_BYTES, MediaRefused, video_format
from portavoce.planning.model import MediaFacts
from portavoce.value import Value

_TYPES = {"matroska": "video/x-matroska", "avi": "video/x-msvideo", "mpeg": "video/mpeg"}
_EXTENSIONS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/x-matroska": "mkv"}
_WEBM_CODECS = frozenset({"vp8", "vp9", "av1"})
# Where phones note a place: the ISO 6709 string of QuickTime and of 3GPP.
_PLACES = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
_LYING = 90
# Matroska's own list of tracks holds no lengths; a rate is then what the container says.
_FEWEST_FRAMES = 4
# ITU-T H.273, table 3: the transfer characteristics of pictures brighter than a usual screen.
_HDR = {16: "HDR10 (PQ)", 18: "HDR (HLG)"}
# A gap between two pictures that is more than twice the usual one, or less than half of it, is no jitter.
_UNEVEN = 2

type Range = Literal["SDR", "HDR10 (PQ)", "HDR (HLG)"]


class SoundFacts(Value):
    """One sound track; `codec` as FFmpeg names it."""

    codec: str
    channels: int
    hertz: int


class VideoFacts(Value):
    """What is in a video file. Codecs and pixel formats are named as FFmpeg names them; sizes are in pixels, as it is
    seen; `turned_by` degrees counter-clockwise are noted beside the pictures, which lie as the camera was held.

    `index_first`: the index (`moov`) stands before the pictures, or the container needs none. `even`: the pictures
    follow each other at one rate, but for jitter."""

    mime_type: str
    video_codec: str
    pixel_format: str
    range: Range
    sound: SoundFacts | None
    duration_ms: int
    width: int
    height: int
    turned_by: int
    frames_per_second: Decimal | None
    even: bool
    index_first: bool
    tells_place: bool


@contextmanager
def open_video(file: IO[bytes], named: str) -> Iterator[InputContainer]:
    """The opened file, read as what its first bytes say it is: nothing that FFmpeg guesses (a list of addresses to
    fetch, for one) is ever followed. Raises MediaRefused."""
    file.seek(0)
    form = video_format(file.read(HEAD_BYTES))
    file.seek(0)
    try:
        with av.open(file, "r", format=form) as container:
            yield container
    except (av.FFmpegError, EOFError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise MediaRefused(f"{named} breaks off or is damaged ({said}): export the video again") from None


def look_into(file: IO[bytes], named: str) -> VideoFacts:
    """What is in the video; `named` is how the row names it. Raises MediaRefused."""
    index_first = _index_first(file)
    with open_video(file, named) as container:
        video = container.streams.best("video")
        if not isinstance(video, av.VideoStream):
            raise MediaRefused(f"{named} has no pictures that can be read: export the video again")
        first = next(container.decode(video), None)
        duration_ms = _duration_ms(container, video)
        if first is None or not duration_ms:
            raise MediaRefused(f"{named} breaks off or is damaged: its length and size cannot be read; export it again")
        width, height = _as_seen(first, video)
        return VideoFacts(
            mime_type=_mime_type(container, video),
            video_codec=video.codec_context.name,
            pixel_format=first.format.name,
            range=_HDR.get(int(first.color_trc), "SDR"),
            sound=_sound(container),
            duration_ms=duration_ms,
            width=width,
            height=height,
            turned_by=first.rotation % 360,
            frames_per_second=_rate(video),
            even=_is_even(video),
            index_first=index_first,
            tells_place=any(name in container.metadata for name in _PLACES),
        )


def as_fraction(number: AVRational) -> Fraction:
    """A number of FFmpeg's as one of Python's."""
    return Fraction(number.numerator, number.denominator)


def _duration_ms(container: InputContainer, video: av.VideoStream) -> int:
    if video.duration and video.time_base:
        return round(video.duration * as_fraction(video.time_base) * 1000)
    return round((container.duration or 0) * 1000 / av.time_base)


def _as_seen(first: av.VideoFrame, video: av.VideoStream) -> tuple[int, int]:
    shape = video.sample_aspect_ratio
    width = round(first.width * as_fraction(shape)) if shape else first.width
    lies = first.rotation % 180 == _LYING
    return (first.height, width) if lies else (width, first.height)


def _rate(video: av.VideoStream) -> Decimal | None:
    rate = video.average_rate or video.guessed_rate
    return round(Decimal(rate.numerator) / Decimal(rate.denominator), 3) if rate else None


def _is_even(video: av.VideoStream) -> bool:
    stamps = sorted(entry.timestamp for entry in video.index_entries)
    gaps = [later - earlier for earlier, later in pairwise(stamps)]
    if len(gaps) < _FEWEST_FRAMES or "matroska" in video.container.format.name:
        return True
    usual = median(gaps)
    return all(usual <= gap * _UNEVEN and gap <= usual * _UNEVEN for gap in gaps)


def _sound(container: InputContainer) -> SoundFacts | None:
    heard = container.streams.best("audio")
    if not isinstance(heard, av.AudioStream):
        return None
    context = heard.codec_context
    return SoundFacts(codec=context.name, channels=heard.channels, hertz=context.sample_rate)


def _mime_type(container: InputContainer, video: av.VideoStream) -> str:
    name = container.format.name.partition(",")[0]
    if name == "mov":
        return "video/quicktime" if container.metadata.get("major_brand", "qt").strip() == "qt" else "video/mp4"
    if name == "matroska" and video.codec_context.name in _WEBM_CODECS:
        return "video/webm"
    return _TYPES.get(name, "application/octet-stream")


def _index_first(file: IO[bytes]) -> bool:
    """Walks over the boxes of ISO/IEC 14496-12, 4.2; a file of another kind has none that are read here."""
    file.seek(0)
    while len(head := file.read(16)) >= 8:  # noqa: PLR2004 - a box's size and name
        size, name, begins = int.from_bytes(head[:4], "big"), head[4:8], 8
        if name in {b"moov", b"mdat"}:
            return name == b"moov"
        if size == 1:
            size, begins = int.from_bytes(head[8:], "big"), 16
        if size < begins:
            return True
        file.seek(size - len(head), 1)
    return True


def media_facts(found: VideoFacts, named: str, name: str, size_bytes: int, alt_text: str = "") -> MediaFacts:
    """The facts that a row carries; `name`, 64 hexadecimal digits, is what the file is stored under."""
    return MediaFacts(
        path=named,
        key=f"media/{name}.{_EXTENSIONS.get(found.mime_type, 'bin')}",
        mime_type=found.mime_type,
        size_bytes=size_bytes,
        width=found.width,
        height=found.height,
        duration_ms=found.duration_ms,
        alt_text=alt_text,
    )

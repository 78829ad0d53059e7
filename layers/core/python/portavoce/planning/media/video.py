"""A video looked into with MediaInfo and held against what a platform takes. Videos are never changed: what does not
fit is refused, with what to do about it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from pymediainfo import MediaInfo

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import VideoRule
from portavoce.value import Value

_TYPES = {"MPEG-4": "video/mp4", "WebM": "video/webm", "Matroska": "video/x-matroska", "AVI": "video/x-msvideo"}
_EXTENSIONS = {"video/mp4": "mp4", "video/quicktime": "mov", "video/webm": "webm", "video/x-matroska": "mkv"}
_QUICKTIME = "qt"
_CODECS = {"AVC": "libx264 -pix_fmt yuv420p", "HEVC": "libx265 -pix_fmt yuv420p", "AAC": "aac"}
_LYING = frozenset({90, 270})
# Where phones note a place: the ISO 6709 string of QuickTime and of 3GPP.
_PLACES = ("comapplequicktimelocationiso6709", "xyz")


class VideoFacts(Value):
    """What is in a video file. Codecs are named as MediaInfo names them; sizes are in pixels, as it is seen.

    `index_first`: the index (`moov`) stands before the pictures, or the container needs none."""

    mime_type: str
    video_codec: str
    audio_codec: str | None
    duration_ms: int
    width: int
    height: int
    frames_per_second: Decimal | None
    index_first: bool
    tells_place: bool


def look_into(file: IO[bytes], named: str) -> VideoFacts:
    """What is in the video; `named` is how the row names it. Raises MediaRefused."""
    # The opened file, never its name: MediaInfo would fetch a name that is an address.
    found = MediaInfo.parse(file)
    general = found.general_tracks[0].to_data() if found.general_tracks else {}
    if not found.video_tracks:
        raise MediaRefused(f"{named} has no pictures that can be read: export the video again")
    video = found.video_tracks[0].to_data()
    duration_ms = round(float(video.get("duration") or general.get("duration") or 0))
    if not (duration_ms and video.get("width") and video.get("height")):
        raise MediaRefused(f"{named} breaks off or is damaged: its length and size cannot be read; export it again")
    width, height = _as_seen(video)
    return VideoFacts(
        mime_type=_mime_type(general),
        video_codec=video.get("format", "unknown"),
        audio_codec=found.audio_tracks[0].to_data().get("format", "unknown") if found.audio_tracks else None,
        duration_ms=duration_ms,
        width=width,
        height=height,
        frames_per_second=Decimal(video["frame_rate"]) if video.get("frame_rate") else None,
        index_first=general.get("isstreamable") != "No",
        tells_place=any(name in general for name in _PLACES),
    )


def _as_seen(video: dict[str, Any]) -> tuple[int, int]:
    width, height = int(video["width"]), int(video["height"])
    lies = round(float(video.get("rotation") or 0)) in _LYING
    return (height, width) if lies else (width, height)


def _mime_type(general: dict[str, Any]) -> str:
    if str(general.get("codec_id", "")).strip() == _QUICKTIME:
        return "video/quicktime"
    return _TYPES.get(str(general.get("format")), "application/octet-stream")


def media_facts(found: VideoFacts, named: str, sha256: str, size_bytes: int, alt_text: str = "") -> MediaFacts:
    """The facts that a row carries; `sha256` is that of the file, which is stored as it is."""
    return MediaFacts(
        path=named,
        key=f"media/{sha256}.{_EXTENSIONS.get(found.mime_type, 'bin')}",
        mime_type=found.mime_type,
        size_bytes=size_bytes,
        width=found.width,
        height=found.height,
        duration_ms=found.duration_ms,
        alt_text=alt_text,
    )


def unfit(found: VideoFacts, rule: VideoRule, title: str, named: str) -> Iterator[str]:
    """Why the platform would not take what only the file itself tells: its codecs, its frame rate, where its index
    stands. Sentences with the number and what to do. (Size, length and ratio: `media_checking`.)"""
    if found.mime_type in rule.mime_types and rule.moov_first and not found.index_first:
        yield (
            f"{named} has its index at the end, and {title} reads it from the beginning; this moves it and changes "
            f"nothing else: {_command(named, '-c copy')}"
        )
    if found.video_codec not in rule.video_codecs:
        yield _other_codec(f"{named} is encoded as {found.video_codec}", rule.video_codecs, title, named, "v")
    if found.audio_codec and found.audio_codec not in rule.audio_codecs:
        yield _other_codec(f"the sound of {named} is {found.audio_codec}", rule.audio_codecs, title, named, "a")
    yield from _frame_rate(found.frames_per_second, rule, title, named)


def _other_codec(is_now: str, taken: frozenset[str], title: str, named: str, stream: str) -> str:
    # The codec that most players know comes first in the table of codecs.
    best = next((name for name in _CODECS if name in taken), None)
    convert = f": {_command(named, f'-c copy -c:{stream} {_CODECS[best]}')}" if best else ""
    return f"{is_now}, {title} takes {', '.join(sorted(taken))}{convert}"


def _frame_rate(rate: Decimal | None, rule: VideoRule, title: str, named: str) -> Iterator[str]:
    if rate is None:
        return
    shown = f"{rate.normalize():f}"
    if rule.min_frames_per_second and rate < rule.min_frames_per_second:
        least = rule.min_frames_per_second
        yield f"{named} has {shown} frames a second, {title} takes at least {least}: {_command(named, f'-r {least}')}"
    if rule.max_frames_per_second and rate > rule.max_frames_per_second:
        most = rule.max_frames_per_second
        yield f"{named} has {shown} frames a second, {title} takes at most {most}: {_command(named, f'-r {most}')}"


def remarks(found: VideoFacts, named: str) -> Iterator[str]:
    """What to know about a video that fits: sentences."""
    if found.tells_place:
        yield (
            f"{named} tells where it was recorded, and is sent as it is; this takes it out: "
            f"{_command(named, '-map_metadata -1 -c copy')}"
        )


def _command(named: str, how: str) -> str:
    name = Path(named).name
    return f'ffmpeg -i "{name}" {how} -movflags +faststart "{Path(name).stem}-fit.mp4"'

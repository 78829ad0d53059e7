"""Tiny video files, encoded when they are asked for."""

import random
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av

from portavoce.planning.media.prepare import Prepared, Wanted, Workshop, prepare
from portavoce.platforms import discovery
from portavoce.platforms.manifest import PostKind, VideoRule

FRAMES_PER_SECOND, SOUND_RATE, SOUND_FRAME = 30, 44_100, 1024
PLACE = "+45.4642+009.1914/"
UPRIGHT: Any = {"size": (540, 960), "seconds": 3, "frames_per_second": 24}
_QUIET = {"x265-params": "log-level=none"}


@cache
def clip(
    *,
    seconds: float = 1,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    bright: bool = False,
    sound: str | None = "aac",
    layout: str = "stereo",
    hertz: int = SOUND_RATE,
    container: str = "mp4",
    index_first: bool = True,
    frames_per_second: int = FRAMES_PER_SECOND,
    uneven: bool = False,
    place: bool = False,
    colour: tuple[int, int, int] = (128, 128, 128),
    noisy: bool = False,
    dark_right: bool = False,
) -> bytes:
    """A video of one colour (Y, Cb, Cr), of H.264 with AAC in an MP4 that can be streamed unless it is said otherwise.

    `bright`: in HLG and BT.2020, as an iPhone films. `uneven`: each third picture stands three times as long."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{container}"
        options = {"movflags": "faststart" if index_first else "0"} if container in {"mp4", "mov"} else {}
        with av.open(path, "w", options=options) as file:
            if place:
                file.metadata["location"] = PLACE
            pictures = file.add_stream(codec, rate=frames_per_second, options=_QUIET if codec == "libx265" else {})
            assert isinstance(pictures, av.VideoStream)
            pictures.width, pictures.height = size
            pictures.pix_fmt = pixels
            if bright:
                told = pictures.codec_context
                told.color_primaries, told.color_trc, told.colorspace, told.color_range = 9, 18, 9, 1
            heard = file.add_stream(sound, rate=hertz, layout=layout) if sound else None
            shown = 0
            for number in range(round(seconds * frames_per_second)):
                frame = _picture(size, colour, number if noisy else None)
                if dark_right:
                    _darken_right(frame)
                frame = frame.reformat(format=pixels) if pixels != frame.format.name else frame
                frame.pts, frame.time_base = shown, Fraction(1, frames_per_second)
                shown += 3 if uneven and number % 3 == 0 else 1
                file.mux(pictures.encode(frame))
            file.mux(pictures.encode(None))
            if isinstance(heard, av.AudioStream):
                for number in range(round(seconds * hertz / SOUND_FRAME)):
                    file.mux(heard.encode(_silence(number, heard, layout, hertz)))
                file.mux(heard.encode(None))
        return path.read_bytes()


def turned(content: bytes) -> bytes:
    """The same MP4 with its track turned by 90 degrees, as a phone that is held upright writes it.

    ISO/IEC 14496-12, 8.3.2: the matrix of the track header, in 16.16 and 2.30 fixed point."""
    unity = b"".join(number.to_bytes(4, "big") for number in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000))
    quarter = b"".join(
        number.to_bytes(4, "big", signed=True) for number in (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    )
    at = content.index(unity, content.index(b"tkhd"))
    return content[:at] + quarter + content[at + len(quarter) :]


def _picture(size: tuple[int, int], colour: tuple[int, int, int], seed: int | None) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    for plane, value in zip(frame.planes, colour, strict=True):
        noise = random.Random(seed).randbytes(plane.buffer_size)
        plane.update(bytes([value]) * plane.buffer_size if seed is None else noise)
    return frame


def _darken_right(frame: av.VideoFrame) -> None:
    plane = frame.planes[0]
    half = plane.line_size // 2
    plane.update((b"\xc8" * half + b"\x20" * (plane.line_size - half)) * plane.height)


def _silence(number: int, stream: av.AudioStream, layout: str, hertz: int) -> av.AudioFrame:
    frame = av.AudioFrame(stream.format.name, layout, SOUND_FRAME)
    frame.sample_rate, frame.pts = hertz, number * SOUND_FRAME
    for plane in frame.planes:
        plane.update(b"\0" * plane.buffer_size)
    return frame


def fit_clip(
    folder: Path, content: bytes, platform: str, kind: PostKind = "post", *, as_is: bool = False, **limits: Any
) -> Prepared:
    file = folder / "clip.mov"
    file.write_bytes(content)
    manifest = discovery.manifest(platform)
    rule = manifest.kinds[kind]
    assert rule.videos
    videos = VideoRule.model_validate(rule.videos.model_dump() | limits)
    kinds = {**manifest.kinds, kind: rule.model_copy(update={"videos": videos})}
    manifest = manifest.model_copy(update={"kinds": kinds})
    return prepare(file, Wanted("clip.mov", manifest, kind, as_is=as_is), Workshop(folder))

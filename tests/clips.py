"""Tiny video files, encoded when they are asked for."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av

FRAMES_PER_SECOND, SOUND_RATE, SOUND_FRAME = 30, 44_100, 1024
PLACE = "+45.4642+009.1914/"


@cache
def clip(
    *,
    seconds: float = 1,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    sound: str | None = "aac",
    container: str = "mp4",
    index_first: bool = True,
    frames_per_second: int = FRAMES_PER_SECOND,
    place: bool = False,
) -> bytes:
    """A grey video, of H.264 with AAC in an MP4 that can be streamed unless it is said otherwise."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{container}"
        options = {"movflags": "faststart" if index_first else "0"} if container in {"mp4", "mov"} else {}
        with av.open(path, "w", options=options) as file:
            if place:
                file.metadata["location"] = PLACE
            pictures = file.add_stream(codec, rate=frames_per_second)
            assert isinstance(pictures, av.VideoStream)
            pictures.width, pictures.height = size
            pictures.pix_fmt = "yuv420p"
            heard = file.add_stream(sound, rate=SOUND_RATE, layout="stereo") if sound else None
            for _ in range(round(seconds * frames_per_second)):
                file.mux(pictures.encode(_grey(size)))
            file.mux(pictures.encode(None))
            if isinstance(heard, av.AudioStream):
                for number in range(round(seconds * SOUND_RATE / SOUND_FRAME)):
                    file.mux(heard.encode(_silence(number, heard)))
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


def _grey(size: tuple[int, int]) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    for plane in frame.planes:
        plane.update(b"\x80" * plane.buffer_size)
    return frame


def _silence(number: int, stream: av.AudioStream) -> av.AudioFrame:
    frame = av.AudioFrame(stream.format.name, "stereo", SOUND_FRAME)
    frame.sample_rate, frame.pts = SOUND_RATE, number * SOUND_FRAME
    for plane in frame.planes:
        plane.update(b"\0" * plane.buffer_size)
    return frame

"""Writes a video anew after a recipe, with FFmpeg's libraries (PyAV): an MP4 with its index first and without notes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, NamedTuple, cast

import av
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import PictureType

from portavoce.planning.media.bright_colours import screen_table
from portavoce.planning.media.video import VideoFacts, as_fraction, open_video
from portavoce.planning.media.video_fit import SOUND_BITS, Pictures, Recipe

# ITU-T H.273: BT.709, that of a usual screen; its range, which leaves out the ends; nothing said of either.
_BT709, _LIMITED, _UNSPECIFIED = 1, 1, 2
# The constant quality at which a comparison side by side shows no difference; slower presets save few bits for twice
# the time, and every platform encodes what it gets once more.
_X264 = {"crf": "20", "preset": "veryfast", "profile": "high"}
_MOST_HERTZ, _AAC_FRAME = 48_000, 1024
_PIXELS, _DEEP = "yuv420p", "gbrp10"
# As FFmpeg's `transpose` names them.
_TURNS = {90: ("cclock",), 180: ("clock", "clock"), 270: ("clock",)}

type Advance = Callable[[float], None]


class Source(NamedTuple):
    """An opened video, how the row names it, and what is in it."""

    file: IO[bytes]
    named: str
    found: VideoFacts


def write_video(source: Source, recipe: Recipe, into: Path, advance: Advance) -> None:
    """Writes the video after the recipe; `advance` is told which share is done, 0 to 1, and may raise.

    Raises MediaRefused; a file that is not whole is never left behind."""
    unfinished = into.with_suffix(".part")
    try:
        with open_video(source.file, source.named) as origin, open_mp4(unfinished) as made:
            tracks = [*_tracks(origin, made, source.found, recipe)]
            length = Fraction(source.found.duration_ms, 1000)
            by_stream = {track.origin.index: track for track in tracks}
            for packet in origin.demux([track.origin for track in tracks]):
                by_stream[packet.stream.index].take(packet)
                if packet.dts is not None and packet.stream is tracks[0].origin:
                    advance(min(1.0, float(packet.dts * as_fraction(packet.time_base) / length)))
            for track in tracks:
                track.finish()
        unfinished.rename(into)
    finally:
        unfinished.unlink(missing_ok=True)


def shorten_video(source: IO[bytes], seconds: int, named: str, into: Path) -> None:
    """Writes the first `seconds` of the video, pictures and sound untouched, into an MP4 that is no longer than that.

    Raises MediaRefused."""
    with open_video(source, named) as origin, open_mp4(into) as made:
        end = Fraction(origin.start_time or 0, av.time_base) + seconds
        streams = [one for one in (origin.streams.best("video"), origin.streams.best("audio")) if one is not None]
        copies = {one.index: made.add_stream_from_template(one) for one in streams}
        over = set[int]()
        for packet in origin.demux(streams):
            if packet.pts is None or packet.stream.index in over:
                continue
            # In the order of decoding: what comes after the first picture too many leans on it.
            if (packet.pts + (packet.duration or 1)) * as_fraction(packet.time_base) > end:
                over.add(packet.stream.index)
                continue
            packet.stream = copies[packet.stream.index]
            made.mux(packet)


def open_mp4(path: Path) -> OutputContainer:
    """An MP4 to be written, whose index will stand at its beginning."""
    return av.open(path, "w", format="mp4", options={"movflags": "+faststart"})


class _Copy:
    """A track whose packets go over as they are."""

    def __init__(self, origin: av.VideoStream | av.AudioStream, made: OutputContainer) -> None:
        self.origin, self._made = origin, made
        self._copy = made.add_stream_from_template(origin)

    def take(self, packet: "av.Packet[Any]") -> None:
        if packet.dts is not None:
            packet.stream = self._copy
            self._made.mux(packet)

    def finish(self) -> None:
        """Nothing was held back."""


class _Pictures:
    """A track of pictures that are turned upright, brought to one rate, size and colour space, and encoded anew."""

    def __init__(self, origin: av.VideoStream, made: OutputContainer, found: VideoFacts, wanted: Pictures) -> None:
        self.origin, self._made = origin, made
        origin.thread_type = "AUTO"
        limit = {"maxrate": str(wanted.most_bits), "bufsize": str(wanted.most_bits)}
        self._track = made.add_stream("libx264", rate=wanted.rate, options=_X264 | limit)
        self._track.width, self._track.height, self._track.pix_fmt = wanted.width, wanted.height, _PIXELS
        self._filters = _filters(origin, found, wanted)
        _tell_colours(origin.codec_context, self._track.codec_context)

    def take(self, packet: "av.Packet[Any]") -> None:
        for frame in packet.decode():
            self._filters.push(frame)
            self._encode()

    def finish(self) -> None:
        self._filters.push(None)
        self._encode()
        self._made.mux(self._track.encode(None))

    def _encode(self) -> None:
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                frame = cast("av.VideoFrame", self._filters.pull())
                frame.pict_type = PictureType.NONE  # the encoder chooses which pictures stand by themselves
                self._made.mux(self._track.encode(frame))


class _Sound:
    """A sound track that is mixed down to two channels at most, and encoded anew."""

    def __init__(self, origin: av.AudioStream, made: OutputContainer) -> None:
        self.origin, self._made = origin, made
        hertz = min(_MOST_HERTZ, origin.codec_context.sample_rate)
        layout = "mono" if origin.channels == 1 else "stereo"
        self._track = made.add_stream("aac", rate=hertz, layout=layout, bit_rate=SOUND_BITS)
        self._mixer = av.AudioResampler(format="fltp", layout=layout, rate=hertz, frame_size=_AAC_FRAME)

    def take(self, packet: "av.Packet[Any]") -> None:
        for frame in cast("list[av.AudioFrame]", packet.decode()):
            self._mix(frame)

    def finish(self) -> None:
        self._mix(None)
        self._made.mux(self._track.encode(None))

    def _mix(self, frame: av.AudioFrame | None) -> None:
        for mixed in self._mixer.resample(frame):
            self._made.mux(self._track.encode(mixed))


type _Track = _Copy | _Pictures | _Sound


def _filters(origin: av.VideoStream, found: VideoFacts, wanted: Pictures) -> Graph:
    turns = _TURNS.get(found.turned_by, ())
    size = (wanted.height, wanted.width) if len(turns) == 1 else (wanted.width, wanted.height)
    graph = Graph()
    chain = [
        graph.add_buffer(template=origin),
        graph.add("fps", str(wanted.rate)),
        graph.add("scale", f"{size[0]}:{size[1]}:flags=lanczos"),
        *_brought_to_a_screen(graph, found),
        graph.add("scale", _colours(origin.codec_context)),
        graph.add("format", _PIXELS),
        *(graph.add("transpose", turn) for turn in turns),
        graph.add("setsar", "1"),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*chain).configure()
    return graph


def _brought_to_a_screen(graph: Graph, found: VideoFacts) -> list[FilterContext]:
    if found.range == "SDR":
        return []
    with NamedTemporaryFile("w", suffix=".cube") as table:
        table.write(screen_table(found.range))
        table.flush()
        return [
            graph.add("format", _DEEP),
            graph.add("lut3d", file=table.name),
            graph.add("setparams", color_primaries="bt709", color_trc="bt709"),
        ]


def _colours(context: av.VideoCodecContext) -> str:
    """What the scaler is told of colours: what a file says of its own is brought to those of a usual screen; of a file
    that says nothing they are left alone."""
    return "" if context.colorspace == _UNSPECIFIED else "out_color_matrix=bt709:out_range=tv"


def _tell_colours(origin: av.VideoCodecContext, made: av.VideoCodecContext) -> None:
    if origin.colorspace != _UNSPECIFIED:
        made.colorspace, made.color_primaries, made.color_trc, made.color_range = _BT709, _BT709, _BT709, _LIMITED


def _tracks(origin: InputContainer, made: OutputContainer, found: VideoFacts, recipe: Recipe) -> Iterator[_Track]:
    video = cast("av.VideoStream", origin.streams.best("video"))
    yield _Copy(video, made) if recipe.pictures is None else _Pictures(video, made, found, recipe.pictures)
    sound = origin.streams.best("audio")
    if isinstance(sound, av.AudioStream):
        yield _Sound(sound, made) if recipe.sound else _Copy(sound, made)

"""What a client reaches in a test: one platform's simulated network, and the host of the media."""

import httpx2

from infra.local.simulators.faults import transport_for
from infra.local.simulators.network import Network

MEDIA_HOST = "media.aurora.example"
WIDTH, HEIGHT = 1080, 1080


def picture(number: int) -> bytes:
    """The smallest thing with a JPEG's start, a frame header of WIDTH by HEIGHT, and an end; all of them differ."""
    frame = b"\xff\xc0\x00\x11\x08" + HEIGHT.to_bytes(2) + WIDTH.to_bytes(2) + b"\x03" + bytes(9)
    comment = b"\xff\xfe\x00\x03" + bytes([number])
    return b"\xff\xd8" + frame + comment + b"\xff\xd9"


def movie(number: int, width: int, height: int, seconds: int) -> bytes:
    """The smallest thing with the boxes of an MP4 that can be streamed; all of them differ by their number."""
    lengths = (1000).to_bytes(4) + (seconds * 1000).to_bytes(4)
    header = _box(b"mvhd", bytes(12) + lengths + bytes(80))
    track = _box(b"trak", _box(b"tkhd", bytes(76) + (width << 16).to_bytes(4) + (height << 16).to_bytes(4)))
    return _box(b"ftyp", b"isom" + bytes(4)) + _box(b"moov", header + track) + _box(b"mdat", number.to_bytes(4))


def _box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4) + kind + body


def media(url: str) -> bytes:
    """The bytes behind an image's or a video's address: `/<number>.jpg`, `/<number>-<width>-<height>-<seconds>.mp4`."""
    number, *shape = (int(part) for part in url.rpartition("/")[2].partition(".")[0].split("-"))
    return movie(number, *shape) if shape else picture(number)


class Wire(httpx2.BaseTransport):
    """Reaches the media host and the network, each at its own address. `is_cut` is a network that is not there.

    `files` are what the media host has beside `media`, by path; `parts` are the pieces that it was asked for."""

    def __init__(self, network: Network) -> None:
        self._network = transport_for(network)
        self.is_cut = False
        self.files: dict[str, bytes] = {}
        self.parts: list[tuple[int, int]] = []
        self.seen: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == MEDIA_HOST:
            return self._served(request)
        if self.is_cut:
            raise httpx2.ConnectError("no route", request=request)
        self.seen.append(request)
        return self._network.handle_request(request)

    def _served(self, request: httpx2.Request) -> httpx2.Response:
        content = self.files.get(request.url.path) or media(str(request.url))
        _, _, span = request.headers.get("range", "").partition("=")
        if not span:
            return httpx2.Response(200, content=content)
        first, last = (int(end) for end in span.split("-"))
        self.parts.append((first, last))
        return httpx2.Response(206, content=content[first : last + 1])

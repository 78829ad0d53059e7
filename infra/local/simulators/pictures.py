"""Media as a network sees them: fetched from a public address or uploaded, judged by their bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

Fetch = Callable[[str], bytes]
"""Reads the image or video at a URL. Raises `FetchFailed`."""

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_NOT_A_FRAME = frozenset({0xC4, 0xC8, 0xCC})


class FetchFailed(Exception):
    """The address did not answer 200 with a body at once; redirects and logins are not followed."""


class NotAJpeg(ValueError):
    """The bytes hold no JPEG frame header."""


@dataclass
class Picture:
    """One image or video that a network holds; `content` is what it shows on its pages."""

    id: str
    content: bytes = field(repr=False)
    alt_text: str = ""
    source_url: str | None = None

    @property
    def mime(self) -> str:
        """The media type, by signature."""
        return sniff(self.content) or "application/octet-stream"

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.mime.startswith("video/")


def sniff(content: bytes) -> str | None:
    """The media type by the first bytes, or None when it is none known here."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "video/quicktime" if content[8:10] == b"qt" else "video/mp4"
    return next((mime for signature, mime in _SIGNATURES if content.startswith(signature)), None)


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the frame header (ISO/IEC 10918-1, B.2.2). Raises `NotAJpeg`."""
    if not content.startswith(b"\xff\xd8"):
        raise NotAJpeg
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NOT_A_FRAME:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    raise NotAJpeg


def fetch_over_http(url: str) -> bytes:
    """Fetch as a network's own crawler does: directly, no redirect, within ten seconds."""
    try:
        answer = httpx2.get(url, timeout=10, follow_redirects=False)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FetchFailed(type(error).__name__) from error
    if answer.status_code != 200 or not answer.content:
        raise FetchFailed(f"status {answer.status_code}")
    return answer.content

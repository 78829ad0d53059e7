"""What a file is, by its first bytes and never by its name or by what a server says of it. Pure."""

from typing import Literal

MAX_BYTES = 5 * 1024**3
"""The largest object that one PUT may bring into a bucket (Amazon S3, Uploading objects)."""

HEAD_BYTES = 32
"""So many bytes of a file are enough to know it."""

_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF = frozenset({b"avif", b"avis"})
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_SHOWN = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
# ISO/IEC 14496-12 wants `ftyp` first; QuickTime files from before it begin with one of the others.
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
_MATROSKA, _MPEG_STREAM = b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xba"


class MediaRefused(Exception):
    """A file is not there, is neither image nor video, or does not fit; the message names it, with the number."""


def kind_of(head: bytes) -> Literal["image", "video"] | None:
    """Whether a file with this beginning is an image or a video; None when it is neither."""
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head[4:8] in _BOXES:
        return "image" if head[4:8] == b"ftyp" and head[8:12] in _HEIC | _AVIF else "video"
    if head.startswith((_MATROSKA, _MPEG_STREAM)) or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        return "video"
    return None


def image_type(head: bytes) -> str | None:
    """The type of an image that every browser shows, JPEG, PNG or WebP, by its beginning; None for any other file."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((name for mark, name in _SHOWN.items() if head.startswith(mark)), None)


def video_format(head: bytes) -> str:
    """What a video with this beginning is read as, by the name that FFmpeg has for it."""
    if head[4:8] in _BOXES:
        return "mov"
    if head.startswith(_MATROSKA):
        return "matroska"
    return "avi" if head[:4] == b"RIFF" else "mpeg"

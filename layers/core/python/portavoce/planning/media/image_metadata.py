"""Takes the metadata out of an image file without touching a pixel: where it was taken, with what, what was noted.

Parts of the file that draw the picture are kept, colour profiles among them; all others are left out, whatever
stands behind the picture's end too (phones hide a second picture or a short video there). Pure."""

import re
from collections.abc import Callable, Iterator

# ISO/IEC 10918-1, annex B: a marker within the picture's data is one that is neither stuffing nor a restart.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_FILL, _EOI, _SOS, _APP0, _APP2, _APP14, _APP15, _COMMENT = 0xFF, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
# W3C PNG (third edition), section 11, without eXIf, tEXt, zTXt, iTXt and tIME.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs sPLT hIST acTL fcTL fdAT".split()
)
# RFC 9649, section 2.7, without EXIF and XMP; their flags in VP8X are the bits 0x08 and 0x04.
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_METADATA_FLAGS = 0x0C
# GIF89a, sections 20 to 26: what loops the animation is kept of the applications' blocks.
_GIF_IMAGE, _GIF_EXTENSION, _GIF_TRAILER, _GIF_COMMENT, _GIF_APPLICATION = 0x2C, 0x21, 0x3B, 0xFE, 0xFF
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def without_metadata(content: bytes, kind: str) -> bytes | None:
    """The same picture, bit by bit, without metadata. `kind` is JPEG, PNG, WEBP or GIF.

    None when the file is not laid out as its kind says: then it has to be drawn anew."""
    parts = _READERS.get(kind)
    if parts is None:
        return None
    try:
        kept = b"".join(parts(content))
    except (IndexError, ValueError):
        return None
    return _resized(kept) if kind == "WEBP" else kept


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while content[at + 1] != _EOI:
        if content[at] != _FILL:
            raise ValueError
        if content[at + 1] == _FILL:  # a marker may have any number of these before it
            at += 1
            continue
        marker, start = content[at + 1], at + 4
        end = at + 2 + _number(content[at + 2 : start])
        if marker == _SOS:
            found = _MARKER.search(content, end)
            end = found.start() if found else len(content)
        if not _is_metadata(marker, content[start : start + 12]):
            yield content[at:end]
        at = end
    yield content[at : at + 2]


def _is_metadata(marker: int, beginning: bytes) -> bool:
    if marker == _APP0:
        return not beginning.startswith(b"JFIF\0")
    if marker == _APP2:
        return not beginning.startswith(b"ICC_PROFILE\0")
    if marker == _APP14:
        return not beginning.startswith(b"Adobe")
    return _APP0 < marker <= _APP15 or marker == _COMMENT


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at, name = 8, b""
    while name != b"IEND":
        name = _whole(content, at + 4, 4)
        end = at + 12 + _number(content[at : at + 4])
        if name in _PNG_KEPT:
            yield _whole(content, at, end - at)
        at = end


def _webp(content: bytes) -> Iterator[bytes]:
    yield _whole(content, 0, 12)
    at, length = 12, 8 + _number(content[4:8][::-1])
    while at < length:
        name, size = _whole(content, at, 4), _number(content[at + 4 : at + 8][::-1])
        part = _whole(content, at, 8 + size) + b"\0" * (size % 2)
        if name == b"VP8X":
            part = part[:8] + bytes([part[8] & ~_WEBP_METADATA_FLAGS]) + part[9:]
        if name in _WEBP_KEPT:
            yield part
        at += len(part)


def _resized(webp: bytes) -> bytes:
    return webp[:4] + (len(webp) - 8).to_bytes(4, "little") + webp[8:]


def _gif(content: bytes) -> Iterator[bytes]:
    at = 13 + _palette(content[10])
    yield content[:at]
    while content[at] != _GIF_TRAILER:
        if content[at] == _GIF_EXTENSION:
            label, end = content[at + 1], _blocks_end(content, at + 2)
            loops = content[at + 3 : at + 14] in _GIF_LOOPS
            dropped = label == _GIF_COMMENT or (label == _GIF_APPLICATION and not loops)
        elif content[at] == _GIF_IMAGE:
            dropped, end = False, _blocks_end(content, at + 11 + _palette(content[at + 9]))
        else:
            raise ValueError
        if not dropped:
            yield content[at:end]
        at = end
    yield content[at : at + 1]


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


def _number(big_endian: bytes) -> int:
    return int.from_bytes(big_endian, "big")


def _whole(content: bytes, at: int, size: int) -> bytes:
    if at + size > len(content):
        raise ValueError
    return content[at : at + size]


_READERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}

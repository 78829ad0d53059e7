"""Small image files as people have them: photos with a place in them, drawings with transparent parts, animations."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

CANARY = "AuroraCanary7341"
"""Stands in every file's metadata, and is to stand in no file that is stored."""

# 45.464211 N, 9.191383 E as EXIF writes it.
_LATITUDE, _LONGITUDE = (45.0, 27.0, 51.1596), (9.0, 11.0, 28.9788)
PALETTE = 3
_GPS, _ORIENTATION, _MAKE, _NOTE = 0x8825, 0x0112, 0x010F, 0x010E


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone notes: its maker, how it was held, and where."""
    noted = Image.Exif()
    noted[_MAKE], noted[_NOTE], noted[_ORIENTATION] = "Aurora Phones", CANARY, orientation
    noted[_GPS] = {1: "N", 2: _LATITUDE, 3: "E", 4: _LONGITUDE, 29: CANARY}
    return noted


def photo(size: tuple[int, int] = (400, 300), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """An image of one colour per corner, in the given format and mode."""
    return encoded(Image.linear_gradient("L").resize(size).convert(mode), kind, **options)


def noise(size: tuple[int, int], kind: str, **options: Any) -> bytes:
    """An image that no encoder makes small; the same each time."""
    content = random.Random(7).randbytes(size[0] * size[1] * 3)
    return encoded(Image.frombytes("RGB", size, content), kind, **options)


def moving_gif(frames: int = 3, size: tuple[int, int] = (400, 300)) -> bytes:
    """An animation that loops, with a comment in it."""
    pictures = [Image.new("RGB", size, (80 * number, 40, 40)) for number in range(frames)]
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:], loop=0, comment=CANARY.encode())


def noted_png(size: tuple[int, int] = (400, 300)) -> bytes:
    """A PNG with a text and EXIF in it."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY)
    return photo(size, "PNG", pnginfo=notes, exif=exif())


def png_head(width: int, height: int, colour: int, extra: bytes = b"") -> bytes:
    """A PNG of the size and colour type (W3C PNG, 11.2.1) that ends where its picture would begin; `extra` names a
    chunk before that."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))]
    chunks += [(b"PLTE", bytes(6))] if colour == PALETTE else []
    chunks += [(extra, bytes(6 if colour != PALETTE else 1))] if extra else []
    chunks += [(b"IDAT", b"")]
    written = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The file's bytes."""
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def read(content: bytes) -> Image.Image:
    """The image in these bytes, loaded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image

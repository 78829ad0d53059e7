"""Local images, measured before they are planned and uploaded. For the command line: functions have no Pillow."""

import hashlib
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from portavoce.planning.calendar_file import Calendar, CalendarRow
from portavoce.planning.model import MediaFacts, PlanRow, Remark

# Phones save JPEG with a second picture or a depth map behind the first: Pillow calls it MPO, platforms see JPEG.
_SAME_AS = {"MPO": "JPEG"}
_ORIENTATION, _TURNED = 0x0112, range(5, 9)  # EXIF 2.32, 4.6.4: rows and columns change places
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "BMP": "bmp", "TIFF": "tiff"}


class MediaRefused(Exception):
    """A file is not there or is no image that can be measured; the message names it."""


class Measured(NamedTuple):
    """The rows with their images measured, remarks on rows whose images are wrong, and which file each key is."""

    rows: list[PlanRow]
    refused: list[Remark]
    files: dict[str, Path]


def measure(path: Path, named: str, alt_text: str = "") -> MediaFacts:
    """The facts of one image, from its bytes and never from its name, turned as its EXIF says.

    `named` is how the row names it. Raises MediaRefused."""
    try:
        content = path.read_bytes()
        with Image.open(io.BytesIO(content)) as image:
            kind = _SAME_AS.get(image.format or "", image.format or "")
            turned = image.getexif().get(_ORIENTATION) in _TURNED
            width, height = reversed(image.size) if turned else image.size
            image.load()
    except FileNotFoundError:
        raise MediaRefused(f"the image {named} is not there (looked in {path.parent})") from None
    except UnidentifiedImageError:
        raise MediaRefused(f"{named} is not an image") from None
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise MediaRefused(f"the image {named} cannot be read: {error}") from None
    extension = _EXTENSIONS.get(kind, kind.lower())
    return MediaFacts(
        path=named,
        key=f"media/{hashlib.sha256(content).hexdigest()}.{extension}",
        mime_type=Image.MIME.get(kind, "application/octet-stream"),
        size_bytes=len(content),
        width=width,
        height=height,
        alt_text=alt_text,
    )


def measured(calendar: Calendar, folder: Path) -> Measured:
    """The calendar's rows with every image measured; paths are relative to `folder`, where the calendar is."""
    result = Measured([], list(calendar.refused), {})
    for row in calendar.rows:
        try:
            facts = [measure(folder / name, name, text) for name, text in _images(row)]
        except MediaRefused as error:
            result.refused.append(Remark(row=row.row, post=row.post, channel=row.channel, message=str(error)))
            continue
        result.files.update({one.key: folder / one.path for one in facts})
        fields = row.model_dump(exclude={"media", "alt_texts"})
        result.rows.append(PlanRow(media=tuple(facts), **fields))
    return result


def _images(row: CalendarRow) -> list[tuple[str, str]]:
    texts = (*row.alt_texts, *[""] * len(row.media))
    return list(zip(row.media, texts, strict=False))

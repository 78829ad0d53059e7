"""Local images, measured before they are planned and uploaded. For the command line: functions have no Pillow."""

import hashlib
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from portavoce.planning.calendar_file import Calendar
from portavoce.planning.calendar_row import CalendarPart
from portavoce.planning.model import MediaFacts, PartRow, PlanRow, Remark

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
            facts = [_facts(part, folder) for part in (row, *row.thread)]
        except MediaRefused as error:
            result.refused.append(Remark(row=row.row, post=row.post, channel=row.channel, message=str(error)))
            continue
        result.files.update({one.key: folder / one.path for media in facts for one in media})
        parts = [PartRow(text=part.text, media=media) for part, media in zip(row.thread, facts[1:], strict=True)]
        fields = row.model_dump(exclude={"media", "alt_texts", "thread"})
        result.rows.append(PlanRow(media=facts[0], thread=tuple(parts), **fields))
    return result


def _facts(part: CalendarPart, folder: Path) -> tuple[MediaFacts, ...]:
    texts = (*part.alt_texts, *[""] * len(part.media))
    return tuple(measure(folder / name, name, text) for name, text in zip(part.media, texts, strict=False))

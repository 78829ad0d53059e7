"""An image file opened with Pillow, by what is in it: whole, of bounded size, or refused by name."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from PIL import Image, UnidentifiedImageError
from pillow_heif import register_heif_opener

from portavoce.planning.media.kind import MediaRefused

# The photos of iPhones. Pillow itself reads AVIF.
register_heif_opener()

# Phones save JPEG with a second picture or a depth map behind the first: Pillow calls it MPO, platforms see JPEG.
_SAME_AS = {"MPO": "JPEG", "HEIF": "HEIC"}
# Of the other formats some hold several pictures, but none that follow each other in time.
_MAY_MOVE = frozenset({"GIF", "PNG", "WEBP", "AVIF"})
_ORIENTATION, _UPRIGHT = 0x0112, (None, 0, 1)  # EXIF 2.32, 4.6.4
# TIFF 6.0: how the points lie in the file, which is said where camera data would stand; 34675 is the colour profile.
_LAYOUT_OF_TIFF = frozenset(
    {*range(254, 260), 262, 266, 273, 274, *range(277, 285), 296, 317, *range(320, 326), 330, *range(338, 342), 34675}
)

_MILLION = 1_000_000
_MOST_LAYERED_PIXELS = 40 * _MILLION
"""Of a picture with four values a pixel (transparency, the colours of a printer): drawing one of 88 million takes
1.9 GiB and up to 55 s, and its function has 2 GiB and 29 s."""
_LAYERED = frozenset({"RGBA", "RGBa", "LA", "La", "PA", "CMYK"})


class Picture(NamedTuple):
    """An opened image: its format as Pillow names it, and what matters for fitting it.

    `turned`: the camera noted that the picture is to be turned. `tables`: a JPEG's own measure of quality."""

    image: Image.Image
    content: bytes
    named: str
    kind: str
    moving: bool
    turned: bool
    has_exif: bool
    tables: Any

    @property
    def needs_drawing(self) -> bool:
        """True when no platform shows it as it was meant: it lies on its side, or has the colours of a
        printer or the grey of a scanner."""
        return self.turned or self.image.mode == "CMYK" or self.deep

    @property
    def deep(self) -> bool:
        """True of grey in 16 bits or more, which Pillow keeps and screens do not show."""
        return self.image.mode.startswith(("I", "F"))


@contextmanager
def open_image(content: bytes, named: str) -> Iterator[Picture]:
    """The image in these bytes, read whole; `named` is how the row names it. Raises MediaRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # A damaged note in a file is no reason to refuse its picture: notes are left out anyhow.
            warnings.filterwarnings("ignore", category=UserWarning, module="PIL")
            image = Image.open(io.BytesIO(content))
            _refuse_if_too_large(image, named)
            picture = _picture(image, content, named)
            image.load()
    except UnidentifiedImageError:
        raise MediaRefused(f"{named} is not an image") from None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        most = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
        raise MediaRefused(f"the image {named} has more than {most} million pixels: make it smaller") from None
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        raise MediaRefused(f"the image {named} cannot be read: {error}") from None
    with image:
        yield picture


def _refuse_if_too_large(image: Image.Image, named: str) -> None:
    """Raises MediaRefused. By the file's head alone: nothing has been unpacked yet."""
    pixels = image.width * image.height
    if pixels > _MOST_LAYERED_PIXELS and (image.mode in _LAYERED or "transparency" in image.info):
        what = "the colours of a printer" if image.mode == "CMYK" else "transparency"
        raise MediaRefused(
            f"the image {named} has {pixels / _MILLION:.0f} million pixels and {what}: at most "
            f"{_MOST_LAYERED_PIXELS // _MILLION} million are taken so, make it smaller or save it without"
        )


def _picture(image: Image.Image, content: bytes, named: str) -> Picture:
    kind = _SAME_AS.get(image.format or "", image.format or "")
    exif = image.getexif()
    return Picture(
        image=image,
        content=content,
        named=named,
        kind=kind,
        moving=kind in _MAY_MOVE and getattr(image, "n_frames", 1) > 1,
        turned=exif.get(_ORIENTATION) not in _UPRIGHT,
        has_exif=bool(set(exif) - (_LAYOUT_OF_TIFF if kind == "TIFF" else frozenset())) or "xmp" in image.info,
        tables=getattr(image, "quantization", None) if image.mode in {"L", "RGB"} else None,
    )

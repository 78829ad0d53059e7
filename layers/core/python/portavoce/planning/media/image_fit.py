"""One image made to fit what a platform takes, with a sentence for each thing that was changed. Uses Pillow.

The image is turned upright, rid of its metadata, brought into a format that is taken, made small enough and padded to
a ratio that is taken. What is too small is refused: nothing is ever enlarged or cut off."""

import hashlib
import io
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, sqrt
from typing import Any, NamedTuple, cast

from PIL import Image, ImageOps

from portavoce.planning.media.image import Picture, open_image
from portavoce.planning.media.image_metadata import without_metadata
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.limits import megabytes, misfits
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import ImageRule, KindRule

RECIPE = 1
"""Part of every changed image's name: it grows when the same input is to give another image."""

# Pillow has a table of its own, which knows a format only when a file of it was opened.
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
_WRITTEN = ("JPEG", "PNG", "WEBP")
_QUALITIES = (90, 80, 70)
# So far from the limit only the last and strongest attempt is worth its time.
_FAR_OFF = 2
_LEAST_SHRINK = 0.9
# A picture whose shorter side is below this is not worth looking at: then it is refused.
_SMALLEST_SIDE = 200
_WHITE = "white"
_PLAIN_RATIO = 20
_DEEPEST = 65_535

type _Size = tuple[int, int]


class Fitted(NamedTuple):
    """The bytes to be stored, their facts, and what was changed: sentences without their subject. `altered`: more than
    notes within the file."""

    content: bytes
    facts: MediaFacts
    changes: tuple[str, ...]
    altered: bool


class _Kept(NamedTuple):
    """What is to be stored: `inner` is the picture's own size within `canvas`, `name` 64 hexadecimal digits."""

    content: bytes
    kind: str
    canvas: _Size
    inner: _Size
    name: str


def fit(content: bytes, named: str, rule: KindRule, title: str, alt_text: str = "") -> Fitted:
    """The image as `title` takes it in a post of the kind that `rule` describes; `named` is how the row names it.

    An image that fits is kept as it is, but for its metadata. The name of one that was drawn anew is made of the bytes
    that came in and of what was to be done to them, so that it stays the same whichever Pillow draws it.
    Raises MediaRefused, with the number."""
    with open_image(content, named) as picture:
        limits = _limits(picture, rule, title)
        _refuse_what_moves(picture, limits, title)
        clean = without_metadata(content, picture.kind)
        upright = ImageOps.exif_transpose(picture.image) if picture.turned else picture.image
        if clean is not None and (picture.moving or _fits(picture, upright, clean, limits)):
            name = hashlib.sha256(clean).hexdigest()
            kept = _Kept(clean, picture.kind, upright.size, upright.size, name)
        else:
            kept = _draw_anew(picture, upright, limits, title)
        cleaned = [*_cleaning_remarks(picture, clean)]
        altered = [*_drawing_remarks(picture, upright, kept, limits)]
    facts = _facts(kept, named, alt_text)
    if reasons := [f"{named} {words}" for words in misfits(facts, limits, title)]:
        raise MediaRefused("; ".join(reasons))
    return Fitted(kept.content, facts, (*cleaned, *altered), altered=bool(altered))


def _fits(picture: Picture, upright: Image.Image, clean: bytes, limits: ImageRule) -> bool:
    return (
        _TYPES.get(picture.kind) in limits.mime_types
        and len(clean) <= limits.max_bytes
        and _canvas(upright.size, limits) == upright.size
        and not picture.needs_drawing
    )


def _draw_anew(picture: Picture, upright: Image.Image, limits: ImageRule, title: str) -> _Kept:
    """Draws the image anew. Raises MediaRefused."""
    kind = _target(picture, upright, limits, title)
    content, canvas, inner = _draw(picture, upright, kind, limits, title)
    recipe = f"{RECIPE} {kind} {limits.min_ratio} {limits.max_ratio} {limits.min_width} {limits.max_bytes}"
    name = hashlib.sha256(hashlib.sha256(picture.content).digest() + recipe.encode()).hexdigest()
    return _Kept(content, kind, canvas, inner, name)


def _limits(picture: Picture, rule: KindRule, title: str) -> ImageRule:
    limits = rule.gifs if rule.gifs and picture.kind == "GIF" and picture.moving else rule.images
    if limits is None:
        raise MediaRefused(f"{title} takes no images in a post of this kind: {picture.named} is one")
    return limits


def _refuse_what_moves(picture: Picture, limits: ImageRule, title: str) -> None:
    """Nothing that moves is ever drawn anew. Raises MediaRefused."""
    if not picture.moving:
        return
    if _TYPES.get(picture.kind) not in limits.mime_types & limits.moving_types:
        name = picture.named.rpartition("/")[2]
        raise MediaRefused(
            f"{picture.named} is a moving {picture.kind}, which {title} would show as a still or not at all: "
            f'`portavoce media film "{name}"` makes a video of it, beside it'
        )
    if picture.turned:
        raise MediaRefused(f"{picture.named} is a moving {picture.kind} that lies on its side: save it upright")


def _target(picture: Picture, upright: Image.Image, limits: ImageRule, title: str) -> str:
    """The format to draw in. Raises MediaRefused."""
    taken = [kind for kind in _WRITTEN if _TYPES[kind] in limits.mime_types]
    if picture.moving or not taken:
        known = ", ".join(sorted(limits.mime_types))
        raise MediaRefused(f"{picture.named} is {picture.kind} and cannot be made what {title} takes: {known}")
    see_through = _has_transparency(upright)
    # A large picture without transparent parts is a photograph: as JPEG it need not be made smaller.
    photograph = not see_through and len(picture.content) > limits.max_bytes
    if picture.kind in taken and not (photograph and "JPEG" in taken):
        return picture.kind
    is_drawing = see_through or upright.mode in {"1", "P"}
    return "PNG" if is_drawing and "PNG" in taken else taken[0]


def _canvas(size: _Size, limits: ImageRule) -> _Size:
    """The smallest size of a ratio that is taken which holds `size`."""
    width, height = size
    if limits.min_ratio and width < limits.min_ratio * height:
        return ceil(Fraction(limits.min_ratio) * height), height
    if limits.max_ratio and width > limits.max_ratio * height:
        return width, ceil(width / Fraction(limits.max_ratio))
    return size


def _draw(
    picture: Picture, upright: Image.Image, kind: str, limits: ImageRule, title: str
) -> tuple[bytes, _Size, _Size]:
    """The largest and best drawing within the size limit, with its size and the picture's in it.

    Raises MediaRefused when there is none."""
    source = _convert_colours(upright, kind, is_padded=_canvas(upright.size, limits) != upright.size)
    inner = upright.size
    while True:
        canvas = _canvas(inner, limits)
        shown = _pad_to(source if inner == source.size else source.resize(inner, Image.Resampling.LANCZOS), canvas)
        attempts = [*_options(picture, shown, kind)]
        while attempts:
            content = _encode(shown, kind, attempts.pop(0))
            if len(content) <= limits.max_bytes:
                return content, canvas, inner
            if len(content) > _FAR_OFF * limits.max_bytes:
                attempts = attempts[-1:]
        shrink = min(_LEAST_SHRINK, sqrt(limits.max_bytes / len(content)))
        smaller = (int(inner[0] * shrink), int(inner[1] * shrink))
        if min(smaller) < _SMALLEST_SIDE or _canvas(smaller, limits)[0] < (limits.min_width or 0):
            raise MediaRefused(
                f"{picture.named} still has {megabytes(len(content))} MB at {inner[0]}×{inner[1]}, "
                f"{title} takes at most {megabytes(limits.max_bytes)} MB: give it a simpler image"
            )
        inner = smaller


def _convert_colours(image: Image.Image, kind: str, *, is_padded: bool) -> Image.Image:
    if _has_transparency(image):
        rgba = image.convert("RGBA")
        if kind != "JPEG" and not is_padded:
            return rgba
        ground = Image.new("RGBA", image.size, _WHITE)
        ground.alpha_composite(rgba)
        return _with_profile(ground.convert("RGB"), image)
    if image.mode in {"L", "RGB"}:
        return image
    if image.mode.startswith(("I", "F")):
        return _shallow(image)
    return _with_profile(image.convert("RGB"), image)


def _shallow(image: Image.Image) -> Image.Image:
    """Grey of 16 bits in the 256 steps of a screen. What has other numbers is spread from its darkest to its lightest:
    Pillow would cut all above 255 off, and show white."""
    values = image.convert("F")
    lowest, highest = cast("tuple[float, float]", values.getextrema())
    low, high = (0.0, _DEEPEST) if image.mode != "F" and lowest >= 0 and highest <= _DEEPEST else (lowest, highest)
    scale = 255 / ((high - low) or 1)
    return values.point(lambda value: value * scale + (-low * scale)).convert("L")


def _with_profile(drawn: Image.Image, source: Image.Image) -> Image.Image:
    """A profile of another colour space than the one drawn in would falsify the colours."""
    keeps = source.mode in {"RGB", "RGBA"} and "icc_profile" in source.info
    drawn.info = {"icc_profile": source.info["icc_profile"]} if keeps else {}
    return drawn


def _has_transparency(image: Image.Image) -> bool:
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return isinstance(lowest, int) and lowest < 255  # noqa: PLR2004 - opaque


def _pad_to(image: Image.Image, canvas: _Size) -> Image.Image:
    if image.size == canvas:
        return image
    ground = Image.new(image.mode, canvas, _WHITE)
    ground.paste(image, ((canvas[0] - image.width) // 2, (canvas[1] - image.height) // 2))
    ground.info = image.info
    return ground


def _options(picture: Picture, shown: Image.Image, kind: str) -> Iterator[dict[str, Any]]:
    """What to try, the best first. A JPEG that is only turned or padded keeps the quality that it came with."""
    profile = {"icc_profile": shown.info.get("icc_profile")}
    if kind == "PNG":
        yield profile | {"optimize": True}
        return
    if kind == "JPEG" and picture.tables:
        yield profile | {"qtables": picture.tables, "optimize": True}
    for quality in _QUALITIES:
        yield profile | {"quality": quality} | ({"optimize": True, "progressive": True} if kind == "JPEG" else {})


def _encode(image: Image.Image, kind: str, options: dict[str, Any]) -> bytes:
    bare = image.copy()
    bare.info = {}
    content = io.BytesIO()
    bare.save(content, kind, **options)
    return content.getvalue()


def _facts(kept: _Kept, named: str, alt_text: str) -> MediaFacts:
    return MediaFacts(
        path=named,
        key=f"media/{kept.name}.{_EXTENSIONS[kept.kind]}",
        mime_type=_TYPES[kept.kind],
        size_bytes=len(kept.content),
        width=kept.canvas[0],
        height=kept.canvas[1],
        alt_text=alt_text,
    )


def _cleaning_remarks(picture: Picture, clean: bytes | None) -> Iterator[str]:
    if picture.has_exif:
        yield "location and camera data removed"
    elif clean is not None and clean != picture.content:
        yield "notes within the file removed"


def _drawing_remarks(picture: Picture, upright: Image.Image, kept: _Kept, limits: ImageRule) -> Iterator[str]:
    if picture.turned:
        yield "turned upright"
    if kept.kind != picture.kind:
        yield f"re-encoded from {picture.kind} to {kept.kind}"
    if picture.deep:
        yield "grey of 16 bits brought to the 8 bits of a screen"
    if picture.image.mode == "CMYK":
        yield "colours converted from print (CMYK) to screen (RGB)"
    if (kept.kind == "JPEG" or kept.canvas != kept.inner) and _has_transparency(upright):
        yield "transparent parts made white"
    if kept.inner != upright.size:
        yield f"scaled from {_text(upright.size)} to {_text(kept.inner)}"
    if len(picture.content) > limits.max_bytes:
        yield f"compressed from {_about(picture.content)} MB to {_about(kept.content)} MB"
    if kept.canvas != kept.inner:
        ratio = limits.min_ratio if kept.canvas[0] > kept.inner[0] else limits.max_ratio
        yield f"padded from {_text(kept.inner)} to {_text(kept.canvas)}, {_ratio(Fraction(ratio or 1))}"


def _about(content: bytes) -> str:
    return f"{len(content) / 1_000_000:.3g}"


def _text(size: _Size) -> str:
    return f"{size[0]}×{size[1]}"


def _ratio(ratio: Fraction) -> str:
    plain = ratio.denominator <= _PLAIN_RATIO
    return f"{ratio.numerator}:{ratio.denominator}" if plain else f"{float(ratio):g}:1"

"""How a platform shows a post's images and videos before somebody opens one: in which shape, and what is cut. Pure."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, Protocol

from portavoce.platforms.manifest import GalleryRule, Manifest, PostKind

Layout = Literal["alone", "carousel", "grid"]
TALL = (9, 16)
"""The shape of a story and of a reel: a phone's screen."""
_SAME = Fraction(1, 50)
_TWO, _THREE = 2, 3


class Sized(Protocol):
    """What has a width and a height in pixels."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


class Framing(NamedTuple):
    """`frame` is width and height of the whole, to each other; None: an image's own. `cut` says of each whether it is
    shown cut; of those after the last in `cut` a reader sees only how many they are."""

    layout: Layout
    frame: tuple[int, int] | None
    cut: tuple[bool, ...]


def frame_media(manifest: Manifest, kind: PostKind, media: Sequence[Sized]) -> Framing:
    """How these media of one post stand."""
    rule = manifest.gallery
    if kind != "post":
        return Framing("alone" if len(media) == 1 else "carousel", TALL, (False,) * len(media))
    if len(media) <= 1:
        return _alone(rule, media)
    if rule.carousel:
        frame = (media[0].width, media[0].height)
        return Framing("carousel", frame, tuple(_differs(one, Fraction(*frame)) for one in media))
    return _grid(rule, media)


def _alone(rule: GalleryRule, media: Sequence[Sized]) -> Framing:
    tallest = Fraction(rule.tallest) if rule.tallest else None
    if media and tallest and _ratio(media[0]) < tallest:
        return Framing("alone", (tallest.numerator, tallest.denominator), (True,))
    return Framing("alone", None, (False,) * len(media))


def _grid(rule: GalleryRule, media: Sequence[Sized]) -> Framing:
    most = max(rule.frames, default=4)
    count = min(len(media), most)
    frame = rule.frames.get(count, (1, 1))
    cells = _cells(count, Fraction(*frame))
    return Framing("grid", frame, tuple(_differs(one, cell) for one, cell in zip(media, cells, strict=False)))


def _cells(count: int, frame: Fraction) -> list[Fraction]:
    """The shape of each cell: two columns; of three the first stands beside the two others; of five, three in the
    second row."""
    if count == _TWO:
        return [frame / 2] * 2
    if count == _THREE:
        return [frame / 2, frame, frame]
    return [frame] * 4 if count <= 4 else [frame, frame, *[frame * Fraction(2, 3)] * 3]  # noqa: PLR2004


def _differs(one: Sized, shape: Fraction) -> bool:
    return abs(_ratio(one) / shape - 1) > _SAME


def _ratio(one: Sized) -> Fraction:
    return Fraction(one.width, one.height)

"""Whatever image comes and whatever a platform takes: what is stored fits, or the image is refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portavoce.planning.media.image_fit import fit
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.limits import misfits
from portavoce.platforms.manifest import ImageRule, KindRule
from tests.pictures import CANARY, encoded, exif, read

MODES = {
    "JPEG": ("L", "RGB", "CMYK"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("P", "L"),
    "BMP": ("1", "L", "RGB"),
    "TIFF": ("RGB", "CMYK"),
}
TAKES_EXIF = ("JPEG", "PNG", "WEBP")
FORMATS = ("image/jpeg", "image/png", "image/webp", "image/gif")
sides = st.integers(1, 700)


@st.composite
def images(draw: st.DrawFn) -> bytes:
    kind = draw(st.sampled_from(sorted(MODES)))
    mode = draw(st.sampled_from(MODES[kind]))
    size = (draw(sides), draw(sides))
    picture = Image.linear_gradient("L").resize(size) if draw(st.booleans()) else Image.effect_noise(size, 90)
    options: dict[str, Any] = {"exif": exif(draw(st.integers(0, 8)))} if kind in TAKES_EXIF else {}
    # Pillow knows no way from eight bits to sixteen but by numbers.
    drawn = Image.new(mode, size, 40_000) if mode == "I;16" else picture.convert(mode)
    return encoded(drawn, kind, **options)


@st.composite
def rules(draw: st.DrawFn) -> ImageRule:
    ratios = st.decimals(Decimal("0.4"), Decimal("2.5"), places=2)
    low, high = sorted((draw(ratios), draw(ratios)))
    bounded = draw(st.booleans())
    return ImageRule(
        max_count=1,
        mime_types=frozenset(draw(st.sets(st.sampled_from(FORMATS), min_size=1))),
        max_bytes=draw(st.integers(500, 300_000)),
        min_ratio=low if bounded else None,
        max_ratio=high if bounded else None,
        min_width=draw(st.none() | st.integers(1, 800)),
        source="a test",
    )


@pytest.mark.takes_long("many images are drawn and encoded")
@given(images(), rules())
@settings(max_examples=150, deadline=None)
def test_what_is_stored_satisfies_the_rule_and_carries_no_metadata_or_the_image_is_refused(
    content: bytes, limits: ImageRule
) -> None:
    try:
        found = fit(content, "any.jpg", KindRule(images=limits), "Aurora")
    except MediaRefused as refused:
        assert str(refused).startswith("any.jpg")
        return
    assert list(misfits(found.facts, limits, "Aurora")) == []
    stored = read(found.content)
    assert (Image.MIME[stored.format or ""], *stored.size) == (
        found.facts.mime_type,
        found.facts.width,
        found.facts.height,
    )
    assert found.facts.size_bytes == len(found.content)
    assert CANARY.encode() not in found.content
    assert not stored.getexif()
    assert bool(found.changes) == (found.content != content)


@given(images(), rules())
@settings(max_examples=60, deadline=None)
def test_what_fits_once_is_left_alone_the_second_time(content: bytes, limits: ImageRule) -> None:
    try:
        first = fit(content, "any.jpg", KindRule(images=limits), "Aurora")
    except MediaRefused:
        return
    second = fit(first.content, "any.jpg", KindRule(images=limits), "Aurora")
    assert (second.content, second.changes) == (first.content, ())

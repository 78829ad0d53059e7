"""Metadata leave an image file, its pixels stay as they were."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageSequence

from portavoce.planning.media.image_metadata import without_metadata
from tests.pictures import CANARY, encoded, exif, moving_gif, noted_png, photo, read

XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
PROFILE = b"\0" * 128 + b"a colour profile"
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "jpeg": ("JPEG", lambda: photo(exif=exif(), comment=CANARY, xmp=XMP, icc_profile=PROFILE)),
    "progressive jpeg": ("JPEG", lambda: photo(exif=exif(), progressive=True, icc_profile=PROFILE)),
    "two jpegs in one": (
        "JPEG",
        lambda: encoded(read(photo()), "MPO", save_all=True, append_images=[read(photo())], exif=exif()),
    ),
    "jpeg with a video behind it": ("JPEG", lambda: photo(exif=exif()) + CANARY.encode() + b"\xff\xd9"),
    "png": ("PNG", noted_png),
    "webp": ("WEBP", lambda: photo(kind="WEBP", exif=exif(), xmp=XMP, icc_profile=PROFILE)),
    "lossless webp": ("WEBP", lambda: photo(kind="WEBP", mode="RGBA", lossless=True, exif=exif())),
    "moving gif": ("GIF", moving_gif),
}


@pytest.mark.parametrize("name", FILES)
def test_a_picture_without_its_metadata_is_the_same_picture(name: str) -> None:
    kind, make = FILES[name]
    content = make()
    clean = without_metadata(content, kind)
    assert clean is not None
    assert CANARY.encode() in content
    assert CANARY.encode() not in clean
    before, after = read(content), read(clean)
    assert not after.getexif()
    assert "xmp" not in after.info
    assert after.info.get("icc_profile") == before.info.get("icc_profile")
    assert (after.format, after.size) == (kind, before.size)
    assert ImageChops.difference(before.convert("RGBA"), after.convert("RGBA")).getbbox(alpha_only=False) is None


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_metadata_stays_as_it_is(name: str) -> None:
    kind, make = FILES[name]
    clean = without_metadata(make(), kind)
    assert clean is not None
    assert without_metadata(clean, kind) == clean


def test_an_animation_goes_on_moving_and_looping() -> None:
    clean = read(without_metadata(moving_gif(4), "GIF") or b"")
    assert len(list(ImageSequence.Iterator(clean))) == 4
    assert clean.info["loop"] == 0


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_breaks_off_or_is_of_another_kind_is_not_guessed_at(name: str) -> None:
    kind, make = FILES[name]
    whole = without_metadata(make(), kind) or b""
    for length in range(min(len(whole), 60)):
        assert without_metadata(whole[:length], kind) is None
    assert without_metadata(b"no image at all, only words that stand here", kind) is None
    assert without_metadata(photo(kind="BMP"), "BMP") is None


def test_a_jpeg_may_have_bytes_that_fill_before_a_marker() -> None:
    content = photo(exif=exif())
    assert without_metadata(content[:2] + b"\xff\xff" + content[2:], "JPEG") == without_metadata(content, "JPEG")


def test_the_colours_of_a_printed_jpeg_are_read_as_before() -> None:
    content = encoded(Image.new("CMYK", (40, 30), (10, 90, 200, 30)), "JPEG", exif=exif())
    clean = without_metadata(content, "JPEG")
    assert clean is not None
    assert read(clean).getpixel((5, 5)) == read(content).getpixel((5, 5))


def test_a_webp_no_longer_announces_what_it_lost() -> None:
    content = photo(kind="WEBP", exif=exif(), xmp=XMP, icc_profile=PROFILE)
    clean = without_metadata(content, "WEBP") or b""
    # RFC 9649, section 2.7: the flags follow the header of VP8X, which comes first; ICC 0x20, Exif 0x08, XMP 0x04.
    assert (content[12:16], content[20] & 0x2C, clean[20] & 0x2C) == (b"VP8X", 0x2C, 0x20)
    assert int.from_bytes(clean[4:8], "little") == len(clean) - 8

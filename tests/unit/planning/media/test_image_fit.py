"""An image is brought into what a platform takes, and whoever plans is told what was changed."""

import hashlib
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image, ImageCms

from portavoce.planning.media.image_fit import Fitted, fit
from portavoce.planning.media.kind import MediaRefused
from portavoce.platforms import discovery
from portavoce.platforms.manifest import ImageRule, KindRule
from tests.pictures import CANARY, encoded, exif, moving_gif, noise, noted_png, photo, png_head, read

JPEG, PNG, WEBP, GIF = "image/jpeg", "image/png", "image/webp", "image/gif"


def rule(*mime_types: str, gifs: bool = False, **limits: Any) -> KindRule:
    fields = {"max_count": 10, "max_bytes": 1_000_000, "source": "a test"}
    images = ImageRule(mime_types=frozenset(mime_types), **(fields | limits))
    gif = ImageRule(mime_types=frozenset({GIF}), max_count=1, max_bytes=1_000_000, source="a test")
    return KindRule(images=images, gifs=gif if gifs else None)


SQUARISH: dict[str, Any] = {"min_ratio": Decimal("0.8"), "max_ratio": Decimal("1.91")}


def fitted(content: bytes, wanted: KindRule) -> Fitted:
    return fit(content, "cup.jpg", wanted, "Aurora", "A cup")


def test_an_image_that_fits_is_kept_to_the_byte() -> None:
    content = photo()
    found = fitted(content, rule(JPEG, **SQUARISH))
    assert (found.content, found.changes) == (content, ())
    assert (found.facts.width, found.facts.height, found.facts.size_bytes) == (400, 300, len(content))
    assert (found.facts.mime_type, found.facts.alt_text) == (JPEG, "A cup")


@pytest.mark.parametrize(
    "content",
    [
        photo(exif=exif(), comment=CANARY),
        photo(exif=exif(6), comment=CANARY),
        encoded(read(photo()), "MPO", save_all=True, append_images=[read(photo())], exif=exif()),
        noted_png(),
        photo(kind="WEBP", exif=exif()),
        photo((300, 1000), exif=exif()),
        photo(kind="TIFF", tiffinfo={270: CANARY}),
        moving_gif(),
    ],
    ids=["jpeg", "turned", "two pictures", "png", "webp", "padded", "tiff", "gif"],
)
@pytest.mark.parametrize("taken", [(JPEG, PNG, WEBP), (JPEG,), (PNG,), (WEBP,)], ids=" ".join)
def test_where_a_photo_was_taken_never_reaches_the_stored_bytes(content: bytes, taken: tuple[str, ...]) -> None:
    found = fitted(content, rule(*taken, gifs=True, **SQUARISH))
    assert CANARY.encode() in content
    assert CANARY.encode() not in found.content
    assert not read(found.content).getexif()
    assert any("removed" in change for change in found.changes)


def test_removing_the_metadata_leaves_the_pixels_as_they_were() -> None:
    content = photo(exif=exif())
    found = fitted(content, rule(JPEG))
    assert found.changes == ("location and camera data removed",)
    assert read(found.content).tobytes() == read(content).tobytes()


def test_a_photo_that_lies_on_its_side_is_turned_upright() -> None:
    found = fitted(photo((400, 300), exif=exif(6)), rule(JPEG))
    assert found.changes == ("location and camera data removed", "turned upright")
    assert (found.facts.width, found.facts.height) == read(found.content).size == (300, 400)
    # The gradient is dark at the top; a camera that was turned to the left has that on the right.
    upright = read(found.content).convert("L")
    assert upright.getpixel((5, 200)) > upright.getpixel((295, 200))  # type: ignore[operator]


def test_transparent_parts_become_white_where_only_jpeg_is_taken() -> None:
    found = fitted(encoded(Image.new("RGBA", (400, 300), (200, 0, 0, 0)), "PNG"), rule(JPEG))
    assert found.changes == ("re-encoded from PNG to JPEG", "transparent parts made white")
    assert read(found.content).getpixel((200, 150)) == (255, 255, 255)
    assert found.facts.key.endswith(".jpg")


def test_a_drawing_goes_where_png_is_taken_as_png_and_a_photo_as_jpeg() -> None:
    drawing = fitted(encoded(Image.new("P", (400, 300)), "GIF"), rule(JPEG, PNG))
    assert (drawing.facts.mime_type, drawing.changes) == (PNG, ("re-encoded from GIF to PNG",))
    assert fitted(photo(kind="BMP"), rule(JPEG, PNG)).facts.mime_type == JPEG


@pytest.mark.parametrize(
    ("size", "canvas", "change"),
    [
        ((400, 1000), (800, 1000), "padded from 400×1000 to 800×1000, 4:5"),
        ((1910, 500), (1910, 1000), "padded from 1910×500 to 1910×1000, 1.91:1"),
    ],
)
def test_an_image_of_a_ratio_that_is_not_taken_gets_a_plain_margin_and_loses_nothing(
    size: tuple[int, int], canvas: tuple[int, int], change: str
) -> None:
    found = fitted(encoded(Image.new("RGB", size, "black"), "JPEG"), rule(JPEG, **SQUARISH))
    assert found.changes == (change,)
    drawn = read(found.content).convert("L")
    assert drawn.size == (found.facts.width, found.facts.height) == canvas
    assert drawn.getpixel((2, 2)) == 255
    assert sum(value < 128 for value in drawn.tobytes()) == size[0] * size[1]


def test_an_image_that_is_too_large_is_compressed_first_and_made_smaller_only_if_it_must() -> None:
    content = noise((600, 400), "JPEG", quality=98)
    lightly = fitted(content, rule(JPEG, max_bytes=len(content) - 20_000))
    assert (lightly.facts.width, lightly.facts.height) == (600, 400)
    assert [change.split(" ")[0] for change in lightly.changes] == ["compressed"]
    hard = fitted(content, rule(JPEG, max_bytes=60_000))
    assert hard.facts.size_bytes <= 60_000
    assert hard.facts.width < 600
    assert hard.changes[0] == f"scaled from 600×400 to {hard.facts.width}×{hard.facts.height}"
    assert hard.changes[1].startswith(f"compressed from {len(content) / 1e6:.3g} MB to ")


def test_a_large_photo_saved_as_png_becomes_jpeg_rather_than_small() -> None:
    found = fitted(noise((600, 400), "PNG"), rule(JPEG, PNG, max_bytes=400_000))
    assert (found.facts.mime_type, found.facts.width) == (JPEG, 600)


def test_an_image_that_is_too_small_is_refused_with_the_number() -> None:
    with pytest.raises(MediaRefused, match=r"^cup\.jpg is 300 pixels wide, Aurora takes at least 320$"):
        fitted(photo((300, 300)), rule(JPEG, min_width=320))


@pytest.mark.parametrize(("colour", "extra"), [(6, b""), (4, b""), (3, b"tRNS"), (2, b"tRNS")])
def test_a_transparent_image_too_large_to_draw_is_refused_with_the_number_by_its_head_alone(
    colour: int, extra: bytes
) -> None:
    """One of 88 million pixels took up to 55 s and 1.9 GiB. The file has no picture at all: nothing was unpacked."""
    head = png_head(11_000, 8_000, colour, extra)
    with pytest.raises(MediaRefused, match="88 million pixels and transparency: at most 40 million"):
        fitted(head, rule(PNG))


def test_an_image_that_no_size_makes_fit_is_refused_with_the_number() -> None:
    with pytest.raises(MediaRefused, match=r"cup\.jpg still has 0\.\d+ MB at \d+×\d+, Aurora takes at most 0\.002 MB"):
        fitted(noise((600, 400), "JPEG"), rule(JPEG, max_bytes=2000))


def test_a_moving_image_is_kept_as_it_moves_or_refused_with_what_to_do() -> None:
    found = fitted(moving_gif(3), rule(JPEG, gifs=True))
    assert (found.facts.mime_type, found.facts.duration_ms) == (GIF, None)
    assert getattr(read(found.content), "n_frames", 1) == 3
    with pytest.raises(
        MediaRefused, match=r"cup\.jpg is a moving GIF.*`portavoce media film \"cup\.jpg\"` makes a video"
    ):
        fitted(moving_gif(3), rule(JPEG, PNG))


def test_a_still_gif_goes_among_the_images_even_where_gifs_have_rules_of_their_own() -> None:
    assert fitted(moving_gif(1), rule(JPEG, PNG, gifs=True)).facts.mime_type == PNG


def test_the_colours_of_print_are_made_those_of_a_screen() -> None:
    found = fitted(encoded(Image.new("CMYK", (400, 300), (0, 200, 200, 0)), "JPEG"), rule(JPEG))
    assert found.changes == ("colours converted from print (CMYK) to screen (RGB)",)
    assert read(found.content).mode == "RGB"


def test_a_changed_image_has_one_name_for_the_same_bytes_and_rule_whatever_the_encoder_makes_of_it() -> None:
    content, wanted = photo(kind="BMP"), rule(JPEG)
    first = fitted(content, wanted)
    assert fitted(content, wanted).facts.key == first.facts.key
    assert fitted(photo((401, 300), "BMP"), wanted).facts.key != first.facts.key
    assert fitted(content, rule(JPEG, max_bytes=500_000)).facts.key != first.facts.key
    # Held for ever: another name would store each image a second time and plan its post anew.
    named = hashlib.sha256(hashlib.sha256(content).digest() + b"1 JPEG None None None 1000000").hexdigest()
    assert first.facts.key == f"media/{named}.jpg"


def test_where_no_images_are_taken_the_image_is_refused_by_name() -> None:
    with pytest.raises(MediaRefused, match=r"^Aurora takes no images in a post of this kind: cup\.jpg is one$"):
        fitted(photo(), KindRule())


@pytest.mark.parametrize("platform", ["facebook", "instagram", "x", "bluesky", "mastodon"])
def test_an_iphones_photo_is_upright_in_its_own_colours_and_without_its_place_on_every_platform(platform: str) -> None:
    """As libheif writes it for a photo whose EXIF says that it lies on its side (6: the right edge was up)."""
    lying = Image.new("RGB", (800, 600), (20, 90, 160))
    lying.paste((250, 10, 10), (0, 0, 100, 100))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = encoded(lying, "HEIF", exif=exif(6).tobytes(), icc_profile=profile)
    assert CANARY.encode() in content
    manifest = discovery.manifest(platform)
    found = fit(content, "IMG_1.HEIC", manifest.kinds["post"], manifest.title)
    assert found.changes[:2] == ("location and camera data removed", "re-encoded from HEIC to JPEG")
    assert found.facts.mime_type == JPEG
    shown = read(found.content)
    assert shown.info["icc_profile"] == profile
    assert not shown.getexif()
    assert CANARY.encode() not in found.content
    left = (shown.width - 600) // 2
    assert found.facts.height == 800
    right, corner = shown.getpixel((left + 590, 10)), shown.getpixel((left + 10, 10))
    assert isinstance(right, tuple)
    assert isinstance(corner, tuple)
    assert right[0] > 200
    assert corner[0] < 60


def test_a_heic_file_that_is_damaged_is_refused_by_name() -> None:
    with pytest.raises(MediaRefused, match=r"^cup\.jpg is not an image|the image cup\.jpg cannot be read"):
        fitted(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + b"\0" * 40, rule(JPEG))
    whole = encoded(Image.new("RGB", (80, 60)), "HEIF")
    with pytest.raises(MediaRefused, match=r"cup\.jpg"):
        fitted(whole[: len(whole) // 2], rule(JPEG))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("platform", ["facebook", "instagram", "x", "bluesky", "mastodon"])
def test_a_moving_image_that_would_stand_still_is_told(platform: str, kind: str) -> None:
    pictures = [Image.new("RGB", (600, 600), colour) for colour in ("red", "green", "blue")]
    content = encoded(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=200, loop=0)
    manifest = discovery.manifest(platform)
    with pytest.raises(MediaRefused, match=f"a moving {kind}, which {manifest.title} would show as a still"):
        fit(content, "spring", manifest.kinds["post"], manifest.title)


@pytest.mark.parametrize(("kind", "mode"), [("TIFF", "I;16"), ("PNG", "I;16"), ("TIFF", "F"), ("TIFF", "I")])
def test_grey_of_16_bits_is_shown_as_dark_and_as_light_as_it_is(kind: str, mode: str) -> None:
    ramp = Image.frombytes("I;16", (256, 4), b"".join((x * 257).to_bytes(2, "little") for x in range(256)) * 4)
    deep = ramp if mode == "I;16" else ramp.convert(mode)
    found = fitted(encoded(deep, kind), rule(JPEG, PNG))
    assert "grey of 16 bits brought to the 8 bits of a screen" in found.changes
    shown = read(found.content).convert("L")
    assert [shown.getpixel((x, 1)) for x in (0, 64, 128, 255)] == pytest.approx([0, 64, 128, 255], abs=3)


def test_of_a_scan_without_notes_none_are_said_to_be_removed() -> None:
    scan = Image.new("I;16", (400, 300), 30_000)
    assert fitted(encoded(scan, "TIFF"), rule(JPEG)).changes == (
        "re-encoded from TIFF to JPEG",
        "grey of 16 bits brought to the 8 bits of a screen",
    )


def test_only_what_is_drawn_anew_counts_as_altered() -> None:
    assert not fitted(photo(exif=exif()), rule(JPEG)).altered
    assert fitted(photo(exif=exif(6)), rule(JPEG)).altered

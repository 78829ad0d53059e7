"""A variant held against the platform that is to take it."""

from decimal import Decimal

import pytest

from portavoce.planning.limits import refusals, warnings
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Manifest
from portavoce.publishing.model import Content, Media

FACEBOOK, INSTAGRAM, X = (discovery.manifest(name) for name in ("facebook", "instagram", "x"))


def image(**facts: object) -> Media:
    known = {"key": "k", "mime_type": "image/jpeg", "size_bytes": 50_000, "width": 1080, "height": 1080}
    return Media.model_validate(known | {"alt_text": "A cup"} | facts)


def test_a_text_too_long_for_x_but_not_for_facebook_is_refused_for_x_with_both_numbers() -> None:
    content = Content(text="a" * 312)
    assert refusals(content, FACEBOOK) == []
    assert refusals(content, X) == ["the text is too long: 312 of 280 (as X counts); cut 32"]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("ق" * 280, 280),
        ("咖" * 140, 280),
        ("👩🏽‍🍳" * 140, 280),
        ("è" * 280, 280),
        ("a" * 256 + " https://example.com/a-very-long-address-indeed", 280),
    ],
)
def test_length_is_counted_as_the_platform_counts_it(text: str, weight: int) -> None:
    assert refusals(Content(text=text), X) == []
    assert refusals(Content(text=text + "!!!"), X) == [
        f"the text is too long: {weight + 3} of 280 (as X counts); cut 3"
    ]


def test_a_text_short_in_letters_may_be_too_long_in_bytes() -> None:
    bluesky, family = discovery.manifest("bluesky"), "👨‍👩‍👧‍👦"
    assert refusals(Content(text=family * 120), bluesky) == []
    assert refusals(Content(text=family * 120 + "a"), bluesky) == [
        "the text is too long: 3001 of 3000 bytes (Bluesky limits both); cut 1"
    ]
    assert len(refusals(Content(text=family * 301), bluesky)) == 2


def test_the_link_counts_where_it_is_written_into_the_text() -> None:
    link = "https://example.com/autumn-blend"
    assert refusals(Content(text="a" * 255, link=link), X) == []
    assert refusals(Content(text="a" * 256, link=link), X) == ["the text is too long: 281 of 280 (as X counts); cut 1"]


@pytest.mark.parametrize(
    "link", ["aurora.example", "javascript:alert(1)", "https://", "https://a b.example", "http://[x"]
)
def test_a_link_that_is_no_complete_address_is_refused(link: str) -> None:
    (reason,) = refusals(Content(text="Ciao", link=link), FACEBOOK)
    assert reason == f"{link!r} is not a complete address: it should begin with https://"


def test_nothing_at_all_is_refused() -> None:
    assert refusals(Content(text=""), X) == ["there is nothing to publish: give it a text, a link or an image"]


def test_instagram_takes_no_post_without_an_image() -> None:
    assert refusals(Content(text="Ciao"), INSTAGRAM) == [
        "Instagram takes no post without an image or a video: name one in the column media"
    ]
    assert refusals(Content(text="Ciao", media=(image(),)), INSTAGRAM) == []


@pytest.mark.parametrize(
    ("manifest", "facts", "expected"),
    [
        (INSTAGRAM, {"mime_type": "image/png"}, "the image is image/png, Instagram takes image/jpeg"),
        (INSTAGRAM, {"size_bytes": 8_000_001}, "the image has 8.000001 MB, Instagram takes at most 8 MB"),
        (INSTAGRAM, {"width": 319, "height": 319}, "the image is 319 pixels wide, Instagram takes at least 320"),
        (
            INSTAGRAM,
            {"width": 863, "height": 1080},
            "the image is too tall: 863×1080, and Instagram takes a width of at least 0.8 times the height",
        ),
        (
            INSTAGRAM,
            {"width": 1911, "height": 1000},
            "the image is too wide: 1911×1000, and Instagram takes a width of at most 1.91 times the height",
        ),
        (X, {"mime_type": "image/tiff"}, "the image is image/tiff, X takes image/jpeg, image/png, image/webp"),
        (X, {"size_bytes": 5_400_000}, "the image has 5.4 MB, X takes at most 5 MB"),
    ],
)
def test_an_image_beyond_a_limit_is_refused_with_the_number_and_the_limit(
    manifest: Manifest, facts: dict[str, object], expected: str
) -> None:
    assert refusals(Content(text="Ciao", media=(image(**facts),)), manifest) == [expected]


def test_an_image_on_the_limit_is_taken() -> None:
    for width, height in ((864, 1080), (1910, 1000), (320, 320)):
        assert refusals(Content(text="", media=(image(width=width, height=height),)), INSTAGRAM) == []
    assert INSTAGRAM.post.images and INSTAGRAM.post.images.min_ratio == Decimal("0.8")


def test_too_many_images_are_refused_with_the_number_and_the_limit() -> None:
    assert refusals(Content(text="", media=(image(),) * 5), X) == ["5 images, X takes at most 4"]
    assert refusals(Content(text="", media=(image(),) * 4), X) == []


def test_of_several_images_the_wrong_one_is_named() -> None:
    content = Content(text="", media=(image(), image(mime_type="image/gif")))
    assert refusals(content, INSTAGRAM) == ["image 2 is image/gif, Instagram takes image/jpeg"]


def test_a_platform_that_takes_no_images_says_so() -> None:
    plain = X.model_copy(update={"kinds": {"post": X.post.model_copy(update={"images": None})}})
    assert refusals(Content(text="Ciao", media=(image(),)), plain) == ["X takes no images"]


def test_every_reason_is_told_at_once() -> None:
    content = Content(text="a" * 300, link="nowhere", media=(image(mime_type="image/tiff"),))
    assert len(refusals(content, X)) == 3


def test_an_image_without_alt_text_is_a_warning_that_names_it() -> None:
    assert warnings(Content(text="", media=(image(),)), INSTAGRAM) == []
    assert warnings(Content(text="", media=(image(alt_text=""),)), INSTAGRAM)[0].startswith("the image has no alt text")
    two = Content(text="", media=(image(), image(alt_text="")))
    assert warnings(two, INSTAGRAM)[0].startswith("image 2 of 2 has no alt text")


@pytest.mark.parametrize(
    ("manifest", "text", "reason"),
    [
        (INSTAGRAM, " ".join(f"#caffè{i}" for i in range(31)), "the text has 31 hashtags, Instagram takes at most 30"),
        (INSTAGRAM, " ".join(f"@amico.{i}" for i in range(21)), "the text has 21 mentions, Instagram takes at most 20"),
        (INSTAGRAM, "#" + "#".join(f"قهوة{i}" for i in range(31)), "31 hashtags"),
        (X, "Oggi $AAPL, $TSLA e $GOOG", "the text has 3 cashtags, X takes at most 1: take out 2"),
        (X, "$brk.b e $BRK.A!", "the text has 2 cashtags"),
    ],
)
def test_more_tags_than_a_platform_takes_are_refused_with_the_number(
    manifest: Manifest, text: str, reason: str
) -> None:
    (found,) = refusals(Content(text=text, media=(image(),)), manifest)
    assert reason in found


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        (INSTAGRAM, " ".join([*(f"#caffe{i}" for i in range(30)), "#1 &#39; C# a#b http://a.it/#top info@a.it"])),
        (INSTAGRAM, " ".join([*(f"@amico{i}" for i in range(20)), "info@aurora.it @ 9"])),
        (X, "$AAPL a $5, $10.50, US$20 e 5$ $PREZZOALTO"),
    ],
)
def test_what_is_no_tag_is_not_counted_as_one(manifest: Manifest, text: str) -> None:
    assert refusals(Content(text=text, media=(image(),)), manifest) == []


def test_a_first_comment_on_instagram_holds_four_hashtags_and_one_link() -> None:
    comment = "#a #b #c #d #e https://aurora.it e caffe-aurora.it"
    assert refusals(Content(text="", media=(image(),), first_comment=comment), INSTAGRAM) == [
        "the first comment has 5 hashtags, Instagram takes at most 4: take out 1",
        "the first comment has 2 links, Instagram takes at most 1: take out 1",
    ]


def test_a_carousel_of_mixed_shapes_is_a_warning_that_says_what_is_cut_off() -> None:
    shapes = (image(), image(width=1080, height=1350), image(width=1081), image(width=1350))
    assert warnings(Content(text="", media=shapes), INSTAGRAM) == [
        "Instagram shows all in the shape of the first (1080×1080): of number 2, 4 the edges are cut off"
    ]
    assert warnings(Content(text="", media=shapes[:2]), X) == []
    assert warnings(Content(text="", media=(shapes[0], shapes[2])), INSTAGRAM) == []


def test_the_plan_says_that_a_link_on_bluesky_gets_a_card_and_what_its_picture_is() -> None:
    bluesky, link = discovery.manifest("bluesky"), "https://aurora.example/menu"
    for content in (Content(text="Il menu", link=link), Content(text=f"Il menu: {link}")):
        (told,) = warnings(content, bluesky)
        assert "shows a card of aurora.example: the page's title and words, its picture" in told
    pictured = Content(text="Il menu", link=link, media=(image(alt_text="La lavagna"),))
    assert "title and words, this image" in " ".join(warnings(pictured, bluesky))
    beside = Content(text=f"Il menu: {link}", media=(image(alt_text="La lavagna"),))
    assert warnings(beside, bluesky) == []
    assert warnings(Content(text="Il menu", link=link), X) == [
        "a post with a link costs $0.20 on X, one without $0.015"
    ]

"""What is sent is what was checked."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.platforms.text.sent_text import composed_text, normalise_text, text_length, written_text
from portavoce.publishing.model import Media


def rule(platform: str) -> TextRule:
    found = discovery.manifest(platform).post.text
    assert found is not None
    return found


LINK = "https://aurora.example/menu"


@pytest.mark.parametrize(
    ("platform", "has_media", "sent"),
    [
        ("facebook", False, "Ciao"),
        ("facebook", True, f"Ciao\n\n{LINK}"),
        ("instagram", True, f"Ciao\n\n{LINK}"),
        ("x", False, f"Ciao\n\n{LINK}"),
        ("x", True, f"Ciao\n\n{LINK}"),
    ],
)
def test_a_link_stands_in_the_text_where_the_platform_takes_none_by_itself(
    platform: str, has_media: bool, sent: str
) -> None:
    manifest = discovery.manifest(platform)
    assert composed_text(manifest, "Ciao", LINK, has_media=has_media) == sent
    assert composed_text(manifest, "Ciao", None, has_media=has_media) == "Ciao"


def test_a_link_alone_is_no_empty_lines() -> None:
    assert composed_text(discovery.manifest("x"), "", LINK, has_media=False) == LINK


def test_each_platform_counts_in_its_own_way() -> None:
    text = "日本語 https://aurora.example/a/long/way"
    assert text_length(rule("x"), "日本語") == 6
    assert text_length(rule("facebook"), text) == len(text)


def test_composition_and_white_space_do_not_tell_texts_apart() -> None:
    assert normalise_text(" caffe\u0300\r\n pronto ") == normalise_text("caffè pronto")
    assert normalise_text("caffè") != normalise_text("caffé")


@pytest.mark.parametrize(
    ("mime_types", "size_bytes", "sent"),
    [
        ((), 0, "Ciao"),
        (("image/jpeg",), 1_000_000, "Ciao"),
        (("image/jpeg",), 1_000_001, f"Ciao\n\n{LINK}"),
        (("image/jpeg", "image/png"), 400, f"Ciao\n\n{LINK}"),
        (("video/mp4",), 400, f"Ciao\n\n{LINK}"),
    ],
)
def test_one_small_image_is_the_picture_of_a_links_card_and_other_media_take_the_cards_place(
    mime_types: tuple[str, ...], size_bytes: int, sent: str
) -> None:
    media = [Media(key="k", mime_type=one, size_bytes=size_bytes, width=8, height=8) for one in mime_types]
    assert written_text(discovery.manifest("bluesky"), "Ciao", LINK, media) == sent
    assert written_text(discovery.manifest("x"), "Ciao", LINK, media) == f"Ciao\n\n{LINK}"

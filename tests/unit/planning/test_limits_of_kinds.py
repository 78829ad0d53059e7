"""Posts, reels and stories held against what Facebook and Instagram let each of them hold."""

import pytest

from portavoce.planning.limits import refusals
from portavoce.platforms import discovery
from portavoce.platforms.manifest import PostKind
from portavoce.publishing.model import Content, Media

FACEBOOK, INSTAGRAM = (discovery.manifest(name) for name in ("facebook", "instagram"))


def image(**facts: object) -> Media:
    known = {"key": "k", "mime_type": "image/jpeg", "size_bytes": 50_000, "width": 1080, "height": 1080}
    return Media.model_validate(known | {"alt_text": "A cup"} | facts)


def video(width: int = 1080, height: int = 1920, seconds: float = 20, **facts: object) -> Media:
    known = {"key": "k", "mime_type": "video/mp4", "size_bytes": 5_000_000, "width": width, "height": height}
    return Media.model_validate(known | {"duration_ms": int(seconds * 1000)} | facts)


def said(kind: PostKind, *media: Media, text: str = "Ciao", **more: object) -> Content:
    return Content.model_validate({"kind": kind, "text": text, "media": media, **more})


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
def test_what_each_kind_is_made_for_is_taken(platform: str) -> None:
    manifest = discovery.manifest(platform)
    assert refusals(said("reel", video(), first_comment="Il menu è qui"), manifest) == []
    assert refusals(said("story", video(), text=""), manifest) == []
    assert refusals(said("story", image(), text=""), manifest) == []
    assert refusals(said("post", image(), image()), manifest) == []


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
def test_a_story_takes_neither_words_nor_links_nor_a_first_comment_nor_two_images(platform: str) -> None:
    manifest = discovery.manifest(platform)
    title = manifest.title
    assert refusals(said("story", image()), manifest) == [
        f"a story on {title} takes no text: leave the column text empty"
    ]
    assert f"a story on {title} takes no link" in refusals(
        said("story", image(), text="", link="https://aurora.example"), manifest
    )
    assert refusals(said("story", image(), text="", first_comment="Ciao"), manifest) == [
        f"a story on {title} takes no first comment"
    ]
    assert refusals(said("story", image(), image(), text=""), manifest) == [f"2 images, {title} takes at most 1"]
    assert refusals(said("story", image(), video(), text=""), manifest) == [
        f"{title} takes images or a video in one post, not both"
    ]


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
def test_a_reel_without_a_video_or_with_an_image_is_refused(platform: str) -> None:
    manifest = discovery.manifest(platform)
    assert refusals(said("reel"), manifest) == [
        f"{manifest.title} takes no post without a video: name one in the column media"
    ]
    assert f"{manifest.title} takes no images" in refusals(said("reel", image()), manifest)


def test_a_video_alone_on_instagram_is_a_reel_and_beside_an_image_part_of_a_carousel() -> None:
    assert refusals(said("post", video()), INSTAGRAM) == [
        "a video alone on Instagram is a reel: write reel in the column kind"
    ]
    assert refusals(said("post", video(), image()), INSTAGRAM) == []
    assert refusals(said("post", *[video()] * 5, *[image()] * 6), INSTAGRAM) == [
        "11 images and videos, Instagram takes at most 10"
    ]


def test_facebook_does_not_mix_and_takes_one_video() -> None:
    wide = video(1280, 720)
    assert refusals(said("post", wide), FACEBOOK) == []
    assert refusals(said("post", wide, image()), FACEBOOK) == ["Facebook takes images or a video in one post, not both"]
    assert refusals(said("post", wide, wide), FACEBOOK) == ["2 videos, Facebook takes at most 1"]


def test_an_upright_video_in_facebooks_feed_would_stay_a_draft() -> None:
    [reason] = refusals(said("post", video(1080, 1920)), FACEBOOK)
    assert reason.startswith("the video is too tall: 1080×1920")


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (video(1080, 1080), "too wide"),
        (video(1080, 2400), "too tall"),
        (video(360, 640), "360 pixels wide, Facebook takes at least 540"),
        (video(seconds=2.9), "2.9 s, Facebook takes at least 3 s"),
        (video(seconds=90.5), "90.5 s, Facebook takes at most 90 s"),
        (video(mime_type="video/webm"), "video/webm"),
    ],
)
def test_a_reel_on_facebook_is_upright_short_and_large_enough(odd: Media, words: str) -> None:
    assert words in refusals(said("reel", odd), FACEBOOK)[0]


def test_a_reel_of_nine_by_sixteen_in_whole_pixels_is_taken() -> None:
    assert refusals(said("reel", video(608, 1080)), FACEBOOK) == []

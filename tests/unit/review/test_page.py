"""The look of the review page: like the platform, and readable by people who see little."""

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from portavoce.brands.model import Language
from portavoce.platforms import discovery
from portavoce.publishing.model import Content, Media
from portavoce.review import page
from portavoce.review.page import HtmlPage, review_page
from portavoce.review.preview import preview
from portavoce.written_moment import write_moment
from tests.aurora import aurora
from tests.review import NOW, in_review

CSS = (Path(page.__file__).parent / "templates/review.css").read_text(encoding="utf-8")
RULES = re.findall(r"^(\S.*?) \{ (.*?) \}$", CSS, re.MULTILINE)
COLOURED = [(name, body) for name, body in RULES if re.search(r"(?<![-\w])color: #", body)]
ENOUGH = 7.0


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance, of a colour as #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("name", "body"), COLOURED, ids=[name for name, _ in COLOURED])
def test_every_text_stands_out_from_its_ground_as_much_as_level_aaa_asks(name: str, body: str) -> None:
    colour = re.search(r"(?<![-\w])color: (#[0-9a-f]{6})", body)
    ground = re.search(r"background: (#[0-9a-f]{6})", body)
    assert colour
    assert ground, f"{name} names a colour and no ground"
    light, dark = sorted((luminance(colour[1]), luminance(ground[1])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= ENOUGH


def test_every_colour_of_text_is_looked_at() -> None:
    assert len(COLOURED) == 14


SQUARE = Media(key="square.jpg", mime_type="image/jpeg", size_bytes=9, width=1000, height=1000, alt_text="Una tazza")
WIDE = SQUARE.model_copy(update={"key": "wide.jpg", "width": 1600, "height": 900})
CLIP = SQUARE.model_copy(update={"key": "clip.mp4", "mime_type": "video/mp4", "duration_ms": 6000})
CHANNELS = [
    {"id": "instagram", "platform": "instagram", "account_id": "1784"},
    {"id": "bluesky", "platform": "bluesky", "account_id": "aurora.bsky.social"},
]


def look(platform: str, language: Language = "en", **content: object) -> HtmlPage:
    """The page about one post on the platform."""
    brand = aurora(channels=CHANNELS, language=language)
    said = Content.model_validate({"text": "Ciao #caffè https://aurora.example/a"} | content)
    shown = preview(
        in_review(platform, content=said), discovery.manifest(platform), brand, "https://s3.example/{}".format
    )
    return review_page(brand, [shown], NOW + timedelta(days=1))


def test_a_carousel_is_cut_to_its_first_shape_and_shown_whole_beside() -> None:
    found = look("instagram", media=(SQUARE, WIDE))
    preview_of_it, _, whole = found.html.partition("<details>")
    assert preview_of_it.count('class="cell shape-1000-1000"') == 2
    assert ".shape-1000-1000 { aspect-ratio: 1000 / 1000 }" in found.html
    assert [name in whole for name in ("square.jpg", "wide.jpg")] == [True, True]
    assert whole.count(f"({page.page_words('en').cut})") == 1
    style = re.search(r"<style>(.*?)</style>", found.html, re.DOTALL)
    assert style
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in found.policy, "the shapes are part of what the policy allows"


def test_an_image_that_is_cut_nowhere_is_loaded_once() -> None:
    assert look("bluesky", media=(WIDE,)).html.count("wide.jpg") == 1


def test_a_video_shows_a_frame_of_itself_before_it_is_played() -> None:
    html = look("instagram", kind="reel", media=(CLIP,)).html
    assert 'preload="metadata"' in html
    assert 'src="https://s3.example/clip.mp4#t=0.1"' in html


def test_links_and_tags_are_coloured_where_the_platform_does_it() -> None:
    marks = {one: re.findall(r'<bdi class="mark">(.*?)</bdi>', look(one).html) for one in ("instagram", "bluesky")}
    assert marks == {"instagram": ["#caffè"], "bluesky": ["#caffè", "https://aurora.example/a"]}


def test_the_account_is_named_as_its_readers_know_it_and_never_by_a_number() -> None:
    assert "@aurora.bsky.social" in look("bluesky").html
    assert "1784" not in look("instagram").html


@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_whoever_decides_is_shown_no_command(language: Language) -> None:
    assert "portavoce " not in unescape(look("bluesky", language).html).lower()


@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_of_channels_that_leave_one_after_the_other_the_first_is_the_one_to_decide_before(language: Language) -> None:
    brand, hour = aurora(channels=CHANNELS, language=language), timedelta(hours=1)
    first = in_review("bluesky", content=Content(text="Ciao"))
    last = first.model_copy(update={"planned_at": first.planned_at + hour})
    shown = [
        preview(one, discovery.manifest("bluesky"), brand, "https://s3.example/{}".format) for one in (last, first)
    ]
    words = page.page_words(language)
    each, once = words.until_each.partition("{{ when }}")[0], words.until.partition("{{ when }}")[0]
    moments = [_bare(write_moment(one.planned_at, brand.zone, language)) for one in (first, last)]
    said = _bare(unescape(review_page(brand, shown, last.planned_at).html))
    assert each + moments[0] in said
    assert said.index(moments[0]) < said.index(moments[1])
    alone = _bare(unescape(review_page(brand, shown[:1], last.planned_at).html))
    assert once + moments[1] in alone


def _bare(text: str) -> str:
    """Without the marks that keep a direction inside."""
    return re.sub("[\u2066-\u2069]", "", text)

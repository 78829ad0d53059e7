"""What of a post's images its platform cuts off until somebody opens them."""

from typing import NamedTuple

import pytest

from portavoce.platforms import discovery
from portavoce.review.frames import frame_media


class Picture(NamedTuple):
    """So many pixels."""

    width: int
    height: int


WIDE, SQUARE, TALL = Picture(1600, 900), Picture(1000, 1000), Picture(900, 1600)


def test_a_carousel_of_instagram_cuts_all_to_the_shape_of_the_first() -> None:
    found = frame_media(discovery.manifest("instagram"), "post", (SQUARE, WIDE, SQUARE))
    assert (found.layout, found.frame, found.cut) == ("carousel", (1000, 1000), (False, True, False))


def test_four_images_on_x_fill_four_cells_of_16_to_9() -> None:
    found = frame_media(discovery.manifest("x"), "post", (WIDE, SQUARE, WIDE, TALL))
    assert (found.layout, found.frame, found.cut) == ("grid", (16, 9), (False, True, False, True))


def test_of_an_album_of_seven_facebook_shows_five() -> None:
    found = frame_media(discovery.manifest("facebook"), "post", (SQUARE,) * 7)
    assert len(found.cut) == 5


def test_one_image_is_shown_whole_unless_it_is_too_tall_for_the_timeline() -> None:
    assert frame_media(discovery.manifest("x"), "post", (TALL,)).cut == (True,)
    assert frame_media(discovery.manifest("x"), "post", (WIDE,)).cut == (False,)
    assert frame_media(discovery.manifest("mastodon"), "post", (TALL,)).cut == (False,)


@pytest.mark.parametrize("kind", ["reel", "story"])
def test_a_reel_and_a_story_stand_in_a_phones_screen(kind: str) -> None:
    found = frame_media(discovery.manifest("instagram"), kind, (TALL,))  # type: ignore[arg-type]
    assert (found.frame, found.cut) == ((9, 16), (False,))

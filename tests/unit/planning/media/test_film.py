"""A moving image becomes a video, and a long video a shorter one: what the plan advises can be done."""

import io
from pathlib import Path

import av
import pytest
from PIL import Image

from portavoce.planning.media.film import film_image
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Wanted, Workshop, prepare
from portavoce.planning.media.video import look_into
from portavoce.planning.media.video_writer import shorten_video
from portavoce.platforms import discovery
from tests.clips import clip
from tests.pictures import encoded, photo


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_a_moving_image_is_filmed_as_long_as_it_moves_and_taken_as_a_video(tmp_path: Path, kind: str) -> None:
    pictures = [Image.new("RGB", (401, 301), colour) for colour in ("red", "lime", "blue")]
    content = encoded(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=[500, 300, 700], loop=0)
    made = tmp_path / "spring-film.mp4"
    film_image(content, "spring", made)
    with made.open("rb") as opened:
        found = look_into(opened, "made")
    assert found.duration_ms == 1500
    assert (found.width, found.height, found.pixel_format) == (400, 300, "yuv420p")
    with av.open(str(made), "r") as file:
        frames = [bytes(frame.reformat(format="rgb24").planes[0])[:3] for frame in file.decode(video=0)]
    colours = [pixel.index(max(pixel)) for pixel in frames]
    assert colours == [0] * 25 + [1] * 15 + [2] * 35
    for platform in ("x", "bluesky", "mastodon"):
        prepare(made, Wanted("spring-film.mp4", discovery.manifest(platform), "post"), Workshop(tmp_path))


def test_what_does_not_move_is_not_filmed(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused, match=r"cup\.jpg does not move"):
        film_image(photo(), "cup.jpg", tmp_path / "made.mp4")


def test_a_story_of_61_seconds_fits_after_the_advice(tmp_path: Path) -> None:
    content = clip(size=(90, 160), seconds=61, frames_per_second=24)
    made = tmp_path / "clip-60s.mp4"
    shorten_video(io.BytesIO(content), 60, "clip.mp4", made)
    with made.open("rb") as opened:
        found = look_into(opened, "made")
    assert 59_800 <= found.duration_ms <= 60_000
    assert prepare(made, Wanted("clip-60s.mp4", discovery.manifest("instagram"), "story"), Workshop(tmp_path)).facts


@pytest.mark.parametrize(("codec", "frames_per_second"), [("libx264", 15), ("mpeg4", 11)])
def test_the_last_picture_of_a_shortened_video_ends_no_later_than_asked(
    tmp_path: Path, codec: str, frames_per_second: int
) -> None:
    # One of the pictures begins before the second is over, and stands until after it.
    content = clip(seconds=3, frames_per_second=frames_per_second, uneven=True, codec=codec)
    made = tmp_path / "clip-1s.mp4"
    shorten_video(io.BytesIO(content), 1, "clip.mp4", made)
    with made.open("rb") as opened:
        assert 500 < look_into(opened, "made").duration_ms <= 1000
    with av.open(str(made), "r") as file:
        assert file.duration and file.duration <= 1.03 * av.time_base  # an AAC frame of silence comes before

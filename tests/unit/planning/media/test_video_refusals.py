"""What cannot be made to fit: it is refused with what mends it."""

from pathlib import Path

import pytest

from portavoce.planning.media.kind import MediaRefused
from portavoce.platforms.manifest import PostKind
from tests.clips import UPRIGHT, clip, fit_clip


def test_a_story_that_is_too_long_is_refused_with_what_makes_it_fit(tmp_path: Path) -> None:
    content = clip(size=(90, 160), seconds=61, frames_per_second=24)
    for platform in ("instagram", "facebook"):
        with pytest.raises(MediaRefused) as refused:
            fit_clip(tmp_path, content, platform, "story", min_width=None, min_height=None)
        assert "runs for 61 s" in str(refused.value)
        assert '`portavoce media shorten "clip.mov" --to 60` writes its first 60 seconds' in str(refused.value)


def test_an_upright_video_is_refused_as_a_post_on_facebook_with_the_kind_that_takes_it(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused, match="a reel or story takes it: write that in the column kind"):
        fit_clip(tmp_path, clip(**UPRIGHT), "facebook")


@pytest.mark.parametrize(
    ("size", "kind", "remedy"),
    [((180, 320), "post", "cut its pictures to a shape that is taken"), ((180, 320), "reel", "with at least 540×960")],
)
def test_a_video_that_no_kind_takes_is_refused_with_what_is_to_be_done_to_it(
    tmp_path: Path, size: tuple[int, int], kind: PostKind, remedy: str
) -> None:
    with pytest.raises(MediaRefused, match=remedy):
        fit_clip(tmp_path, clip(size=size, seconds=3, frames_per_second=24), "facebook", kind)


@pytest.mark.takes_long("pictures that no encoder makes small take it their time")
def test_a_video_that_no_compression_makes_small_enough_is_refused_with_the_length_that_would(tmp_path: Path) -> None:
    content = clip(size=(160, 284), seconds=3, noisy=True)
    with pytest.raises(MediaRefused, match="--to 1` writes its first 1 seconds"):
        fit_clip(tmp_path, content, "bluesky", max_bytes=100_000)

"""A video is known by what is in it, and what does not fit is refused with what to do."""

import io
from decimal import Decimal
from typing import Any

import pytest

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.video import VideoFacts, look_into, media_facts, remarks, unfit
from portavoce.platforms.manifest import VideoRule
from tests.clips import clip, turned
from tests.pictures import photo


def seen(content: bytes) -> VideoFacts:
    return look_into(io.BytesIO(content), "cup.mp4")


def rule(**limits: Any) -> VideoRule:
    fields = {
        "mime_types": frozenset({"video/mp4", "video/quicktime"}),
        "max_bytes": 10_000_000,
        "max_seconds": Decimal(60),
        "source": "a test",
    }
    return VideoRule.model_validate(fields | limits)


def said(content: bytes, **limits: Any) -> list[str]:
    return list(unfit(seen(content), rule(**limits), "Aurora", "clips/cup.mp4"))


def test_a_video_is_measured_by_what_is_in_it() -> None:
    found = seen(clip(seconds=1.5))
    assert (found.mime_type, found.video_codec, found.audio_codec) == ("video/mp4", "AVC", "AAC")
    assert (found.duration_ms, found.width, found.height) == (1500, 64, 48)
    assert found.frames_per_second == 30
    facts = media_facts(found, "cup.mp4", "ab" * 32, 3900, "A cup")
    assert (facts.key, facts.duration_ms, facts.size_bytes) == (f"media/{'ab' * 32}.mp4", 1500, 3900)


def test_a_video_that_was_filmed_upright_is_as_high_as_it_is_seen() -> None:
    found = seen(turned(clip()))
    assert (found.width, found.height) == (48, 64)


@pytest.mark.parametrize(
    ("container", "codec", "sound", "mime_type"),
    [
        ("mov", "libx264", "aac", "video/quicktime"),
        ("webm", "libvpx-vp9", None, "video/webm"),
        ("mkv", "libx264", "aac", "video/x-matroska"),
        ("mp4", "libx264", None, "video/mp4"),
    ],
)
def test_each_container_is_known(container: str, codec: str, sound: str | None, mime_type: str) -> None:
    found = seen(clip(container=container, codec=codec, sound=sound))
    assert found.mime_type == mime_type
    assert (found.audio_codec is None) == (sound is None)


def test_a_video_that_fits_has_nothing_said_against_it() -> None:
    assert said(clip(), moov_first=True, min_frames_per_second=Decimal(23)) == []
    assert list(remarks(seen(clip()), "cup.mp4")) == []
    assert said(clip(sound=None)) == []


def test_an_index_at_the_end_is_refused_with_the_command_that_moves_it_only_where_it_matters() -> None:
    late = clip(index_first=False)
    assert said(late) == []
    (sentence,) = said(late, moov_first=True)
    assert sentence.startswith("clips/cup.mp4 has its index at the end, and Aurora reads it from the beginning")
    assert sentence.endswith('ffmpeg -i "cup.mp4" -c copy -movflags +faststart "cup-fit.mp4"')


def test_a_codec_that_is_not_taken_is_refused_with_the_command_that_converts_it() -> None:
    assert said(clip(codec="mpeg4")) == [
        "clips/cup.mp4 is encoded as MPEG-4 Visual, Aurora takes AVC: "
        'ffmpeg -i "cup.mp4" -c copy -c:v libx264 -pix_fmt yuv420p -movflags +faststart "cup-fit.mp4"'
    ]
    assert said(clip(sound="ac3")) == [
        "the sound of clips/cup.mp4 is AC-3, Aurora takes AAC: "
        'ffmpeg -i "cup.mp4" -c copy -c:a aac -movflags +faststart "cup-fit.mp4"'
    ]


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"min_frames_per_second": Decimal(31)}, "has 30 frames a second, Aurora takes at least 31: "),
        ({"max_frames_per_second": Decimal(29)}, "has 30 frames a second, Aurora takes at most 29: "),
    ],
)
def test_a_frame_rate_out_of_bounds_is_refused_with_the_number(limits: dict[str, Any], sentence: str) -> None:
    (found,) = said(clip(), **limits)
    assert found.startswith(f"clips/cup.mp4 {sentence}ffmpeg")


def test_whoever_sends_a_video_is_told_that_it_tells_where_it_was_recorded() -> None:
    (sentence,) = remarks(seen(clip(place=True, container="mov")), "cup.mp4")
    assert sentence.startswith("cup.mp4 tells where it was recorded")


def test_what_has_no_pictures_or_breaks_off_is_refused_by_name() -> None:
    with pytest.raises(MediaRefused, match=r"^cup\.mp4 has no pictures that can be read"):
        seen(b"\0\0\0\x18ftypisom" + b"\0" * 200)
    late = clip(index_first=False)
    with pytest.raises(MediaRefused, match=r"^cup\.mp4 "):
        seen(late[: len(late) // 2])
    with pytest.raises(MediaRefused, match=r"^cup\.mp4 "):
        seen(photo())

"""A video is known by what is in it."""

import io
from decimal import Decimal

import pytest

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.video import VideoFacts, look_into, media_facts
from tests.clips import clip, turned
from tests.pictures import photo


def seen(content: bytes) -> VideoFacts:
    return look_into(io.BytesIO(content), "cup.mp4")


def test_a_video_is_measured_by_what_is_in_it() -> None:
    found = seen(clip(seconds=1.5))
    assert (found.mime_type, found.video_codec, found.pixel_format) == ("video/mp4", "h264", "yuv420p")
    assert (found.duration_ms, found.width, found.height) == (1500, 64, 48)
    assert (found.frames_per_second, found.even, found.range) == (Decimal(30), True, "SDR")
    assert found.sound
    assert (found.sound.codec, found.sound.channels, found.sound.hertz) == ("aac", 2, 44_100)
    facts = media_facts(found, "cup.mp4", "ab" * 32, 3900, "A cup")
    assert (facts.key, facts.duration_ms, facts.size_bytes) == (f"media/{'ab' * 32}.mp4", 1500, 3900)


def test_a_video_that_was_filmed_upright_is_as_high_as_it_is_seen() -> None:
    found = seen(turned(clip()))
    assert (found.width, found.height, found.turned_by) == (48, 64, 270)


def test_a_video_of_which_pictures_stand_of_different_length_is_uneven() -> None:
    assert not seen(clip(uneven=True)).even


def test_a_bright_video_of_a_phone_is_known_for_one() -> None:
    found = seen(clip(codec="libx265", pixels="yuv420p10le", bright=True))
    assert (found.video_codec, found.pixel_format, found.range) == ("hevc", "yuv420p10le", "HDR (HLG)")


def test_where_the_index_stands_and_whether_a_place_is_told_are_seen() -> None:
    assert seen(clip()).index_first
    found = seen(clip(index_first=False, place=True, container="mov"))
    assert (found.index_first, found.tells_place) == (False, True)


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
    assert (found.sound is None) == (sound is None)


def test_what_has_no_pictures_or_breaks_off_is_refused_by_name() -> None:
    with pytest.raises(MediaRefused, match=r"^cup\.mp4 "):
        seen(b"\0\0\0\x18ftypisom" + b"\0" * 200)
    late = clip(index_first=False)
    with pytest.raises(MediaRefused, match=r"^cup\.mp4 breaks off or is damaged"):
        seen(late[: len(late) // 2])
    with pytest.raises(MediaRefused, match=r"^cup\.mp4 "):
        seen(photo())


def test_a_file_that_names_addresses_is_never_followed() -> None:
    """FFmpeg takes such a list for a video, and would fetch what it names."""
    with pytest.raises(MediaRefused):
        seen(b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttps://inside.example/secret.ts\n#EXT-X-ENDLIST\n")

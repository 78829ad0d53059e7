"""Videos as phones make them fit each platform: mended without loss where that is enough, converted once where not."""

import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import av
import pytest

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Prepared, Wanted, Workshop, prepare
from portavoce.planning.media.video import VideoFacts, look_into
from portavoce.platforms import discovery
from portavoce.platforms.manifest import PostKind
from tests.clips import PLACE, UPRIGHT, clip, fit_clip, turned

EVERYWHERE: tuple[tuple[str, PostKind], ...] = (
    ("instagram", "reel"),
    ("facebook", "reel"),
    ("x", "post"),
    ("bluesky", "post"),
    ("mastodon", "post"),
)
_NOISE = pytest.mark.takes_long("pictures that no encoder makes small take it their time")


def inside(found: Prepared) -> VideoFacts:
    with found.file.open("rb") as opened:
        return look_into(opened, "made")


def packets(content: bytes) -> list[bytes]:
    """What the file says, whatever it is packed in: every picture and every bit of sound as it is encoded."""
    with av.open(io.BytesIO(content), "r") as file:
        return sorted(bytes(packet) for packet in file.demux() if packet.size)


def first_picture(found: Prepared) -> av.VideoFrame:
    with av.open(str(found.file), "r") as file:
        return next(file.decode(video=0))


def test_a_video_that_fits_is_sent_to_the_byte(tmp_path: Path) -> None:
    content = clip(**UPRIGHT)
    for platform, kind in EVERYWHERE:
        found = fit_clip(tmp_path, content, platform, kind)
        assert (found.changes, found.file.read_bytes()) == ((), content)


@pytest.mark.parametrize(
    ("platform", "kind", "change"),
    [
        ("instagram", "reel", "its index moved to the beginning, pictures and sound untouched"),
        ("bluesky", "post", "put into an MP4 file, pictures and sound untouched"),
    ],
)
def test_what_the_container_alone_is_to_blame_for_is_mended_without_loss(
    tmp_path: Path, platform: str, kind: PostKind, change: str
) -> None:
    content = turned(clip(size=(960, 540), seconds=3, container="mov", index_first=False))
    found = fit_clip(tmp_path, content, platform, kind)
    assert found.changes == (change,)
    assert packets(found.file.read_bytes()) == packets(content)
    facts = inside(found)
    assert (facts.mime_type, facts.index_first, facts.width, facts.height) == ("video/mp4", True, 540, 960)


def test_the_place_of_a_recording_is_taken_out_and_nothing_else_changed(tmp_path: Path) -> None:
    content = clip(**UPRIGHT, place=True, container="mov")
    assert PLACE.encode() in content
    for platform, kind in (one for one in EVERYWHERE if one[0] != "bluesky"):
        found = fit_clip(tmp_path, content, platform, kind, as_is=True)
        assert found.changes == ("location and camera data removed",)
        assert PLACE.encode() not in found.file.read_bytes()
        assert packets(found.file.read_bytes()) == packets(content)


@pytest.mark.takes_long("FFmpeg encodes three seconds as an iPhone does, and converts them")
@pytest.mark.parametrize("everywhere", [EVERYWHERE[::3], pytest.param(EVERYWHERE, marks=pytest.mark.whole)])
def test_a_video_of_an_iphone_fits_all_platforms_after_one_conversion(
    tmp_path: Path, everywhere: Sequence[tuple[str, PostKind]]
) -> None:
    content = turned(
        clip(
            size=(960, 540),
            seconds=3,
            frames_per_second=24,
            codec="libx265",
            pixels="yuv420p10le",
            bright=True,
            container="mov",
            index_first=False,
            place=True,
        )
    )
    names = set()
    for platform, kind in everywhere:
        found = fit_clip(tmp_path, content, platform, kind)
        assert found.changes[0] == "pictures converted from HEVC, 10 bit, HDR (HLG) to H.264, 8 bit, 4:2:0"
        assert found.changes[-1] == "location and camera data removed"
        facts = inside(found)
        assert (facts.video_codec, facts.pixel_format, facts.range) == ("h264", "yuv420p", "SDR")
        assert (facts.mime_type, facts.index_first, facts.tells_place) == ("video/mp4", True, False)
        assert (facts.width, facts.height, facts.turned_by, facts.frames_per_second) == (540, 960, 0, Decimal(24))
        assert facts.duration_ms == 3000
        assert found.facts.size_bytes == found.file.stat().st_size
        names.add(found.facts.key)
    assert len(names) == 1


def test_bright_pictures_are_neither_washed_out_nor_is_their_light_cut_off(tmp_path: Path) -> None:
    """ITU-R BT.2408: white paper lies at 75 % of HLG, this light at 84 %. A screen has room for all up to 100 %."""
    content = clip(seconds=0.2, codec="libx265", pixels="yuv420p10le", bright=True, size=(320, 320), dark_right=True)
    plane = first_picture(fit_clip(tmp_path, content, "x", min_seconds=0)).planes[0]
    light, dark = (((bytes(plane)[20 * plane.line_size + at]) - 16) / 219 for at in (20, 300))
    assert 0.88 < light < 0.96
    assert 0 < dark < 0.1


@pytest.mark.parametrize(
    ("how", "was"),
    [
        ({"pixels": "yuv444p"}, "H.264, 4:4:4"),
        ({"pixels": "yuv422p"}, "H.264, 4:2:2"),
        ({"pixels": "yuv420p10le"}, "H.264, 10 bit"),
        ({"codec": "mpeg4"}, "mpeg4"),
    ],
)
def test_pictures_that_are_not_taken_are_converted_and_the_sound_is_left_alone(
    tmp_path: Path, how: dict[str, str], was: str
) -> None:
    content = clip(**UPRIGHT, **how)
    for platform, kind in EVERYWHERE:
        found = fit_clip(tmp_path, content, platform, kind)
        assert found.changes == (f"pictures converted from {was} to H.264, 8 bit, 4:2:0",)
        facts = inside(found)
        assert (facts.video_codec, facts.pixel_format, facts.frames_per_second) == ("h264", "yuv420p", Decimal(24))
    with av.open(io.BytesIO(content), "r") as before, av.open(str(found.file), "r") as after:
        heard = [[bytes(one) for one in file.demux(audio=0) if one.size] for file in (before, after)]
    assert heard[0] == heard[1]


@pytest.mark.parametrize(
    ("how", "was", "hertz"),
    [
        ({"layout": "5.1"}, "6 channels", 44_100),
        ({"hertz": 96_000}, "96 kHz", 48_000),
        ({"sound": "ac3", "hertz": 48_000}, "ac3", 48_000),
    ],
)
def test_sound_that_is_not_taken_is_mixed_down_and_the_pictures_are_left_alone(
    tmp_path: Path, how: dict[str, Any], was: str, hertz: int
) -> None:
    content = clip(**UPRIGHT, **how)
    for platform, kind in EVERYWHERE:
        found = fit_clip(tmp_path, content, platform, kind)
        assert found.changes == (f"sound converted from {was} to AAC in stereo",)
        sound = inside(found).sound
        assert sound
        assert (sound.codec, sound.channels, sound.hertz) == ("aac", 2, hertz)
    with av.open(io.BytesIO(content), "r") as before, av.open(str(found.file), "r") as after:
        shown = [[bytes(one) for one in file.demux(video=0) if one.size] for file in (before, after)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("how", "change", "rate"),
    [
        ({"frames_per_second": 120}, "120 frames a second made 60", 60),
        ({"frames_per_second": 10}, "10 frames a second made 30, each shown longer", 30),
        ({"uneven": True}, "uneven pictures made 24 a second", 24),
    ],
)
def test_a_rate_that_a_platform_bounds_is_kept_to_throughout(
    tmp_path: Path, how: dict[str, Any], change: str, rate: int
) -> None:
    found = fit_clip(tmp_path, clip(size=(180, 320), seconds=3, **how), "instagram", "reel")
    assert found.changes == (change,)
    facts = inside(found)
    assert (facts.frames_per_second, facts.even) == (Decimal(rate), True)


def test_pictures_of_different_length_are_left_alone_where_no_rate_is_asked_for(tmp_path: Path) -> None:
    assert fit_clip(tmp_path, clip(**UPRIGHT, uneven=True), "mastodon").changes == ()


def test_the_left_edge_of_what_was_filmed_lying_is_the_upper_one_of_what_is_converted(tmp_path: Path) -> None:
    """ISO/IEC 14496-12, 8.3.2: the matrix of `turned` sends (x, y) to (-y, x)."""
    content = turned(clip(size=(320, 240), pixels="yuv444p", dark_right=True))
    frame = first_picture(fit_clip(tmp_path, content, "x"))
    plane = frame.planes[0]
    rows = [bytes(plane)[at * plane.line_size] for at in (20, frame.height - 20)]
    assert (frame.width, frame.height) == (240, 320)
    assert rows[0] > 100 > rows[1]


@_NOISE
def test_a_video_that_is_too_large_is_made_just_small_enough(tmp_path: Path) -> None:
    content = clip(size=(160, 284), seconds=2, noisy=True)
    most = len(content) // 2
    found = fit_clip(tmp_path, content, "bluesky", max_bytes=most)
    assert found.changes[0].startswith(f"compressed from {len(content) / 1e6:.6f}".rstrip("0"))
    assert most / 2 < found.facts.size_bytes <= most


def test_what_is_wider_than_is_taken_is_scaled(tmp_path: Path) -> None:
    found = fit_clip(tmp_path, clip(size=(1280, 720), seconds=0.5), "x", max_width=640)
    assert found.changes == ("scaled from 1280×720 to 640×360",)


def test_a_converted_video_is_no_larger_than_anybody_sees(tmp_path: Path) -> None:
    found = fit_clip(tmp_path, clip(size=(2560, 1440), seconds=0.2, pixels="yuv422p"), "x", min_seconds=0)
    assert found.changes[1] == "scaled from 2560×1440 to 1920×1080"


def test_as_it_is_means_refused_where_it_would_be_changed(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused, match="4:4:4 to H") as refused:
        fit_clip(tmp_path, clip(**UPRIGHT, pixels="yuv444p"), "x", as_is=True)
    assert "--as-is" in str(refused.value)
    with pytest.raises(MediaRefused, match="put into an MP4 file"):
        fit_clip(tmp_path, clip(**UPRIGHT, container="mov"), "bluesky", as_is=True)


def test_a_conversion_tells_how_far_it_is_and_leaves_nothing_behind_when_it_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "clip.mov"
    file.write_bytes(clip(**UPRIGHT, pixels="yuv444p"))
    told: list[tuple[str, float]] = []

    def advance(named: str, done: float) -> None:
        told.append((named, done))
        if done > 0.5:
            raise MediaRefused("too slow")

    (tmp_path / "made").mkdir()
    with pytest.raises(MediaRefused, match="too slow"):
        prepare(file, Wanted("clip.mov", discovery.manifest("x"), "post"), Workshop(tmp_path / "made", advance=advance))
    assert [name for name, _ in told] == ["clip.mov"] * len(told)
    assert sorted(done for _, done in told) == [done for _, done in told]
    assert list((tmp_path / "made").iterdir()) == []


def test_what_was_converted_before_is_not_converted_again(tmp_path: Path) -> None:
    content, kept = clip(**UPRIGHT, pixels="yuv444p"), {}
    first = fit_clip(tmp_path, content, "x")
    kept[first.facts.key] = first.file.read_bytes()
    (elsewhere := tmp_path / "elsewhere").mkdir()

    def recall(key: str, file: Path) -> bool:
        return bool(file.write_bytes(kept[key]))

    def advance(named: str, done: float) -> None:
        raise AssertionError(f"{named} is converted again")

    wanted = Wanted("clip.mov", discovery.manifest("x"), "post")
    again = prepare(tmp_path / "clip.mov", wanted, Workshop(elsewhere, recall, advance))
    assert (again.facts, again.sha256, again.changes) == (first.facts, first.sha256, first.changes)

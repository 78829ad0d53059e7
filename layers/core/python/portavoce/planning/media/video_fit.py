"""What is to be done to a video so that a platform takes it, and nothing more than that. Pure: it was measured before.

What the container alone is to blame for is mended without touching pictures or sound. The rest is encoded anew, once,
as H.264 (High, 4:2:0, 8 bits) at one rate and AAC of two channels at most. Nothing is enlarged, cut or shortened."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

import av

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.limits import megabytes, misfits
from portavoce.planning.media.video import VideoFacts, media_facts
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import KindRule, Manifest, PostKind, VideoRule
from portavoce.value import Value

MP4 = "video/mp4"
SOUND_BITS = 192_000
_UNPLACED = "location and camera data removed"
_TITLES = {"h264": "H.264", "hevc": "HEVC", "vp8": "VP8", "vp9": "VP9", "av1": "AV1", "prores": "ProRes", "aac": "AAC"}
# They say the same in about half of the bits that H.264 needs.
_DENSE = frozenset({"hevc", "vp9", "av1"})
# None of the platforms shows more than 1,080 lines [M]: a converted video has no more than somebody sees.
_LONGEST_SIDE = 1_920
_USUAL_RATES = (24, 25, 30, 50, 60)
_MOST_FRAMES = 60
# Below this a picture of a phone is no longer worth looking at.
_FEWEST_BITS, _MODEST_BITS = 400_000, 1_500_000
_ROOM = Fraction(95, 100)  # for the index, and for an encoder that keeps its rate on the average


class Pictures(Value):
    """Pictures that are encoded anew: their size, upright; their rate; the most bits in a second."""

    width: int
    height: int
    rate: Fraction
    most_bits: int


class Recipe(Value):
    """What is done to one video; nothing at all without `changes`, which are sentences without their subject.

    `pictures` None: they are copied as they are. `sound`: it is encoded anew. `altered` is False where at most the
    place of the recording is taken out."""

    pictures: Pictures | None = None
    sound: bool = False
    changes: tuple[str, ...] = ()
    altered: bool = False


def choose_recipe(found: VideoFacts, size_bytes: int, manifest: Manifest, kind: PostKind, named: str) -> Recipe:
    """What makes the video fit a post of this kind. Raises MediaRefused for what nothing of that kind can mend."""
    rule = _video_rule(manifest, kind, named)
    pictures, about_pictures = _pictures(found, size_bytes, rule)
    about_sound = _sound_faults(found, rule)
    about_file = [*_file_faults(found, rule, untouched=not (about_pictures or about_sound))]
    recipe = Recipe(
        pictures=pictures if about_pictures else None,
        sound=bool(about_sound),
        changes=(
            *about_pictures,
            *about_sound,
            *about_file,
            *(["location and camera data removed"] * found.tells_place),
        ),
        altered=bool(about_pictures or about_sound or about_file),
    )
    after = _facts_after(found, size_bytes, recipe, rule)
    if reasons := [f"{named} {words}" for words in misfits(after, rule, manifest.title)]:
        raise MediaRefused("; ".join([*reasons, *_remedies(after, manifest, kind, named)]))
    if recipe.pictures and recipe.pictures.most_bits < _FEWEST_BITS:
        seconds = int(rule.max_bytes * 8 * _ROOM / (_FEWEST_BITS + SOUND_BITS))
        raise MediaRefused(
            f"{named} has {megabytes(size_bytes)} MB, and {manifest.title} takes at most {megabytes(rule.max_bytes)}: "
            f"a video of such length cannot be made as small; {_shorten(named, seconds)}"
        )
    return recipe


def _video_rule(manifest: Manifest, kind: PostKind, named: str) -> VideoRule:
    rule = manifest.kinds[kind].videos
    if rule is None or MP4 not in rule.mime_types:
        raise MediaRefused(f"{manifest.title} takes no videos in a post of this kind: {named} is one")
    return rule


def _pictures(found: VideoFacts, size_bytes: int, rule: VideoRule) -> tuple[Pictures, list[str]]:
    """How they would be encoded anew, and why they have to be."""
    rate, uneven = _rate(found, rule)
    size = _size(found, rule)
    pictures = Pictures(width=size[0], height=size[1], rate=rate, most_bits=_most_bits(found, size_bytes, rule))
    faults = []
    if found.video_codec not in rule.video_codecs or found.pixel_format not in rule.pixel_formats:
        faults.append(f"pictures converted from {_describe_pictures(found)} to H.264, 8 bit, 4:2:0")
    if uneven:
        faults.append(uneven)
    if size_bytes > rule.max_bytes:
        faults.append(f"compressed from {megabytes(size_bytes)} MB to less than {megabytes(rule.max_bytes)} MB")
    if faults or (rule.max_width and found.width > rule.max_width):
        faults += _describe_scaling(found, pictures)
    return pictures, faults


def _size(found: VideoFacts, rule: VideoRule) -> tuple[int, int]:
    shrink = min(Fraction(1), Fraction(_LONGEST_SIDE, max(found.width, found.height)))
    if rule.max_width:
        shrink = min(shrink, Fraction(rule.max_width, found.width))
    # 4:2:0 has one value of colour for each four points.
    return int(found.width * shrink) // 2 * 2, int(found.height * shrink) // 2 * 2


def _describe_scaling(found: VideoFacts, pictures: Pictures) -> Iterator[str]:
    if found.width - pictures.width > 1 or found.height - pictures.height > 1:
        yield f"scaled from {found.width}×{found.height} to {pictures.width}×{pictures.height}"


def _rate(found: VideoFacts, rule: VideoRule) -> tuple[Fraction, str | None]:
    """The rate to be encoded at, and why the one that it has is not taken: a rule is about every second of a video."""
    rate = Fraction(found.frames_per_second or _USUAL_RATES[2])
    least, most = Fraction(rule.min_frames_per_second or 0), Fraction(rule.max_frames_per_second or _MOST_FRAMES)
    shown = f"{_about(rate)} frames a second"
    if rate > most:
        fewer = rate / ceil(rate / most)
        return fewer, f"{shown} made {_about(fewer)}" if rule.max_frames_per_second else None
    if not found.even:
        steady = next((Fraction(usual) for usual in _USUAL_RATES if usual >= max(rate - 1, least)), most)
        ruled = rule.min_frames_per_second or rule.max_frames_per_second
        return min(steady, most), f"uneven pictures made {_about(min(steady, most))} a second" if ruled else None
    if rate < least:
        more = min(rate * ceil(least / rate), most)
        return more, f"{shown} made {_about(more)}, each shown longer"
    return rate, None


def _about(rate: Fraction) -> str:
    return f"{float(rate):.4g}"


def _most_bits(found: VideoFacts, size_bytes: int, rule: VideoRule) -> int:
    seconds = Fraction(found.duration_ms, 1000)
    # The encoder may spend a second's bits ahead of their time.
    allowed = rule.max_bytes * 8 * _ROOM / (seconds + 1) - SOUND_BITS
    had = Fraction(size_bytes * 8) / seconds * (2 if found.video_codec in _DENSE else 1)
    return int(min(allowed, max(had, Fraction(_MODEST_BITS))))


def _describe_pictures(found: VideoFacts) -> str:
    form = av.VideoFormat(found.pixel_format)
    parts = [_TITLES.get(found.video_codec, found.video_codec)]
    if (bits := max(part.bits for part in form.components)) > 8:  # noqa: PLR2004 - the usual depth
        parts.append(f"{bits} bit")
    if found.pixel_format.startswith(("yuv444", "yuvj444", "gbr", "yuva444")):
        parts.append("4:4:4")
    if found.pixel_format.startswith(("yuv422", "yuvj422", "yuva422")):
        parts.append("4:2:2")
    return ", ".join([*parts, *([found.range] if found.range != "SDR" else [])])


def _sound_faults(found: VideoFacts, rule: VideoRule) -> list[str]:
    sound = found.sound
    if sound is None:
        return []
    was = []
    if sound.codec not in rule.audio_codecs:
        was.append(_TITLES.get(sound.codec, sound.codec))
    if sound.channels > rule.max_audio_channels:
        was.append(f"{sound.channels} channels")
    if sound.hertz > rule.max_audio_hertz:
        was.append(f"{sound.hertz / 1000:g} kHz")
    return [f"sound converted from {', '.join(was)} to AAC{' in stereo' if sound.channels > 1 else ''}"] if was else []


def _file_faults(found: VideoFacts, rule: VideoRule, *, untouched: bool) -> Iterator[str]:
    note = ", pictures and sound untouched" if untouched else ""
    if found.mime_type not in rule.mime_types:
        yield f"put into an MP4 file{note}"
    elif untouched and rule.moov_first and not found.index_first:
        yield f"its index moved to the beginning{note}"


def _facts_after(found: VideoFacts, size_bytes: int, recipe: Recipe, rule: VideoRule) -> MediaFacts:
    after = found.model_copy(update={"mime_type": MP4}) if recipe.changes else found
    if recipe.pictures:
        after = after.model_copy(update=recipe.pictures.model_dump(include={"width", "height"}))
        size_bytes = min(size_bytes, rule.max_bytes)
    return media_facts(after, "", "0" * 64, size_bytes)


def _remedies(after: MediaFacts, manifest: Manifest, kind: PostKind, named: str) -> Iterator[str]:
    rule = manifest.kinds[kind].videos
    if rule and Decimal(after.duration_ms or 0) > rule.max_seconds * 1000:
        yield _shorten(named, int(rule.max_seconds))
    takers = [name for name, other in manifest.kinds.items() if name != kind and _takes(other, after, manifest.title)]
    if takers:
        yield f"a {' or '.join(takers)} takes it: write that in the column kind"
    elif rule and (after.width < (rule.min_width or 0) or after.height < (rule.min_height or 0)):
        yield f"export it again with at least {rule.min_width or 1}×{rule.min_height or 1} pixels"
    elif rule and not (rule.min_ratio or 0) <= Decimal(after.width) / after.height <= (rule.max_ratio or after.width):
        yield "cut its pictures to a shape that is taken"


def _takes(other: KindRule, media: MediaFacts, title: str) -> bool:
    return other.videos is not None and not other.lone_video_as and not [*misfits(media, other.videos, title)]


def _shorten(named: str, seconds: int) -> str:
    name = named.rpartition("/")[2]
    return f'`portavoce media shorten "{name}" --to {seconds}` writes its first {seconds} seconds beside it'

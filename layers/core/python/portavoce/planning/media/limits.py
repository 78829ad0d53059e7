"""Images and videos held against what a kind of post may carry. Pure: they were measured before."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from portavoce.platforms.manifest import ImageRule, KindRule, VideoRule
from portavoce.publishing.model import Media

_MEGABYTE, _MILLISECONDS = 1_000_000, 1000
_GIF = "image/gif"


def media_refusals(media: Sequence[Media], rule: KindRule, title: str) -> Iterator[str]:
    """Why a post of this kind would not take these: a sentence each, with the number and the limit."""
    if not media and rule.needs_media:
        wanted = " or ".join(name for name, limits in (("an image", rule.images), ("a video", rule.videos)) if limits)
        yield f"{title} takes no post without {wanted}: name one in the column media"
    videos = [one for one in media if one.duration_ms is not None]
    gifs = [one for one in media if rule.gifs and one.mime_type == _GIF]
    images = [one for one in media if one not in videos and one not in gifs]
    if rule.lone_video_as and len(media) == len(videos) == 1:
        yield f"a video alone on {title} is a {rule.lone_video_as}: write {rule.lone_video_as} in the column kind"
    yield from _together(images, videos, gifs, rule, title)
    yield from _check_count(images, rule.images, title, "image")
    yield from _check_count(gifs, rule.gifs, title, "GIF")
    yield from _check_count(videos, rule.videos, title, "video")
    for number, one in enumerate(media, start=1):
        yield from _one(one, number if len(media) > 1 else None, rule, title)


def _together(
    images: Sequence[Media], videos: Sequence[Media], gifs: Sequence[Media], rule: KindRule, title: str
) -> Iterator[str]:
    if gifs and (images or videos):
        yield f"{title} takes a GIF alone, without other images or videos"
    elif images and videos and not rule.mixed:
        yield f"{title} takes images or a video in one post, not both"
    count = len(images) + len(videos) + len(gifs)
    if rule.max_media and rule.mixed and count > rule.max_media:
        yield f"{count} images and videos, {title} takes at most {rule.max_media}"


def _check_count(found: Sequence[Media], rule: ImageRule | VideoRule | None, title: str, name: str) -> Iterator[str]:
    if not found:
        return
    if rule is None:
        yield f"{title} takes no {name}s" if name != "video" else f"{title} takes no videos in a post of this kind"
        return
    least = rule.min_count if isinstance(rule, ImageRule) else 0
    if len(found) > rule.max_count:
        yield f"{len(found)} {name}s, {title} takes at most {rule.max_count}"
    if len(found) < least:
        yield f"{len(found)} {name}{'' if len(found) == 1 else 's'}, {title} takes at least {least}"


def _one(media: Media, number: int | None, rule: KindRule, title: str) -> Iterator[str]:
    is_video = media.duration_ms is not None
    limits = rule.videos if is_video else rule.gifs if rule.gifs and media.mime_type == _GIF else rule.images
    if limits is None:
        return
    name = "video" if is_video else "image"
    which = f"the {name}" if number is None else f"{name} {number}"
    yield from (f"{which} {words}" for words in misfits(media, limits, title))


def misfits(media: Media, limits: ImageRule | VideoRule, title: str) -> Iterator[str]:
    """Why one image or video does not fit: sentences without their subject, with the number and the limit."""
    yield from _common(media, limits, title)
    if isinstance(limits, VideoRule):
        yield from _video(media, limits, title)


def _common(media: Media, rule: ImageRule | VideoRule, title: str) -> Iterator[str]:
    size = f"{media.width}×{media.height}"
    if media.mime_type not in rule.mime_types:
        yield f"is {media.mime_type}, {title} takes {', '.join(sorted(rule.mime_types))}"
    if media.size_bytes > rule.max_bytes:
        yield f"has {megabytes(media.size_bytes)} MB, {title} takes at most {megabytes(rule.max_bytes)} MB"
    if rule.min_width and media.width < rule.min_width:
        yield f"is {media.width} pixels wide, {title} takes at least {rule.min_width}"
    if rule.min_ratio and media.width < rule.min_ratio * media.height:
        yield f"is too tall: {size}, and {title} takes a width of at least {rule.min_ratio} times the height"
    if rule.max_ratio and media.width > rule.max_ratio * media.height:
        yield f"is too wide: {size}, and {title} takes a width of at most {rule.max_ratio} times the height"
    if rule.alt_text_limit and len(media.alt_text) > rule.alt_text_limit:
        yield f"has {len(media.alt_text)} characters of alt text, {title} takes at most {rule.alt_text_limit}"


def _video(media: Media, rule: VideoRule, title: str) -> Iterator[str]:
    seconds = Decimal(media.duration_ms or 0) / _MILLISECONDS
    if seconds < rule.min_seconds:
        yield f"runs for {seconds.normalize():f} s, {title} takes at least {rule.min_seconds} s"
    if seconds > rule.max_seconds:
        yield f"runs for {seconds.normalize():f} s, {title} takes at most {rule.max_seconds} s"
    if rule.min_height and media.height < rule.min_height:
        yield f"is {media.height} pixels high, {title} takes at least {rule.min_height}"
    if rule.max_width and media.width > rule.max_width:
        yield f"is {media.width} pixels wide, {title} takes at most {rule.max_width}"


def megabytes(size_bytes: int) -> str:
    """In MB, with as many decimals as keep one byte over a limit from looking like the limit."""
    return f"{size_bytes / _MEGABYTE:.6f}".rstrip("0").rstrip(".")

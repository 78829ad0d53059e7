"""One variant held against what its platform takes: every limit comes from the manifest, none is known here."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from portavoce.platforms.composing import composed_text, text_length
from portavoce.platforms.manifest import ImageRule, Manifest
from portavoce.publishing.model import Content, Media

_MEGABYTE = 1_000_000


def refusals(content: Content, manifest: Manifest) -> list[str]:
    """Why the platform would not take this: a sentence each, with the number and the limit; empty when it would."""
    return [*_text(content, manifest), *_link(content), *_images(content, manifest)]


def warnings(content: Content) -> list[str]:
    """What the platform takes and a reader may miss."""
    silent = [str(number) for number, one in enumerate(content.media, start=1) if not one.alt_text]
    if not silent:
        return []
    which = "the image has" if len(content.media) == 1 else f"image {', '.join(silent)} of {len(content.media)} has"
    return [f"{which} no alt text: people who cannot see it will not know what it shows"]


def _text(content: Content, manifest: Manifest) -> Iterator[str]:
    if not (content.text or content.media or content.link):
        yield "there is nothing to publish: give it a text, a link or an image"
    if rule := manifest.text:
        text = _text_as_sent(content, manifest)
        length, size = text_length(manifest, text), len(text.encode())
        if length > rule.limit:
            over = length - rule.limit
            yield f"the text is too long: {length} of {rule.limit} (as {manifest.title} counts); cut {over}"
        if rule.max_bytes and size > rule.max_bytes:
            over = size - rule.max_bytes
            yield f"the text is too long: {size} of {rule.max_bytes} bytes ({manifest.title} limits both); cut {over}"


def _text_as_sent(content: Content, manifest: Manifest) -> str:
    return composed_text(manifest, content.text, content.link, has_images=bool(content.media))


def _link(content: Content) -> Iterator[str]:
    if content.link is None:
        return
    try:
        address = urlsplit(content.link)
        complete = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        complete = False
    if not complete or any(mark.isspace() for mark in content.link):
        yield f"{content.link!r} is not a complete address: it should begin with https://"


def _images(content: Content, manifest: Manifest) -> Iterator[str]:
    rule, count = manifest.images, len(content.media)
    if count == 0:
        if manifest.needs_image:
            yield f"{manifest.title} takes no post without an image: name one in the column media"
        return
    if rule is None:
        yield f"{manifest.title} takes no images"
        return
    if count > rule.max_count:
        yield f"{count} images, {manifest.title} takes at most {rule.max_count}"
    if count < rule.min_count:
        yield f"{count} images, {manifest.title} takes at least {rule.min_count}"
    for number, media in enumerate(content.media, start=1):
        which = "the image" if count == 1 else f"image {number}"
        yield from (f"{which} {words}" for words in _image(media, rule, manifest.title))


def _image(media: Media, rule: ImageRule, title: str) -> Iterator[str]:
    size = f"{media.width}×{media.height}"
    if media.mime_type not in rule.mime_types:
        yield f"is {media.mime_type}, {title} takes {', '.join(sorted(rule.mime_types))}"
    if media.size_bytes > rule.max_bytes:
        yield f"has {_megabytes(media.size_bytes)} MB, {title} takes at most {_megabytes(rule.max_bytes)} MB"
    if rule.min_width and media.width < rule.min_width:
        yield f"is {media.width} pixels wide, {title} takes at least {rule.min_width}"
    if rule.min_ratio and media.width < rule.min_ratio * media.height:
        yield f"is too tall: {size}, and {title} takes a width of at least {rule.min_ratio} times the height"
    if rule.max_ratio and media.width > rule.max_ratio * media.height:
        yield f"is too wide: {size}, and {title} takes a width of at most {rule.max_ratio} times the height"


def _megabytes(size_bytes: int) -> str:
    """In MB, with as many decimals as keep one byte over a limit from looking like the limit."""
    return f"{size_bytes / _MEGABYTE:.6f}".rstrip("0").rstrip(".")

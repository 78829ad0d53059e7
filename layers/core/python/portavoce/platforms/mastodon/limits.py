"""What the instance itself takes, by the `configuration` of its Instance entity. What it does not say stops nothing.

Source: Mastodon API, Instance entity, `configuration.statuses` and `configuration.media_attachments`."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.contract import Image, OutgoingPost, Refused
from portavoce.platforms.counting import COUNTERS


def refusal(configuration: Mapping[str, Any], post: OutgoingPost, text: str) -> Refused | None:
    """The first of the instance's limits that the post is over; None when it is over none. `text` is as sent."""
    found = next(_over(configuration, post, text), None)
    return Refused(code="limits", reason=f"this instance takes {found}") if found else None


def _over(configuration: Mapping[str, Any], post: OutgoingPost, text: str) -> Iterator[str]:
    most = _number(configuration, "statuses", "max_characters")
    if most is not None and (length := COUNTERS["shortened"](text)) > most:
        yield f"at most {most} characters, and the text has {length}"
    most = _number(configuration, "statuses", "max_media_attachments")
    if most is not None and len(post.images) > most:
        yield f"at most {most} images, and the post has {len(post.images)}"
    for number, image in enumerate(post.images, start=1):
        yield from (f"{limit} (image {number})" for limit in _over_by_image(configuration, image))


def _over_by_image(configuration: Mapping[str, Any], image: Image) -> Iterator[str]:
    kinds = _part(configuration, "media_attachments").get("supported_mime_types")
    if isinstance(kinds, list) and kinds and image.mime_type not in kinds:
        yield f"no {image.mime_type}"
    measured = {
        "image_size_limit": ("bytes", image.size_bytes),
        "image_matrix_limit": ("pixels", image.width * image.height),
        "description_limit": ("characters of alt text", len(image.alt_text)),
    }
    for name, (unit, amount) in measured.items():
        most = _number(configuration, "media_attachments", name)
        if most is not None and amount > most:
            yield f"at most {most} {unit}, and it has {amount}"


def _part(configuration: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = configuration.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(configuration: Mapping[str, Any], part: str, name: str) -> int | None:
    found = _part(configuration, part).get(name)
    return found if isinstance(found, int) else None

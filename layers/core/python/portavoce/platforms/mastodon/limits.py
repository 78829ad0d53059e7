"""What the instance itself takes, by the `configuration` of its Instance entity. What it does not say stops nothing.

Source: Mastodon API, Instance entity: `configuration.statuses`, `configuration.media_attachments` and
`configuration.polls`; mastodon/mastodon, StatusLengthValidator: the warning counts with the text."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.contract import Image, OutgoingPost, Poll, Video
from portavoce.platforms.outcomes import Refused
from portavoce.platforms.text.text_length import graphemes, mastodon_length

_SECONDS_A_MINUTE = 60

Configuration = Mapping[str, Any]


def refusal(configuration: Configuration, post: OutgoingPost, text: str) -> Refused | None:
    """The first of the instance's limits that the post is over; None when it is over none. `text` is as sent."""
    found = next(_over(configuration, post, text), None)
    return Refused(code="limits", reason=f"this instance takes {found}") if found else None


def _over(configuration: Configuration, post: OutgoingPost, text: str) -> Iterator[str]:
    most = _number(configuration, "statuses", "max_characters")
    warning = post.content_warning or ""
    if most is not None and (length := graphemes(warning) + mastodon_length(text)) > most:
        what = "the text with its content warning" if warning else "the text"
        yield f"at most {most} characters, and {what} has {length}"
    most = _number(configuration, "statuses", "max_media_attachments")
    if most is not None and len(post.media) > most:
        yield f"at most {most} images and videos, and the post has {len(post.media)}"
    for number, one in enumerate(post.media, start=1):
        name = "video" if isinstance(one, Video) else "image"
        yield from (f"{limit} ({name} {number})" for limit in _over_by_media(configuration, one))
    if post.poll:
        yield from _over_by_poll(configuration, post.poll)


def _over_by_media(configuration: Configuration, one: Image) -> Iterator[str]:
    kinds = _part(configuration, "media_attachments").get("supported_mime_types")
    if isinstance(kinds, list) and kinds and one.mime_type not in kinds:
        yield f"no {one.mime_type}"
    name = "video" if isinstance(one, Video) else "image"
    measured = {
        f"{name}_size_limit": ("bytes", one.size_bytes),
        f"{name}_matrix_limit": ("pixels", one.width * one.height),
        "description_limit": ("characters of alt text", len(one.alt_text)),
    }
    for limit, (unit, amount) in measured.items():
        most = _number(configuration, "media_attachments", limit)
        if most is not None and amount > most:
            yield f"at most {most} {unit}, and it has {amount}"


def _over_by_poll(configuration: Configuration, poll: Poll) -> Iterator[str]:
    seconds, longest = poll.duration_minutes * _SECONDS_A_MINUTE, max(len(option) for option in poll.options)
    measured = {
        "max_options": ("options in a poll", len(poll.options)),
        "max_characters_per_option": ("characters in an option of a poll", longest),
        "max_expiration": ("seconds for a poll", seconds),
    }
    for limit, (unit, amount) in measured.items():
        most = _number(configuration, "polls", limit)
        if most is not None and amount > most:
            yield f"at most {most} {unit}, and it has {amount}"
    least = _number(configuration, "polls", "min_expiration")
    if least is not None and seconds < least:
        yield f"at least {least} seconds for a poll, and it has {seconds}"


def _part(configuration: Configuration, name: str) -> Mapping[str, Any]:
    found = configuration.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(configuration: Configuration, part: str, name: str) -> int | None:
    found = _part(configuration, part).get(name)
    return found if isinstance(found, int) else None

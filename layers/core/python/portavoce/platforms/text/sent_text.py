"""The text exactly as it is sent, and how long the platform finds it."""

import unicodedata
from collections.abc import Sequence
from typing import Protocol

from portavoce.platforms.manifest import (
    Manifest,
)
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.platforms.text.text_length import COUNTERS


class SizedMedia(Protocol):
    """An image or a video, planned or on its way."""

    @property
    def mime_type(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...


def is_card_picture(manifest: Manifest, link: str | None, media: Sequence[SizedMedia]) -> bool:
    """Whether the one image of a post is the picture of its link's card: to the text it is then no media."""
    if manifest.link_card is None or not link or len(media) != 1:
        return False
    [only] = media
    return only.mime_type.startswith("image/") and only.size_bytes <= manifest.link_card.max_thumb_bytes


def composed_text(manifest: Manifest, text: str, link: str | None, *, has_media: bool) -> str:
    """The text with its link under it, where the platform takes no link by itself."""
    if not link or (manifest.link_in_text == "with_media" and not has_media):
        return text
    return f"{text}\n\n{link}" if text else link


def written_text(manifest: Manifest, text: str, link: str | None, media: Sequence[SizedMedia]) -> str:
    """The text with its link under it, beside these media: a card's picture leaves the link to its card."""
    has_media = bool(media) and not is_card_picture(manifest, link, media)
    return composed_text(manifest, text, link, has_media=has_media)


def text_length(rule: TextRule, text: str) -> int:
    """The length as the platform counts it."""
    return COUNTERS[rule.counted_as](text)


def normalise_text(text: str) -> str:
    """The text as it may be compared with what a platform gives back: composed, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())

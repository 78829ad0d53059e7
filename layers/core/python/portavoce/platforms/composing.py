"""The text exactly as it is sent, and how long the platform finds it."""

import unicodedata

from portavoce.platforms.counting import COUNTERS
from portavoce.platforms.manifest import Manifest, TextRule


def composed_text(manifest: Manifest, text: str, link: str | None, *, has_media: bool) -> str:
    """The text with its link under it, where the platform takes no link by itself."""
    if not link or (manifest.link_in_text == "with_media" and not has_media):
        return text
    return f"{text}\n\n{link}" if text else link


def text_length(rule: TextRule, text: str) -> int:
    """The length as the platform counts it."""
    return COUNTERS[rule.counted_as](text)


def normalised(text: str) -> str:
    """The text as it may be compared with what a platform gives back: composed, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())

"""The text exactly as it is sent, and how long the platform finds it."""

import unicodedata

from portavoce.platforms.counting import COUNTERS
from portavoce.platforms.manifest import Manifest


def composed_text(manifest: Manifest, text: str, link: str | None, *, has_images: bool) -> str:
    """The text with its link under it, where the platform takes no link by itself."""
    if not link or (manifest.link_in_text == "with_images" and not has_images):
        return text
    return f"{text}\n\n{link}" if text else link


def text_length(manifest: Manifest, text: str) -> int:
    """The length as the platform counts it; code points where the manifest has no text rule."""
    return COUNTERS[manifest.text.counted_as if manifest.text else "characters"](text)


def normalised(text: str) -> str:
    """The text as it may be compared with what a platform gives back: composed, white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())

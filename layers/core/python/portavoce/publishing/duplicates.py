"""Whether two posts say the same. Pure."""

import hashlib
import json

from portavoce.platforms.composing import normalised
from portavoce.publishing.model import Content, Media, Publication, State

_SILENT = frozenset({State.FAILED, State.MISSED, State.FROZEN, State.CANCELLED})


def fingerprint(content: Content) -> str:
    """The same for contents that a reader would find the same: texts but for case and white space, media, link.

    SHA-256, in hexadecimal. Alternative texts, pillar, campaign and visibility make no difference."""
    said = {
        "kind": content.kind,
        "texts": [_folded(text) for text in (content.text, *(part.text for part in content.thread))],
        "media": [_pictures(media) for media in (content.media, *(part.media for part in content.thread))],
        "link": content.link,
        "poll": content.poll.model_dump(mode="json") if content.poll else None,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def guarded(publication: Publication) -> bool:
    """Whether saying the same twice would be a mistake: not for what repeats on purpose, and not when a person allowed
    it. What has begun goes on."""
    repeats = publication.series is not None or "duplicate" in publication.allows
    return publication.guard_days > 0 and not repeats and not publication.sent


def says(other: Publication, said: str) -> bool:
    """Whether another publication says this, has said it or may say it yet."""
    stays_silent = other.state in _SILENT and not other.sent
    return not stays_silent and fingerprint(other.content) == said


def _folded(text: str) -> str:
    return normalised(text).casefold()


def _pictures(media: tuple[Media, ...]) -> list[str]:
    return [one.key for one in media]

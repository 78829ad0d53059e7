"""Whether two posts say the same. Pure."""

import hashlib
import json
from collections.abc import Iterable
from datetime import timedelta

from portavoce.platforms.text.sent_text import normalise_text
from portavoce.publishing.model import Content, Media, Publication, PublicationState, restore_links

_SILENT = frozenset(
    {PublicationState.FAILED, PublicationState.MISSED, PublicationState.FROZEN, PublicationState.CANCELLED}
)


def fingerprint(content: Content) -> str:
    """The same for contents that a reader would find the same: texts but for case and white space, media, link.

    SHA-256, in hexadecimal. Alternative texts, pillar, campaign, product and visibility make no difference, nor does
    whether its links are counted."""
    content = restore_links(content)
    said = {
        "kind": content.kind,
        "texts": [_fold_text(text) for text in (content.text, *(part.text for part in content.thread))],
        "media": [_pictures(media) for media in (content.media, *(part.media for part in content.thread))],
        "link": content.link,
        "poll": content.poll.model_dump(mode="json") if content.poll else None,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_guarded(publication: Publication) -> bool:
    """Whether saying the same twice would be a mistake: not for what repeats on purpose, and not when a person allowed
    it. What has begun goes on."""
    repeats = publication.series is not None or "duplicate" in publication.allows
    return publication.guard_days > 0 and not repeats and not publication.sent


def find_repeats(ours: Iterable[Publication], others: Iterable[Publication]) -> dict[str, list[str]]:
    """By id of ours: the ids of others that say the same on its channel within its `guard_days`, soonest first."""
    by_words: dict[tuple[str, str], list[Publication]] = {}
    for other in sorted(others, key=lambda one: one.planned_at):
        by_words.setdefault((other.channel_id, fingerprint(other.content)), []).append(other)
    found = {}
    for one in ours:
        same = by_words.get((one.channel_id, fingerprint(one.content)), [])
        near = timedelta(days=one.guard_days)
        ids = [
            other.publication_id
            for other in same
            if other.publication_id != one.publication_id
            and abs(other.planned_at - one.planned_at) <= near
            and not stays_silent(other)
        ]
        if ids:
            found[one.publication_id] = ids
    return found


def stays_silent(publication: Publication) -> bool:
    """Whether it has not left and does not leave by itself."""
    return publication.state in _SILENT and not publication.sent


def says(other: Publication, said: str) -> bool:
    """Whether another publication says this, has said it or may say it yet."""
    return not stays_silent(other) and fingerprint(other.content) == said


def _fold_text(text: str) -> str:
    return normalise_text(text).casefold()


def _pictures(media: tuple[Media, ...]) -> list[str]:
    return [one.key for one in media]

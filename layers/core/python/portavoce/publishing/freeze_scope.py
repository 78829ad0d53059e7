"""Which freeze stops a publication. Pure."""

from collections.abc import Iterable
from datetime import datetime

from portavoce.publishing.model import Freeze, Publication


def stopping(publication: Publication, freezes: Iterable[Freeze], now: datetime) -> Freeze | None:
    """The freeze that stops this publication at `now`: the oldest of those that cover it and have not run out."""
    covering = (one for one in freezes if covers(one, publication) and not expired(one, now))
    return min(covering, key=lambda one: (one.since, one.freeze_id), default=None)


def covers(freeze: Freeze, publication: Publication) -> bool:
    """Whether the publication is in the freeze's scope."""
    return may_cover(freeze, publication.publication_id) and freeze.campaign in (None, publication.content.campaign)


def may_cover(freeze: Freeze, publication_id: str) -> bool:
    """Whether a publication of this id can be in the freeze's scope: all but its campaign stands in the id."""
    brand_id, post_id, channel = publication_id.split(".")
    placed = freeze.brand_id in (None, brand_id) and freeze.channel in (None, channel)
    return placed and f"{brand_id}.{post_id}" not in freeze.exempt


def expired(freeze: Freeze, now: datetime) -> bool:
    """Whether the freeze has run out: from the very instant `until` it no longer holds."""
    return freeze.until is not None and freeze.until <= now

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
    return freeze.brand_id in (None, publication.brand_id) and freeze.channel in (None, publication.channel)


def expired(freeze: Freeze, now: datetime) -> bool:
    """Whether the freeze has run out: from the very instant `until` it no longer holds."""
    return freeze.until is not None and freeze.until <= now

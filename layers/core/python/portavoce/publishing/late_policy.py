"""How late a post may still leave. Pure."""

from datetime import datetime

from portavoce.publishing.model import Publication


def too_late(publication: Publication, now: datetime) -> bool:
    """Whether the post would do more harm than good by now: its own limit has passed."""
    return now > publication.late_after

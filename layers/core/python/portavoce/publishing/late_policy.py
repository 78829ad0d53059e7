"""How late a post may still leave. Pure."""

from datetime import datetime

from portavoce.publishing.model import Publication


def late_limit(publication: Publication) -> datetime:
    """The last moment at which its next part may leave. What has begun goes on: the allowance counts from the last part
    that is out, so that a wait for the platform in the middle of a thread does not cut it off."""
    if not publication.sent:
        return publication.late_after
    allowance = publication.late_after - publication.planned_at
    return max(publication.late_after, publication.sent[-1].started_at + allowance)


def too_late(publication: Publication, now: datetime) -> bool:
    """Whether the post would do more harm than good by now: its own limit has passed."""
    return now > late_limit(publication)

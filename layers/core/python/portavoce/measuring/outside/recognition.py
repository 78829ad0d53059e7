"""Which of an account's posts were made elsewhere. Pure.

Ours are known by their ids. What may be ours without anybody knowing, since the outcome of a call is in doubt, is
nobody's until that is settled."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from portavoce.measuring.model import MeasuredPost
from portavoce.platforms.post_list import ListedPost
from portavoce.publishing.model import Publication, PublicationState

BEFORE_THE_CALL, AFTER_THE_CALL = timedelta(minutes=5), timedelta(hours=1)
"""A platform's clock may differ from ours, and it may take its time with a video."""

_IN_DOUBT = frozenset({PublicationState.SENDING, PublicationState.UNCERTAIN})


def names_of_measured(posts: Iterable[MeasuredPost]) -> frozenset[str]:
    """What the measured posts are known by on their platforms."""
    return frozenset(name for post in posts for name in _names(post.remote_id, post.url))


def names_of_published(publications: Iterable[Publication]) -> frozenset[str]:
    """What the publications, with each of their parts, are known by."""
    found: set[str] = set()
    for one in publications:
        found.update(_names(one.remote_id, one.url))
        for part in one.sent:
            found.update(_names(part.remote_id, part.url))
    return frozenset(found)


def leave_known(listed: Iterable[ListedPost], names: frozenset[str]) -> list[ListedPost]:
    """Those that nothing is known of."""
    return [one for one in listed if names.isdisjoint(_names(one.remote_id, one.url))]


def is_in_doubt(post: ListedPost, publications: Sequence[Publication]) -> bool:
    """Whether it may be what one of the channel's publications has made: it has no id yet, and left about then."""
    return any(begin - BEFORE_THE_CALL <= post.published_at <= end for begin, end in _doubtful_times(publications))


def may_be_settled(post: ListedPost, publications: Sequence[Publication]) -> bool:
    """Whether it will be known whose it is: a publication whose outcome is in doubt will be settled, one that a person
    has seen at an address without an id will not."""
    return is_in_doubt(post, [one for one in publications if one.state in _IN_DOUBT])


def _doubtful_times(publications: Iterable[Publication]) -> Iterator[tuple[datetime, datetime]]:
    for one in publications:
        has_no_id = one.state in _IN_DOUBT or (one.state is PublicationState.PUBLISHED and not one.remote_id)
        if has_no_id and one.started_at:
            yield one.first_started_at or one.started_at, one.started_at + AFTER_THE_CALL


def _names(remote_id: str | None, url: str | None) -> list[str]:
    """Its id, the record's key at its end where the id is an address (Bluesky's may name its author in two ways), and
    its address."""
    return [name for name in (remote_id, (remote_id or "").rpartition("/")[2], url) if name]

"""The link by which somebody without an account decides on one post: what it says, and whether it still counts. Pure.

A token is `<brand>.<post>.<reviewer>.<expires>.<fingerprint>.<signature>`: ids of ours, epoch seconds, and two times
lower-case hexadecimal. It names nobody, every character of it stands in a URL as it is, and there is one way to write
it: a token with any character changed is another token, and forged."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from portavoce.brands.model import Reviewer
from portavoce.publishing.model import Publication, PublicationState
from portavoce.signed_words import read_words, sign_words

_MARK, _PURPOSE = ".", "review"
_REVIEWERS: tuple[Reviewer, ...] = ("internal", "client")


class LinkRefused(Exception):
    """The link decides nothing; each subclass is one reason, and one thing to do."""


class Forged(LinkRefused):
    """No link of ours: it was altered, cut short, or signed with another key."""


class Expired(LinkRefused):
    """Its time is over."""


class Edited(LinkRefused):
    """The post was changed after the link was made: what would be approved is not what was shown."""


class Used(LinkRefused):
    """Everything that it asked about is decided."""


class Withdrawn(LinkRefused):
    """Nothing of the post waits for a decision any more, and none was made."""


class Ticket(NamedTuple):
    """What a link says: who may decide on which post, until when, and (`fingerprint`) as it stood when it was made."""

    brand_id: str
    post_id: str
    reviewer: Reviewer
    expires_at: datetime
    fingerprint: str


def tickets(publications: Sequence[Publication], now: datetime) -> list[Ticket]:
    """The links that one post needs at this moment, one for each kind of reviewer who is still to decide.

    A link ends with the latest planned time that it asks about: from then on it could decide nothing. The same post
    as it stands gives the same link, whoever asks for it."""
    found = []
    for reviewer in _REVIEWERS:
        if waiting := undecided_publications(publications, reviewer, now):
            expires_at = max(one.planned_at for one in waiting).replace(microsecond=0)
            first = waiting[0]
            mark = fingerprint(asked_of(publications, reviewer))
            found.append(Ticket(first.brand_id, first.post_id, reviewer, expires_at, mark))
    return found


def asked_of(publications: Iterable[Publication], reviewer: Reviewer) -> list[Publication]:
    """Those of a post that need this reviewer's approval, decided or not."""
    return [one for one in publications if one.approval and one.approval.needed_from == reviewer]


def undecided_publications(publications: Iterable[Publication], reviewer: Reviewer, now: datetime) -> list[Publication]:
    """Those of a post that this reviewer can still decide on: in review, nothing said yet, and their time to come."""
    return [
        one
        for one in asked_of(publications, reviewer)
        if one.state is PublicationState.IN_REVIEW
        and one.approval
        and not one.approval.decision
        and one.planned_at > now
    ]


def fingerprint(publications: Iterable[Publication]) -> str:
    """What is asked about, exactly: 32 hexadecimal digits of the SHA-256 over each one's id, revision and content."""
    lines = sorted(f"{one.publication_id} {one.revision} {one.content_hash}" for one in publications)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def sign(ticket: Ticket, key: bytes) -> str:
    """The token. `expires_at` is kept to the second."""
    expires = str(int(ticket.expires_at.timestamp()))
    said = _MARK.join((ticket.brand_id, ticket.post_id, ticket.reviewer, expires, ticket.fingerprint))
    return sign_words(_PURPOSE, said, key)


def read_ticket(token: str, key: bytes | None) -> Ticket:
    """What a token says, once its signature is right. Without a key nothing was ever signed. Raises Forged."""
    said = read_words(_PURPOSE, token, key)
    if said is None:
        raise Forged
    brand_id, post_id, reviewer, expires, mark = said.split(_MARK)
    known: Reviewer = "client" if reviewer == "client" else "internal"
    return Ticket(brand_id, post_id, known, datetime.fromtimestamp(int(expires), UTC), mark)


def decidable(ticket: Ticket, publications: Sequence[Publication], now: datetime) -> list[Publication]:
    """What the link may decide at this moment, of the post as it stands.

    Raises Expired, Edited, Used, Withdrawn."""
    if now >= ticket.expires_at:
        raise Expired
    asked = asked_of(publications, ticket.reviewer)
    if not hmac.compare_digest(fingerprint(asked), ticket.fingerprint):
        raise Edited
    waiting = undecided_publications(asked, ticket.reviewer, now)
    if waiting:
        return waiting
    raise Used if any(one.approval and one.approval.decision for one in asked) else Withdrawn

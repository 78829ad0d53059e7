"""Mails about posts in review: who is asked, and what they want changed. Posts are told of whole, not by channel."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from portavoce.each_alone import EachAlone
from portavoce.publishing.model import Publication, State
from portavoce.reporting.model import ChangesWanted, MailDelivery, ReviewAsked
from portavoce.review.service.links import Links

NOTHING_WAITS = "nothing_waits"


@dataclass(frozen=True)
class ReviewMails:
    """`ask` and `pass_on` each send one mail; `address` says where a link's token leads."""

    ask: Callable[[ReviewAsked, datetime], MailDelivery]
    pass_on: Callable[[ChangesWanted, datetime], MailDelivery]
    links: Links
    address: Callable[[str], str]

    def ask_reviewers(self, publication_ids: Iterable[str], now: datetime) -> str:
        """Asks whoever is to decide on the posts of these publications, as the posts stand by now.

        Says what came of it, such as `sent` or `already_sent`. Raises an ExceptionGroup of what `ask` raises."""
        asked = (
            ReviewAsked(
                brand_id=brand_id,
                post_id=post_id,
                reviewer=link.ticket.reviewer,
                mark=link.ticket.fingerprint,
                link=self.address(link.token),
                channels=tuple(one.channel for one in link.publications),
                planned_at=min(one.planned_at for one in link.publications),
                expires_at=link.ticket.expires_at,
            )
            for brand_id, post_id in _posts(publication_ids)
            for link in self.links.of(brand_id, post_id, now)
        )
        return _each(asked, lambda one: self.ask(one, now))

    def pass_on_changes(self, publication_ids: Iterable[str], now: datetime) -> str:
        """Passes on what is wanted of the posts of these publications, unless they were changed meanwhile.

        Says what came of it. Raises an ExceptionGroup of what `pass_on` raises."""
        posts = (self.links.of_post(brand_id, post_id) for brand_id, post_id in _posts(publication_ids))
        wanted = (one for publications in posts for one in _wanted(publications))
        return _each(wanted, lambda one: self.pass_on(one, now))


def _wanted(publications: Iterable[Publication]) -> Iterator[ChangesWanted]:
    """One for each moment at which somebody asked for changes: channels decided on together stand together."""
    decided = [
        (one.approval.decided_at, one.approval.comment or "", one)
        for one in publications
        if one.state is State.IN_REVIEW and one.approval and one.approval.decided_at
    ]
    for (decided_at, comment), group in groupby(sorted(decided, key=lambda one: one[:2]), key=lambda one: one[:2]):
        found = [one for _, _, one in group]
        yield ChangesWanted(
            brand_id=found[0].brand_id,
            post_id=found[0].post_id,
            channels=tuple(one.channel for one in found),
            planned_at=min(one.planned_at for one in found),
            comment=comment,
            decided_at=decided_at,
        )


def _posts(publication_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Brand and post of each id, each post once."""
    parts = (publication_id.split(".") for publication_id in publication_ids)
    return list(dict.fromkeys((brand_id, post_id) for brand_id, post_id, _ in parts))


def _each[T](values: Iterable[T], send: Callable[[T], MailDelivery]) -> str:
    """Sends each, whatever becomes of the others."""
    outcomes: set[str] = set()
    mails = EachAlone()
    for value in values:
        with mails:
            outcomes.add(send(value))
    mails.raise_errors("mails about reviews could not be sent")
    return " ".join(sorted(outcomes)) or NOTHING_WAITS

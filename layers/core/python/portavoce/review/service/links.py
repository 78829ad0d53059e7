"""Links to decide by: one for each kind of reviewer that a post waits for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.publishing.model import Publication
from portavoce.review import link
from portavoce.review.link import Ticket


class Link(NamedTuple):
    """A link to decide by. `publications` are those that it asks about."""

    token: str
    ticket: Ticket
    publications: tuple[Publication, ...]


@dataclass(frozen=True)
class Links:
    """Makes the links. `key` is the stage's signing key; `of_post` gives a post's publications as last written."""

    key: Callable[[], bytes]
    of_post: Callable[[str, str], Sequence[Publication]]

    def of(self, brand_id: str, post_id: str, now: datetime) -> list[Link]:
        """One link for each kind of reviewer whose decision the post waits for; the same post gives the same links."""
        publications = self.of_post(brand_id, post_id)
        return [
            Link(
                link.sign(ticket, self.key()),
                ticket,
                tuple(link.undecided(publications, ticket.reviewer, now)),
            )
            for ticket in link.tickets(publications, now)
        ]

"""Putting what is due on the queue, ten minutes ahead and delayed to its second."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from portavoce.each_alone import EachAlone
from portavoce.publishing import parts, states
from portavoce.publishing.delays import AHEAD, arming_delay_seconds
from portavoce.publishing.model import Outgoing, Publication, State, Step
from portavoce.publishing.service.ledger import Ledger, Moved

Send = Callable[[Outgoing, int], None]
"""Puts a message on the outgoing queue with a delay of 0 to 900 seconds."""


def message(publication: Publication, step: Step) -> Outgoing:
    """The message that asks for one step of the publication as it stands."""
    return Outgoing(
        publication_id=publication.publication_id,
        revision=publication.revision,
        step=step,
        planned_at=publication.planned_at,
    )


@dataclass(frozen=True)
class Dispatcher:
    """Dispatches publications: messages first, mark second, so that one that dies between the two says it twice."""

    ledger: Ledger
    send: Send

    def dispatch_due(self, now: datetime) -> int:
        """Dispatches all that is due within ten minutes and gives their number."""
        return self.dispatch_all(self.ledger.waiting(now + AHEAD), now)

    def dispatch_all(self, publication_ids: Iterable[str], now: datetime) -> int:
        """Dispatches those of them that are due within ten minutes and were not yet, and gives their number.

        One that cannot be dispatched holds up none of the others: its error is raised when they are done."""
        done, publications = 0, EachAlone()
        for publication_id in publication_ids:
            with publications:
                done += self.dispatch(publication_id, now)
        publications.raise_errors(f"publications could not be dispatched, {done} were")
        return done

    def dispatch(self, publication_id: str, now: datetime) -> bool:
        """Dispatches one publication if it is due within ten minutes and was not yet; says whether it did."""
        publication = self.ledger.get(publication_id)
        if publication is None or not _due(publication, now):
            return False
        if parts.has_media(publication.content):
            self.send(message(publication, "prepare"), 0)
        self.send(message(publication, "release"), arming_delay_seconds(publication.planned_at, now))
        try:
            self.ledger.move(publication, states.dispatched(publication, now))
        except Moved:
            return False  # it was edited, frozen or sent meanwhile: an edit is due again, its old messages say nothing
        return True


def _due(publication: Publication, now: datetime) -> bool:
    waits = publication.state is State.SCHEDULED and publication.dispatched_at is None
    return waits and publication.planned_at <= now + AHEAD

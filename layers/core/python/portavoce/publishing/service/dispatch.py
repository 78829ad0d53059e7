"""Putting what is due on the queue, ten minutes ahead and delayed to its second."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, groupby
from operator import attrgetter

from portavoce.each_alone import EachAlone
from portavoce.publishing import parts, states
from portavoce.publishing.delays import AHEAD, MOST_TOGETHER, arming_delay_seconds
from portavoce.publishing.model import Companion, OutgoingMessage, Publication, PublicationState, PublishingStep
from portavoce.publishing.service.ledger import Ledger, Moved

Send = Callable[[OutgoingMessage, int], None]
"""Puts a message on the outgoing queue with a delay of 0 to 900 seconds."""


def message(publication: Publication, step: PublishingStep) -> OutgoingMessage:
    """The message that asks for one step of the publication as it stands."""
    return OutgoingMessage(
        publication_id=publication.publication_id,
        revision=publication.revision,
        step=step,
        planned_at=publication.planned_at,
    )


@dataclass(frozen=True)
class Dispatcher:
    """Dispatches publications: messages first, mark second, so that one that dies between the two says it twice.

    `makes_cards` says of a platform whether the cards of links are ours to make there."""

    ledger: Ledger
    send: Send
    makes_cards: Callable[[str], bool]

    def dispatch_due(self, now: datetime) -> int:
        """Dispatches all that is due within ten minutes and gives their number."""
        return self.dispatch_all(self.ledger.waiting_ids(now + AHEAD), now)

    def dispatch_all(self, publication_ids: Iterable[str], now: datetime) -> int:
        """Dispatches those of them that are due within ten minutes and were not yet, and gives their number. Neighbours
        of one second go as one message.

        One that cannot be dispatched holds up none of the others: its error is raised when they are done."""
        done, troubles = 0, EachAlone()
        for _, of_second in groupby(self._read_due(publication_ids, now, troubles), key=_second):
            # By channel, so that a message needs the secrets of few.
            for some in batched(sorted(of_second, key=attrgetter("channel_id")), MOST_TOGETHER, strict=False):
                done += self._dispatch_together(some, now, troubles)
        troubles.raise_errors(f"publications could not be dispatched, {done} were")
        return done

    def _read_due(self, publication_ids: Iterable[str], now: datetime, troubles: EachAlone) -> Iterator[Publication]:
        for publication_id in publication_ids:
            publication = None
            with troubles:
                publication = self.ledger.get(publication_id)
            if publication and _is_due(publication, now):
                yield publication

    def _dispatch_together(self, publications: Sequence[Publication], now: datetime, troubles: EachAlone) -> int:
        """Dispatches publications of one second, or none of them when their message cannot be sent."""
        delay_seconds = arming_delay_seconds(publications[0].planned_at, now, len(publications))
        done, ready = 0, list[Publication]()
        for one in publications:
            with troubles:
                # What leaves at once is prepared by its release: two that upload the same only keep each other waiting.
                if delay_seconds and (parts.has_media(one.content) or self.makes_cards(one.platform)):
                    self.send(message(one, "prepare"), 0)
                ready.append(one)
        if not ready:
            return 0
        with troubles:
            self.send(_release_of(ready), delay_seconds)
            for one in ready:
                with troubles:
                    done += self._mark(one, now)
        return done

    def _mark(self, publication: Publication, now: datetime) -> bool:
        try:
            self.ledger.move(publication, states.dispatch_publication(publication, now))
        except Moved:
            return False  # it was edited, frozen or sent meanwhile: an edit is due again, its old messages say nothing
        return True


def _release_of(publications: Sequence[Publication]) -> OutgoingMessage:
    first, *others = publications
    companions = (Companion(publication_id=one.publication_id, revision=one.revision) for one in others)
    return message(first, "release").model_copy(update={"companions": tuple(companions)})


def _second(publication: Publication) -> datetime:
    return publication.planned_at.replace(microsecond=0)


def _is_due(publication: Publication, now: datetime) -> bool:
    waits = publication.state is PublicationState.SCHEDULED and publication.dispatched_at is None
    return waits and publication.planned_at <= now + AHEAD

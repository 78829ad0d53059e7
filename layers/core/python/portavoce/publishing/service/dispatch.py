"""Putting what is due on the queue, ten minutes ahead and delayed to its second."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, groupby
from operator import attrgetter

from portavoce.each_alone import EachAlone
from portavoce.publishing import parts, states
from portavoce.publishing.delays import AHEAD, MOST_TOGETHER, arming_delay_seconds, is_turn, is_unseen
from portavoce.publishing.model import Companion, OutgoingMessage, Publication, PublishingStep
from portavoce.publishing.relevance import waits
from portavoce.publishing.service.ledger import Ledger, Moved

Send = Callable[[OutgoingMessage, int], None]
"""Puts a message on the outgoing queue with a delay of 0 to 900 seconds."""


Predicate = Callable[[Publication], bool]

MOST_AT_ONCE = 100
"""How many publications are looked at with one request."""


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
    """Puts publications on the queue: what a tick sends in its own minute no other tick sends, and what is sent out of
    turn is marked after its message. Whoever dies, or comes twice, says it twice; the claim is one.

    `makes_cards` says of a platform whether the cards of links are ours to make there."""

    ledger: Ledger
    send: Send
    makes_cards: Callable[[str], bool]

    def dispatch_due(self, minute: datetime, now: datetime) -> int:
        """Dispatches what is planned for the minute that is this tick's own, ten minutes ahead, and what earlier ticks
        cannot have seen. Gives their number. `minute` is the one for which the tick was meant, however late it runs: a
        clock that has not come to it is behind."""
        now = max(now, minute)

        def is_ours(one: Publication) -> bool:
            return waits(one) and (is_turn(one.planned_at, minute) or is_unseen(one, minute, now))

        likely = self._leave_out(self.ledger.waiting_ids(minute + AHEAD), is_ours)
        return self._dispatch(likely, is_ours, lambda one: not is_turn(one.planned_at, minute), now)

    def dispatch_all(self, publication_ids: Iterable[str], now: datetime) -> int:
        """Dispatches those of them that are due within ten minutes and were not yet, and gives their number."""
        return self._dispatch(
            publication_ids, lambda one: waits(one) and one.planned_at <= now + AHEAD, lambda _: True, now
        )

    def _leave_out(self, publication_ids: Iterable[str], is_wanted: Predicate) -> Iterator[str]:
        """The ids without those of publications that were not wanted a moment ago, a hundred with one request."""
        for some in batched(publication_ids, MOST_AT_ONCE, strict=False):
            known = {one.publication_id: one for one in self.ledger.find(some)}
            yield from (one for one in some if one not in known or is_wanted(known[one]))

    def _dispatch(
        self, publication_ids: Iterable[str], is_wanted: Predicate, is_marked: Predicate, now: datetime
    ) -> int:
        """Neighbours of one second go as one message. One that cannot be dispatched holds up none of the others: its
        error is raised when they are done."""
        done, troubles = 0, EachAlone()
        for _, of_second in groupby(self._read(publication_ids, is_wanted, troubles), key=_second):
            # By channel, so that a message needs the secrets of few.
            for some in batched(sorted(of_second, key=attrgetter("channel_id")), MOST_TOGETHER, strict=False):
                for one in self._dispatch_together(some, now, troubles):
                    with troubles:
                        done += not is_marked(one) or self._mark(one, now)
        troubles.raise_errors(f"publications could not be dispatched, {done} were")
        return done

    def _read(self, publication_ids: Iterable[str], is_wanted: Predicate, troubles: EachAlone) -> Iterator[Publication]:
        for publication_id in publication_ids:
            publication = None
            with troubles:
                publication = self.ledger.get(publication_id)
            if publication and is_wanted(publication):
                yield publication

    def _dispatch_together(
        self, publications: Sequence[Publication], now: datetime, troubles: EachAlone
    ) -> Sequence[Publication]:
        """Those of these publications of one second whose message is on the queue: none when it cannot be sent."""
        delay_seconds = arming_delay_seconds(publications[0].planned_at, now, len(publications))
        ready = list[Publication]()
        for one in publications:
            with troubles:
                # What leaves at once is prepared by its release: two that upload the same only keep each other waiting.
                if delay_seconds and (parts.has_media(one.content) or self.makes_cards(one.platform)):
                    self.send(message(one, "prepare"), 0)
                ready.append(one)
        with troubles:
            if ready:
                self.send(_release_of(ready), delay_seconds)
            return ready
        return ()

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

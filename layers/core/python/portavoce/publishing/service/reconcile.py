"""Settling what should have moved and has not: every few minutes, whatever died in between."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from portavoce.each_alone import EachAlone
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import Unclear
from portavoce.publishing import approval, outcomes, states
from portavoce.publishing.delays import GIVE_UP_LOOKING, GRACE, is_too_late
from portavoce.publishing.model import Freeze, Publication, PublicationState
from portavoce.publishing.service.dispatch import Send, message
from portavoce.publishing.service.freezes import Freezes
from portavoce.publishing.service.ledger import Ledger, Moved


@dataclass(frozen=True)
class Reconciler:
    """Looks after overdue publications. It talks to no platform: it asks for a look-up, or for the release again.

    `count_overlooked` counts a publication that nothing took up at its time; `select_within_caps` gives those of the
    posts held by a cap on fees that there is room for by now, in the order of their times."""

    ledger: Ledger
    freezes: Freezes
    send: Send
    lookup_rule: Callable[[str], LookupRule]
    count_overlooked: Callable[[], None] = lambda: None
    select_within_caps: Callable[[Sequence[Publication], datetime], Sequence[Publication]] = lambda held, _: held

    def reconcile(self, now: datetime) -> int:
        """Takes the next step of every overdue publication and gives their number.

        One that cannot be settled holds up none of the others: its error is raised when they are done."""
        overdue = list(self.ledger.watched_ids(now))
        active = self.freezes.active() if overdue else []
        publications = EachAlone()
        held: list[Publication] = []
        for publication_id in overdue:
            with publications, suppress(Moved):  # what has moved needs nobody
                publication = self.ledger.get(publication_id)
                if publication and publication.state is PublicationState.FROZEN and publication.fee_hold:
                    held.append(publication)
                elif publication:
                    self._settle(publication, active, now)
        with publications:
            self._let_go_within_caps(held, active, now)
        overlooked = list(self.ledger.waiting_ids(now - GRACE))
        for publication_id in overlooked:
            with publications, suppress(Moved):
                self._take_up(publication_id, now)
        overdue += overlooked
        with publications:
            self.freezes.end_those_run_out(active, now)
        publications.raise_errors(f"of {len(overdue)} publications could not be settled")
        return len(overdue)

    def _let_go_within_caps(self, held: Sequence[Publication], active: list[Freeze], now: datetime) -> None:
        for publication in self.select_within_caps(held, now) if held else ():
            self.freezes.thaw(publication, active, now)

    def _settle(self, publication: Publication, active: list[Freeze], now: datetime) -> None:
        match publication:
            case Publication(state=PublicationState.IN_REVIEW) if _is_overdue(publication, now):
                self.ledger.move(publication, approval.miss_unapproved(publication, now))
            case Publication(state=PublicationState.SCHEDULED) if _is_overdue(publication, now):
                self._release_again(publication, now)
            case Publication(state=PublicationState.SENDING):
                self._doubt(publication, now)
            case Publication(state=PublicationState.UNCERTAIN) if _is_overdue(publication, now):
                self._look_again(publication, now)
            case Publication(state=PublicationState.FROZEN):
                self.freezes.thaw(publication, active, now)

    def _take_up(self, publication_id: str, now: datetime) -> None:
        """Whatever has stopped the minute's tick, or who was at work: what should have left is released, or missed in
        words, and what somebody was sending is looked up."""
        publication = self.ledger.get(publication_id)
        if publication and publication.state is PublicationState.SENDING:
            self._doubt(publication, now)
        elif publication and _is_overlooked(publication, now):
            if publication.dispatched_at is None:
                self.count_overlooked()
            self._release_again(publication, now)

    def _release_again(self, publication: Publication, now: datetime) -> None:
        if is_too_late(publication, now):
            self.ledger.move(publication, states.miss_late_limit(publication, now), "watch_at")
            return
        # Marked first, unlike a first dispatch: of two rounds at once only one may send.
        self.ledger.move(publication, states.dispatch_publication(publication, now), "watch_at")
        self.send(message(publication, "release"), 0)

    def _doubt(self, publication: Publication, now: datetime) -> None:
        if publication.started_at is None or publication.started_at + GRACE > now:
            return
        reason = "the sender stopped before it could write the outcome down"
        doubted = outcomes.doubt(publication, reason, self.lookup_rule(publication.platform), now)
        self.ledger.move(publication, doubted.publication)
        if doubted.follow:
            self.send(message(publication, doubted.follow.step), 0)

    def _look_again(self, publication: Publication, now: datetime) -> None:
        started_at = publication.started_at or publication.updated_at
        if now >= started_at + GIVE_UP_LOOKING:
            given_up = Unclear(reason="no look-up has worked for an hour")
            rule = self.lookup_rule(publication.platform)
            new = outcomes.after_look_up(publication, given_up, rule, now).publication
            self.ledger.move(publication, new, "watch_at")
            return
        cause = publication.cause or ""
        self.ledger.move(publication, states.doubt_publication(publication, cause, now, now), "watch_at")
        self.send(message(publication, "look_up"), 0)


def _is_overlooked(publication: Publication, now: datetime) -> bool:
    """Whether it was due for long enough that a tick must have seen it; what was planned late, or handed back to the
    ticks, is so since then."""
    waits = publication.state is PublicationState.SCHEDULED and publication.watch_at is None
    return waits and max(publication.planned_at, publication.updated_at) <= now - GRACE


def _is_overdue(publication: Publication, now: datetime) -> bool:
    """The index may be a moment behind the item."""
    return publication.watch_at is not None and publication.watch_at <= now

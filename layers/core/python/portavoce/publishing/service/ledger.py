"""The ledger: what is planned, what was sent, what became of it. Nothing else changes a publication's state."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.platforms.contract import Sent
from portavoce.publishing import states
from portavoce.publishing.claims import claimed_posts
from portavoce.publishing.delays import NEAR
from portavoce.publishing.duplicates import find_repeats, fingerprint, is_guarded
from portavoce.publishing.fee_hold import FeeHold
from portavoce.publishing.model import (
    PLANNABLE,
    Allowance,
    PlanResult,
    Publication,
    PublicationState,
    asks_alike,
    is_plannable,
    says_alike,
)
from portavoce.publishing.records import Moved, PublicationPage, PublicationRecords
from portavoce.publishing.service.ledger_refusals import (
    ClaimedByAnother,
    IllegalMove,
    NoPublication,
    NotApproved,
    NotAsked,
    OverFeeCap,
    RevisionMoved,
    SaidAlready,
    TooLate,
)

__all__ = [
    "Claim",
    "ClaimedByAnother",
    "IllegalMove",
    "Ledger",
    "Moved",
    "NoPublication",
    "NotApproved",
    "NotAsked",
    "OverFeeCap",
    "PublicationPage",
    "RevisionMoved",
    "SaidAlready",
    "TooLate",
]

_TRIES = 5
_PAGE = 500


class Claim(NamedTuple):
    """A publication that was ready to be sent, and as it stands since it was claimed for that."""

    ready: Publication
    claimed: Publication


@dataclass(frozen=True)
class Ledger:
    """The publications of this stage. `find_fee_hold` says whether the brand's cap on fees holds one at a moment."""

    records: PublicationRecords
    find_fee_hold: Callable[[Publication, datetime], FeeHold | None] = lambda _, __: None

    def get(self, publication_id: str) -> Publication | None:
        """The publication as last written, or None."""
        return self.records.get(publication_id)

    def find(self, publication_ids: Iterable[str]) -> list[Publication]:
        """Those of them that there are, in any order; it may lag by a moment."""
        return self.records.find(publication_ids)

    def of_post(self, brand_id: str, post_id: str) -> list[Publication]:
        """The publications of one post, by channel."""
        return self.records.of_post(brand_id, post_id)

    def list_page(
        self, brand_id: str, since: datetime, until: datetime, cursor: str | None = None, limit: int = 50
    ) -> PublicationPage:
        """A page of the brand's publications planned from `since` up to, not including, `until`. Raises BadCursor."""
        return self.records.list_page(brand_id, since, until, cursor, limit)

    def said_by(self, publications: Sequence[Publication]) -> dict[str, list[str]]:
        """By publication id: which others, standing or among these, say the same on its channel within its
        `guard_days`. Of publications that are not guarded nothing is said."""
        ours = [one for one in publications if is_guarded(one)]
        if not ours:
            return {}
        reach = timedelta(days=max(one.guard_days for one in ours))
        times = [one.planned_at for one in ours]
        standing = self.between(ours[0].brand_id, min(times) - reach, max(times) + reach)
        others = {one.publication_id: one for one in (*standing, *publications)}
        return find_repeats(ours, others.values())

    def between(self, brand_id: str, since: datetime, until: datetime) -> Iterator[Publication]:
        """Every publication of the brand planned from `since` up to, not including, `until`, soonest first."""
        cursor: str | None = None
        while True:
            page = self.records.list_page(brand_id, since, until, cursor, _PAGE)
            yield from page.publications
            if page.cursor is None:
                return
            cursor = page.cursor

    def near_on_channel(self, publication: Publication) -> Iterator[Publication]:
        """The other publications of its channel that are planned about when it is, as last written."""
        since, until = publication.planned_at - NEAR, publication.planned_at + NEAR
        for one in self.between(publication.brand_id, since, until):
            if one.channel == publication.channel and one.publication_id != publication.publication_id:
                yield self.records.get(one.publication_id) or one

    def waiting_ids(self, until: datetime) -> Iterator[str]:
        """Ids of those planned before `until` that are not out and not watched, soonest first."""
        return self.records.waiting_ids(until)

    def watched_ids(self, until: datetime) -> Iterator[str]:
        """Ids of those that should have moved before `until`, longest overdue first."""
        return self.records.watched_ids(until)

    def plan(self, publication: Publication, now: datetime) -> PlanResult:
        """Writes the plan of one publication. The same content, wall time and zone again changes nothing.

        What leaves, has left or may have left stays as it is: `too_late`. A changed one starts afresh, also when its
        former plan had failed, was missed, frozen or cancelled. The plan of a series leaves alone what does not follow
        it, and brings back what the series itself had left out."""
        for _ in range(_TRIES):
            standing = self.records.get(publication.publication_id)
            if standing and (_stands_apart(standing, publication) or _same_plan(standing, publication)):
                return "unchanged"
            if standing and not is_plannable(standing):
                return "too_late"
            try:
                return self._write_plan(standing, publication, now)
            except Moved:
                continue
        raise Moved(f"{publication.publication_id} changes too often to be planned: try again")

    def plan_new(self, publications: Iterable[Publication], now: datetime) -> list[PlanResult]:
        """Plans publications that nobody has seen so far, many with one request; what became of each, in their order.

        Where one is there after all, it and its neighbours are planned one by one."""
        results: list[PlanResult] = []
        for some in self.records.in_batches(states.replan_publication(one, 0, now) for one in publications):
            try:
                self.records.add_all(some)
            except Moved:
                results += [self.plan(one, now) for one in some]
            else:
                results += ["new"] * len(some)
        return results

    def _write_plan(self, standing: Publication | None, publication: Publication, now: datetime) -> PlanResult:
        if standing is None:
            self.records.add(states.replan_publication(publication, 0, now))
            return "new"
        self.records.change(standing, states.replan_publication(publication, standing.revision, now))
        return "changed"

    def cancel(self, publication_id: str, now: datetime, if_revision: int | None = None) -> Publication:
        """Takes it back, with what of it is not out yet, or closes one that a person was asked about.

        Cancelling again changes nothing. Raises NoPublication, RevisionMoved, TooLate."""

        def cancel_one(one: Publication) -> Publication:
            if not (states.is_asked_about(one) or one.state in PLANNABLE):
                raise TooLate(one)
            return one if one.state is PublicationState.CANCELLED else states.cancel_publication(one, now)

        return self._by_hand(publication_id, if_revision, cancel_one)

    def leave_out(self, publication_id: str, series: str, now: datetime) -> Publication:
        """Cancels an occurrence that its series no longer has. Gives it as it stands after.

        One that does not follow the series, or that is cancelled, leaving or out, stays as it is.
        Raises NoPublication."""

        def left_out(one: Publication) -> Publication:
            stays = one.series != series or one.state is PublicationState.CANCELLED or not is_plannable(one)
            return one if stays else states.leave_out_publication(one, now)

        return self._by_hand(publication_id, None, left_out)

    def publish_now(
        self,
        publication_id: str,
        now: datetime,
        if_revision: int | None = None,
        allow: Collection[Allowance] = (),
        among: Collection[PublicationState] = PLANNABLE,
    ) -> Publication:
        """Plans what of it is not out yet for this moment, as a new revision with the same allowance for lateness.

        `allow` are rules to set aside, `among` the states in which whoever asks has seen it: a post that was taken back
        keeps its revision. Raises NoPublication, RevisionMoved, TooLate, NotApproved, SaidAlready, OverFeeCap."""

        def plan_now(one: Publication) -> Publication:
            if one.state not in among:
                raise TooLate(one)
            new = states.reschedule_publication(states.allow_rules(one, allow), now, now)
            if not new.may_leave:
                raise NotApproved(one)
            if owner := self._said_before(new):
                raise SaidAlready(one, owner)
            if one.fee_hold and self.find_fee_hold(new, now):
                raise OverFeeCap(one)
            return new

        return self._by_hand(publication_id, if_revision, plan_now)

    def _said_before(self, publication: Publication) -> str | None:
        """The publication that has said the same on its channel, as `release` would find it."""
        if not is_guarded(publication):
            return None
        owner = self.records.said_owner(publication, fingerprint(publication.content))
        other = self.records.get(owner) if owner else None
        return owner if other and find_repeats([publication], [other]) else None

    def settle(
        self, publication_id: str, found: Sent | None, now: datetime, if_revision: int | None = None
    ) -> Publication:
        """What a person found out about a publication that they were asked about: it is out, or (None) it is not.

        What is out is recorded; what is not out yet, of a thread too, leaves at once. Raises NoPublication,
        RevisionMoved, NotAsked, ClaimedByAnother."""

        def settle_one(one: Publication) -> Publication:
            if not states.is_asked_about(one):
                raise NotAsked(one)
            for other in self.near_on_channel(one) if found else ():
                if found and not claimed_posts([other]).isdisjoint((found.remote_id, found.url)):
                    raise ClaimedByAnother(other)
            return states.settle_publication(one, found, now) if found else states.reschedule_publication(one, now, now)

        return self._by_hand(publication_id, if_revision, settle_one)

    def _by_hand(
        self, publication_id: str, if_revision: int | None, step: Callable[[Publication], Publication]
    ) -> Publication:
        for _ in range(_TRIES):
            standing = self.records.get(publication_id)
            if standing is None:
                raise NoPublication(publication_id)
            if if_revision not in (None, standing.revision):
                raise RevisionMoved(standing)
            new = step(standing)
            try:
                return standing if new is standing else self.records.change(standing, new)
            except Moved:
                continue
        raise Moved(f"{publication_id} changes too often: try again")

    def move(self, old: Publication, new: Publication, *guarded: str) -> Publication:
        """Takes one step, if the publication stands as in `old` (state, revision, attempts and the `guarded` fields).

        Gives it as it stands after. Raises Moved, IllegalMove."""
        if not states.can_follow(old, new):
            raise IllegalMove(f"{old.publication_id} cannot go from {old.state} to {new.state}")
        return self.records.change(old, new, *guarded)

    def claim(self, old: Publication, ready: Publication, now: datetime) -> Claim:
        """Takes it for sending, once, as `ready` follows from `old`: with one write. Raises Moved, IllegalMove."""
        return Claim(ready, self.move(old, states.claim_publication(ready, now)))

    def keep_handle(self, publication: Publication, name: str, value: str) -> None:
        """Stores what the platform gave while preparing. Raises Moved when it has left, or another was first."""
        self.records.keep_handle(publication, name, value)


def _same_plan(standing: Publication, publication: Publication) -> bool:
    left_out = publication.series is not None and standing.state is PublicationState.CANCELLED
    return says_alike(standing, publication) and asks_alike(standing, publication) and not left_out


def _stands_apart(standing: Publication, publication: Publication) -> bool:
    """Whether the plan is an occurrence's, and what stands under its name does not follow that series."""
    return publication.series is not None and standing.series != publication.series

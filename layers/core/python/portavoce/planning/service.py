"""A calendar against what stands: say what would change, and change it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.brands.model import Brand, Channel
from portavoce.measuring.model import PostingHours
from portavoce.planning.diff import Context, diff, publication_id
from portavoce.planning.fee_cap import hold_to_cap, month_begin
from portavoce.planning.limits import most_generous, refusals
from portavoce.planning.link_replacement import LinkMaker
from portavoce.planning.model import Applied, PlanDiff, PlannableRow, PlanRow, Remark, TakenTime
from portavoce.planning.platform_answers import weigh_answers
from portavoce.planning.slot_rows import slot_remarks, taken_on, with_times
from portavoce.planning.slots import AHEAD, FreeSlot, asks_for_best, asks_for_slot, free_slots, with_better_slots
from portavoce.planning.zone_rules import Displaced, find_displaced
from portavoce.platforms.manifest import Manifest
from portavoce.platforms.outcomes import Refused, Unclear
from portavoce.publishing.model import PlanResult, Publication


class PlanRefused(Exception):
    """At least one row is refused, so nothing was written; `diff.refused` says which and why."""

    def __init__(self, found: PlanDiff) -> None:
        super().__init__("\n".join(str(one) for one in found.refused))
        self.diff = found


@dataclass(frozen=True)
class Planner:
    """Plans calendars. `find` gives those publications of some ids that there are, `plan` writes one, `plan_new` many
    that were not there: all are the ledger's; `manifest` gives a platform's manifest by its name. `check` asks the
    platforms themselves, and gives by publication id what is not well; `said_by` gives by publication id which others
    say the same on its channel within its `guard_days`; `between` gives the brand's publications by planned time;
    `hours` tells when a channel's posts did better than its others; `links` makes links that are counted."""

    find: Callable[[Iterable[str]], Sequence[Publication]]
    plan: Callable[[Publication, datetime], PlanResult]
    plan_new: Callable[[Sequence[Publication], datetime], Sequence[PlanResult]]
    manifest: Callable[[str], Manifest]
    check: Callable[[Sequence[Publication]], Mapping[str, Refused | Unclear]]
    said_by: Callable[[Sequence[Publication]], Mapping[str, Sequence[str]]]
    between: Callable[[str, datetime, datetime], Iterable[Publication]]
    hours: Callable[[Brand, Channel, datetime], PostingHours]
    links: LinkMaker | None = None

    def diff(self, brand: Brand, rows: Sequence[PlanRow], now: datetime, taken: Sequence[TakenTime] = ()) -> PlanDiff:
        """What applying the rows would do, the platforms asked where they can be. Writes nothing.

        `taken` are times that no row is given which asks for a free slot."""
        manifests = {one.platform: most_generous(self.manifest(one.platform)) for one in brand.channels}
        ids = dict.fromkeys(publication_id(brand.id, row.post, row.channel) for row in rows)
        standing = {one.publication_id: one for one in self.find(ids)}
        context = Context(brand, manifests, standing, now, self.links)
        remarks: list[Remark] = []
        if any(asks_for_slot(row.when) for row in rows):
            wanted = {row.channel for row in rows if asks_for_best(row.when)}
            hours = {one.id: self.hours(brand, one, now) for one in brand.channels if one.id in wanted}
            remarks = slot_remarks(rows, hours)
            rows = with_times(context, rows, self.between(brand.id, now, now + AHEAD), taken, hours)
        found = diff(context, rows)
        found = found.model_copy(update={"warnings": (*found.warnings, *remarks)})
        written = [one.publication for one in (*found.new, *found.changed)]
        if not written:
            return found
        weighed = weigh_answers(found, self._ask_platforms(written), self.said_by(written))
        return self._hold_to_caps(brand, weighed, written)

    def _hold_to_caps(self, brand: Brand, found: PlanDiff, written: Sequence[Publication]) -> PlanDiff:
        """Of a platform that bills its API, no more than the brand allows: one more query where it says how much."""
        for platform in sorted({one.platform for one in written}):
            fees, cap = self.manifest(platform).fees, brand.fees.of(platform)
            if fees and cap is not None:
                first, last = min(one.planned_at for one in written), max(one.planned_at for one in written)
                begins, ends = month_begin(first), month_begin(month_begin(last) + timedelta(days=32))
                standing = {one.publication_id: one for one in self.between(brand.id, begins, ends)}
                found = hold_to_cap(found, platform, fees, cap, standing)
        return found

    def _ask_platforms(self, written: Sequence[Publication]) -> Mapping[str, Refused | Unclear]:
        """What platforms have against these. Where an account could not be asked how much it may, it may as much as
        any."""
        answers = dict(self.check(written))
        for one in written:
            answer = answers.get(one.publication_id)
            if isinstance(answer, Unclear) and (over := refusals(one.content, self.manifest(one.platform))):
                reason = f"{over[0]}; whether this account may more could not be asked: {answer.reason}"
                answers[one.publication_id] = Refused(code="limits", reason=reason)
        return answers

    def slots(self, brand: Brand, channel: Channel, now: datetime, *, best: bool = False) -> Iterator[FreeSlot]:
        """The free slots of a channel, soonest first; with `best` those of the hours that did better, if known."""
        if best:
            channel = with_better_slots(channel, self.hours(brand, channel, now))
        waiting = self.between(brand.id, now, now + AHEAD)
        return free_slots(brand, channel, taken_on(channel.id, waiting), now)

    def follow_clocks(self, brand: Brand, now: datetime) -> list[Displaced]:
        """Moves what waits in the time ahead to where the clocks of its zone have its wall time by now; what moved.

        An approval stays, for it was given to that wall time. A second time there is nothing to move."""
        displaced = find_displaced(self.between(brand.id, now, now + AHEAD), now)
        return [one for one in displaced if self.plan(one.right, now) == "changed"]

    def apply(
        self,
        brand: Brand,
        rows: Sequence[PlanRow],
        now: datetime,
        taken: Sequence[TakenTime] = (),
        *,
        by: str | None = None,
    ) -> Applied:
        """Writes what is new and changed as planned `by` somebody, unless a row is refused: then nothing is written.
        Raises PlanRefused.

        Should it die half-way, applying the same rows again writes what is missing and nothing twice."""
        found = self.diff(brand, rows, now, taken)
        if found.refused:
            raise PlanRefused(found)
        # Post by post, so that whoever has to approve a post is asked about all its channels at once.
        new, changed = (sorted(some, key=lambda one: one.publication.post_id) for some in (found.new, found.changed))
        results = [*self.plan_new([_sign(one.publication, by) for one in new], now)]
        results += [self.plan(_sign(one.publication, by), now) for one in changed]
        late = [one for one, result in zip((*new, *changed), results, strict=True) if result == "too_late"]
        return Applied(diff=found, too_late=tuple(_left_meanwhile(one) for one in late))


def _sign(publication: Publication, by: str | None) -> Publication:
    return publication.model_copy(update={"planned_by": by})


def _left_meanwhile(planned: PlannableRow) -> Remark:
    publication = planned.publication
    return Remark(
        row=planned.row,
        post=publication.post_id,
        channel=publication.channel,
        message="it began to leave while the calendar was applied, as it stood before: this change was not made",
    )

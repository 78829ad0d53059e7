"""The use cases of rules: try them on what was said before they act, and take back a rule's day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.community.acts.history import find_hiding
from portavoce.community.acts.service.acts import Acts, Busy, NotAllowed, NothingToUndo
from portavoce.community.desk.model import Hand
from portavoce.community.model import ActProgress, InboxStatus, StoredInteraction, lead_id_of
from portavoce.community.records import CommunityRecords
from portavoce.community.rules.model import RulesDay, UndoneDay
from portavoce.community.rules.tally import OWN, sum_day
from portavoce.community.rules.way_back import (
    UNDO,
    Undoable,
    call_comment,
    find_name,
    is_touched,
    list_alone,
    list_undoable,
    take_back,
    tell_irreversible,
)
from portavoce.community.service.inbox import Community, Contended, NoInteraction
from portavoce.local_day import day_begin

MOST_AT_ONCE = 20
"""How many comments one request takes back: each is a call of the platform."""
_KEPT = tuple(one for one in InboxStatus if one is not InboxStatus.REMOVED)


@dataclass(frozen=True)
class RuleDesk:
    """Where a brand's rules are tried and taken back. A day is one of the brand's, by when each comment came, or came
    back, to be answered."""

    community: Community
    records: CommunityRecords
    acts: Acts

    def try_day(self, brand: Brand, day: date) -> RulesDay:
        """What the brand as it is given here would do about the comments that stand of a day. Writes nothing."""
        own = [f"{OWN}{one.name}" for one in brand.rules]
        return sum_day(day, ((row, self.community.judge(row, brand)) for row in self._list_day(brand, day)), own)

    def undo_day(
        self, brand: Brand, rule: str, day: date, by: str, now: datetime, *, dry_run: bool = False
    ) -> UndoneDay:
        """Takes back what a rule alone did on a day, where no person has acted since; the next part of it when called
        again. `rule` is one of the brand's own, or the name of a built-in one."""
        spoke = [(row, name) for row in self._list_day(brand, day) if (name := find_name(rule, row.decision))]
        wanted = [(row, name, undoable) for row, name in spoke if (undoable := list_undoable(row, name))]
        free = [one for one in wanted if not is_touched(one[0])]
        done, failed = Counter[str](), list[str]()
        for row, name, undoable in free if dry_run else free[:MOST_AT_ONCE]:
            if dry_run or self._undo_one(row, name, undoable, Hand(f"{UNDO}{rule} ({by})", now)):
                done.update(undoable)
            else:
                failed.append(call_comment(row))
        mails = Counter(action for row, name in spoke for action in list_alone(row.decision, name))
        return UndoneDay(
            comments=len(spoke),
            **done,
            left=tuple(call_comment(row) for row, _, _ in wanted if is_touched(row)),
            failed=tuple(failed),
            irreversible=tell_irreversible(mails),
            remaining=0 if dry_run else max(0, len(free) - MOST_AT_ONCE),
        )

    def _list_day(self, brand: Brand, day: date) -> Iterator[StoredInteraction]:
        begin, end = day_begin(day, brand.zone), day_begin(day + timedelta(days=1), brand.zone)
        for status in _KEPT:
            rows = self.records.inbox_between(brand.id, status, begin, end - timedelta(milliseconds=1))
            yield from (row for row in rows if begin <= row.waits_since < end)

    def _undo_one(self, row: StoredInteraction, name: str, undoable: Undoable, hand: Hand) -> bool:
        """Takes back what there is on one comment: what stands on the platform first. False when it would not."""
        said = row.interaction
        try:
            if (hiding := find_hiding(row)) and "shown_again" in undoable:
                report = self.acts.undo(said.platform, said.interaction_id, hiding.number, hand.by, hand.at)
                if report.ended is None or report.ended.progress is not ActProgress.DONE:
                    return False
            standing = self.records.get(said.platform, said.interaction_id)
            if standing:
                self.community.change(standing, lambda stands: take_back(stands, name, undoable, hand.at), hand.at)
        except (Busy, NotAllowed, NothingToUndo, NoInteraction, Contended):
            return False
        if "leads_removed" in undoable:
            self.records.remove_lead(row.brand_id, lead_id_of(said.platform, said.interaction_id))
        return True

"""The use cases of acts: do what a person or a rule wants done on the platform, each once, and bring it to an end.

An act is written down before the platform is called, and a message that was sent before that sees to it again when
whoever called has died, or does not know. Its end is one write, in the interaction that it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portavoce.community.acts.effects import apply_end
from portavoce.community.acts.history import (
    MOST_ACTS,
    find_end,
    find_hiding,
    find_newer,
    find_way_back,
    is_undone,
    latest_undoable,
    next_number,
    standing_answers,
    stands_already,
)
from portavoce.community.acts.model import LEASE, TIMER, TRIAGE, ActEntry, ActMessage, ActOrder
from portavoce.community.acts.outcomes import Again, Later, after_deed, give_up, pause_seconds
from portavoce.community.acts.permission import Allowed
from portavoce.community.acts.records import ActRecords, AskedAlready
from portavoce.community.acts.service.calls import PlatformCalls
from portavoce.community.model import ActEnd, ActProgress, StoredInteraction, lead_id_of
from portavoce.community.records import VersionedInteraction
from portavoce.community.service.inbox import Community, NoInteraction
from portavoce.community.service.revisions import refuse_stale
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.outcomes import AuthFailed

SAFETY_SECONDS = 90
"""When the message arrives that sees to an act whose caller has died: after its LEASE."""


class NotAllowed(Exception):
    """The platform forbids it, or has closed it: known, not tried. `instead` is what can be done, `link` where."""

    def __init__(self, reason: str, instead: str = "", link: str | None = None) -> None:
        super().__init__(" ".join(part for part in (reason, instead) if part))
        self.reason, self.instead, self.link = reason, instead, link


class AnsweredAlready(Exception):
    """Somebody has answered, or is about to: their words are not lost, and nothing was said twice. `is_there` is false
    of an answer of which nobody knows whether the platform took it."""

    def __init__(self, by: str, at: datetime, *, is_there: bool = True) -> None:
        doubt = "" if is_there else ", and nobody knows whether that is there: look at it on the platform"
        super().__init__(f"{by} answered at {at:%Y-%m-%d %H:%M} UTC{doubt}")
        self.by, self.at = by, at


class Busy(Exception):
    """Another act on the same interaction is on its way."""


class NothingToUndo(Exception):
    """No act of that number stands, or it is one that cannot be taken back."""


class NotYet(Exception):
    """The platform could not do it now: to be tried again."""


class NeedsPerson(Exception):
    """The platform will not have it until a person has mended the channel's access; then it can be tried again."""


class Report(NamedTuple):
    """What became of an act: `ended` is None while it is not settled, both are None when there was nothing to do."""

    row: StoredInteraction
    entry: ActEntry | None = None
    ended: ActEnd | None = None


@dataclass(frozen=True)
class Acts:
    """Acts on interactions. `permit` says how it is allowed, or raises NotAllowed; `send` puts a message on the
    outgoing queue, after so many seconds; `tell` tells a person of an end that nobody waits for."""

    community: Community
    records: ActRecords
    calls: PlatformCalls
    permit: Callable[[StoredInteraction, ActOrder, datetime], Allowed]
    send: Callable[[ActMessage, int], None]
    tell: Callable[[StoredInteraction, ActEntry, ActEnd, datetime], None]

    def ask(self, platform: str, interaction_id: str, order: ActOrder, by: str, now: datetime) -> Report:
        """Does what a person wants.

        Raises NoInteraction, NotAllowed, AnsweredAlready, ChangedMeanwhile, Busy, Contended."""
        standing = self._find_standing(platform, interaction_id)
        row = standing.row
        if stands_already(row, order):
            return Report(row)
        earlier = standing_answers(row.acts)
        if isinstance(order.what, AnswerKind) and earlier and not order.again:
            last = earlier[-1]
            raise AnsweredAlready(last.by, last.at, is_there=last.progress is ActProgress.DONE)
        refuse_stale(standing, order.revision, order.text)
        allowed = self.permit(row, order, now)
        return self._ask(standing, _new_entry(row, by, now, is_late=allowed.only_late, **_copy_wishes(order, now)), now)

    def undo(
        self,
        platform: str,
        interaction_id: str,
        number: int | None,
        by: str,
        now: datetime,
        *,
        revision: int | None = None,
    ) -> Report:
        """Takes an act back: the one of this number, or the newest that stands; what is taken back already is left.
        `revision`: only if it is still the one that was seen.

        Raises NoInteraction, NothingToUndo, NotAllowed, ChangedMeanwhile, Busy, Contended."""
        standing = self._find_standing(platform, interaction_id)
        refuse_stale(standing, revision, None)
        return self._undo(standing, number, by, now)

    def _undo(self, standing: VersionedInteraction, number: int | None, by: str, now: datetime) -> Report:
        row = standing.row
        done = find_end(row.acts, number) if number else latest_undoable(row.acts)
        if done and is_undone(row.acts, done.number):
            return Report(row)
        if done is None or done.progress is not ActProgress.DONE:
            raise NothingToUndo("no act stands here that could be taken back")
        if newer := find_newer(row.acts, done):
            raise NothingToUndo(f"act {newer.number} ({newer.what}) has come after act {done.number}")
        back = find_way_back(done)
        if back is None:
            raise NothingToUndo(f"{done.what} cannot be taken back")
        return self._ask(standing, _new_entry(row, by, now, what=back, undoes=done.number), now)

    def carry_out(
        self, standing: VersionedInteraction, deed: Deed, now: datetime, *, until: datetime | None = None
    ) -> ActEnd:
        """Does what a rule has decided, `until` then, once: its event comes again when it could not be done.

        Raises NotYet, NeedsPerson, Contended."""
        row = standing.row
        ended = next((one for one in row.acts if one.what == deed and one.by == TRIAGE), None)
        if ended:
            return ended
        entry = _new_entry(row, TRIAGE, now, what=deed, until=until)
        try:
            self.records.begin(row, entry)
        except AskedAlready as taken:
            if taken.entry is None or (taken.entry.what, taken.entry.asked_by) != (deed, TRIAGE):
                raise NotYet("another act on the same interaction is on its way") from None
            entry = taken.entry
        outcome = self.calls.do(row, entry)
        if isinstance(outcome, AuthFailed):
            raise NeedsPerson(f"{row.channel_id} may not {deed} comments ({outcome.code}): {outcome.reason}")
        settled = after_deed(entry, outcome, now)
        if isinstance(settled, Later):
            raise NotYet(f"{row.channel_id} could not {deed} {row.interaction.interaction_id} now")
        self._end(standing, entry, settled, now)
        return settled

    def finish(self, message: ActMessage, now: datetime) -> Report | None:
        """Sees to an act that may not have ended; safe to repeat. None when it is not there any more.

        Raises NotYet while another is at it: if that one dies, this message must come again."""
        if message.undo:
            return self._undo_in_time(message, now)
        standing = self.community.records.get(message.platform, message.interaction_id)
        entry = self.records.get(message.platform, message.interaction_id, message.act)
        if standing is None or entry is None:
            return None
        row = standing.row
        if found := find_end(row.acts, entry.number):
            return Report(row, entry, found)
        if message.links < entry.links:
            return Report(row, entry)
        if entry.may_be_said and now < entry.leased_at + LEASE:
            raise NotYet("whoever did it last may be at it still")
        return self._conclude(message, standing, *self._see_to(row, entry, now), now)

    def _undo_in_time(self, message: ActMessage, now: datetime) -> Report | None:
        """Ends the hiding whose time is over, unless something else hides the interaction by now, or nothing does."""
        standing = self.community.records.get(message.platform, message.interaction_id)
        hiding = find_hiding(standing.row) if standing else None
        if standing is None or hiding is None or hiding.number != message.act:
            return None
        try:
            report = self._undo(standing, hiding.number, TIMER, now)
        except (Busy, AnsweredAlready):
            raise NotYet("another act on the same interaction is on its way") from None
        if report.entry and report.ended and report.ended.progress is not ActProgress.DONE:
            self.tell(report.row, report.entry, report.ended, now)
        return report

    def _see_to(self, row: StoredInteraction, entry: ActEntry, now: datetime) -> tuple[ActEntry, ActEnd | Later]:
        """Looks for an answer that may be there, and does what is certainly not done. Raises NotYet."""
        looks = entry.is_answer and entry.may_be_said
        claimed = self._claim(row, entry, now, calls=not looks)
        if not looks:
            return claimed, self.calls.call(row, claimed, now)
        found = self.calls.look_up(row, claimed, now)
        if found is not Again.SAY:
            return claimed, found
        called = self._claim(row, claimed, now, calls=True)
        return called, self.calls.call(row, called, now)

    def _claim(self, row: StoredInteraction, entry: ActEntry, now: datetime, *, calls: bool) -> ActEntry:
        said = row.interaction
        claimed = self.records.claim(said.platform, said.interaction_id, entry, now, calls=calls)
        if claimed is None:
            raise NotYet("another is at it")
        return claimed

    def _conclude(
        self,
        message: ActMessage,
        standing: VersionedInteraction,
        entry: ActEntry,
        settled: ActEnd | Later,
        now: datetime,
    ) -> Report:
        if isinstance(settled, Later):
            if self._follow(message, entry, settled):
                return Report(standing.row, entry)
            settled = give_up(entry, settled, now)
        if settled.progress is not ActProgress.DONE:
            # Before it ends: whoever dies in between tells it once more, which is one alert.
            self.tell(standing.row, entry, settled, now)
        return Report(self._end(standing, entry, settled, now), entry, settled)

    def _ask(self, standing: VersionedInteraction, entry: ActEntry, now: datetime) -> Report:
        row = standing.row
        if len(row.acts) >= MOST_ACTS:
            raise NotAllowed(f"{MOST_ACTS} acts are the most for one comment.", link=row.interaction.permalink)
        said = row.interaction
        # Before it is written down: whoever dies in between leaves a message that finds nothing, not an act unseen.
        self.send(
            ActMessage(platform=said.platform, interaction_id=said.interaction_id, act=entry.number), SAFETY_SECONDS
        )
        try:
            self.records.begin(row, entry)
        except AskedAlready as taken:
            self._raise_taken(taken.entry)
        settled = self.calls.call(row, entry, now)
        if isinstance(settled, Later):
            if not settled.may_be_said:
                self.records.leave(said.platform, said.interaction_id, entry, may_be_said=False)
            return Report(row, entry)
        return Report(self._end(standing, entry, settled, now), entry, settled)

    @staticmethod
    def _raise_taken(entry: ActEntry | None) -> None:
        if entry and entry.is_answer:
            raise AnsweredAlready(entry.asked_by, entry.asked_at) from None
        raise Busy("another act on the same comment is on its way: try again in a minute") from None

    def _follow(self, message: ActMessage, entry: ActEntry, later: Later) -> bool:
        """Sends the next message; False when there were enough."""
        delay_seconds = pause_seconds(message.links, later)
        if delay_seconds is None:
            return False
        following = message.model_copy(update={"links": message.links + 1})
        self.send(following, delay_seconds)
        self.records.leave(
            message.platform,
            message.interaction_id,
            entry,
            may_be_said=later.may_be_said,
            links=following.links,
        )
        return True

    def _end(self, standing: VersionedInteraction, entry: ActEntry, ended: ActEnd, now: datetime) -> StoredInteraction:
        said = standing.row.interaction
        row = self.community.change(standing, lambda row: apply_end(row, entry, ended), now)
        if row.removed and entry.what is Deed.DELETE:
            self.community.records.forget_lead(row.brand_id, lead_id_of(said.platform, said.interaction_id))
        return row

    def _find_standing(self, platform: str, interaction_id: str) -> VersionedInteraction:
        standing = self.community.records.get(platform, interaction_id)
        if standing is None or standing.row.removed:
            raise NoInteraction(f"no comment {interaction_id} on {platform}")
        return standing


def _new_entry(row: StoredInteraction, by: str, now: datetime, **facts: Any) -> ActEntry:
    number = next_number(row.acts)
    return ActEntry(number=number, asked_by=by, asked_at=now, leased_at=now, called_at=now, **facts)


def _copy_wishes(order: ActOrder, now: datetime) -> dict[str, Any]:
    until = now + timedelta(hours=order.hours) if order.hours else None
    return {name: getattr(order, name) for name in ("what", "text", "language", "done_with")} | {"until": until}

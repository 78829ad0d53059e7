"""Stopping the publishing, and letting it go on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from portavoce.publishing import states
from portavoce.publishing.freezing import expired, stopping
from portavoce.publishing.late_policy import too_late
from portavoce.publishing.ledger import Ledger, Moved
from portavoce.publishing.model import Freeze, Publication, State
from portavoce.publishing.records import FreezeRecords, freeze_history

_TRIES = 10


class NoFreeze(Exception):
    """There is no active freeze of this id."""

    def __init__(self, freeze_id: str) -> None:
        super().__init__(f"there is no active freeze {freeze_id}: `portavoce status` lists those there are")
        self.freeze_id = freeze_id


@dataclass(frozen=True)
class Freezes:
    """The freezes of this stage. Once `freeze` has returned, nothing that it covers starts to leave."""

    records: FreezeRecords
    ledger: Ledger

    def active(self) -> list[Freeze]:
        """The freezes that were not lifted, as last written; one may have run out."""
        return self.records.active()[1]

    def freeze(
        self,
        *,
        reason: str,
        by: str,
        now: datetime,
        brand_id: str | None = None,
        channel: str | None = None,
        until: datetime | None = None,
        freeze_id: str | None = None,
    ) -> Freeze:
        """Stops everything, a brand or one channel of it, until it is lifted or `until` comes.

        With a `freeze_id` of the caller's own, the same freeze again is the one that stands."""
        wanted = Freeze(
            freeze_id=freeze_id or uuid4().hex[:12],
            brand_id=brand_id,
            channel=channel,
            reason=reason,
            by=by,
            since=now,
            until=until,
        )
        for _ in range(_TRIES):
            version, standing = self.records.active()
            same = next((one for one in standing if one.freeze_id == wanted.freeze_id), None)
            if same:
                return same
            kept = [one for one in standing if not expired(one, now)]
            try:
                self.records.replace(version, [*kept, wanted], freeze_history(wanted))
            except Moved:
                continue
            return wanted
        raise Moved("the freezes change too often: nothing was frozen, try again")

    def resume(self, freeze_id: str, *, by: str, now: datetime) -> Freeze:
        """Lifts a freeze. What it had stopped leaves at once, or is missed if it is too late for it.

        Raises NoFreeze."""
        lifted = self._lift(freeze_id, by, now)
        active = self.active()
        for publication_id in self.ledger.watched(now):
            publication = self.ledger.get(publication_id)
            if publication and publication.state is State.FROZEN:
                self.thaw(publication, active, now)
        return lifted

    def _lift(self, freeze_id: str, by: str, now: datetime) -> Freeze:
        for _ in range(_TRIES):
            version, standing = self.records.active()
            lifted = next((one for one in standing if one.freeze_id == freeze_id), None)
            if lifted is None:
                raise NoFreeze(freeze_id)
            kept = [one for one in standing if one is not lifted]
            try:
                self.records.replace(version, kept, freeze_history(lifted, by, now))
            except Moved:
                continue
            return lifted
        raise Moved("the freezes change too often: nothing was lifted, try again")

    def thaw(self, publication: Publication, active: list[Freeze], now: datetime) -> None:
        """Lets one frozen publication go on if nothing stops it any more, or ends it at its late limit."""
        if too_late(publication, now):
            new = states.overslept(publication, now)
        elif stopping(publication, active, now) is None:
            new = states.thawed(publication, now)
        else:
            return
        try:
            self.ledger.move(publication, new)
        except Moved:
            return  # somebody gave it another end or another time meanwhile

"""Doing what triage decided: hide on the platform, assign, hand to sales. Each once, with a ledger and a way back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.community.acts.service.acts import Acts, NeedsPerson, NotYet
from portavoce.community.history import name_assignee
from portavoce.community.model import (
    Action,
    ActionRecord,
    ActProgress,
    Lead,
    LeadPlace,
    Progress,
    StoredInteraction,
    TriageDecision,
    lead_id_of,
)
from portavoce.community.records import CommunityRecords, VersionedInteraction
from portavoce.community.service.inbox import Community
from portavoce.platforms.conversation import Deed


@dataclass(frozen=True)
class Actions:
    """Doing what triage decided. `find_place` says what a lead came from, None where nobody knows."""

    community: Community
    records: CommunityRecords
    brand_of: Callable[[str], Brand | None]
    acts: Acts
    find_place: Callable[[StoredInteraction], LeadPlace | None]

    def act(self, platform: str, interaction_id: str, actions: Iterable[Action], now: datetime) -> list[ActionRecord]:
        """Does those of `actions` that triage still asks for, and returns what the ledger says of each.

        One that failed for now does not keep the others from being done. Raises NotYet, NeedsPerson after them."""
        standing = self.records.get(platform, interaction_id)
        if standing is None or standing.row.removed:
            return []
        ended, failure = [], None
        for action in actions:
            if action not in standing.row.decision.actions:
                continue
            try:
                hides = action is Action.HIDE
                ended.append(self._hide(standing, now) if hides else self._once(standing, action, now))
            except (NotYet, NeedsPerson) as not_now:
                failure = not_now
        if failure:
            raise failure
        return ended

    def _once(self, standing: VersionedInteraction, action: Action, now: datetime) -> ActionRecord:
        row = standing.row
        begun = ActionRecord(action=action, progress=Progress.DOING, started_at=now)
        if not self.records.begin_action(row, begun):
            begun = self.records.action(row, action) or begun
            if begun.progress is not Progress.DOING:
                return begun
        do = {Action.ASSIGN: self._assign, Action.LEAD: self._lead}[action]
        ended = do(standing, begun).model_copy(update={"ended_at": now})
        self.records.end_action(row, ended)
        return ended

    def _hide(self, standing: VersionedInteraction, now: datetime) -> ActionRecord:
        """Told by the ledger of acts, as what people do is."""
        minutes = standing.row.decision.hide_minutes
        until = now + timedelta(minutes=minutes) if minutes else None
        ended = self.acts.carry_out(standing, Deed.HIDE, now, until=until)
        return ActionRecord(
            action=Action.HIDE,
            progress=Progress.DONE if ended.progress is ActProgress.DONE else Progress.REFUSED,
            started_at=ended.at,
            ended_at=ended.at,
            reason=ended.reason,
        )

    def _assign(self, standing: VersionedInteraction, begun: ActionRecord) -> ActionRecord:
        row = standing.row
        brand = self.brand_of(row.brand_id)
        assignee = _choose_assignee(brand, row.decision) if brand else None
        if assignee is None:
            return begun.model_copy(update={"progress": Progress.REFUSED, "reason": "the brand names nobody to assign"})

        def assign_to_somebody(stands: StoredInteraction) -> StoredInteraction:
            return stands if stands.assignee else name_assignee(stands, assignee, begun.started_at)

        self.community.change(standing, assign_to_somebody, begun.started_at)
        return _mark_done(begun, assignee=row.assignee or "")

    def _lead(self, standing: VersionedInteraction, begun: ActionRecord) -> ActionRecord:
        row = standing.row
        said = row.interaction
        lead = Lead(
            lead_id=lead_id_of(said.platform, said.interaction_id),
            brand_id=row.brand_id,
            channel_id=row.channel_id,
            platform=said.platform,
            interaction_id=said.interaction_id,
            author_id=said.author_id,
            author_name=said.author_name,
            text=said.text or "",
            permalink=said.permalink,
            created_at=begun.started_at,
            place=self.find_place(row),
            zone=row.zone,
        )
        self.records.add_lead(lead, row.keep_until)
        # Its author may have taken it back while the lead was being written: whoever wrote last forgets.
        newest = self.records.get(said.platform, said.interaction_id)
        if newest is None or newest.row.removed:
            self.records.forget_lead(lead.brand_id, lead.lead_id)
        return _mark_done(begun, lead_id=lead.lead_id)


def _choose_assignee(brand: Brand, decision: TriageDecision) -> str | None:
    return brand.people.alerts[0] if decision.escalated else decision.assign_to or brand.triage.assign_to


def _mark_done(begun: ActionRecord, **undo: str) -> ActionRecord:
    return begun.model_copy(update={"progress": Progress.DONE, "undo": undo})

"""Doing what triage decided: hide on the platform, assign, hand to sales. Each once, with a ledger and a way back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.history import name_assignee
from portavoce.community.model import Action, ActionRecord, Lead, Progress, StoredInteraction, lead_id_of
from portavoce.community.records import CommunityRecords, VersionedInteraction
from portavoce.community.service.inbox import Community, NoInteraction
from portavoce.platforms.contract import Moderator
from portavoce.platforms.interaction import Interaction, Verb
from portavoce.platforms.outcomes import AuthFailed, Done, Refused, Throttled, Unknown


class NotYet(Exception):
    """The platform could not do it now: to be tried again."""


class NeedsPerson(Exception):
    """The platform will not have it until a person has mended the channel's access; then it can be tried again."""


class NotShown(Exception):
    """The platform will not show it again; the message is the platform's."""


@dataclass(frozen=True)
class Actions:
    """Acting on interactions. `moderator_of` gives a channel's platform client."""

    community: Community
    records: CommunityRecords
    brand_of: Callable[[str], Brand | None]
    moderator_of: Callable[[ChannelRef], Moderator]

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
                ended.append(self._once(standing, action, now))
            except (NotYet, NeedsPerson) as not_now:
                failure = not_now
        if failure:
            raise failure
        return ended

    def unhide(self, platform: str, interaction_id: str, now: datetime) -> StoredInteraction:
        """Shows what was hidden again, on the platform and in the inbox; the decision that hid it is not done again.

        Raises NoInteraction, Contended, NotShown, NotYet, NeedsPerson."""
        standing = self.records.get(platform, interaction_id)
        if standing is None or standing.row.removed:
            raise NoInteraction(f"no comment {interaction_id} on {platform}")
        if not standing.row.hidden:
            return standing.row
        channel = _channel(standing.row)
        match self.moderator_of(channel).unhide(interaction_id):
            case Done():
                return self.community.record(
                    _tell_visibility(standing.row.interaction, Verb.UNHIDDEN, now), channel, now
                )
            case Refused(code=code, reason=reason):
                raise NotShown(f"{standing.row.channel_id} refuses to show it again ({code}): {reason}")
            case AuthFailed(code=code):
                raise NeedsPerson(
                    f"{standing.row.channel_id} may not show comments ({code}): renew its token or permissions"
                )
            case Throttled() | Unknown():
                raise NotYet(f"{standing.row.channel_id} did not answer in time")

    def _once(self, standing: VersionedInteraction, action: Action, now: datetime) -> ActionRecord:
        row = standing.row
        begun = ActionRecord(action=action, progress=Progress.DOING, started_at=now)
        if not self.records.begin_action(row, begun):
            begun = self.records.action(row, action) or begun
            if begun.progress is not Progress.DOING:
                return begun
        do = {Action.HIDE: self._hide, Action.ASSIGN: self._assign, Action.LEAD: self._lead}[action]
        ended = do(standing, begun).model_copy(update={"ended_at": now})
        self.records.end_action(row, ended)
        return ended

    def _hide(self, standing: VersionedInteraction, begun: ActionRecord) -> ActionRecord:
        row = standing.row
        said = row.interaction
        channel = _channel(row)
        match self.moderator_of(channel).hide(said.interaction_id):
            case Done():
                hidden = _tell_visibility(said, Verb.HIDDEN, begun.started_at)
                self.community.record(hidden, channel, begun.started_at, standing)
                return _mark_done(begun, unhide=said.interaction_id)
            case Refused(code=code, reason=reason):
                return begun.model_copy(update={"progress": Progress.REFUSED, "reason": f"{code}: {reason}"})
            case AuthFailed(code=code):
                raise NeedsPerson(f"{row.channel_id} may not hide comments ({code}): renew its token or permissions")
            case Throttled() | Unknown():
                raise NotYet(f"{row.channel_id} could not hide {said.interaction_id} now")

    def _assign(self, standing: VersionedInteraction, begun: ActionRecord) -> ActionRecord:
        row = standing.row
        brand = self.brand_of(row.brand_id)
        assignee = brand.triage.assign_to if brand else None
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
        )
        self.records.add_lead(lead, row.keep_until)
        # Its author may have taken it back while the lead was being written: whoever wrote last forgets.
        newest = self.records.get(said.platform, said.interaction_id)
        if newest is None or newest.row.removed:
            self.records.forget_lead(lead.brand_id, lead.lead_id)
        return _mark_done(begun, lead_id=lead.lead_id)


def _mark_done(begun: ActionRecord, **undo: str) -> ActionRecord:
    return begun.model_copy(update={"progress": Progress.DONE, "undo": undo})


def _tell_visibility(said: Interaction, verb: Verb, at: datetime) -> Interaction:
    """What a platform would tell us of what we have just done."""
    return Interaction(
        platform=said.platform,
        account_id=said.account_id,
        interaction_id=said.interaction_id,
        kind=said.kind,
        verb=verb,
        occurred_at=at,
    )


def _channel(row: StoredInteraction) -> ChannelRef:
    return ChannelRef(
        brand_id=row.brand_id,
        channel=row.channel_id.removeprefix(f"{row.brand_id}."),
        platform=row.interaction.platform,
        account_id=row.interaction.account_id,
    )

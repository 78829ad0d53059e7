"""What the rest of the product is told of the community, and what of it is counted. Pure: two images in, facts out."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from portavoce.community import items
from portavoce.community.crisis.alarm_words import says_alarm
from portavoce.community.crisis.criticism import is_against
from portavoce.community.crisis.model import AGAINST, ALARM, HEARD
from portavoce.community.listening_cost.model import counted_messages, counted_posts
from portavoce.community.model import PLACES, Action, Lead, StoredInteraction, name_place
from portavoce.community.sentiment.model import is_negative
from portavoce.outbox.model import Count, Event
from portavoce.platforms.interaction import InteractionKind


class InteractionTriaged(Event):
    """Triage decided that something is to be done about an interaction."""

    platform: str
    interaction_id: str
    brand_id: str
    channel_id: str
    actions: tuple[Action, ...]


class InteractionAssigned(Event):
    """Somebody was named who is to answer: they are to be told. `assigned_at` tells one assignment from the next."""

    platform: str
    interaction_id: str
    brand_id: str
    assigned_at: AwareDatetime


class LeadCreated(Event):
    """Somebody wants to buy: sales are to be told."""

    lead_id: str
    brand_id: str
    channel_id: str


def changes(old: items.CommunityItem | None, new: items.CommunityItem | None, at: datetime) -> list[Event]:
    """The events of one change to an interaction or a lead."""
    del at
    if new is None:
        return []
    if new["type"] == items.LEAD:
        return [_lead_created(items.read_lead(new))] if old is None else []
    row, before = items.read_interaction(new), items.read_interaction(old) if old else None
    told: list[Event] = []
    if row.decision.actions and (before is None or row.decision != before.decision):
        told.append(_tell_triage(row))
    if row.assigned_at and (before is None or row.assigned_at != before.assigned_at):
        told.append(_tell_assignment(row, row.assigned_at))
    return told


def counts(
    old: items.CommunityItem | None, new: items.CommunityItem | None, billed: Collection[str] = ()
) -> list[Count]:
    """What one change adds to the brand's day, as the difference of what the two images tally to. `billed` are the
    platforms that bill what they tell: that is counted by itself.

    A day is that of the comment's or lead's own moment on the brand's calendar; what is billed is counted by UTC days.
    What is removed or has expired was said all the same: it takes nothing away."""
    if new is None:
        return []
    if new["type"] == items.LEAD:
        lead = items.read_lead(new)
        day = _day(lead.created_at, lead.zone)
        names = () if old else (("leads", ""), (name_place(lead), PLACES))
        return [Count(brand_id=lead.brand_id, day=day, name=name, amount=1, apart=apart) for name, apart in names]
    row = items.read_interaction(new)
    if row.removed:
        return []
    difference = Counter(_tally(row, billed))
    difference.subtract(_tally(items.read_interaction(old), billed) if old else {})
    return [
        Count(brand_id=row.brand_id, day=day, name=name, amount=amount)
        for (day, name), amount in sorted(difference.items())
        if amount
    ]


def _tally(row: StoredInteraction, billed: Collection[str]) -> Mapping[tuple[str, str], int]:
    if row.content_at is None or row.removed:
        return {}
    names = ["comments", *(f"label_{label}" for label in row.decision.labels), *(["hidden"] if row.hidden else [])]
    names += _tally_mood(row)
    said = row.interaction
    names += _tally_voice(row)
    day = _day(said.occurred_at, row.zone)
    tally = {(day, name): 1 for name in names}
    if said.platform in billed:
        is_message = said.kind is InteractionKind.MESSAGE
        name = counted_messages(said.platform) if is_message else counted_posts(said.platform)
        tally[_day(said.occurred_at, "UTC"), name] = 1
    return tally


def _tally_mood(row: StoredInteraction) -> list[str]:
    """Those whose mood is known, and the negative ones of them: a share needs both."""
    if row.sentiment is None:
        return []
    return ["mood_known", *(["negative"] if is_negative(row.sentiment) else [])]


def _tally_voice(row: StoredInteraction) -> list[str]:
    """What is said where others read it, by whether it speaks against the brand."""
    said = row.interaction
    if not said.text or said.kind.is_private:
        return []
    is_alarm = says_alarm(said.text)
    speaks_against = is_against(row.sentiment, row.decision.labels, is_alarm=is_alarm)
    return [HEARD, *([AGAINST] if speaks_against else []), *([ALARM] if is_alarm else [])]


def _day(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def _tell_triage(row: StoredInteraction) -> InteractionTriaged:
    return InteractionTriaged(
        platform=row.interaction.platform,
        interaction_id=row.interaction.interaction_id,
        brand_id=row.brand_id,
        channel_id=row.channel_id,
        actions=row.decision.actions,
    )


def _tell_assignment(row: StoredInteraction, at: datetime) -> InteractionAssigned:
    said = row.interaction
    return InteractionAssigned(
        platform=said.platform, interaction_id=said.interaction_id, brand_id=row.brand_id, assigned_at=at
    )


def _lead_created(lead: Lead) -> LeadCreated:
    return LeadCreated(lead_id=lead.lead_id, brand_id=lead.brand_id, channel_id=lead.channel_id)

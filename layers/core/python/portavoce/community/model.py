"""What people say to a brand, in one shape whatever the platform, and what was decided about it."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from portavoce.community.sentiment.model import Sentiment
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import Interaction
from portavoce.value import Value


class Action(StrEnum):
    """What can be done about an interaction."""

    HIDE = "hide"
    ASSIGN = "assign"
    LEAD = "lead"


class InboxStatus(StrEnum):
    """Where an interaction stands in the inbox. WAITING: we have spoken, and it is their turn."""

    OPEN = "open"
    ASSIGNED = "assigned"
    WAITING = "waiting"
    DONE = "done"
    HIDDEN = "hidden"
    REMOVED = "removed"

    @property
    def awaits_us(self) -> bool:
        """Whether somebody has to answer it."""
        return self in {InboxStatus.OPEN, InboxStatus.ASSIGNED}


class Priority(StrEnum):
    """How urgent a person says it is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class PersonChange(Value):
    """The last thing that a person changed about an interaction: `what` in words, such as `marked it done`."""

    by: str
    at: AwareDatetime
    what: str


MOST_TAGS = 10
Tag = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=30)]
"""A word of the brand's own, by which interactions are found."""


class RuleMatch(Value):
    """A rule of the brand's own that spoke, half a sentence on why, and what it asked for."""

    rule: str
    because: str
    asks: tuple[Action, ...] = ()
    tags: tuple[Tag, ...] = ()


class TriageDecision(Value):
    """What triage decided and why: `rules` names every rule that spoke, `reason` is one sentence for a person.

    The rest is what rules of the brand's own asked for: `matches` are those that spoke, the first before the others,
    and `built_in` is what the built-in rules asked for beside them;
    `hide_minutes` for how long it is hidden (None: for good), `assign_to` and `escalated` who is to answer,
    `saved_answer` the one that is proposed; `crisis` counts it toward a crisis."""

    labels: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    rules: tuple[str, ...] = ()
    reason: str = ""
    matches: tuple[RuleMatch, ...] = ()
    built_in: tuple[Action, ...] = ()
    hide_minutes: int | None = None
    assign_to: str | None = None
    tags: tuple[Tag, ...] = ()
    priority: Priority | None = None
    saved_answer: str | None = None
    escalated: bool = False
    crisis: bool = False


TrueKind = Literal["insult", "complaint", "purchase", "question", "innocent"]


class Correction(Value):
    """What a person says a text really is, where triage took it for something else."""

    by: str
    at: AwareDatetime
    kind: TrueKind


RETRACT: Literal["retract"] = "retract"
What = AnswerKind | Deed | Literal["retract"]
"""An answer, a deed, or taking an answer of ours back."""


class ActProgress(StrEnum):
    """How an act ended. UNCERTAIN: nobody knows whether the answer is there; a person is asked."""

    DONE = "done"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    UNCERTAIN = "uncertain"


class ActEnd(Value):
    """The end of an act, kept in the interaction itself: one write tells both. `remote_id` is our answer's id there,
    `until` when a hiding ends by itself."""

    number: int
    what: What
    by: str
    at: AwareDatetime
    progress: ActProgress = ActProgress.DONE
    remote_id: str | None = None
    url: str | None = None
    reason: str = ""
    next_step: str | None = None
    undoes: int | None = None
    until: AwareDatetime | None = None


class StoredInteraction(Value):
    """An interaction with its decision and state, as the inbox shows it. Personal data: kept until `keep_until`.

    `interaction.occurred_at` is the earliest moment known of it, `zone` that whose days it counts in: the brand's, when
    it was first heard. `content_at` is the moment of the words that stand
    (None while only a hiding has been heard of), `visibility_at` that of the last hiding or unhiding, on the
    platform's own clock: what came late is told from what is new by these two. `edited_at` are the moments of its
    edits, in order, the latest twenty. A removed one keeps ids only, so that a late delivery of its words cannot bring
    it back. `waiting`: we have answered, and it is their turn. `opened_at` is when it came back to us, if it did;
    `assigned_at` when the one who is to answer was named; `touched` what a person changed last, `correction` what they
    say it really is; `acts` is how each act
    that ended has ended. `sentiment` is None where nobody has read the words that stand."""

    interaction: Interaction
    brand_id: str
    channel_id: str
    zone: str = "UTC"
    decision: TriageDecision = TriageDecision()
    sentiment: Sentiment | None = None
    status: InboxStatus = InboxStatus.OPEN
    first_seen_at: AwareDatetime
    changed_at: AwareDatetime
    keep_until: AwareDatetime
    content_at: AwareDatetime | None = None
    visibility_at: AwareDatetime | None = None
    edited_at: tuple[AwareDatetime, ...] = ()
    removed_at: AwareDatetime | None = None
    hidden: bool = False
    removed: bool = False
    done: bool = False
    waiting: bool = False
    opened_at: AwareDatetime | None = None
    assignee: str | None = None
    assigned_at: AwareDatetime | None = None
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    touched: PersonChange | None = None
    correction: Correction | None = None
    acts: tuple[ActEnd, ...] = ()

    @property
    def waits_since(self) -> datetime:
        """The moment since which it is ours to answer, and so its place in the inbox."""
        return self.opened_at or self.first_seen_at


class Progress(StrEnum):
    """How far an action has come. DOING may be repeated; the other two are the end of it."""

    DOING = "doing"
    DONE = "done"
    REFUSED = "refused"


class ActionRecord(Value):
    """What was done about an interaction. `undo` is what a person needs to take it back, by name."""

    action: Action
    progress: Progress
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    reason: str = ""
    undo: Mapping[str, str] = Field(default_factory=dict)


class LeadOutcome(StrEnum):
    """What became of somebody who wanted to buy. OPEN: nobody knows yet."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class LeadPlace(Value):
    """What a lead came from: a post of the calendar, or an ad, with what those are for; all empty if it was neither."""

    post_id: str | None = None
    campaign: str | None = None
    product: str | None = None


class Lead(Value):
    """A person who wants to buy, handed to sales.

    `place` is what it came from, None where nobody knows. `order` is what the shop calls what was bought. `seller` is
    the address of whose it is: None, all of sales were written to and nobody has taken it. `value_minor` is what it is
    worth, in minor units of `currency`; None where nobody has said. `touched` is what a person changed last; `revision`
    grows with each such change."""

    lead_id: str
    brand_id: str
    channel_id: str
    platform: str
    interaction_id: str
    author_id: str | None
    author_name: str | None
    text: str
    permalink: str | None
    created_at: AwareDatetime
    place: LeadPlace | None = None
    order: str | None = None
    seller: str | None = None
    outcome: LeadOutcome = LeadOutcome.OPEN
    value_minor: int | None = None
    currency: str | None = None
    touched: PersonChange | None = None
    revision: int = 1
    zone: str = "UTC"


def lead_id_of(platform: str, interaction_id: str) -> str:
    """The id of the lead that comes of an interaction: always the same, and fit for a URL whatever the platform's."""
    return hashlib.sha256(f"{platform}#{interaction_id}".encode()).hexdigest()[:16]


PLACES = "leads"
"""The list of counters that holds the places: a brand may have thousands of them."""
_MARK = "lead"


class PlacedLeads(NamedTuple):
    """So many leads of a channel that came from one place; None where nobody knows from which."""

    channel: str
    place: LeadPlace | None
    leads: int


def name_place(lead: Lead) -> str:
    """The counter of the lead's place. No id holds a `#`; what people call a campaign may, and stands last."""
    channel = lead.channel_id.partition(".")[2]
    if lead.place is None:
        return f"{_MARK}#{channel}"
    return "#".join((_MARK, channel, lead.place.post_id or "", lead.place.product or "", lead.place.campaign or ""))


def list_places(counters: Mapping[str, int]) -> Iterator[PlacedLeads]:
    """The places among a day's counters."""
    for name, leads in counters.items():
        mark, _, rest = name.partition("#")
        if mark == _MARK and rest:
            channel, *said = rest.split("#", 3)
            place = None
            if said:
                post_id, product, campaign = (one or None for one in said)
                place = LeadPlace(post_id=post_id, product=product, campaign=campaign)
            yield PlacedLeads(channel, place, leads)

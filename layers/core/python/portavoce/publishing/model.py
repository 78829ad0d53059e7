"""A publication: one post on one channel, from its plan to its end."""

from collections.abc import Mapping
from enum import StrEnum
from functools import reduce
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from portavoce.platforms.contract import Poll, Sent
from portavoce.platforms.manifest import PostKind, Visibility
from portavoce.publishing.fee_hold import FeeHold
from portavoce.value import Value


class PublicationState(StrEnum):
    """Where a publication stands. Only `ledger.py` moves it, by condition."""

    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PUBLISHED = "published"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    MISSED = "missed"
    FROZEN = "frozen"
    CANCELLED = "cancelled"


NEEDS_PERSON = frozenset(
    {PublicationState.FAILED, PublicationState.UNCERTAIN, PublicationState.MISSED, PublicationState.FROZEN}
)
PLANNABLE = frozenset(
    {
        PublicationState.IN_REVIEW,
        PublicationState.SCHEDULED,
        PublicationState.FROZEN,
        PublicationState.FAILED,
        PublicationState.MISSED,
        PublicationState.CANCELLED,
    }
)
"""Where a new plan may take the place of the old one: nothing has left, or it certainly failed."""


class Media(Value):
    """One image or video in the media bucket, measured before it was uploaded. `key` is named after its content.

    `duration_ms` is set for a video and for nothing else."""

    key: str
    mime_type: str
    size_bytes: int = Field(gt=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    duration_ms: int | None = Field(default=None, gt=0)
    alt_text: str = ""


class Part(Value):
    """One post of a thread, after the first."""

    text: str
    media: tuple[Media, ...] = ()


class TrackedLink(Value):
    """An address of ours that stands in a post for another one: who follows `address` is counted and led to `target`,
    which is what was `written` with tags."""

    address: str
    written: str
    target: str

    @property
    def code(self) -> str:
        """What names the link: the end of its address."""
        return self.address.rpartition("/")[2]


class Content(Value):
    """What is said on one channel. `thread` are the posts after the first; `first_comment` is the brand's own comment
    under its post; `language` is the tag of its text, where somebody has said it. `tracked_links` are those that stand
    in it in the place of what was written."""

    kind: PostKind = "post"
    text: str
    link: str | None = None
    media: tuple[Media, ...] = ()
    thread: tuple[Part, ...] = ()
    first_comment: str | None = None
    poll: Poll | None = None
    content_warning: str | None = None
    visibility: Visibility | None = None
    language: str | None = None
    pillar: str | None = None
    campaign: str | None = None
    product: str | None = None
    tracked_links: tuple[TrackedLink, ...] = ()


def restore_links(content: Content) -> Content:
    """The content with the links that somebody wrote."""

    def restore(text: str | None) -> str | None:
        return text and reduce(lambda said, one: said.replace(one.address, one.written), content.tracked_links, text)

    thread = tuple(one.model_copy(update={"text": restore(one.text)}) for one in content.thread)
    said = {name: restore(getattr(content, name)) for name in ("text", "link", "first_comment")}
    return content.model_copy(update=said | {"thread": thread, "tracked_links": ()})


Allowance = Literal["duplicate", "quiet_hours", "blackout", "fee_cap"]
"""A rule that a person has set aside for one post."""


class SentPart(Sent):
    """A part of a publication that is out: when it left, and how many calls the publication had needed by then.

    `remote_id` is empty when a person has seen it at an address that does not hold its id."""

    started_at: AwareDatetime
    attempts: int


ReviewDecision = Literal["approved", "changes_requested"]


class Approval(Value):
    """The approval that a publication needs, and what was decided about this very revision: an edit begins it anew.

    `by` is the caller's name, or that it was done by a link; `comment` is what whoever asked for changes wrote."""

    needed_from: Literal["internal", "client"]
    decision: ReviewDecision | None = None
    by: str | None = None
    decided_at: AwareDatetime | None = None
    comment: str | None = None


class Publication(Value):
    """One post on one channel. `publication_id` is `<brand>.<post>.<channel>`, so the same plan names the same one.

    `planned_at` is what the clocks of `zone` show as `wall_time`, unless the post `is_moved`: a person or a resume gave
    it another time, and the wall time stays as the calendar has it.
    `revision` grows with each edit and each new time; `content_hash` is what the edit check compares.
    `sent` are the parts of it that are out, in their order; one that is out in part is never planned afresh.
    `started_at` is the instant of the last irrevocable call (`first_started_at`: of the first one for the part that is
    being sent, where there were several), `attempts` how many were made in all, `handles` what the platform gave us on
    the way: those of a later part begin with its number and an underscore, and `0_link` is ours (`parts.AHEAD_LINK`).
    `dispatched_at` marks that a message is on the queue where no tick's own minute says so. `series` names the series
    that an occurrence still follows. Within `guard_days` the channel does not say the same twice (0: it may).
    `language` is that of its text, where it is known.
    `planned_by` is the caller who planned these words last; None where nobody knows.
    `frozen_by` is the freeze that held it back, also past its late limit; `fee_hold` is the brand's cap on fees beyond
    which it would have gone; `said_by` the publication that had said the same, so that it was not sent. `watch_at` is
    when `reconcile` steps in, unless the publication has moved by then; without one it does so soon after its time, or
    after its last call.
    `cause` says what happened; `next_step` is set exactly when a person is needed and says what to do."""

    publication_id: str
    brand_id: str
    post_id: str
    channel: str
    platform: str
    content: Content
    content_hash: str
    wall_time: str
    zone: str
    planned_at: AwareDatetime
    late_after: AwareDatetime
    is_moved: bool = False
    guard_days: int = 0
    language: str | None = None
    revision: int = 1
    series: str | None = None
    planned_by: str | None = None
    allows: tuple[Allowance, ...] = ()
    approval: Approval | None = None
    state: PublicationState = PublicationState.SCHEDULED
    sent: tuple[SentPart, ...] = ()
    dispatched_at: AwareDatetime | None = None
    watch_at: AwareDatetime | None = None
    frozen_by: str | None = None
    said_by: str | None = None
    fee_hold: FeeHold | None = None
    first_started_at: AwareDatetime | None = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    attempts: int = 0
    handles: Mapping[str, str] = Field(default_factory=dict)
    remote_id: str | None = None
    url: str | None = None
    cause: str | None = None
    next_step: str | None = None
    updated_at: AwareDatetime

    @property
    def channel_id(self) -> str:
        return f"{self.brand_id}.{self.channel}"

    @property
    def local_time(self) -> str:
        """What the clocks of its zone show when it leaves: the wall time, unless it was given another time."""
        if not self.is_moved:
            return self.wall_time
        there = self.planned_at.astimezone(ZoneInfo(self.zone))
        return f"{there:%Y-%m-%d %H:%M:%S}".removesuffix(":00")

    @property
    def may_leave(self) -> bool:
        """Whether nobody's approval is wanting for this revision."""
        return self.approval is None or self.approval.decision == "approved"


def is_plannable(publication: Publication) -> bool:
    """Whether a new plan may take its place: nothing of it is out."""
    return publication.state in PLANNABLE and not publication.sent


def says_alike(standing: Publication, plan: Publication) -> bool:
    """Whether a new plan asks for the same words at the same time, and sets no further rule aside. Of one that was
    given another time both are its time: the one of the calendar, and the one at which it leaves."""
    same = standing.content_hash == plan.content_hash and standing.zone == plan.zone
    at_its_time = plan.wall_time in (standing.wall_time, standing.local_time)
    return same and at_its_time and keeps_time(standing, plan) and set(plan.allows) <= set(standing.allows)


def keeps_time(standing: Publication, plan: Publication) -> bool:
    """Whether what stands leaves when a plan for the same wall time would: a zone's rules may have changed since."""
    return standing.planned_at == plan.planned_at or not follows_clock(standing)


def follows_clock(publication: Publication) -> bool:
    """Whether its instant follows its wall time: it waits, whole, and nobody gave it another time."""
    waits = publication.state in (PublicationState.IN_REVIEW, PublicationState.SCHEDULED)
    return waits and not (publication.is_moved or publication.sent or publication.dispatched_at)


def asks_alike(standing: Publication, plan: Publication) -> bool:
    """Whether a new plan asks for the same approval, as far as that still matters: what has left is not asked about."""
    asked, asks = (one.approval.needed_from if one.approval else None for one in (standing, plan))
    return asked == asks or standing.state not in (PublicationState.IN_REVIEW, PublicationState.SCHEDULED)


PlanResult = Literal["new", "changed", "unchanged", "too_late"]
"""What became of a plan. `too_late`: the publication leaves, has left or may have left, and stays as it was."""

PublishingStep = Literal["prepare", "release", "look_up"]


class Companion(BaseModel):
    """Another publication that a message asks for as well."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    publication_id: str
    revision: int


class OutgoingMessage(BaseModel):
    """One message of the outgoing queue: take this step of this revision, and of the `companions` of its second.

    `planned_at` is there to be read by people, `tries` is how often it was asked for before and failed, `links` is how
    many messages led to it, each sent by whoever took the one before.

    An unknown field passes, so that messages survive an upgrade that happens while they wait."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    publication_id: str
    revision: int
    step: PublishingStep
    planned_at: AwareDatetime
    tries: int = 0
    links: int = 0
    companions: tuple[Companion, ...] = ()

    def split(self) -> "tuple[OutgoingMessage, ...]":
        """It and its companions, each as a message of its own."""
        alone = self.model_copy(update={"companions": ()})
        others = ({"publication_id": one.publication_id, "revision": one.revision} for one in self.companions)
        return (alone, *(alone.model_copy(update=other) for other in others))


class Freeze(Value):
    """Publishing stopped: for everything (no brand), a brand, one channel of it (`channel` is the short id), or one
    campaign of it. `exempt` are ids of posts that go out all the same."""

    freeze_id: str
    brand_id: str | None = None
    channel: str | None = None
    campaign: str | None = None
    exempt: tuple[str, ...] = ()
    reason: str
    by: str
    since: AwareDatetime
    until: AwareDatetime | None = None

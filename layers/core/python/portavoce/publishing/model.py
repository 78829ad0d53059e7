"""A publication: one post on one channel, from its plan to its end."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from portavoce.value import Value


class State(StrEnum):
    """Where a publication stands. Only `ledger.py` moves it, by condition."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PUBLISHED = "published"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    MISSED = "missed"
    FROZEN = "frozen"
    CANCELLED = "cancelled"


ENDED = frozenset({State.PUBLISHED, State.FAILED, State.MISSED, State.CANCELLED})
NEEDS_PERSON = frozenset({State.FAILED, State.UNCERTAIN, State.MISSED, State.FROZEN})
PLANNABLE = frozenset({State.SCHEDULED, State.FROZEN, State.FAILED, State.MISSED, State.CANCELLED})
"""Where a new plan may take the place of the old one: nothing has left, or it certainly failed."""


class Media(Value):
    """One image in the media bucket, measured before it was uploaded. `key` is named after its content."""

    key: str
    mime_type: str
    size_bytes: int = Field(gt=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    alt_text: str = ""


class Content(Value):
    """What is said on one channel."""

    text: str
    link: str | None = None
    media: tuple[Media, ...] = ()
    pillar: str | None = None
    campaign: str | None = None


class Publication(Value):
    """One post on one channel. `publication_id` is `<brand>.<post>.<channel>`, so the same plan names the same one.

    `revision` grows with each edit and each new time; `content_hash` is what the edit check compares.
    `started_at` is the instant of the last irrevocable call (`first_started_at`: of this revision's first one),
    `attempts` how many were made, `handles` what the platform gave us on the way. `watch_at` is when `reconcile` steps
    in, unless the publication has moved by then. `cause` says what happened; `next_step` is set exactly when a person
    is needed and says what to do."""

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
    revision: int = 1
    state: State = State.SCHEDULED
    dispatched_at: AwareDatetime | None = None
    watch_at: AwareDatetime | None = None
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


def read_publication(document: Mapping[str, Any]) -> Publication:
    """The publication in a document that may hold other fields beside it, such as an item's keys."""
    return Publication.model_validate({name: document[name] for name in Publication.model_fields if name in document})


Step = Literal["prepare", "release", "look_up"]


class Outgoing(BaseModel):
    """One message of the outgoing queue: take this step of this revision. `planned_at` is there to be read by people.

    An unknown field passes, so that messages survive an upgrade that happens while they wait."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    publication_id: str
    revision: int
    step: Step
    planned_at: AwareDatetime


class Freeze(Value):
    """Publishing stopped: for everything (no brand), a brand, or one channel of it (`channel` is the short id)."""

    freeze_id: str
    brand_id: str | None = None
    channel: str | None = None
    reason: str
    by: str
    since: AwareDatetime
    until: AwareDatetime | None = None

"""A publication: one post on one channel, from its plan to its end."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime, Field

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
    `started_at` is the instant of the (last) irrevocable call, `attempts` how many were made, `handles` what the
    platform gave us on the way; `cause` and `next_step` are sentences for a person when one is needed."""

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


class Freeze(Value):
    """Publishing stopped: for everything (no brand), a brand, or one channel of it (`channel` is the short id)."""

    freeze_id: str
    brand_id: str | None = None
    channel: str | None = None
    reason: str
    by: str
    since: AwareDatetime
    until: AwareDatetime | None = None

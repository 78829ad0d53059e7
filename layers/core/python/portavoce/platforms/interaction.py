"""What somebody says to a brand, in one shape whatever the platform."""

from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime

from portavoce.value import Value


class Verb(StrEnum):
    """What happened to the interaction on the platform."""

    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"


class InteractionKind(StrEnum):
    """Where it was said."""

    COMMENT = "comment"
    MENTION = "mention"


OTHER_PLATFORM, UNKNOWN_KIND = "other_platform", "unknown_kind"


class PassedOver(NamedTuple):
    """Something that was delivered and is no interaction: why, and what the platform calls it."""

    reason: str
    kind: str


class Heard(NamedTuple):
    """All that one delivery says, in order."""

    interactions: list["Interaction"]
    passed_over: list[PassedOver]


class Interaction(Value):
    """One thing said to a brand, or one change to it. `text` is None when the delivery carried ids only.

    `interaction_id`, `post_id`, `parent_id` and `author_id` are the platform's own ids; `account_id` is our account."""

    platform: str
    account_id: str
    interaction_id: str
    kind: InteractionKind
    verb: Verb
    occurred_at: AwareDatetime
    text: str | None = None
    author_id: str | None = None
    author_name: str | None = None
    post_id: str | None = None
    parent_id: str | None = None
    permalink: str | None = None

    @property
    def is_own(self) -> bool:
        """True for an echo of what we said ourselves."""
        return self.author_id is not None and self.author_id == self.account_id

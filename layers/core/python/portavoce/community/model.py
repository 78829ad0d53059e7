"""What people say to a brand, in one shape whatever the platform, and what was decided about it."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from portavoce.value import Value


class Verb(StrEnum):
    """What happened to the interaction on the platform."""

    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"


class Kind(StrEnum):
    """Where it was said."""

    COMMENT = "comment"
    MENTION = "mention"


class Interaction(Value):
    """One thing said to a brand, or one change to it. `text` is None when the delivery carried ids only.

    `interaction_id`, `post_id`, `parent_id` and `author_id` are the platform's own ids; `account_id` is our account."""

    platform: str
    account_id: str
    interaction_id: str
    kind: Kind
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


class Action(StrEnum):
    """What can be done about an interaction."""

    HIDE = "hide"
    ASSIGN = "assign"
    LEAD = "lead"


class Status(StrEnum):
    """Where an interaction stands in the inbox."""

    OPEN = "open"
    DONE = "done"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Decision(Value):
    """What triage decided and why: `rules` names every rule that spoke, `reason` is one sentence for a person."""

    labels: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    rules: tuple[str, ...] = ()
    reason: str = ""


class StoredInteraction(Value):
    """An interaction with its decision and state, as the inbox shows it. Personal data: kept until `keep_until`."""

    interaction: Interaction
    brand_id: str
    channel_id: str
    decision: Decision
    status: Status
    first_seen_at: AwareDatetime
    changed_at: AwareDatetime
    keep_until: datetime


class Lead(Value):
    """A person who wants to buy, handed to sales."""

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

"""What somebody says to a brand, in one shape whatever the platform."""

from collections.abc import Iterable
from datetime import datetime
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
    """Where it was said. What came under several kinds, such as a reply that also mentions us, is of the first here."""

    REPLY = "reply"
    COMMENT = "comment"
    LIVE_COMMENT = "live_comment"
    REVIEW = "review"
    VISITOR_POST = "visitor_post"
    STORY_REPLY = "story_reply"
    STORY_MENTION = "story_mention"
    MESSAGE = "message"
    LEAD_FORM = "lead_form"
    QUOTE = "quote"
    MENTION = "mention"

    @property
    def may_be_hidden(self) -> bool:
        """Whether we can hide it: only what stands under our own posts."""
        return self in {InteractionKind.REPLY, InteractionKind.COMMENT, InteractionKind.LIVE_COMMENT}

    @property
    def is_private(self) -> bool:
        """Whether it was said to us alone, which opens a conversation for a while."""
        return self in {InteractionKind.MESSAGE, InteractionKind.STORY_REPLY, InteractionKind.STORY_MENTION}

    @property
    def precedence(self) -> int:
        """The place among the kinds, the first is 0."""
        return list(InteractionKind).index(self)


SAID = frozenset({Verb.ADDED, Verb.EDITED})
"""The verbs that may bring words."""
OTHER_PLATFORM, UNKNOWN_KIND = "other_platform", "unknown_kind"


class PassedOver(NamedTuple):
    """Something that was delivered and is no interaction: why, and what the platform calls it."""

    reason: str
    kind: str


class AccountNotice(NamedTuple):
    """The platform has restricted something of our account, and a person has to look at it.

    `code` is one of ours: `messages_warned`, `messages_blocked`, `video_blocked`, `video_muted`. `about` is the id of
    what it is about, the account's own when nothing else is named; `reason` are the platform's own words, if any."""

    account_id: str
    code: str
    about: str
    reason: str
    occurred_at: datetime
    permalink: str = ""


class Heard(NamedTuple):
    """All that one delivery says, in order."""

    interactions: list["Interaction"]
    passed_over: list[PassedOver]
    notices: list[AccountNotice]

    @classmethod
    def sort(cls, found: Iterable["Interaction | PassedOver | AccountNotice"]) -> "Heard":
        """Puts each where it belongs."""
        heard = cls([], [], [])
        for one in found:
            match one:
                case PassedOver():
                    heard.passed_over.append(one)
                case AccountNotice():
                    heard.notices.append(one)
                case _:
                    heard.interactions.append(one)
        return heard


class Interaction(Value):
    """One thing said to a brand, or one change to it. `text` is None when the delivery carried ids only.

    The ids are the platform's own; `account_id` is our account, `author_id` of a form the address that it gives.
    `post_id` is what it was said under: a post, a story, the post that a quote is of, a form; of an advertised post it
    is the original. `parent_id` is the comment or
    message that it answers, `thread_id` the other person of a message, or the conversation where a platform names one.
    `attachments` are kinds, such as `image`, in the platform's words or `encrypted` for words that only the platform's
    own application can read. `language` is the platform's word for it (BCP 47), `recommends` a review's verdict."""

    platform: str
    account_id: str
    interaction_id: str
    kind: InteractionKind
    verb: Verb
    occurred_at: AwareDatetime
    text: str | None = None
    language: str | None = None
    attachments: tuple[str, ...] = ()
    recommends: bool | None = None
    author_id: str | None = None
    author_name: str | None = None
    post_id: str | None = None
    parent_id: str | None = None
    thread_id: str | None = None
    ad_id: str | None = None
    campaign_id: str | None = None
    permalink: str | None = None

    @property
    def is_own(self) -> bool:
        """True for an echo of what we said ourselves. Of a removal or a hiding an id may name whoever did it."""
        return self.verb in SAID and self.author_id is not None and self.author_id == self.account_id

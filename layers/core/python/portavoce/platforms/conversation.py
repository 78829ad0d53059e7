"""What may be said and done about an interaction on its platform, in the same words whatever the platform."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from pydantic import AwareDatetime

from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import (
    ActionOutcome,
    AuthFailed,
    Duplicate,
    LookupOutcome,
    Refused,
    Throttled,
    Unknown,
)
from portavoce.value import Value


class AnswerKind(StrEnum):
    """How we speak to whoever said something: where all can read it, or to them alone.

    A private reply opens a conversation from a public comment; a message goes on with one that they have opened."""

    REPLY = "reply"
    PRIVATE_REPLY = "private_reply"
    MESSAGE = "message"


class Deed(StrEnum):
    """What we do about an interaction without words, or about its author: block and mute."""

    HIDE = "hide"
    UNHIDE = "unhide"
    LIKE = "like"
    UNLIKE = "unlike"
    DELETE = "delete"
    BLOCK = "block"
    UNBLOCK = "unblock"
    MUTE = "mute"
    UNMUTE = "unmute"
    REPORT = "report"

    @property
    def undone_by(self) -> "Deed | None":
        """The deed that takes this one back; None for what cannot be."""
        return _UNDONE_BY.get(self)


_BACK = {Deed.HIDE: Deed.UNHIDE, Deed.LIKE: Deed.UNLIKE, Deed.BLOCK: Deed.UNBLOCK, Deed.MUTE: Deed.UNMUTE}
_UNDONE_BY: Mapping[Deed, Deed] = {**_BACK, **{back: deed for deed, back in _BACK.items()}}


class OutgoingAnswer(Value):
    """What is said in one irrevocable call to whoever said `to`.

    `key` is ours alone, at most 36 ASCII letters, digits and hyphens, and stays the same however often this answer is
    tried. `claimed` are the platform's ids of our other answers, to whomever, so that no look-up takes one for this:
    some lists show but words under the same comment, or to the same person. `by_person`: written by a person, not by a
    rule; `asked_at` is when. `is_late`: the platform's usual time is over, so that it is taken as the word of a person
    alone. `language` is that of the text, as an ISO 639-1 code."""

    key: str
    kind: AnswerKind
    to: Interaction
    text: str
    asked_at: AwareDatetime
    language: str | None = None
    by_person: bool = True
    is_late: bool = False
    claimed: frozenset[str] = frozenset()


class Answered(Value):
    """The answer is there."""

    remote_id: str
    url: str | None = None


AnswerOutcome = Answered | Refused | Throttled | AuthFailed | Duplicate | Unknown


class Answerer(Protocol):
    """ANSWER. `answer` makes the one irrevocable call; `look_up_answer` only reads, with the care of a post's look-up;
    `retract` takes an answer of ours back, and what is gone already is Done."""

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome: ...
    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: AwareDatetime) -> LookupOutcome: ...
    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome: ...

"""A person as a platform knows them: what is held of them, what a forgetting took, and what no forgetting reaches."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from portavoce.value import Value


class Person(Value):
    """Who it is about: the platform's own id of them; of somebody who filled in a lead form, the e-mail address."""

    brand_id: str
    platform: str
    author_id: str


class HeldItem(Value):
    """One thing that is held of a person, in its own fields. `kind` is such as `interaction`, `lead`, `letter`;
    `kept_until` is when it goes by itself, None where nothing takes it."""

    kind: str
    kept_until: AwareDatetime | None = None
    content: Mapping[str, Any]


class SentMail(Value):
    """A mail that told somebody of the person."""

    about: str
    to: str
    sent_at: AwareDatetime


class OutOfReach(StrEnum):
    """Where a person's words may be that no command of ours reaches."""

    MAILS = "mails"
    """In the mailboxes of those who were written to."""
    PLATFORM = "platform"
    """On the platform itself, and with whoever copied them there."""
    OTHERS = "others"
    """In the words of others who name the person: those are theirs."""
    BACKUPS = "backups"
    """In the table's point-in-time backups."""
    STREAM = "stream"
    """In the table's stream of changes."""
    EVENTS = "events"
    """In the archive of events: ids, never words or names."""
    EXPORTS = "exports"
    """In files that somebody exported."""


class Remainder(Value):
    """One place that is out of reach, and when it ends there; None where that is nobody's to say."""

    where: OutOfReach
    until: AwareDatetime | None = None


class PersonExport(Value):
    """Everything that is held of a person, and the mails about them."""

    person: Person
    items: tuple[HeldItem, ...]
    mails: tuple[SentMail, ...]
    more_letters: bool


class Erasure(Value):
    """What went, or would go, by kind; and what stays where it is. `more_letters`: not all letters were looked at.

    `repeat_after` is when whatever was on its way has arrived and is known to be forgotten: the same again takes it."""

    person: Person
    is_dry: bool
    erased: Mapping[str, int]
    mails: tuple[SentMail, ...]
    remainders: tuple[Remainder, ...]
    more_letters: bool
    repeat_after: AwareDatetime

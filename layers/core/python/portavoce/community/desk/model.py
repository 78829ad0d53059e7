"""What people who work the inbox note and want."""

from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, StringConstraints

from portavoce.brands.model import Email
from portavoce.community.model import Priority, StoredInteraction, Tag, TrueKind
from portavoce.value import Value

MOST_LETTERS = 2_000
NoteWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_LETTERS)]


class Note(Value):
    """What somebody wrote down about an interaction, for those who work on it. It is taken back whole, or stays."""

    by: str
    at: AwareDatetime
    words: str


class InboxChange(Value):
    """What somebody wants changed about an interaction; what is not named stays as it is.

    `done` false opens it again, `assignee` null names nobody. `relabel` says what it really is, where triage took
    it for something else. `revision` is the one that was seen: then nothing is changed once somebody else has."""

    done: bool | None = None
    assignee: Email | None = None
    add_tags: tuple[Tag, ...] = ()
    remove_tags: tuple[Tag, ...] = ()
    priority: Priority | None = None
    relabel: TrueKind | None = None
    note: NoteWords | None = None
    revision: int | None = None

    @property
    def names_assignee(self) -> bool:
        """Whether it says who is to answer, be it nobody."""
        return "assignee" in self.model_fields_set


class InboxEntry(StoredInteraction):
    """An interaction as the inbox shows it. `revision` grows with each change: whoever changes it may name the one that
    they saw. `answer_by` is when it is late, None when it need not be answered by any time; `hidden_until` when it is
    shown again by itself, None when it is not hidden, or for good."""

    revision: int
    answer_by: AwareDatetime | None
    hidden_until: AwareDatetime | None


class InboxPage(Value):
    """A part of the inbox, newest first. `looked_back_to`: all that became ours to answer after it was looked at, None
    when the whole list was. `next_cursor` goes on from there."""

    items: tuple[InboxEntry, ...]
    next_cursor: str | None
    looked_back_to: AwareDatetime | None


class Hand(NamedTuple):
    """Who changes something, and when."""

    by: str
    at: datetime

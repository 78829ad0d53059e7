"""Letters: what could not be handled and waits in the dead-letter queue, of which kind, and since when."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime

from portavoce.value import Value


class LetterKind(StrEnum):
    """How it came there, and so the way on which it goes back."""

    QUEUE = "queue"
    """A message of a queue, received too often: back to its queue."""
    CALL = "call"
    """An event that a function failed with: the function is called again."""
    RULE = "rule"
    """An event that a rule could not hand over: its function is called again, and no other of the event's rules."""
    STREAM = "stream"
    """Changes of the table, by their place in its stream: read there again, for a day."""
    CHANGE = "change"
    """A change of the table that could not be read: told anew by the item as it stands."""
    UNKNOWN = "unknown"
    """Nothing of ours: left where it is."""


class QueuedLetter(NamedTuple):
    """A letter as it lies in the queue. `attributes` are Amazon SQS's own, `labels` those that the sender gave it."""

    message_id: str
    receipt: str
    body: str
    attributes: Mapping[str, str]
    labels: Mapping[str, str]


class StreamPart(Value):
    """A part of the table's stream, both ends included."""

    stream_arn: str
    shard_id: str
    first: str
    last: str
    size: int


class ItemChange(Value):
    """A change of one item. `is_new`: it was not there before."""

    event_id: str
    pk: str
    sk: str
    at: float
    is_new: bool


class Letter(Value):
    """What a letter is. `origin` is the queue or the function that gave it up, `reason` why, in AWS's words and never
    in those of an error; `payload` is what goes back, `part` or `change` what is to be read again."""

    kind: LetterKind
    origin: str
    reason: str
    first_at: AwareDatetime
    payload: str = ""
    part: StreamPart | None = None
    change: ItemChange | None = None


class LetterGroup(Value):
    """Letters of one kind, origin and reason."""

    kind: LetterKind
    origin: str
    reason: str
    count: int
    first_at: AwareDatetime

"""What is remembered of reading a channel again, and what its webhook has missed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pydantic import AwareDatetime

from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.value import Value

EVERY = timedelta(hours=4)
BACK = timedelta(days=7)
"""So far back each round reads, and so long what it has found is remembered."""


class MissedKind(NamedTuple):
    """What was missed, and what had become of it."""

    kind: InteractionKind
    verb: Verb


class MissedOfDay(Value):
    """How much of one kind a webhook had missed that was found on one day (UTC)."""

    day: date
    kind: InteractionKind
    verb: Verb
    number: int


class RereadMemory(Value):
    """When a channel was read again first and last (None: never), and what its webhook has missed in the last days."""

    channel_id: str
    begun_at: AwareDatetime | None = None
    read_at: AwareDatetime | None = None
    missed: tuple[MissedOfDay, ...] = ()

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be read again."""
        return self.read_at is None or now - self.read_at >= EVERY

    def remember(self, missed: Mapping[MissedKind, int], now: datetime) -> "RereadMemory":
        """With this round, and without the days that are over."""
        first = (now - BACK).date()
        kept = [one for one in self.missed if one.day >= first]
        new = [
            MissedOfDay(day=now.date(), kind=what.kind, verb=what.verb, number=number)
            for what, number in missed.items()
        ]
        return self.model_copy(update={"begun_at": self.begun_at or now, "read_at": now, "missed": (*kept, *new)})

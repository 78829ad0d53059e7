"""What a channel that is polled has told already."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pydantic import Field

from portavoce.platforms.contract import Polled
from portavoce.value import Value

REREAD = timedelta(hours=48)
"""So far back each poll reads: on neither platform is the order of the list that of arrival."""


class PollMemory(Value):
    """What a channel has told of what polls read: short ids and the epoch seconds of each, no words."""

    channel_id: str
    told: Mapping[str, int] = Field(default_factory=dict)

    def select_new(self, found: Iterable[Polled]) -> list[Polled]:
        """Those that were not told yet, oldest first."""
        return sorted((one for one in found if _short_id(one) not in self.told), key=lambda one: (one.at, one.key))

    def remember(self, found: Iterable[Polled], now: datetime) -> "PollMemory":
        """With all that a poll has found, and without what none reads any more.

        A list goes on to the end of its page, behind what is read again, and may stand there for months."""
        first = int((now - REREAD).timestamp())
        recent = {short_id: at for short_id, at in self.told.items() if at >= first}
        return self.model_copy(update={"told": recent | {_short_id(one): int(one.at.timestamp()) for one in found}})


def _short_id(one: Polled) -> str:
    return hashlib.sha256(one.key.encode()).hexdigest()[:12]

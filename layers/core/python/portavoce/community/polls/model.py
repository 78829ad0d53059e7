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
    """What a channel told within the time that is read again: short ids and the epoch seconds of each, no words."""

    channel_id: str
    told: Mapping[str, int] = Field(default_factory=dict)

    def select_new(self, found: Iterable[Polled]) -> list[Polled]:
        """Those that were not told yet, oldest first."""
        return sorted((one for one in found if _short_id(one) not in self.told), key=lambda one: (one.at, one.key))

    def remember(self, told: Iterable[Polled], now: datetime) -> "PollMemory":
        """With these, and without what no poll reads any more."""
        kept = {**self.told, **{_short_id(one): int(one.at.timestamp()) for one in told}}
        # A list goes on to the end of its page, behind what is read again.
        first = int((now - REREAD - timedelta(hours=1)).timestamp())
        return self.model_copy(update={"told": {short_id: at for short_id, at in kept.items() if at >= first}})


def _short_id(one: Polled) -> str:
    return hashlib.sha256(one.key.encode()).hexdigest()[:12]

"""A clock that only moves when it is told to."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class VirtualClock:
    """The one clock of a simulated world."""

    now: datetime

    def read(self) -> datetime:
        return self.now

    def sleep_until(self, moment: datetime) -> None:
        self.now = max(self.now, moment)

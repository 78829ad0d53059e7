"""How Lambda begins to read a queue that was at rest: as Amazon documents it, in both ways in which that can be read.

AWS Lambda developer guide, "Configuring scaling behavior for SQS event source mappings": five batches at once at
first, up to 300 more a minute while messages remain, 1,250 at most. Nothing says whether the 300 come evenly or at the
minute's end. A new account has ten concurrent executions, all functions together."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Reading = Literal["evenly", "by steps"]
FIRST, A_MINUTE, MOST = 5, 300, 1250
OTHERS = 3
"""Calls of other functions, in an account of few."""
STEP_SECONDS = 0.05


@dataclass(frozen=True)
class Burst:
    """Messages for one second, time 0, that can be read `ahead_seconds` before. A call takes `cold_seconds` until its
    publications are ready, and lives `call_seconds` longer than its second. `delays` is when each of a message's
    publications leaves, counted from the moment at which the message is ready and the second has come."""

    messages: int
    ahead_seconds: float
    delays: Sequence[float]
    cold_seconds: float = 3.0
    call_seconds: float = 2.0

    def leave(self, reading: Reading, account: int) -> list[float]:
        """When each publication leaves, soonest first."""
        at, waiting, busy, left = -self.ahead_seconds, self.messages, list[float](), list[float]()
        while waiting:
            while busy and busy[0] <= at:
                heapq.heappop(busy)
            while waiting and len(busy) < self._callers(reading, account, at + self.ahead_seconds):
                ready = max(0.0, at + self.cold_seconds)
                left += [ready + delay for delay in self.delays]
                heapq.heappush(busy, ready + max(self.delays) + self.call_seconds)
                waiting -= 1
            at += STEP_SECONDS
        return sorted(left)

    def _callers(self, reading: Reading, account: int, seconds: float) -> int:
        more = A_MINUTE * (seconds / 60 if reading == "evenly" else seconds // 60)
        return min(MOST, account - OTHERS, int(FIRST + more))

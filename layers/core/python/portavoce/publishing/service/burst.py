"""Taking what one message asks for: one step, or the releases of one second, each in a thread of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import NamedTuple

from portavoce.each_alone import EachAlone
from portavoce.publishing.delays import HOLD
from portavoce.publishing.model import OutgoingMessage
from portavoce.publishing.service.release import PublishingService


class TakenStep(NamedTuple):
    """One publication's step, and what it failed with: it is asked for again then, by a message of its own."""

    asked: OutgoingMessage
    error: Exception | None = None


@dataclass(frozen=True)
class Burst:
    """Takes messages. `make_pool` makes what runs so many at once."""

    publishing: PublishingService
    make_pool: Callable[[int], Executor] = ThreadPoolExecutor

    def take(self, message: OutgoingMessage) -> list[TakenStep]:
        """Takes what a message asks for; safe to repeat. Raises what a step alone has failed with, so that its message
        rests for a while; of several, ExceptionGroup with what could not be asked for again."""
        alone = message.split()
        if len(alone) > 1:
            return self._take_together(alone)
        try:
            self.publishing.take(message)
        except Exception:  # whatever failed, the step is asked for again within seconds, and the error goes on
            self.publishing.ask_again(message)
            raise
        return [TakenStep(message)]

    def _take_together(self, messages: Sequence[OutgoingMessage]) -> list[TakenStep]:
        """Each has its own thread, its own outcome and its own failure: whoever hangs or fails holds up none."""
        pool, now, troubles = self.make_pool(len(messages)), self.publishing.clock(), EachAlone()
        running = {pool.submit(self._take_one, one): one for one in messages}
        until = max(now, messages[0].planned_at) + HOLD
        for future in wait(running, timeout=(until - now).total_seconds()).not_done:
            with troubles:
                self.publishing.ask_again(running[future])
        # Nothing may go on when the function is called again, minutes later: who hangs ends with its process, and that
        # Lambda ends at the function's time limit.
        pool.shutdown(wait=True)
        taken = list[TakenStep]()
        for future, asked in running.items():
            with troubles:
                taken.append(TakenStep(asked, future.result()))
        troubles.raise_errors(f"of {len(messages)} releases of one second could not be asked for again")
        return taken

    def _take_one(self, message: OutgoingMessage) -> Exception | None:
        trouble = EachAlone()
        with trouble:
            self.publishing.take(message)
        for error in trouble.errors:
            self.publishing.ask_again(message)
            return error
        return None

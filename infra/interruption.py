"""Ctrl-C, and whoever else ends the demo: it stops in order, once, and never between a process and its handle."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOPPED = "stopped: nothing of it runs any more"
"""What a person is told who has ended the demo."""


def stop_in_order() -> None:
    """From now on each of these signals raises KeyboardInterrupt in the main thread, and the next ones do nothing:
    somebody impatient must not interrupt the stopping."""
    for one in ENDING:
        signal.signal(one, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def hold_back() -> Iterator[None]:
    """A signal that comes meanwhile is acted upon at the end: what is started inside is known to whoever stops it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    usual = {one: signal.signal(one, lambda number, _: came.append(number)) or signal.SIG_DFL for one in ENDING}
    try:
        yield
    finally:
        for one, handler in usual.items():
            signal.signal(one, handler)
        if came:
            signal.raise_signal(came[0])

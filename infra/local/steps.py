"""What the demo is doing while it starts: on a terminal one line that counts the seconds, elsewhere a line a phase."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Steps:
    """Call it with a phase, and after a colon how far it is. Use it as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._line = Progress(
            SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=console, transient=True
        )
        self._phase, self._began = "", 0.0
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._line.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._line.stop()
        if error is None:
            self._end_phase()

    def __call__(self, text: str) -> None:
        """Tells of a phase, or of how far the same phase has come."""
        phase = text.partition(":")[0]
        if phase != self._phase:
            self._end_phase()
            self._phase, self._began = phase, time.monotonic()
            self._task = self._line.add_task(text, total=None)
            if not self._console.is_terminal:
                self._console.print(f"  {phase} …", highlight=False)
        elif self._task is not None:
            self._line.update(self._task, description=text)

    def _end_phase(self) -> None:
        if self._task is None:
            return
        self._line.remove_task(self._task)
        self._task = None
        if self._console.is_terminal:
            self._console.print(f"  {self._phase} ({time.monotonic() - self._began:.0f} s)", highlight=False)

"""What the command line says when it does not do what was asked: what, where, and what to do about it."""

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """Nothing (more) was done. `problem` is a machine's version of the same, for --json."""

    def __init__(self, message: str, lines: Sequence[str] = (), problem: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message, self.lines = message, tuple(lines)
        self.problem = problem or {"title": message, "errors": list(lines)}

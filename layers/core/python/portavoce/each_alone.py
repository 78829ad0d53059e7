"""Doing several things one after the other, so that one that fails holds up none of the others."""

from types import TracebackType
from typing import Self


class EachAlone:
    """Enter it once for each thing to do; what fails in it is kept, and raised by `raise_errors` when all are done.

    What the caller foresees it catches inside. What is no Exception, such as an interruption, is raised at once."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if isinstance(error, Exception):
            self.errors.append(error)
            return True
        return False

    def raise_errors(self, message: str) -> None:
        """Raises an ExceptionGroup of all that failed, with their number before the message; nothing if none did."""
        if self.errors:
            raise ExceptionGroup(f"{len(self.errors)} {message}", self.errors)

"""Fault switches: what a network does wrong on purpose, how often, and to which requests."""

import re
from collections.abc import Iterable
from typing import Literal
from wsgiref.types import WSGIApplication

import httpx2
from pydantic import BaseModel, ConfigDict, Field, field_validator

Kind = Literal[
    "lost_answer",
    "refused",
    "throttled",
    "server_error",
    "server_error_after",
    "strange_answer",
    "slow",
    "lagging_lookup",
    "lost_webhook",
]
FATAL: frozenset[Kind] = frozenset(
    {"lost_answer", "refused", "throttled", "server_error", "server_error_after", "strange_answer"}
)
"""Kinds that decide the outcome of a request; at most one of them is used up by one request."""


class LostAnswer(ConnectionError):
    """The request was applied and the connection then dropped without an answer.

    It is a `ConnectionError` because werkzeug's server closes the socket silently on those.
    """


class Fault(BaseModel):
    """One switch.

    `path` is a regular expression searched in the request path, `count` is how many requests it spoils
    (`null`: all of them). `seconds` is the wait of `slow` and the lag of `lagging_lookup`; `reads` is how many
    look-ups miss a new post. `lost_webhook` loses a delivery to a callback in whose address `path` is found. `status`,
    `code` and `subcode` replace the platform's usual answer; `strange_answer` has a `status` and a `body` that are not
    the platform's own, as a proxy's, after the request was applied.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    method: str = ""
    path: str = ""
    count: int | None = Field(default=1, ge=1)
    seconds: float = Field(default=0, ge=0)
    reads: int = Field(default=0, ge=0)
    status: int | None = Field(default=None, ge=200, le=599)
    code: int | None = None
    subcode: int | None = None
    body: str = ""

    @field_validator("path")
    @classmethod
    def _is_a_pattern(cls, path: str) -> str:
        try:
            re.compile(path)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return path

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is one that this switch spoils."""
        return self.method.upper() in {"", method} and re.search(self.path, path) is not None


class FaultQueue:
    """Switches in the order they were set; the first that matches is used. Not thread-safe by itself."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, faults: Iterable[Fault]) -> None:
        """Append switches; each keeps its own count."""
        self._faults.extend(fault.model_copy() for fault in faults)

    def clear(self) -> None:
        """Forget every switch."""
        self._faults.clear()

    def list_faults(self) -> list[Fault]:
        """The switches that are still armed, oldest first."""
        return list(self._faults)

    def take(self, kinds: frozenset[Kind], method: str, path: str) -> Fault | None:
        """Use up one count of the first matching switch of these kinds."""
        for fault in self._faults:
            if fault.kind in kinds and fault.matches(method, path):
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count == 0:
                        self._faults.remove(fault)
                return fault
        return None


class _DroppingTransport(httpx2.BaseTransport):
    def __init__(self, app: WSGIApplication) -> None:
        self._inner = httpx2.WSGITransport(app=app)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            return self._inner.handle_request(request)
        except LostAnswer as lost:
            message = "Server disconnected without sending a response."
            raise httpx2.RemoteProtocolError(message, request=request) from lost


def transport_for(app: WSGIApplication) -> httpx2.BaseTransport:
    """A client transport that reaches `app` in-process, without a socket.

    A lost answer becomes `httpx2.RemoteProtocolError`, which is what a real socket gives.
    """
    return _DroppingTransport(app)

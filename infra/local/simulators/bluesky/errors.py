"""Errors of XRPC: a name and a message (platforms/bluesky.md §7)."""

import json
from collections.abc import Mapping

from werkzeug.wrappers import Response


class XrpcError(Exception):
    """One refusal, by the name that clients decide on."""

    def __init__(self, status: int, name: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.name = name
        self.headers = dict(headers or {})

    def body(self) -> dict[str, object]:
        """Name and message."""
        return {"error": self.name, "message": str(self)}

    def response(self) -> Response:
        """The answer as a server gives it."""
        return Response(json.dumps(self.body()), status=self.status, headers=self.headers, mimetype="application/json")


def invalid_request(message: str, name: str = "InvalidRequest") -> XrpcError:
    """400: the call or the record is not as its lexicon wants it."""
    return XrpcError(400, name, message)


def too_many_requests(limit: int, reset_epoch: int, date: str) -> XrpcError:
    """429 with the window's headers and the server's own time."""
    headers = {
        "ratelimit-limit": str(limit),
        "ratelimit-remaining": "0",
        "ratelimit-reset": str(reset_epoch),
        "Date": date,
    }
    return XrpcError(429, "RateLimitExceeded", "Rate Limit Exceeded", headers)

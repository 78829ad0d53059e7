"""Errors of the X Ads API ("Error codes and responses")."""

import json
from collections.abc import Mapping

from werkzeug.wrappers import Response


class AdsError(Exception):
    """One error with its status, its constant, and the parameter at fault."""

    def __init__(
        self, status: int, code: str, message: str, parameter: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.parameter = status, code, parameter
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The answer as the platform sends it."""
        error = {"code": self.code, "message": str(self)} | ({"parameter": self.parameter} if self.parameter else {})
        body = {"errors": [error], "request": {"params": {}}}
        return Response(json.dumps(body), status=self.status, headers=self.headers, mimetype="application/json")


def invalid(parameter: str, message: str) -> AdsError:
    """400: a parameter is not what the call takes."""
    return AdsError(400, "INVALID_PARAMETER", message, parameter)


def over_limit(headers: Mapping[str, str]) -> AdsError:
    """429 with the window's headers."""
    return AdsError(429, "TOO_MANY_REQUESTS", "Too many requests", headers=headers)

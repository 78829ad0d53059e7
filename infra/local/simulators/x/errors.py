"""Errors of X API v2: problem documents (platforms/x.md §3, §7)."""

import json
from collections.abc import Mapping

from werkzeug.wrappers import Response

PROBLEMS = "https://api.x.com/2/problems/"


class Problem(Exception):
    """One problem document with its status; `errors` are the parameters at fault."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        kind: str = "about:blank",
        errors: list[dict[str, object]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.kind = kind
        self.errors = errors
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The answer as the platform sends it."""
        body: dict[str, object] = {"title": self.title, "detail": str(self), "type": self.kind, "status": self.status}
        if self.errors:
            body = {"errors": self.errors, **body}
        return Response(
            json.dumps(body), status=self.status, headers=self.headers, content_type="application/problem+json"
        )


def bad_parameter(name: str, value: str, message: str) -> Problem:
    """400: one parameter or body field is not what the call takes."""
    return Problem(
        400,
        "Invalid Request",
        "One or more parameters to your request was invalid.",
        kind=PROBLEMS + "invalid-request",
        errors=[{"parameters": {name: [value]}, "message": message}],
    )


def no_valid_token() -> Problem:
    """401: no token, an unknown one, or an expired one."""
    return Problem(401, "Unauthorized", "Unauthorized")


def forbidden_request(detail: str = "You are not permitted to perform this action.") -> Problem:
    """403: policy, scope or duplicate; only the detail tells them apart."""
    return Problem(403, "Forbidden", detail)


def unsupported_authentication() -> Problem:
    """403: the right client with the wrong kind of token."""
    return Problem(
        403,
        "Unsupported Authentication",
        "Authenticating with this kind of token is forbidden for this endpoint.",
        kind=PROBLEMS + "unsupported-authentication",
    )


def missing_resource(id_: str) -> Problem:
    """404: nothing has this id, or nobody may see it."""
    return Problem(
        404, "Not Found Error", f"Could not find resource with id: [{id_}].", kind=PROBLEMS + "resource-not-found"
    )


def no_credits() -> Problem:
    """402: the account's credits are used up."""
    detail = "Your enrolled account does not have any credits to fulfill this request."
    return Problem(402, "CreditsDepleted", detail, kind=PROBLEMS + "credits")


def too_many_requests(limit: int, reset_epoch: int) -> Problem:
    """429 with the window's headers."""
    headers = {"x-rate-limit-limit": str(limit), "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(reset_epoch)}
    return Problem(429, "Too Many Requests", "Too Many Requests", headers=headers)


def missing_part(id_: str, parameter: str) -> dict[str, object]:
    """The entry in `errors` of an answer that succeeded for other ids."""
    return {
        "value": id_,
        "detail": f"Could not find tweet with {parameter}: [{id_}].",
        "title": "Not Found Error",
        "resource_type": "tweet",
        "parameter": parameter,
        "resource_id": id_,
        "type": PROBLEMS + "resource-not-found",
    }

"""Errors in the Graph API's own shape and numbers (platforms/facebook.md §8, instagram.md §7)."""

import json
from collections.abc import Mapping

from werkzeug.wrappers import Response


class GraphError(Exception):
    """One `error` object with the status it travels under."""

    def __init__(
        self,
        code: int,
        message: str,
        *,
        subcode: int | None = None,
        status: int = 400,
        kind: str = "OAuthException",
        is_transient: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode
        self.status = status
        self.kind = kind
        self.is_transient = is_transient
        self.headers = dict(headers or {})

    def response(self, trace_id: str) -> Response:
        """The answer as the platform sends it."""
        error: dict[str, object] = {"message": str(self), "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        error |= {"is_transient": self.is_transient, "fbtrace_id": trace_id}
        body = json.dumps({"error": error})
        return Response(body, status=self.status, headers=self.headers, mimetype="application/json")


def bad_parameter(message: str, subcode: int | None = None) -> GraphError:
    """Code 100: a parameter, field or metric that the call does not take."""
    return GraphError(100, f"(#100) {message}", subcode=subcode)


def hidden_node(id_: str, method: str) -> GraphError:
    """Code 100.33: the object is gone, was never there, or is not this token's to see."""
    return GraphError(
        100,
        f"Unsupported {method.lower()} request. Object with ID '{id_}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation",
        subcode=33,
        kind="GraphMethodException",
    )


def no_permission(message: str, code: int = 200) -> GraphError:
    """Codes 10 and 200 to 299: the token lacks a permission."""
    return GraphError(code, f"(#{code}) {message}", status=403)


def dead_token(message: str, subcode: int | None = None) -> GraphError:
    """Code 190: the token is unknown, expired (463) or invalidated."""
    return GraphError(190, message, subcode=subcode, status=401)


def no_such_field(name: str, kind: str) -> GraphError:
    """Code 100 for a field that the node does not have."""
    return bad_parameter(f"Tried accessing nonexisting field ({name}) on node type ({kind})")


def too_many_calls(code: int, what: str) -> GraphError:
    """Codes 4, 17, 32, 613 and 80000 to 80014."""
    message = f"(#{code}) There have been too many calls {what}. Wait a bit and try again."
    return GraphError(code, message, status=403 if code == 4 else 400, is_transient=True)


def unknown_error() -> GraphError:
    """Code 1 under HTTP 500: something failed, and nobody says whether it was applied."""
    return GraphError(1, "An unknown error occurred", status=500)

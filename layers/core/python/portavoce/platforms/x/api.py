"""Calls to X API v2, and what their answers mean: decided by status and problem type, never by the detail.

Source: X API v2, "Response codes and errors", "Rate limits"."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.http import Answer, Http, ask_once
from portavoce.platforms.outcomes import AuthFailed, Refused, Throttled, Unknown
from portavoce.platforms.readings import AccessRefused

Failure = Refused | Throttled | AuthFailed | Unknown

INVALID, FORBIDDEN, NOT_FOUND = "400", "403", "404"
WINDOW_SECONDS = 900
_ERROR, _TOO_MANY, _SERVER_ERROR = 400, 429, 500
_ACCESS = {401: "X refuses the token", 402: "the credits of the X account are used up"}
_REFUSED = {FORBIDDEN: "X forbids it: a rule, a missing scope or the text"}
_UNTYPED = "about:blank"


@dataclass(frozen=True)
class Api:
    """The API with one user's token."""

    http: Http
    token: SecretStr

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> Answer | Failure:
        """One call: an answer of success, or what its failure means. Never repeated here."""
        said = {"Authorization": f"Bearer {self.token.get_secret_value()}"}
        what: dict[str, Any] = {"query": query, "json": json, "form": form, "files": files, "headers": said}
        answer = ask_once("X", lambda: self.http.request(method, path, **what))
        return (failure_of(answer) or answer) if isinstance(answer, Answer) else answer

    def write(self, method: str, path: str, json: Mapping[str, Any]) -> Mapping[str, Any] | Failure:
        """One call that changes something: the answer's `data`, or what its failure means. Never repeated here."""
        made = self.send(method, path, json=json)
        return data_of(made) if isinstance(made, Answer) else made

    def read(self, path: str, query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """One GET: the whole body. Raises ReadFailed, ReadRefused (AccessRefused for token or credits)."""
        match self.send("GET", path, query=query):
            case Answer(body=body):
                return body
            case AuthFailed(code=code, reason=reason):
                raise AccessRefused(f"{reason} ({code})")
            case Refused(code=code):
                raise ReadRefused(f"X refused to say (error {code})")
            case Throttled(reason=reason) | Unknown(reason=reason):
                raise ReadFailed(reason)


def data_of(answer: Answer) -> Mapping[str, Any] | Unknown:
    """The object that a call which succeeded speaks of."""
    data = answer.body.get("data")
    return data if isinstance(data, Mapping) else Unknown(reason=f"X answered {answer.status} without data")


def rest_seconds(headers: Mapping[str, str]) -> int | None:
    """How long to leave X alone after a call that was the last of its window; None when more may follow."""
    return _wait_seconds(headers) if headers.get("x-rate-limit-remaining") == "0" else None


def failure_of(answer: Answer) -> Failure | None:
    """What a failed answer means; None for one that succeeded."""
    status, is_typed = answer.status, answer.body.get("type", _UNTYPED) != _UNTYPED
    if status < _ERROR:
        return None
    if status >= _SERVER_ERROR:
        return Unknown(reason=f"X failed ({status})")
    if status == _TOO_MANY:
        return Throttled(retry_after_seconds=_wait_seconds(answer.headers), reason="X's call limit is reached")
    if status in _ACCESS or (str(status) == FORBIDDEN and is_typed):
        return AuthFailed(code=_code(answer), reason=_ACCESS.get(status, "X refuses the app, the token or its scopes"))
    return Refused(code=_code(answer), reason=_REFUSED.get(str(status), "X refused the call"))


def _code(answer: Answer) -> str:
    """Status and the last part of the problem's type, such as `400 invalid-request`."""
    kind = str(answer.body.get("type", _UNTYPED)).rpartition("/")[2]
    return str(answer.status) if kind == _UNTYPED else f"{answer.status} {kind}"


def _wait_seconds(headers: Mapping[str, str]) -> int:
    """Until the window ends, by X's own clock; a whole window when it does not say."""
    try:
        now = parsedate_to_datetime(headers["Date"]).timestamp()
        return max(1, int(headers["x-rate-limit-reset"]) - int(now))
    except (KeyError, ValueError):
        return WINDOW_SECONDS

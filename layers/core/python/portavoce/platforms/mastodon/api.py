"""Calls to one instance, and what their answers mean: decided by status, never by words.

Source: Mastodon API, "Guidelines and best practices", "Rate limits", and the errors of each method."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any

from pydantic import SecretStr

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.http import Answer, Http, ask_once
from portavoce.platforms.outcomes import AuthFailed, Refused, Throttled, Unknown
from portavoce.platforms.readings import AccessRefused

Failure = Refused | Throttled | AuthFailed | Unknown

WINDOW_SECONDS = 300
_ELSEWHERE, _ERROR, _TIMED_OUT, _TOO_MANY, _SERVER_ERROR = 300, 400, 408, 429, 500
_ACCESS = {
    401: "the instance refuses the token",
    403: "the instance forbids it: a missing scope, or the account's standing",
}
_REFUSED = {
    404: "the instance has no such thing, or does not show it",
    422: "the instance finds the text, its media or its poll invalid",
}


@dataclass(frozen=True)
class Api:
    """The API of one instance with one account's token."""

    http: Http
    token: SecretStr

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, IO[bytes], str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer | Failure:
        """One call: an answer of success, or what its failure means. Never repeated here."""
        said = {"Authorization": f"Bearer {self.token.get_secret_value()}", **(headers or {})}
        what: dict[str, Any] = {"query": query, "json": json, "form": form, "files": files, "headers": said}
        answer = ask_once("the instance", lambda: self.http.request(method, path, **what))
        return (failure_of(answer) or answer) if isinstance(answer, Answer) else answer

    def read(self, path: str, query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        """One GET: its body, a list under `data`. Raises ReadFailed, ReadRefused (AccessRefused for the token)."""
        match self.call("GET", path, query=query):
            case Answer(body=body):
                return body
            case AuthFailed(code=code, reason=reason):
                raise AccessRefused(f"{reason} ({code})")
            case Refused(code=code):
                raise ReadRefused(f"the instance refused to say (error {code})")
            case Throttled(reason=reason) | Unknown(reason=reason):
                raise ReadFailed(reason)


def failure_of(answer: Answer) -> Failure | None:
    """What a failed answer means; None for one that succeeded."""
    status = answer.status
    if status < _ELSEWHERE:
        return None
    if status < _ERROR:
        return Refused(code=str(status), reason="the instance answers from another address")
    if status >= _SERVER_ERROR or status == _TIMED_OUT:
        return Unknown(reason=f"the instance failed ({status})")
    if status == _TOO_MANY:
        reason = "the instance's limit of calls is reached"
        return Throttled(retry_after_seconds=_wait_seconds(answer.headers), reason=reason)
    if status in _ACCESS:
        return AuthFailed(code=str(status), reason=_ACCESS[status])
    return Refused(code=str(status), reason=_REFUSED.get(status, "the instance refused the call"))


def rest_seconds(answer: Answer) -> int | None:
    """How long the calls are used up, as a successful answer says it; None while there are some left."""
    return _wait_seconds(answer.headers) if answer.headers.get("X-RateLimit-Remaining") == "0" else None


def _wait_seconds(headers: Mapping[str, str]) -> int:
    """Until the window ends, by the instance's own clock; a whole window when it does not say."""
    try:
        now = parsedate_to_datetime(headers["Date"])
        ends = datetime.fromisoformat(headers["X-RateLimit-Reset"])
        return max(1, int((ends - now).total_seconds()))
    except (KeyError, ValueError, TypeError):
        return WINDOW_SECONDS

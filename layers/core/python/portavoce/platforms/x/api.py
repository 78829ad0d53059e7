"""Calls to X API v2, and what their answers mean, by the rows of `error_table`. Source: X API v2, "Rate limits"."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.error_rows import Failure, outcome_of
from portavoce.platforms.http import Answer, Http, ask_once, doubt_of
from portavoce.platforms.outcomes import AuthFailed, NotReady, Refused, Throttled, Unknown
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.webhook_json import objects

from .error_table import DAY_IS_FULL, row_for

XFailure = Failure

INVALID, FORBIDDEN, NOT_FOUND = "400", "403", "404"
WINDOW_SECONDS = 900
_ERROR, _TOO_MANY = 400, 429
_LIMIT_HEADER = "x-rate-limit-reset"
# The windows of a day, of the person and of the app (O: answers of X that users of other products have published).
_DAYS = ("x-user-limit-24hour", "x-app-limit-24hour")
_UNTYPED = "about:blank"


@dataclass(frozen=True)
class XApi:
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
    ) -> Answer | XFailure:
        """One call: an answer of success, or what its failure means. Never repeated here."""
        said = {"Authorization": f"Bearer {self.token.get_secret_value()}"}
        what: dict[str, Any] = {"query": query, "json": json, "form": form, "files": files, "headers": said}
        answer = ask_once("X", lambda: self.http.request(method, path, **what))
        return (failure_of(answer) or answer) if isinstance(answer, Answer) else answer

    def write(self, method: str, path: str, json: Mapping[str, Any] | None) -> Mapping[str, Any] | XFailure:
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
            case Refused(code=code, reason=reason):
                raise ReadRefused(f"X refused to say (error {code}): {reason}")
            case NotReady(reason=reason) | Throttled(reason=reason) | Unknown(reason=reason):
                raise ReadFailed(reason)


def data_of(answer: Answer) -> Mapping[str, Any] | Unknown:
    """The object that a call which succeeded speaks of."""
    data = answer.body.get("data")
    return data if isinstance(data, Mapping) else Unknown(reason=f"X answered {answer.status} without data")


def rest_seconds(headers: Mapping[str, str]) -> int | None:
    """How long to leave X alone after a call that was the last of its window; None when more may follow."""
    return _wait_seconds(headers) if headers.get("x-rate-limit-remaining") == "0" else None


def failure_of(answer: Answer) -> XFailure | None:
    """What a failed answer means; None for one that succeeded."""
    words, is_limit = _words(answer), answer.status == _TOO_MANY and (answer.is_json or _LIMIT_HEADER in answer.headers)
    if doubt := doubt_of("X", answer, is_own_error=is_limit or _is_own_error(answer), words=words):
        return doubt
    if answer.status < _ERROR:
        return None
    row = row_for(answer.status, _kind(answer), [_number(one) for one in _errors(answer)], words)
    if row.meaning == "wait" and any(answer.headers.get(f"{day}-remaining") == "0" for day in _DAYS):
        row = DAY_IS_FULL
    return outcome_of(row, _code(answer), words, _wait_seconds(answer.headers))


def _is_own_error(answer: Answer) -> bool:
    """Whether the body is a problem of v2 or an error of v1.1: a gateway's has neither title nor number."""
    return bool(_kind(answer) or answer.body.get("title") or any("code" in one for one in _errors(answer)))


def _words(answer: Answer) -> str:
    """What X says itself: the detail, and what the single errors say more."""
    said = [clean_words(answer.body.get("detail")), *(clean_words(one.get("message")) for one in _errors(answer))]
    return clean_words(" ".join(dict.fromkeys(filter(None, said))) or answer.body.get("title"))


def _errors(answer: Answer) -> list[Mapping[str, Any]]:
    return list(objects(answer.body.get("errors")))


def _number(error: Mapping[str, Any]) -> int:
    code = error.get("code")
    return code if isinstance(code, int) else 0


def _kind(answer: Answer) -> str:
    """The last part of the problem's type, such as `invalid-request`; "" for one without a type of its own."""
    kind = str(answer.body.get("type") or _UNTYPED).rpartition("/")[2]
    return "" if kind == _UNTYPED else kind


def _code(answer: Answer) -> str:
    """The status and what tells the problem from others, such as `400 invalid-request` or `403 326`."""
    number = next(filter(None, map(_number, _errors(answer))), "")
    return f"{answer.status} {_kind(answer) or number}".strip()


def _wait_seconds(headers: Mapping[str, str]) -> int:
    """Until the window ends, by X's own clock; a whole window when it does not say."""
    try:
        now = parsedate_to_datetime(headers["Date"]).timestamp()
        return max(1, int(headers[_LIMIT_HEADER]) - int(now))
    except (KeyError, ValueError):
        return WINDOW_SECONDS

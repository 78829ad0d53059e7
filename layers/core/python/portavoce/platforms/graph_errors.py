"""What an answer of Meta's Graph API means for us: decided by code and subcode, never by a message.

Source: Graph API v26.0 "Error handling" and "Rate limiting", Instagram Platform "Error codes", Marketing API
"Error reference". Errors may arrive under HTTP 200, so the body decides."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from portavoce.platforms.contract import AuthFailed, Duplicate, Refused, Throttled, Unknown
from portavoce.platforms.http import Answer

Failure = Refused | Throttled | AuthFailed | Duplicate | Unknown

DEFAULT_WAIT_SECONDS = 300
ERROR, SERVER_ERROR = 400, 500

_THROTTLED = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_ACCESS = frozenset({3, 10, 102, 104, 190, *range(200, 300), 368, 463, 467, 2500})
_DUPLICATE = frozenset({506})
_NOBODY_KNOWS = frozenset({1, 2, 1363047, 1609010})

_THROTTLED_SUBCODES = frozenset({2207042})
_ACCESS_SUBCODES = frozenset({1404006, 1404102, 1404112, 4854002, 2207050, 2207051})
_DUPLICATE_SUBCODES = frozenset({1366051})
_NOBODY_KNOWS_SUBCODES = frozenset({2207001, 2207003, 2207006, 2207032, 2207053, 2207082, 1504043, 1504044, 2490547})
_REFUSED_SUBCODES = frozenset({1504041, 1504042})


class GraphError(NamedTuple):
    """The `error` object of an answer, as far as we decide by it."""

    code: int
    subcode: int
    is_transient: bool
    message: str

    @property
    def name(self) -> str:
        """The code, and the subcode where there is one."""
        return f"{self.code}/{self.subcode}" if self.subcode else str(self.code)


def error_of(answer: Answer) -> GraphError | None:
    """The error in an answer's body, or None."""
    error = answer.body.get("error")
    if not isinstance(error, Mapping):
        return None
    message = error.get("error_user_msg") or error.get("message") or ""
    return GraphError(
        _number(error.get("code")), _number(error.get("error_subcode")), error.get("is_transient") is True, str(message)
    )


def failure_of(answer: Answer) -> Failure | None:
    """What a failed answer means for a call that creates; None for an answer without an error."""
    error = error_of(answer)
    if error is None:
        if answer.status >= ERROR or not answer.body:
            return Unknown(reason=f"Meta answered {answer.status} without saying what became of it")
        return None
    return _by_subcode(error) or _by_code(error, answer)


def _by_subcode(error: GraphError) -> Failure | None:
    if error.subcode in _THROTTLED_SUBCODES:
        return Throttled(retry_after_seconds=3600, reason=f"Meta's daily limit of posts is reached ({error.name})")
    if error.subcode in _ACCESS_SUBCODES:
        return _access(error)
    if error.subcode in _DUPLICATE_SUBCODES:
        return Duplicate(reason=f"Meta has it already ({error.name})")
    if error.subcode in _NOBODY_KNOWS_SUBCODES:
        return Unknown(reason=f"Meta failed ({error.name})")
    return _refused(error) if error.subcode in _REFUSED_SUBCODES else None


def _by_code(error: GraphError, answer: Answer) -> Failure:
    if error.code in _THROTTLED:
        return Throttled(
            retry_after_seconds=_wait_seconds(answer.headers), reason=f"Meta's call limit is reached ({error.name})"
        )
    if error.code in _DUPLICATE:
        return Duplicate(reason=f"Meta says that this was just posted ({error.name})")
    if error.is_transient or error.code in _NOBODY_KNOWS or answer.status >= SERVER_ERROR:
        return Unknown(reason=f"Meta failed ({error.name})")
    return _access(error) if error.code in _ACCESS else _refused(error)


def _access(error: GraphError) -> AuthFailed:
    # Meta's own words are left out: some of them quote the token.
    return AuthFailed(code=error.name, reason="Meta refuses the token, a permission or the account")


def _refused(error: GraphError) -> Refused:
    return Refused(code=error.name, reason=error.message[:300] or "Meta refused the call")


def _wait_seconds(headers: Mapping[str, str]) -> int:
    """The longest wait that the usage headers name; Meta sends no Retry-After."""
    cases = _json(headers.get("X-Business-Use-Case-Usage"))
    minutes = [
        _number(case.get("estimated_time_to_regain_access"))
        for account in cases.values()
        if isinstance(account, list)
        for case in account
        if isinstance(case, Mapping)
    ]
    seconds = _number(_json(headers.get("X-Ad-Account-Usage")).get("reset_time_duration"))
    return max([seconds, *(60 * minute for minute in minutes)]) or DEFAULT_WAIT_SECONDS


def _json(header: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(header or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0

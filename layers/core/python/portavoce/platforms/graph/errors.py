"""What an answer of Meta's Graph API means for us: decided by code and subcode, never by a message. Pure.

Source: Graph API v26.0 "Error handling" and "Rate limiting", Instagram Platform "Error codes", Marketing API
"Error reference". Errors may arrive under HTTP 200, so the body decides. Some of the numbers are told as codes in one
place and as subcodes in another: both are looked at."""

from collections.abc import Mapping
from typing import NamedTuple

from portavoce.platforms.graph.usage import wait_seconds
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import AuthFailed, Duplicate, Refused, Throttled, Unknown

Failure = Refused | Throttled | AuthFailed | Duplicate | Unknown

ERROR, SERVER_ERROR = 400, 500
QUOTA_WAIT_SECONDS = 900
"""A window of 24 hours with room for a hundred posts lets one more in about as often."""

_THROTTLED = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
_QUOTA = frozenset({2207042})
# No capability, no permission, a dead token, blocked by policy, a check of the account or of who owns it.
_ACCESS = frozenset({3, 10, 102, 104, 190, *range(200, 300), 368, 463, 467, 2500})
_ACCESS_SUBCODES = frozenset({1404006, 1404102, 1404112, 4854002, 2207050, 2207051})
_DUPLICATE = frozenset({506, 1366051})
_NOBODY_KNOWS = frozenset({1, 2, 1363047, 1609010})
_NOBODY_KNOWS_SUBCODES = frozenset(
    {2207001, 2207003, 2207006, 2207032, 2207053, 2207077, 2207082, 1504043, 1504044, 2490547, 1363047, 1609010}
)
# A photo too large, a link that is forbidden or cannot be read, a message outside its window, a wrong parameter: some
# of these come under code 1, which would otherwise say that nobody knows.
_REFUSED_SUBCODES = frozenset(
    {1366046, 1609005, 1609008, 2061006, 2018109, 2207057, 2207081, 2207023, 2207028, 2207040, 1504041, 1504042}
)


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
    return _nothing_was_made(error, answer) or _by_subcode(error) or _by_code(error, answer)


def _nothing_was_made(error: GraphError, answer: Answer) -> Failure | None:
    """What `is_transient` does not change: a limit, or a post that is there already."""
    if error.subcode in _QUOTA:
        reason = f"Meta's daily limit of posts is reached ({error.name})"
        return Throttled(retry_after_seconds=QUOTA_WAIT_SECONDS, reason=reason)
    if error.subcode in _DUPLICATE or error.code in _DUPLICATE:
        return Duplicate(reason=f"Meta has it already ({error.name})")
    if error.code in _THROTTLED and error.subcode not in _ACCESS_SUBCODES:
        reason = f"Meta's call limit is reached ({error.name})"
        return Throttled(retry_after_seconds=wait_seconds(answer.headers), reason=reason)
    return _unknown(error) if error.is_transient else None


def _by_subcode(error: GraphError) -> Failure | None:
    if error.subcode in _ACCESS_SUBCODES:
        return _access(error)
    if error.subcode in _NOBODY_KNOWS_SUBCODES:
        return _unknown(error)
    return _refused(error) if error.subcode in _REFUSED_SUBCODES else None


def _by_code(error: GraphError, answer: Answer) -> Failure:
    if error.code in _NOBODY_KNOWS or answer.status >= SERVER_ERROR:
        return _unknown(error)
    return _access(error) if error.code in _ACCESS | _ACCESS_SUBCODES else _refused(error)


def _unknown(error: GraphError) -> Unknown:
    return Unknown(reason=f"Meta failed ({error.name})")


def _access(error: GraphError) -> AuthFailed:
    # Meta's own words are left out: some of them quote the token.
    return AuthFailed(code=error.name, reason="Meta refuses the token, a permission or the account")


def _refused(error: GraphError) -> Refused:
    return Refused(code=error.name, reason=error.message[:300] or "Meta refused the call")


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0

"""What Bluesky's answers mean: decided by status and error name, never by the message.

Source: AT Protocol, "HTTP API (XRPC)", error responses; Bluesky, "Rate limits"."""

from email.utils import parsedate_to_datetime

from portavoce.platforms.http import RECONNECT_SECONDS, Answer
from portavoce.platforms.outcomes import AuthFailed, Refused, Throttled, Unknown

Failure = Refused | Throttled | AuthFailed | Unknown

BLOB_GONE = "400 BlobNotFound"
EXISTS_ALREADY = "400 InvalidSwap"
NO_RECORD = "400 RecordNotFound"
WINDOW_SECONDS = 300
_ERROR, _UNAUTHORISED, _FORBIDDEN, _TOO_MANY, _SERVER_ERROR = 400, 401, 403, 429, 500
_OUTDATED = frozenset({"ExpiredToken", "InvalidToken"})
_ACCESS = _OUTDATED | {
    "AccountDeactivated",
    "AccountSuspended",
    "AccountTakedown",
    "AuthFactorTokenRequired",
    "AuthMissing",
    "AuthenticationRequired",
}


def is_outdated(answer: Answer) -> bool:
    """Whether the session's token was refused, so that nothing was done and a new one may be tried."""
    return answer.status >= _ERROR and answer.body.get("error") in _OUTDATED


def failure_of(answer: Answer) -> Failure | None:
    """What a failed answer means; None for one that succeeded."""
    status, code = answer.status, f"{answer.status} {answer.body.get('error', '')}".strip()
    if status < _ERROR:
        return None
    if status >= _SERVER_ERROR:
        return Unknown(reason=f"Bluesky failed ({code})")
    if status == _TOO_MANY:
        return Throttled(retry_after_seconds=_wait_seconds(answer), reason="Bluesky's call limit is reached")
    if status in (_UNAUTHORISED, _FORBIDDEN) or answer.body.get("error") in _ACCESS:
        return AuthFailed(code=code, reason="Bluesky refuses the app password or the account")
    return Refused(code=code, reason="Bluesky refused the call")


def rest_seconds(answer: Answer) -> int | None:
    """How long an allowance is used up, as a successful answer says it; None while there is some of it left."""
    return _wait_seconds(answer) if answer.headers.get("ratelimit-remaining") == "0" else None


def server_seconds(answer: Answer) -> int | None:
    """When it was answered, by Bluesky's own clock: seconds since 1970."""
    try:
        return int(parsedate_to_datetime(answer.headers["Date"]).timestamp())
    except (KeyError, ValueError):
        return None


def nothing_sent(failure: Failure) -> Refused | Throttled | AuthFailed:
    """What a failure means that came before the one call: an unknown outcome of a read or an upload is "not now"."""
    if isinstance(failure, Unknown):
        return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason=failure.reason)
    return failure


def _wait_seconds(answer: Answer) -> int:
    """Until the window ends, by Bluesky's own clock; a whole window when it does not say."""
    now = server_seconds(answer)
    try:
        return WINDOW_SECONDS if now is None else max(1, int(answer.headers["ratelimit-reset"]) - now)
    except (KeyError, ValueError):
        return WINDOW_SECONDS

"""What Bluesky's answers mean, by the rows of `error_table`: decided by status and error name, never by the message.

Source: Bluesky, "Rate limits"."""

from email.utils import parsedate_to_datetime

from portavoce.platforms.error_rows import Failure, join_words, outcome_of
from portavoce.platforms.http import RECONNECT_SECONDS, Answer, doubt_of
from portavoce.platforms.outcomes import AuthFailed, NotReady, Refused, Throttled, Unknown
from portavoce.platforms.text.said_words import clean_words

from .error_table import row_for

BlueskyFailure = Failure

BLOB_GONE = "400 BlobNotFound"
EXISTS_ALREADY = "400 InvalidSwap"
NO_RECORD = "400 RecordNotFound"
WINDOW_SECONDS = 300
_NAME = "Bluesky"
_ERROR, _TOO_MANY = 400, 429
_OUTDATED = frozenset({"ExpiredToken", "InvalidToken"})


def is_outdated(answer: Answer) -> bool:
    """Whether the session's token was refused, so that nothing was done and a new one may be tried."""
    return answer.status >= _ERROR and str(answer.body.get("error")) in _OUTDATED


def failure_of(answer: Answer) -> BlueskyFailure | None:
    """What a failed answer means; None for one that succeeded."""
    error, words = answer.body.get("error"), clean_words(answer.body.get("message"))
    name = clean_words(error) if isinstance(error, str) else ""
    is_limit = answer.status == _TOO_MANY and (answer.is_json or "ratelimit-reset" in answer.headers)
    if doubt := doubt_of(_NAME, answer, is_own_error=bool(name) or is_limit, words=join_words(name, words)):
        return doubt
    if answer.status < _ERROR:
        return None
    return outcome_of(row_for(answer.status, name), f"{answer.status} {name}".strip(), words, _wait_seconds(answer))


def rest_seconds(answer: Answer) -> int | None:
    """How long an allowance is used up, as a successful answer says it; None while there is some of it left."""
    return _wait_seconds(answer) if answer.headers.get("ratelimit-remaining") == "0" else None


def server_seconds(answer: Answer) -> int | None:
    """When it was answered, by Bluesky's own clock: seconds since 1970."""
    try:
        return int(parsedate_to_datetime(answer.headers["Date"]).timestamp())
    except (KeyError, ValueError):
        return None


def nothing_sent(failure: BlueskyFailure) -> Refused | NotReady | Throttled | AuthFailed:
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

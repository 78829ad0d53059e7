"""The rows of a platform's table of errors, and the outcome that is made of one. Pure."""

from typing import Literal, NamedTuple

from portavoce.platforms.outcomes import AuthFailed, NotReady, Refused, Throttled, Unknown

Failure = Refused | NotReady | Throttled | AuthFailed | Unknown

Meaning = Literal["refused", "access", "wait", "duplicate", "not_ready", "unknown"]


class ErrorRow(NamedTuple):
    """What one error means: `what` it says, in our words, and what a person should do, as whole sentences.

    `seconds`: how long to wait where the answer does not say it itself. `source`: where the meaning is written."""

    meaning: Meaning
    what: str
    next_step: str | None
    source: str
    seconds: int | None = None


def outcome_of(row: ErrorRow, code: str, words: str, wait_seconds: int | None = None) -> Failure:
    """The outcome that a row means. `words` are the platform's own, cleaned; `wait_seconds` what the answer says of
    the wait, which a row's own goes before."""
    told = f"{row.what} ({code})" if code else row.what
    match row.meaning:
        case "refused":
            return Refused(code=code, reason=words or row.what, next_step=row.next_step)
        case "access":
            return AuthFailed(code=code, reason=join_words(row.what, words), next_step=row.next_step)
        case "wait":
            seconds = row.seconds or wait_seconds or 1
            return Throttled(retry_after_seconds=seconds, reason=join_words(told, words))
        case "not_ready":
            return NotReady(retry_after_seconds=row.seconds or 1, reason=join_words(told, words))
        case "duplicate" | "unknown":
            return Unknown(reason=join_words(told, words))


def settle_failure(failure: Failure) -> Refused | Throttled | AuthFailed | Unknown:
    """What a failure means to a call that brings no media: what is not ready is not now."""
    if isinstance(failure, NotReady):
        return Throttled(retry_after_seconds=failure.retry_after_seconds, reason=failure.reason)
    return failure


def join_words(what: str, words: str) -> str:
    """Our words, and the platform's own behind them where there are any."""
    return f"{what}: {words}" if words else what

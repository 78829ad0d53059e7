"""What an answer of Meta's Graph API means for us: decided by code and subcode, never by a message. Pure.

Errors may arrive under HTTP 200, so the body decides; what each means is in `error_table`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from portavoce.platforms.error_rows import Failure, join_words, outcome_of
from portavoce.platforms.graph.error_table import FETCH_AGAIN_SECONDS, row_for
from portavoce.platforms.graph.usage import wait_seconds
from portavoce.platforms.http import Answer, doubt_of
from portavoce.platforms.outcomes import Duplicate, NotReady, Refused, Unknown
from portavoce.platforms.text.said_words import clean_words

GraphFailure = Failure | Duplicate

_NAME = "Meta"
_TRANSIENT_YIELDS_TO = frozenset({"wait", "not_ready", "duplicate"})


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
    """The error in an answer's body, or None. One without a number is not Meta's: a gateway on the way wrote it."""
    error = answer.body.get("error")
    code = _number(error.get("code")) if isinstance(error, Mapping) else None
    if code is None or not isinstance(error, Mapping):
        return None
    said = (clean_words(error.get(name)) for name in ("error_user_msg", "message"))
    return GraphError(
        code, _number(error.get("error_subcode")) or 0, error.get("is_transient") is True, next(filter(None, said), "")
    )


def failure_of(answer: Answer) -> GraphFailure | None:
    """What a failed answer means for a call that creates; None for an answer without an error."""
    error, upload = error_of(answer), _upload_failure(answer)
    words = error.message if error else ""
    if doubt := doubt_of(_NAME, answer, is_own_error=bool(error or upload), words=words):
        return doubt
    if error is None:
        return upload or _judge_success(answer)
    if answer.body.get("id") or answer.body.get("post_id"):
        return Unknown(reason=join_words(f"Meta names what it made, and an error ({error.name})", words))
    row = row_for(error.code, error.subcode)
    if error.is_transient and row.meaning not in _TRANSIENT_YIELDS_TO:
        return Unknown(reason=join_words(f"Meta failed ({error.name})", words))
    if row.meaning == "duplicate":
        return Duplicate(reason=join_words(f"{row.what} ({error.name})", words))
    return outcome_of(row, error.name, words, wait_seconds(answer.headers))


def _upload_failure(answer: Answer) -> GraphFailure | None:
    """What the host that takes files says of one: in a shape of its own, with whether it may be handed over again."""
    info = answer.body.get("debug_info")
    if not isinstance(info, Mapping):
        return None
    words = clean_words(info.get("message"))
    if info.get("retriable") is False:
        next_step = "Do what Meta says with the file, and give the post a new time."
        return Refused(code=_upload_code(info), reason=words or "Meta cannot take the file", next_step=next_step)
    return NotReady(retry_after_seconds=FETCH_AGAIN_SECONDS, reason=join_words("Meta could not take the file", words))


def _upload_code(info: Mapping[str, Any]) -> str:
    return "".join(one for one in str(info.get("type") or "upload") if one.isalnum() or one == "_")[:60]


def _judge_success(answer: Answer) -> Unknown | None:
    """A success that says nothing, or that it is none."""
    if not answer.body or "error" in answer.body:
        return Unknown(reason=f"Meta answered {answer.status} without saying what became of it")
    is_failure = answer.body.get("success") is False
    return Unknown(reason="Meta says that it did not succeed, and not why") if is_failure else None


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None

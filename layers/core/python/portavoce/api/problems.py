"""Errors as RFC 9457 problem documents: one exception, one shape, never a stack trace."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from portavoce.api.json_text import write_json
from portavoce.brands.pattern_words import describe_pattern
from portavoce.commands import complete_commands
from portavoce.runtime.settings import settings
from portavoce.value import Value

CONTENT_TYPE = "application/problem+json"


class FieldError(Value):
    """What is wrong with one field. `field` is a path such as `rows[3].text`, or a parameter's name."""

    field: str
    message: str


class ProblemDocument(Value):
    """RFC 9457 section 3.1, with our extensions (section 3.2). `type` is stable: clients decide by it. `words` are
    those that somebody wrote and that were not taken, so that they are not lost."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()
    words: str | None = None


class Problem(Exception):
    """The request is refused. `kind` names the case, `detail` says what happened and what to do."""

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        words: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.document = ProblemDocument(
            type=f"urn:portavoce:problem:{kind}",
            title=status.phrase,
            status=status,
            detail=detail,
            errors=tuple(errors),
            words=words,
        )


def not_found(what: str) -> Problem:
    """404: `what` is not there, as in "brand aurora"."""
    return Problem(HTTPStatus.NOT_FOUND, "not-found", f"There is no {what}.")


def invalid(detail: str, errors: Sequence[FieldError]) -> Problem:
    """422: the request was understood and says something that is not allowed."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", detail, errors)


def changed_meanwhile(what: str) -> Problem:
    """412: If-Match named another version than the one that stands."""
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "changed-meanwhile",
        f"{what} is no longer the version that If-Match names: read it again, then decide.",
    )


def changed_by_another(error: object, words: str | None) -> Problem:
    """409: what was seen stands no longer. `words` are given back."""
    kept = " What was written is given back in `words`." if words else ""
    detail = f"Nothing was changed: {error}. Look at it, then decide.{kept}"
    return Problem(HTTPStatus.CONFLICT, "changed-by-another", detail, words=words)


def too_late(error: object) -> Problem:
    """409: what was to be changed is leaving or has left."""
    return Problem(HTTPStatus.CONFLICT, "too-late", f"Nothing was changed: {error}.")


def not_approved(error: object) -> Problem:
    """409: what was to leave needs somebody's approval first."""
    return Problem(HTTPStatus.CONFLICT, "not-approved", f"Nothing was changed: {error}.")


def said_already(error: object) -> Problem:
    """409: the channel has said the same lately, and nobody has allowed it to say it again."""
    return Problem(HTTPStatus.CONFLICT, "said-already", f"Nothing was changed: {error}.")


def over_fee_cap(error: object) -> Problem:
    """409: the brand's cap on fees holds it back, and nobody has set that aside for it."""
    return Problem(HTTPStatus.CONFLICT, "over-fee-cap", f"Nothing was changed: {error}.")


def try_again(error: Exception) -> Problem:
    """409: others were writing the same at the same moment."""
    return Problem(HTTPStatus.CONFLICT, "try-again", f"Not done: {error}.")


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors as ours. Their messages name types and limits; the values sent are left out."""
    return [FieldError(field=field_path(one["loc"][1:] or one["loc"]), message=_sentence(one)) for one in errors]


def field_path(place: Sequence[str | int]) -> str:
    """`("rows", 3, "text")` → `rows[3].text`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")


def respond(problem: Problem) -> "Response[str]":
    """The HTTP answer of a problem; the commands in its words name this stage."""
    document, stage = problem.document, settings().stage
    named = {
        "detail": complete_commands(document.detail, stage),
        "errors": tuple(
            one.model_copy(update={"message": complete_commands(one.message, stage)}) for one in document.errors
        ),
    }
    body = write_json(document.model_copy(update=named).model_dump(mode="json", exclude_none=True))
    return Response(status_code=document.status, content_type=CONTENT_TYPE, body=body)


def _sentence(error: Mapping[str, Any]) -> str:
    if error["type"] == "string_pattern_mismatch":
        return describe_pattern(error["ctx"]["pattern"])
    message: str = error["msg"]
    return message.removeprefix("Value error, ")

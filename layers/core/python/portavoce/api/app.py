"""The HTTP API: its routes, and how every error becomes a problem document. The gateway checks who calls (SigV4)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from traceback import extract_tb
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.router import APIGatewayRouter
from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.api.audit import keep_audit
from portavoce.api.comment_names import encode_name
from portavoce.api.description import PREFIX, document
from portavoce.api.idempotency import once
from portavoce.api.json_text import write_json
from portavoce.api.problems import Problem, field_errors, invalid, respond
from portavoce.api.request_body import read_json, with_readable_body
from portavoce.api.routes import every_router, routers_for
from portavoce.runtime.logs import logger
from portavoce.table.cursor import BadCursor

_MOST_FIELDS = 10
app = APIGatewayHttpResolver(
    enable_validation=True,
    response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
    strip_prefixes=[PREFIX],
    serializer=write_json,
    json_body_deserializer=read_json,
)
app.use(middlewares=[once, keep_audit])
_known: set[APIGatewayRouter] = set()


def know_routes(routers: Iterable[APIGatewayRouter]) -> None:
    """Makes the app answer these routes too."""
    for router in routers:
        if router not in _known:
            app.include_router(router)
            _known.add(router)


@app.get("/openapi.json", include_in_schema=False)
def get_openapi() -> Response[str]:
    """The API's own description."""
    return Response(HTTPStatus.OK, "application/json", describe_api())


def describe_api() -> str:
    """The API's OpenAPI document, as JSON text."""
    know_routes(every_router())
    return document(app)


def answer(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The answer to one HTTP API event (payload version 2.0)."""
    try:
        readable = with_readable_body(event)
    except Problem as problem:
        refusal = respond(problem)
        return {"statusCode": refusal.status_code, "headers": refusal.headers, "body": refusal.body}
    path = encode_name(event["rawPath"].removeprefix(PREFIX))
    readable = {**readable, "rawPath": f"{PREFIX}{path}"}
    know_routes(routers_for(path))
    found = app.resolve(readable, context)
    # An answer without a body is written as an empty one: gateways differ in what they make of null.
    return found | {"body": found.get("body") or ""}


def answer_invalid(error: RequestValidationError) -> Response[str]:
    """What validation found, field by field."""
    found = field_errors(error.errors())
    fields = list(dict.fromkeys(one.field for one in found))
    more = f" and {len(fields) - _MOST_FIELDS} more" if len(fields) > _MOST_FIELDS else ""
    return respond(invalid(f"The request is not valid: see {', '.join(fields[:_MOST_FIELDS])}{more}.", found))


def answer_bad_cursor(error: BadCursor) -> Response[str]:
    """A page cursor that no listing of ours gave."""
    del error
    return respond(Problem(HTTPStatus.BAD_REQUEST, "bad-cursor", "The cursor is not ours: ask for the first page."))


def answer_no_route(error: NotFoundError) -> Response[str]:
    """A path or method that the API does not have."""
    del error
    http = app.current_event.request_context.http
    detail = f"There is no {http.method} {http.path}: GET {PREFIX}/openapi.json lists what there is."
    return respond(Problem(HTTPStatus.NOT_FOUND, "not-found", detail))


def answer_accident(error: Exception) -> Response[str]:
    """An error of ours. Logged by type and place only: its message may quote what somebody wrote."""
    request_id = app.current_event.request_context.request_id
    frames = extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno}" for frame in frames if "/portavoce/" in frame.filename]
    logger.error("a request failed", extra={"error": type(error).__name__, "places": places, "request": request_id})
    detail = f"Something broke on our side. Try again; if it stays, look for request {request_id} in the log."
    return respond(Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "accident", detail))


for _kind, _answer in {
    Problem: respond,
    RequestValidationError: answer_invalid,
    BadCursor: answer_bad_cursor,
    NotFoundError: answer_no_route,
    Exception: answer_accident,
}.items():
    app.exception_handler(_kind)(_answer)

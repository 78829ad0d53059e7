"""Pages and versions: the same words on every listing and every document."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from portavoce.api.problems import FieldError, invalid
from portavoce.value import Value

MAX_LIMIT = 100

Cursor = Annotated[str | None, Query(description="`next_cursor` of the page before; none for the first page")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="How many items at most")]
IfMatch = Annotated[str | None, Header(alias="if-match", description="The ETag that was read; `*` for any")]
DryRun = Annotated[bool, Query(description="True: say what would change and change nothing")]


class PageOf[Item](Value):
    """One page. `next_cursor` is null on the last one."""

    items: tuple[Item, ...]
    next_cursor: str | None


def etag(version: int) -> str:
    """The version of a document as an entity tag (RFC 9110 section 8.8.3)."""
    return f'"{version}"'


def version_of(if_match: str | None) -> int | None:
    """The version that If-Match names; None for none and for `*`. Raises Problem (422)."""
    if if_match is None or if_match == "*":
        return None
    version = if_match.removeprefix('"').removesuffix('"')
    if not version.isascii() or not version.isdigit():
        message = 'Send the ETag as it was given, such as "3".'
        raise invalid("If-Match is not one of our ETags.", [FieldError(field="If-Match", message=message)])
    return int(version)

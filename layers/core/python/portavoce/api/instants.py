"""Instants as callers write them: RFC 3339, with an offset; in UTC from here on."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d[Tt ]")


def _written_out(value: Any) -> Any:
    """Refuses a bare number, which pydantic would take for seconds since 1970."""
    if value is not None and not (isinstance(value, str) and _WRITTEN.match(value)):
        raise ValueError("write it as 2027-03-20T09:30:00Z")
    return value


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("it is outside the years 1 to 9999 in UTC") from None


UtcInstant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_utc)]

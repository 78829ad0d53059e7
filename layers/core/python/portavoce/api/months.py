"""A month of a brand's calendar, as somebody asks for it."""

from datetime import date, datetime, timedelta
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.problems import invalid
from portavoce.brands.model import Brand

MONTH_PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
Month = Annotated[
    str, Query(pattern=MONTH_PATTERN, description="One month of the brand's calendar, such as 2026-11, that has begun")
]


class MonthDays(NamedTuple):
    """The first and the last day of a month."""

    first: date
    last: date


def read_month(month: str, brand: Brand, now: datetime) -> MonthDays:
    """The days of a month such as 2026-11. Raises Problem (422) if it has not begun in the brand's zone."""
    first = date.fromisoformat(f"{month}-01")
    if first > now.astimezone(ZoneInfo(brand.zone)).date():
        raise invalid(f"{month} has not begun in {brand.zone}: nothing is known of it yet.", [])
    return MonthDays(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

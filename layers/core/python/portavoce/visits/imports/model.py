"""What is known of the reading of one source, and what it came to over some days."""

from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime

from portavoce.value import Value


class ImportState(Value):
    """How the reading of a source stands. `read_until` is the last day that was read; `failed_because` is why the last
    try brought nothing, and `failed_at` when: what was read before stays. `notes` are what the source says of its
    numbers, `zone` is whose days they are."""

    source: str
    account_id: str
    read_until: date | None = None
    as_of: AwareDatetime | None = None
    zone: str | None = None
    notes: tuple[str, ...] = ()
    failed_because: str | None = None
    failed_at: AwareDatetime | None = None


class SourceSum(Value):
    """What one source counted over some days, of all visits or of those that came in one way. None is unknown.

    `known_days` of `days` have been read; `about_days` of them are sampled, held back in part or were not over."""

    source: str
    by: str | None = None
    of: str | None = None
    days: int
    known_days: int
    about_days: int
    visits: int | None
    bounced: int | None = None
    bounce_rate_percent: Decimal | None = None
    converted: int | None = None
    conversion_rate_percent: Decimal | None = None
    conversions: int | None = None
    value_minor: int | None = None
    currency: str | None = None
    as_of: AwareDatetime | None = None

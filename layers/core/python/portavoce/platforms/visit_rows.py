"""What a site's own analytics tells of its visits, in our words."""

from datetime import date
from decimal import Decimal

from portavoce.value import Value


class VisitRow(Value):
    """What was counted on one of the source's days of the visits with these UTM tags; empty where there were none.

    A number is None where the source does not tell it. `converted` are visits with a conversion; `value` is what the
    source says that the conversions were worth, in the major unit of its currency."""

    day: date
    source: str = ""
    campaign: str = ""
    content: str = ""
    visits: int
    bounced: int | None = None
    engaged: int | None = None
    converted: int | None = None
    conversions: int | None = None
    value: Decimal | None = None


class SiteVisits(Value):
    """The rows of some days. `zone` is that of the days and `currency` that of the values, where the source says so.

    `is_about`: the source has sampled or held something back; `notes` say what, in sentences."""

    rows: tuple[VisitRow, ...] = ()
    zone: str | None = None
    currency: str | None = None
    is_about: bool = False
    notes: tuple[str, ...] = ()

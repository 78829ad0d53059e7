"""What a site's own analytics tells of its visits, in our words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

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


class VisitReader(Protocol):
    """COUNT_VISITS. What a site's analytics counted on its days from `since` to `until`; a source without days of its
    own counts those of `zone`. `goals` are the names of the conversions that count, where the source needs them.

    Raises ReadFailed, ReadRefused."""

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits: ...

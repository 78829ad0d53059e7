"""What other sources counted of the visits to a brand's pages, each by its own definition."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, StringConstraints

from portavoce.api.lookups import known_brand
from portavoce.api.months import MONTH_PATTERN, read_month
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.platforms.visit_rows import SiteVisits, VisitRow
from portavoce.runtime import clock
from portavoce.runtime.wiring.visit_imports import visit_importer
from portavoce.value import Value
from portavoce.visits.imports.model import ImportState, SourceSum
from portavoce.visits.model import SOURCES

router = new_router()

MOST_ROWS = 5000
SourceMonth = Annotated[
    str | None,
    Query(pattern=MONTH_PATTERN, description="A month of the brand's calendar, such as 2026-11"),
]
ExportCurrency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class SourceView(Value):
    """How a source counts, in its own words."""

    source: str
    visit: str
    bounce: str


class AnalyticsAnswer(Value):
    """What each source counted from `since` to `until`, never one with another's, and how their reading stands."""

    brand_id: str
    since: date
    until: date
    sources: tuple[SourceView, ...]
    states: tuple[ImportState, ...]
    sums: tuple[SourceSum, ...]


class ExportedDays(Value):
    """Rows of an export of Google Analytics; `currency` is that of their values."""

    rows: tuple[VisitRow, ...] = Field(min_length=1, max_length=MOST_ROWS)
    currency: ExportCurrency | None = None


class TakenDays(Value):
    """How many days were taken."""

    days: int


@router.get("/brands/<brand>/analytics", tags=["measuring"])
def get_analytics(brand: Id, month: SourceMonth = None) -> AnalyticsAnswer:
    """What each source counted in a month, this one when none is named, by channel, platform, campaign and post too."""
    found = known_brand(brand).brand
    now = clock.utc_now()
    first, last = read_month(month or f"{now.astimezone(ZoneInfo(found.zone)):%Y-%m}", found, now)
    sums = visit_importer().sums(found, first, last)
    states = visit_importer().states(found)
    used = {one.source for one in sums} | {one.source for one in states}
    return AnalyticsAnswer(
        brand_id=brand,
        since=first,
        until=last,
        sources=tuple(SourceView(source=name, **how._asdict()) for name, how in SOURCES.items() if name in used),
        states=tuple(states),
        sums=tuple(sums),
    )


@router.put("/brands/<brand>/analytics/ga4/days", tags=["measuring"])
def put_exported_days(brand: Id, body: ExportedDays) -> TakenDays:
    """Takes days that were exported from Google Analytics by hand, in the place of what stands of them."""
    found = known_brand(brand).brand
    told = SiteVisits(rows=body.rows, currency=body.currency)
    return TakenDays(days=visit_importer().take(found, "ga4", told, clock.utc_now()))

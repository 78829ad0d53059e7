"""Reading the visits that other sources have counted, once a day, and telling what they came to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

from portavoce.brands.analytics.model import AnalyticsRef
from portavoce.brands.model import Brand
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.visit_rows import SiteVisits, VisitReader, VisitRow
from portavoce.visits.imports.fold import days_to_read, fold_days, is_over
from portavoce.visits.imports.model import ImportState, SourceSum
from portavoce.visits.imports.records import ImportRecords
from portavoce.visits.imports.summary import sum_sources
from portavoce.visits.model import VisitDay, VisitSource

BACKFILL_DAYS, RESTATED_DAYS = 28, 3
"""How far back a source is read at first, and how many days are read anew each day (Google restates for 48 hours)."""

SOURCES: frozenset[VisitSource] = frozenset(get_args(VisitSource)) - {"own"}


@dataclass(frozen=True)
class VisitImporter:
    """Reads every source of every brand. `connect` (brand id, source) gives its reader; it raises ReadRefused for one
    that has no key."""

    records: ImportRecords
    brands: Callable[[], Iterable[Brand]]
    connect: Callable[[str, AnalyticsRef], VisitReader]

    def read(self, now: datetime) -> int:
        """One round; how many items were written. What a source refuses is kept beside it, for people to read.

        Raises ExceptionGroup, after all others were read, when something failed in a way nobody foresaw."""
        written, each = 0, EachAlone()
        for brand in self.brands():
            for ref in brand.analytics:
                with each:
                    written += self.read_source(brand, ref, now)
        each.raise_errors("sources of visits could not be read; the others were")
        return written

    def read_source(self, brand: Brand, ref: AnalyticsRef, now: datetime) -> int:
        """Reads what is missing of one source, and its last days anew; how many items were written."""
        state = self._state(brand, ref)
        since, until = days_to_read(state.read_until, brand.zone, now, BACKFILL_DAYS, RESTATED_DAYS)
        try:
            told = self.connect(brand.id, ref).visits(since, until, brand.zone, ref.goals)
        except (ReadFailed, ReadRefused) as error:
            failed = state.model_copy(update={"failed_because": str(error), "failed_at": now})
            self.records.keep_state(brand.id, ref.id, failed)
            return 0
        source = _source_of(ref)
        days = [*fold_days(brand, source, told, now), *_quiet_days(brand, source, told, (since, until), now)]
        written = self.records.replace_days(brand.id, source, days)
        self.records.keep_state(brand.id, ref.id, _state_after(state, told, until, brand.zone, now))
        return written

    def take(self, brand: Brand, source: VisitSource, told: SiteVisits, now: datetime) -> int:
        """Takes what somebody exported from a source; how many days it tells."""
        days = fold_days(brand, source, told, now)
        self.records.replace_days(brand.id, source, days)
        return len({one.day for one in days})

    def states(self, brand: Brand) -> list[ImportState]:
        """How the reading of each of the brand's sources stands."""
        return [self._state(brand, ref) for ref in brand.analytics]

    def sums(self, brand: Brand, since: date, until: date) -> list[SourceSum]:
        """What each source counted, both days included."""
        return sum_sources(self.records.days(brand.id, since, until), since, until)

    def _state(self, brand: Brand, ref: AnalyticsRef) -> ImportState:
        found = self.records.state(brand.id, ref.id)
        fresh = ImportState(source=ref.platform, account_id=ref.account_id)
        return found if found and (found.source, found.account_id) == (ref.platform, ref.account_id) else fresh


def _source_of(ref: AnalyticsRef) -> VisitSource:
    return next(one for one in SOURCES if one == ref.platform)


def _quiet_days(
    brand: Brand, source: VisitSource, told: SiteVisits, span: tuple[date, date], now: datetime
) -> list[VisitDay]:
    """The days that were asked for and of which the source told nothing: there were no visits, as far as it knows."""
    since, until = span
    days = {since + timedelta(days=number) for number in range((until - since).days + 1)}
    silent = days - {one.day for one in told.rows}
    rows = tuple(VisitRow(day=day, visits=0) for day in sorted(silent))
    return fold_days(brand, source, told.model_copy(update={"rows": rows}), now)


def _state_after(state: ImportState, told: SiteVisits, until: date, zone: str, now: datetime) -> ImportState:
    whose = told.zone or zone
    notes = told.notes if is_over(until, whose, now) else (*told.notes, f"{until} was not over yet in {whose}")
    return ImportState(
        source=state.source, account_id=state.account_id, read_until=until, as_of=now, zone=whose, notes=notes
    )

"""Series: written, extended day by day, edited as one or as many, removed. Their occurrences are publications."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from portavoce.brands.model import Brand
from portavoce.each_alone import EachAlone
from portavoce.planning.diff import Context
from portavoce.planning.limits import most_generous
from portavoce.planning.link_replacement import LinkMaker
from portavoce.planning.model import PlanDiff, PlanRow
from portavoce.planning.series.diff import (
    SeriesRefused,
    SeriesStep,
    check_size,
    check_turns,
    refusal_words,
    rows_of,
    unfold,
)
from portavoce.planning.series.model import AHEAD, ComingPost, Series, occurrences
from portavoce.planning.series.records import SeriesMoved, SeriesRecords, StoredSeries
from portavoce.platforms.manifest import Manifest
from portavoce.publishing.model import Publication
from portavoce.reporting.model import Alert, AlertKind

__all__ = ["NoSeries", "SeriesChanged", "SeriesRefused", "SeriesService", "StoredSeries"]

_LIFETIME = timedelta(days=365 * 50)
_MARGIN = timedelta(days=7)
"""A freeze may have moved an occurrence beyond the time ahead."""


class NoSeries(Exception):
    """The brand has no series of this id."""


class SeriesChanged(Exception):
    """The series is not at the version that the caller has read. Read it again, then decide."""


class Unfolded(NamedTuple):
    """A series in the time ahead, soonest first, at its version (0: not written). `warnings` are said of each post;
    with anything `refused` no post can be planned any more, and none is."""

    series: Series
    version: int
    coming: tuple[ComingPost, ...]
    warnings: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesService:
    """The series. `of_post`, `between` (a brand's publications by planned time), `plan` and `leave_out` are the
    ledger's; `look` says what applying rows would do, `tell` raises an alert, once."""

    records: SeriesRecords
    brands: Callable[[], Iterable[Brand]]
    of_post: Callable[[str, str], Sequence[Publication]]
    between: Callable[[str, datetime, datetime], Iterable[Publication]]
    plan: Callable[[Publication, datetime], Literal["new", "changed", "unchanged", "too_late"]]
    leave_out: Callable[[str, str, datetime], Publication]
    look: Callable[[Brand, Sequence[PlanRow], datetime], PlanDiff]
    manifest: Callable[[str], Manifest]
    tell: Callable[[Alert], bool]
    links: LinkMaker | None = None

    def of_brand(self, brand_id: str) -> list[StoredSeries]:
        """The brand's series, by id."""
        return list(self.records.of_brand(brand_id))

    def show(self, brand: Brand, series_id: str, now: datetime) -> Unfolded:
        """A series and its posts in the time ahead, as writing it again would leave them. Raises NoSeries."""
        series, version = self._get(brand.id, series_id)
        try:
            return Unfolded(series, version, _comings(self._steps(brand, series, now)))
        except SeriesRefused as refused:
            return Unfolded(series, version, (), refused=refused.reasons)

    def put(
        self, brand: Brand, series: Series, now: datetime, *, if_version: int | None = None, dry_run: bool = False
    ) -> Unfolded:
        """Writes the series and its posts in the time ahead; what stands already as it says is left alone.

        With `if_version` only that version is replaced (0: it must be new). Should it die half-way, the same again, or
        the next extension, does the rest. Raises SeriesRefused, SeriesChanged."""
        stored = self.records.get(brand.id, series.series_id)
        version = stored.version if stored else 0
        if if_version not in (None, version):
            raise SeriesChanged(series.series_id)
        if stored and series == stored.series.model_copy(update={"planned_by": series.planned_by}):
            series = stored.series
        warnings = self._check_series(brand, series, now)
        steps = self._steps(brand, series, now)
        if not dry_run:
            if stored is None or stored.series != series:
                version = self._put(series, version, now)
            self._take(steps, series, now)
        return Unfolded(series, version, _comings(steps), warnings)

    def remove(
        self, brand: Brand, series_id: str, now: datetime, *, if_version: int | None = None, dry_run: bool = False
    ) -> Unfolded:
        """Removes the series and cancels its posts to come that still follow it. Raises NoSeries, SeriesChanged."""
        series, version = self._get(brand.id, series_id)
        if if_version not in (None, version):
            raise SeriesChanged(series_id)
        steps = unfold(self._context(brand, now), series, ())
        if not dry_run:
            # The posts first: should it die between the two, the series stands and removing it again does the rest.
            self._take(steps, series, now)
            try:
                self.records.remove(brand.id, series_id, version)
            except SeriesMoved:
                raise SeriesChanged(series_id) from None
        return Unfolded(series, version, _comings(steps))

    def extend(self, now: datetime) -> int:
        """Holds every series of every brand against its rule for the time ahead; how many posts changed.

        A second time at the same moment changes nothing. A series that cannot be planned any more is told to a person,
        once for each version of it; one that breaks holds up no other, and its error is raised at the end."""
        done, each = 0, EachAlone()
        for brand in self.brands():
            for series, version in self.of_brand(brand.id):
                with each:
                    try:
                        done += self._take(self._steps(brand, series, now), series, now)
                    except SeriesRefused as refused:
                        self.tell(_stopped_alert(series, version, refused, now))
        each.raise_errors(f"series could not be extended, {done} posts were")
        return done

    def _get(self, brand_id: str, series_id: str) -> StoredSeries:
        stored = self.records.get(brand_id, series_id)
        if stored is None:
            raise NoSeries(series_id)
        return stored

    def _put(self, series: Series, version_before: int, now: datetime) -> int:
        try:
            return self.records.put(series, version_before, now)
        except SeriesMoved:
            raise SeriesChanged(series.series_id) from None

    def _check_series(self, brand: Brand, series: Series, now: datetime) -> tuple[str, ...]:
        """Says what is to be noted of each post, from the first to come, planned or not. Raises SeriesRefused."""
        first = next(occurrences(series, brand.zone, now, now + _LIFETIME), None)
        if first is None:
            raise SeriesRefused([f"{series.rule} from {series.start} on does not come any more"])
        check_turns(series, brand, now)
        rows = [
            row.model_copy(update={"allow": ("blackout", "duplicate", "quiet_hours")})
            for rank in range(1 + len(series.turns))
            for row in rows_of(series, first._replace(post=f"{series.series_id}-{rank}", rank=rank), first=rank + 1)
        ]
        found = self.look(brand, rows, now)
        if found.refused:
            raise SeriesRefused(refusal_words(found.refused))
        return tuple(refusal_words(found.warnings))

    def _steps(self, brand: Brand, series: Series, now: datetime) -> list[SeriesStep]:
        coming = list(occurrences(series, brand.zone, now, now + AHEAD))
        check_size(series, coming)
        context = self._context(brand, now)
        seen = {one.post_id for one in context.standing.values()}
        # One that somebody has moved out of the time ahead is found by its name alone.
        unseen = [one.post for one in coming if one.post not in seen]
        moved = {one.publication_id: one for post in unseen for one in self.of_post(brand.id, post)}
        return unfold(context._replace(standing={**context.standing, **moved}), series, coming)

    def _context(self, brand: Brand, now: datetime) -> Context:
        """The brand, its platforms, and what stands in the time ahead. The ledger looks again at what it changes."""
        standing = {one.publication_id: one for one in self.between(brand.id, now, now + AHEAD + _MARGIN)}
        # What an account may have that others have not was asked when the series was put.
        manifests = {one.platform: most_generous(self.manifest(one.platform)) for one in brand.channels}
        return Context(brand, manifests, standing, now, self.links)

    def _take(self, steps: Sequence[SeriesStep], series: Series, now: datetime) -> int:
        """Writes them; how many publications changed."""
        changed = 0
        for coming, publication in steps:
            if publication is None:
                continue
            if coming.fate in ("new", "changed"):
                signed = publication.model_copy(update={"planned_by": series.planned_by})
                changed += self.plan(signed, now) in ("new", "changed")
            elif coming.fate == "left_out":
                self.leave_out(publication.publication_id, series.series_id, now)
                changed += 1
        return changed


def _comings(steps: Sequence[SeriesStep]) -> tuple[ComingPost, ...]:
    return tuple(one.coming for one in steps)


def _stopped_alert(series: Series, version: int, refused: SeriesRefused, now: datetime) -> Alert:
    return Alert(
        alert_id=f"SERIES#{series.brand_id}.{series.series_id}#{version}",
        brand_id=series.brand_id,
        kind=AlertKind.SERIES_STOPPED,
        facts={"series": series.series_id, "cause": str(refused)},
        raised_at=now,
    )

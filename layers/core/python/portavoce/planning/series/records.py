"""The items of series: each with a version that grows by one with each change."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.planning.series.model import Series
from portavoce.table.item_value import UnreadableItem, read_value
from portavoce.table.table import ConditionFailed, Item, Key, Table


class StoredSeries(NamedTuple):
    """A series as it stands. `version` is 1 at first."""

    series: Series
    version: int


class SeriesMoved(Exception):
    """The series is not at the version that was to be replaced; nothing was written."""


@dataclass(frozen=True)
class SeriesRecords:
    """The series in the table."""

    table: Table

    def get(self, brand_id: str, series_id: str) -> StoredSeries | None:
        """The series as last written, or None."""
        item = self.table.get(_key(brand_id, series_id), consistent=True)
        return _read_series(item) if item else None

    def of_brand(self, brand_id: str) -> Iterator[StoredSeries]:
        """The brand's series, by id."""
        values = {":brand": _partition(brand_id), ":series": "SERIES#"}
        for item in self.table.query_all("pk = :brand AND begins_with(sk, :series)", values, consistent=True):
            with suppress(UnreadableItem):
                yield _read_series(item)

    def put(self, series: Series, version_before: int, now: datetime) -> int:
        """Writes the series over that version (0: there is none yet), and gives the new one. Raises SeriesMoved."""
        item = _key(series.brand_id, series.series_id)._asdict() | {
            "type": "series",
            "version": version_before + 1,
            "series": series.model_dump(mode="json", exclude_none=True),
            "updated_at": now.isoformat(),
        }
        try:
            if version_before:
                self.table.put(item, condition="version = :old", values={":old": version_before})
            else:
                self.table.put(item, condition="attribute_not_exists(pk)")
        except ConditionFailed:
            raise SeriesMoved from None
        return version_before + 1

    def remove(self, brand_id: str, series_id: str, version: int) -> None:
        """Removes the series at that version. Raises SeriesMoved."""
        try:
            self.table.delete(_key(brand_id, series_id), condition="version = :old", values={":old": version})
        except ConditionFailed:
            raise SeriesMoved from None


def _partition(brand_id: str) -> str:
    return f"SERIES#{brand_id}"


def _key(brand_id: str, series_id: str) -> Key:
    return Key(_partition(brand_id), f"SERIES#{series_id}")


def _read_series(item: Item) -> StoredSeries:
    return StoredSeries(read_value(Series, item["series"]), item["version"])

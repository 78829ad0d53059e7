"""What other sources have counted, and how their reading stands.

| pk | sk | what |
|---|---|---|
| `VISITS#<brand>` | `<day>#<source>#<way>` | what a source counted on a day of the visits that came in one way |
| `IMPORTS#<brand>` | `<analytics id>` | how the reading of a source stands |

A day is written whole: a way that the source tells no longer stands with no visits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portavoce.table.item_value import UnreadableItem, read_value, read_values
from portavoce.table.table import Key, Table
from portavoce.visits.imports.model import ImportState
from portavoce.visits.model import VisitDay, VisitSource

VISIT_DAY, VISIT_IMPORT = "visit_day", "visit_import"


@dataclass(frozen=True)
class ImportRecords:
    """Days and states in the table."""

    table: Table

    def days(self, brand_id: str, first: date, last: date) -> Iterator[VisitDay]:
        """What all sources counted, day by day, both days included."""
        return read_values(VisitDay, self._items(brand_id, first, last))

    def replace_days(self, brand_id: str, source: VisitSource, rows: Iterable[VisitDay]) -> int:
        """Puts these rows in the place of what the source told of their days before; how many items were written."""
        new = {(one.day, one.key): one for one in rows}
        told = {day for day, _ in new}
        if not told:
            return 0
        now = next(iter(new.values())).as_of
        for one in self.days(brand_id, min(told), max(told)):
            if one.source == source and one.day in told and one.visits:
                gone = dict.fromkeys(("bounced", "engaged", "converted", "conversions", "value_minor"))
                new.setdefault((one.day, one.key), one.model_copy(update={"visits": 0, "as_of": now} | gone))
        for one in new.values():
            fields = one.model_dump(mode="json", exclude_none=True)
            self.table.put({**_day_key(brand_id, one)._asdict(), "type": VISIT_DAY, **fields})
        return len(new)

    def state(self, brand_id: str, name: str) -> ImportState | None:
        """How the reading of a source stands, or None where nobody has tried it."""
        item = self.table.get(_state_key(brand_id, name))
        try:
            return read_value(ImportState, item) if item else None
        except UnreadableItem:
            return None

    def keep_state(self, brand_id: str, name: str, state: ImportState) -> None:
        """Puts it in the place of the one before."""
        fields = state.model_dump(mode="json", exclude_none=True)
        self.table.put({**_state_key(brand_id, name)._asdict(), "type": VISIT_IMPORT, **fields})

    def _items(self, brand_id: str, first: date, last: date) -> Iterator[dict[str, object]]:
        values = {":pk": f"VISITS#{brand_id}", ":first": f"{first}", ":last": f"{last}$"}
        return self.table.query_all("pk = :pk AND sk BETWEEN :first AND :last", values)


def _day_key(brand_id: str, one: VisitDay) -> Key:
    return Key(f"VISITS#{brand_id}", f"{one.day}#{one.source}#{one.key}")


def _state_key(brand_id: str, name: str) -> Key:
    return Key(f"IMPORTS#{brand_id}", name)

"""What was noted, in the table: NOTED#<brand> / <the thing's key>, until it is of no interest any more."""

from dataclasses import dataclass
from datetime import datetime

from portavoce.table.layout import EXPIRES, SORT
from portavoce.table.table import Key, Table


@dataclass(frozen=True)
class AcknowledgementRecords:
    """The things that somebody of a brand has marked as seen."""

    table: Table

    def note(self, brand_id: str, key: str, by: str, now: datetime, until: datetime) -> None:
        """Marks a thing as seen, for everybody; again, it stays so."""
        item = {"type": "noted", "by": by, "at": now.isoformat(), EXPIRES: int(until.timestamp())}
        self.table.put(Key(f"NOTED#{brand_id}", key)._asdict() | item)

    def list_keys(self, brand_id: str) -> frozenset[str]:
        """The keys of all that was marked. It may lag by a moment."""
        found = self.table.query_all("pk = :pk", {":pk": f"NOTED#{brand_id}"})
        return frozenset(str(item[SORT]) for item in found)

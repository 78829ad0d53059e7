"""Who did what, for good: one item an act, written before it is done and completed after. Nothing changes one later,
but that an erased person's comment is no longer named.

AUDIT#<brand> / AT#<moment>#<id>; what concerns no single brand is under AUDIT#."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta

from portavoce.audit.model import Act
from portavoce.table.item_value import read_values
from portavoce.table.layout import EXPIRES
from portavoce.table.table import Item, Key, Table

KEPT = timedelta(days=400)
"""A year and a month: a year's review finds its first day."""


@dataclass(frozen=True)
class AuditRecords:
    """The acts in the table."""

    table: Table

    def begin(self, brand_id: str | None, act: Act, about: Item, act_id: str) -> Key:
        """Writes down that the act begins; the key is for `complete`. By the keys `about` it is found when somebody is
        to be forgotten."""
        key = Key(_partition(brand_id), f"AT#{act.at.astimezone(UTC).isoformat(timespec='milliseconds')}#{act_id}")
        expires = {EXPIRES: int((act.at + KEPT).timestamp())}
        self.table.put(key._asdict() | act.model_dump(mode="json") | about | expires | {"type": "act"})
        return key

    def complete(self, key: Key, status: int, facts: Mapping[str, str]) -> None:
        """Writes down how the act was answered, and the facts as they are known then."""
        self.table.update(
            key,
            "SET #status = :status, facts = :facts",
            names={"#status": "status"},
            values={":status": status, ":facts": {**facts}},
        )

    def list_page(self, brand_id: str | None, cursor: str | None, limit: int) -> tuple[list[Act], str | None]:
        """A page of what was done, newest first. Raises BadCursor."""
        page = self.table.query(
            "pk = :pk", {":pk": _partition(brand_id)}, newest_first=True, limit=limit, cursor=cursor
        )
        return list(read_values(Act, page.items)), page.cursor


def _partition(brand_id: str | None) -> str:
    return f"AUDIT#{brand_id or ''}"

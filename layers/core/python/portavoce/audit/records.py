"""Who did what, for good: one item an act, written before it is done and completed after. Nothing changes one later,
but that an erased person's comment is no longer named.

AUDIT#<brand> / AT#<moment>#<id>; what concerns no single brand is under AUDIT#. REFUSED#<brand> /
<day>#<person>#<act> says for two days that a refusal of that day is written down."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, timedelta

from portavoce.audit.model import Act
from portavoce.table.item_value import read_values
from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Item, Key, Table

KEPT = timedelta(days=400)
"""A year and a month: a year's review finds its first day."""
_REFUSALS_COUNTED = timedelta(days=2)
_MOST_LETTERS = 2000
"""Of a fact: an item takes 400 KB."""


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
            values={":status": status, ":facts": {name: fact[:_MOST_LETTERS] for name, fact in facts.items()}},
        )

    def note_refusal(self, brand_id: str | None, act: Act, act_id: str) -> None:
        """Writes down that somebody was refused what they asked for: of each act the first of a UTC day, so that
        whoever asks without end does not fill the record."""
        day = f"{act.at.astimezone(UTC):%Y-%m-%d}"
        noted = {"pk": f"REFUSED#{brand_id or ''}", "sk": f"{day}#{act.by}#{act.act}", "type": "refusal"}
        expires = {EXPIRES: int((act.at + _REFUSALS_COUNTED).timestamp())}
        with suppress(ConditionFailed):
            self.table.put(noted | expires, condition="attribute_not_exists(pk)")
            self.begin(brand_id, act, {}, act_id)

    def list_page(self, brand_id: str | None, cursor: str | None, limit: int) -> tuple[list[Act], str | None]:
        """A page of what was done, newest first. Raises BadCursor."""
        page = self.table.query(
            "pk = :pk", {":pk": _partition(brand_id)}, newest_first=True, limit=limit, cursor=cursor
        )
        return list(read_values(Act, page.items)), page.cursor


def _partition(brand_id: str | None) -> str:
    return f"AUDIT#{brand_id or ''}"

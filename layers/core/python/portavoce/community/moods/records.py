"""How far moods were read by Amazon Comprehend, in the table.

| pk | sk | what |
|---|---|---|
| `MOODS#<brand>` | `COMPREHEND` | up to where, and what it was billed this month |"""

from dataclasses import dataclass

from portavoce.community.moods.model import MoodsRead
from portavoce.table.item_value import read_value
from portavoce.table.table import ConditionFailed, Key, Table


class ReadByAnother(Exception):
    """Another round has written in between: what this one found is the other's to read."""


@dataclass(frozen=True)
class MoodRecords:
    """The memories of the second reading."""

    table: Table

    def get(self, brand_id: str) -> tuple[MoodsRead | None, int]:
        """What is remembered, and its version; None and 0 in the first round."""
        item = self.table.get(_key(brand_id))
        return (read_value(MoodsRead, item), item["version"]) if item else (None, 0)

    def put(self, read: MoodsRead, version: int) -> int:
        """Remembers it over this version, and gives the new one. Raises ReadByAnother."""
        item = {**read.model_dump(mode="json"), **_key(read.brand_id)._asdict(), "type": "moods_read"}
        condition = "version = :version" if version else "attribute_not_exists(pk)"
        values = {":version": version} if version else None
        try:
            self.table.put(item | {"version": version + 1}, condition=condition, values=values)
        except ConditionFailed:
            raise ReadByAnother from None
        return version + 1


def _key(brand_id: str) -> Key:
    return Key(f"MOODS#{brand_id}", "COMPREHEND")

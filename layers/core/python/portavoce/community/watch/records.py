"""What the watch over an inbox remembers, in the table.

| pk | sk | what |
|---|---|---|
| `WATCH#<brand>` | `INBOX` | how far the brand's inbox has been told of |"""

from dataclasses import dataclass

from portavoce.community.watch.model import Watched
from portavoce.table.item_value import read_value
from portavoce.table.table import ConditionFailed, Key, Table


class WatchedByAnother(Exception):
    """Another round has written in between: what this one found is the other's to tell."""


@dataclass(frozen=True)
class WatchRecords:
    """The memories of the watch."""

    table: Table

    def get(self, brand_id: str) -> tuple[Watched, int]:
        """What is remembered, and its version; nothing and 0 in the first round."""
        item = self.table.get(_key(brand_id))
        return (read_value(Watched, item), item["version"]) if item else (Watched(brand_id=brand_id), 0)

    def put(self, watched: Watched, version: int) -> int:
        """Remembers it over this version, and gives the new one. Raises WatchedByAnother."""
        item = {**watched.model_dump(mode="json"), **_key(watched.brand_id)._asdict(), "type": "inbox_watch"}
        condition = "version = :version" if version else "attribute_not_exists(pk)"
        values = {":version": version} if version else None
        try:
            self.table.put(item | {"version": version + 1}, condition=condition, values=values)
        except ConditionFailed:
            raise WatchedByAnother from None
        return version + 1


def _key(brand_id: str) -> Key:
    return Key(f"WATCH#{brand_id}", "INBOX")

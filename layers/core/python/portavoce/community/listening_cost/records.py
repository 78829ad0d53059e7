"""What listening costs, in the table.

| pk | sk | what |
|---|---|---|
| `LISTENING#<brand>` | `PLATFORM#<platform>` | what this month's listening has cost, and what was stopped for it |"""

from dataclasses import dataclass

from portavoce.community.listening_cost.model import ListeningCost
from portavoce.table.item_value import read_value, read_values
from portavoce.table.table import Key, Table


@dataclass(frozen=True)
class ListeningRecords:
    """The costs as they were counted last."""

    table: Table

    def of_brand(self, brand_id: str) -> dict[str, ListeningCost]:
        """By platform."""
        found = self.table.query_all("pk = :pk", {":pk": f"LISTENING#{brand_id}"}, consistent=True)
        return {one.platform: one for one in read_values(ListeningCost, found)}

    def get(self, brand_id: str, platform: str) -> ListeningCost | None:
        """That of one platform."""
        item = self.table.get(Key(f"LISTENING#{brand_id}", f"PLATFORM#{platform}"))
        return read_value(ListeningCost, item) if item else None

    def put(self, cost: ListeningCost) -> None:
        """Writes it over what was counted before. One function counts, every hour."""
        key = {"pk": f"LISTENING#{cost.brand_id}", "sk": f"PLATFORM#{cost.platform}"}
        self.table.put({**cost.model_dump(mode="json"), **key, "type": "listening"})

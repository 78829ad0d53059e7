"""How far each channel's posts are listed, in the table: METRICS#<brand> / OUTSIDE#<channel>."""

from dataclasses import dataclass

from portavoce.measuring.outside.model import ListingState
from portavoce.table.item_value import UnreadableItem, read_value, read_values
from portavoce.table.table import Key, Table


@dataclass(frozen=True)
class ListingRecords:
    """One row a channel."""

    table: Table

    def get(self, brand_id: str, channel: str) -> ListingState | None:
        """How far it is; None where nobody has begun."""
        item = self.table.get(_key(brand_id, channel))
        try:
            return read_value(ListingState, item) if item else None
        except UnreadableItem:
            return None

    def of_brand(self, brand_id: str) -> dict[str, ListingState]:
        """Each channel's."""
        values = {":pk": f"METRICS#{brand_id}", ":start": "OUTSIDE#"}
        items = self.table.query_all("pk = :pk AND begins_with(sk, :start)", values)
        return {one.channel: one for one in read_values(ListingState, items)}

    def keep(self, state: ListingState) -> None:
        """Stores it in place of the one before."""
        item = state.model_dump(mode="json", exclude_none=True)
        self.table.put(_key(state.brand_id, state.channel)._asdict() | {"type": "listing"} | item)


def _key(brand_id: str, channel: str) -> Key:
    return Key(f"METRICS#{brand_id}", f"OUTSIDE#{channel}")

"""The connections' items: one per account, saying how it is connected, and who may change that at this moment."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.connections.model import Connection, Holder, fresh, is_of
from portavoce.table.item_value import UnreadableItem, read_value
from portavoce.table.table import (
    ConditionFailed,
    Item,
    Key,
    Table,
)

LEASE = timedelta(minutes=5)
"""How long one worker holds a connection: longer than a function that does may run, so that a lease ends only after a
death."""


class ConnectionBusy(Exception):
    """Another worker holds the connection at this moment: try again in a few minutes."""


class Held(NamedTuple):
    """A connection that nobody else may change until it is put back; `lease` proves whose it is."""

    connection: Connection
    lease: str


@dataclass(frozen=True)
class ConnectionRecords:
    """The connections in the table: CONNECTIONS#<brand> / <channels or ads>/<brand>.<name>."""

    table: Table

    def of_brand(self, brand_id: str) -> dict[str, Connection]:
        """A brand's connections, by the owner of their secrets."""
        found = self.table.query_all("pk = :brand", {":brand": _connection_key(brand_id, "").pk})
        known: dict[str, Connection] = {}
        for item in found:
            if "probe_at" in item:
                with suppress(UnreadableItem):
                    known[item["sk"]] = read_value(Connection, item)
        return known

    def get(self, holder: Holder) -> Connection | None:
        """The connection as last written, or None."""
        item = self.table.get(_connection_key(holder.brand_id, holder.owner), consistent=True)
        return read_value(Connection, item) if item and "probe_at" in item else None

    def claim(self, holder: Holder, now: datetime) -> Held:
        """Takes the connection for the caller alone: a new one when the account is new. Raises ConnectionBusy."""
        lease = (now + LEASE).isoformat()
        try:
            item = self.table.update(
                _connection_key(holder.brand_id, holder.owner),
                "SET lease = :lease, #type = :type",
                condition="attribute_not_exists(lease) OR lease <= :now",
                names={"#type": "type"},
                values={":lease": lease, ":now": now.isoformat(), ":type": "connection"},
            )
        except ConditionFailed:
            raise ConnectionBusy(f"{holder.id} is being looked after at this moment") from None
        standing = read_value(Connection, item) if "probe_at" in item else None
        return Held(standing if standing and is_of(standing, holder) else fresh(holder, now), lease)

    def keep(self, holder: Holder, held: Held) -> None:
        """Writes the connection, which stays held. Raises ConnectionBusy when it is somebody else's by now."""
        self._put(holder, held, {"lease": held.lease})

    def put_back(self, holder: Holder, held: Held) -> None:
        """Writes the connection and lets it go. Raises ConnectionBusy when it is somebody else's by now."""
        self._put(holder, held, {})

    def let_go(self, holder: Holder, held: Held) -> None:
        """Lets the connection go as it stands."""
        key = _connection_key(holder.brand_id, holder.owner)
        self.table.update(key, "REMOVE lease", condition="lease = :lease", values={":lease": held.lease})

    def _put(self, holder: Holder, held: Held, lease: Item) -> None:
        item = _connection_key(holder.brand_id, holder.owner)._asdict() | {"type": "connection"}
        item |= held.connection.model_dump(mode="json") | lease
        try:
            self.table.put(item, condition="lease = :lease", values={":lease": held.lease})
        except ConditionFailed:
            raise ConnectionBusy(f"{holder.id} was taken over by another worker") from None


def _connection_key(brand_id: str, owner: str) -> Key:
    return Key(f"CONNECTIONS#{brand_id}", owner)

"""What drafts have cost, in the table. The drafts themselves are not stored.

| pk | sk | what |
|---|---|---|
| `DRAFTS#<brand>` | `MONTH#<month>` | what a UTC month's drafts have cost; kept for 400 days |"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.community.drafts.model import DraftSpending
from portavoce.table.item_value import read_value
from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Key, Table

KEPT = timedelta(days=400)


class NotAfforded(Exception):
    """What is spent, with what this would cost at most, is more than the cap."""


@dataclass(frozen=True)
class DraftRecords:
    """The costs."""

    table: Table

    def get(self, brand_id: str, month: str) -> DraftSpending:
        """What the month has cost so far."""
        item = self.table.get(_key(brand_id, month), consistent=True)
        return read_value(DraftSpending, item) if item else DraftSpending(brand_id=brand_id, month=month)

    def reserve(self, spending: DraftSpending, cost: int, cap: int, now: datetime) -> None:
        """Counts a draft at the most that it can cost, if the cap pays for it: of many at once, as many as it pays for.
        Costs are in trillionths of a US dollar. Raises NotAfforded."""
        if cost > cap:
            raise NotAfforded
        known = {"brand_id": spending.brand_id, "month": spending.month, "type": "draft_spending"}
        names = {f"#{name}": name for name in (*known, EXPIRES)}
        values = {f":{name}": value for name, value in known.items()}
        try:
            self.table.update(
                _key(spending.brand_id, spending.month),
                "SET #brand_id = :brand_id, #month = :month, #type = :type, "
                f"#{EXPIRES} = :expires ADD spent_trillionths :cost, drafts :one",
                condition="attribute_not_exists(spent_trillionths) OR spent_trillionths <= :room",
                names=names,
                values=values
                | {":expires": int((now + KEPT).timestamp()), ":cost": cost, ":one": 1, ":room": cap - cost},
            )
        except ConditionFailed:
            raise NotAfforded from None

    def settle(self, spending: DraftSpending, correction: int, read: int, written: int) -> None:
        """Sets the cost right once the draft is there, and adds its tokens."""
        self.table.update(
            _key(spending.brand_id, spending.month),
            "ADD spent_trillionths :correction, read_tokens :read, written_tokens :written",
            values={":correction": correction, ":read": read, ":written": written},
        )

    def give_back(self, spending: DraftSpending, cost: int) -> None:
        """Takes the reservation of a draft back that is not billed."""
        self.table.update(
            _key(spending.brand_id, spending.month),
            "ADD spent_trillionths :cost, drafts :one",
            values={":cost": -cost, ":one": -1},
        )


def _key(brand_id: str, month: str) -> Key:
    return Key(f"DRAFTS#{brand_id}", f"MONTH#{month}")

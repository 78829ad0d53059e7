"""The brake in the table, beside the spend that it goes by.

SPEND#<brand> / BRAKE#<budget>: the latest order of a budget's brake.
SPEND#<brand> / HOLD#<ad account>#<campaign id>: one campaign that it has paused, or is to pause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portavoce.advertising.brake.model import BrakeOrder, CampaignHold
from portavoce.table.item_value import read_values
from portavoce.table.table import ConditionFailed, Item, Table

ORDER = "brake_order"
"""The type of an order's item."""


class WrittenMeanwhile(Exception):
    """Somebody else has written the item since it was read: read it again."""


@dataclass(frozen=True)
class BrakeRecords:
    """Orders and holds. What somebody else has written since it was read is not written over."""

    table: Table

    def order(self, brand_id: str, budget_id: str) -> BrakeOrder | None:
        """The latest order of one budget."""
        return self.orders(brand_id).get(budget_id)

    def orders(self, brand_id: str) -> Mapping[str, BrakeOrder]:
        """The latest order of each of a brand's budgets that has one."""
        return {one.budget_id: one for one in read_values(BrakeOrder, self._begin_with(brand_id, "BRAKE#"))}

    def holds(self, brand_id: str, ad_account: str | None = None) -> list[CampaignHold]:
        """What was paused in one ad account, or in all of the brand's, by campaign id."""
        begins = f"HOLD#{ad_account}#" if ad_account else "HOLD#"
        return list(read_values(CampaignHold, self._begin_with(brand_id, begins)))

    def keep_order(self, order: BrakeOrder) -> BrakeOrder:
        """Stores an order as the next version of its item. Raises WrittenMeanwhile."""
        return self._keep(order, f"BRAKE#{order.budget_id}", ORDER)

    def keep_hold(self, hold: CampaignHold) -> CampaignHold:
        """Stores a hold as the next version of its item. Raises WrittenMeanwhile."""
        return self._keep(hold, f"HOLD#{hold.ad_account}#{hold.campaign_id}", "campaign_hold")

    def _keep[Kept: (BrakeOrder, CampaignHold)](self, value: Kept, sort: str, kind: str) -> Kept:
        after = value.model_copy(update={"version": value.version + 1})
        item = after.model_dump(mode="json") | {"pk": f"SPEND#{value.brand_id}", "sk": sort, "type": kind}
        condition = "version = :version" if value.version else "attribute_not_exists(pk)"
        values = {":version": value.version} if value.version else None
        try:
            self.table.put(item, condition=condition, values=values)
        except ConditionFailed:
            raise WrittenMeanwhile from None
        return after

    def _begin_with(self, brand_id: str, begins: str) -> Iterator[Item]:
        values = {":pk": f"SPEND#{brand_id}", ":begins": begins}
        return self.table.query_all("pk = :pk AND begins_with(sk, :begins)", values)

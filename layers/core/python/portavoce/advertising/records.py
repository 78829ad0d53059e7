"""Spend in the table.

SPEND#<brand> / ACCOUNT#<ad account>: the account as last read.
SPEND#<brand> / DAY#<day>#<ad account>#<campaign id>: one campaign's day, overwritten when it is restated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.table.item_value import read_values
from portavoce.table.table import Table

_AFTER_ALL = "~"


@dataclass(frozen=True)
class SpendRecords:
    """What the campaigns cost."""

    table: Table

    def accounts(self, brand_id: str) -> dict[str, AccountState]:
        """The brand's ad accounts that have been read, by their short id."""
        items = self.table.query_all(
            "pk = :pk AND begins_with(sk, :account)", {":pk": f"SPEND#{brand_id}", ":account": "ACCOUNT#"}
        )
        return {account.ad_account: account for account in read_values(AccountState, items)}

    def days(self, brand_id: str, since: date, until: date) -> list[SpendDay]:
        """Every campaign's days of a brand, both ends included."""
        values = {":pk": f"SPEND#{brand_id}", ":since": f"DAY#{since}", ":until": f"DAY#{until}{_AFTER_ALL}"}
        items = self.table.query_all("pk = :pk AND sk BETWEEN :since AND :until", values)
        return list(read_values(SpendDay, items))

    def keep_account(self, account: AccountState) -> None:
        """Stores an ad account as it was just read."""
        self._put(account, f"ACCOUNT#{account.ad_account}", "ad_account")

    def keep_days(self, days: Iterable[SpendDay]) -> None:
        """Stores days in place of what was known of them; storing the same again changes nothing."""
        for day in days:
            self._put(day, f"DAY#{day.day}#{day.ad_account}#{day.campaign_id}", "spend")

    def _put(self, value: AccountState | SpendDay, sort: str, kind: str) -> None:
        keys = {"pk": f"SPEND#{value.brand_id}", "sk": sort, "type": kind}
        self.table.put(value.model_dump(mode="json") | keys)

"""Spend in the table.

SPEND#<brand> / ACCOUNT#<ad account>: the account as last read.
SPEND#<brand> / BUDGET#<month>#<budget>: what was told of a budget in that month.
SPEND#<brand> / UNREAD#<ad account>: since when an ad account that was never read is tried.
SPEND#<brand> / CAMPAIGN#<ad account>#<campaign id>: what a campaign was called when it first spent in a month.
SPEND#<brand> / DAY#<day>#<ad account>#<campaign id>: one campaign's day, overwritten when it is restated."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from portavoce.advertising.model import AccountState, BudgetWatch, SpendDay
from portavoce.table.item_value import read_values
from portavoce.table.table import ConditionFailed, Key, Table

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

    def watches(self, brand_id: str, since_period: str) -> dict[tuple[str, str], BudgetWatch]:
        """What was told of the brand's budgets, by budget and month, from a month (yyyy-mm) on."""
        values = {":pk": f"SPEND#{brand_id}", ":since": f"BUDGET#{since_period}", ":until": f"BUDGET#{_AFTER_ALL}"}
        items = self.table.query_all("pk = :pk AND sk BETWEEN :since AND :until", values)
        return {(watch.budget_id, watch.period): watch for watch in read_values(BudgetWatch, items)}

    def keep_watch(self, watch: BudgetWatch) -> None:
        """Stores what was told, unless another run has stored something since `watch` was read."""
        item = watch.model_dump(mode="json") | {"version": watch.version + 1, "type": "budget_watch"}
        item |= {"pk": f"SPEND#{watch.brand_id}", "sk": f"BUDGET#{watch.period}#{watch.budget_id}"}
        item["crossings"] = {str(percent): count for percent, count in watch.crossings.items()}
        condition = "attribute_not_exists(pk) OR version = :version"
        with suppress(ConditionFailed):
            self.table.put(item, condition=condition, values={":version": watch.version})

    def unread_since(self, brand_id: str, ad_account: str, now: datetime) -> datetime:
        """Since when an ad account that was never read is tried; `now` at the first time."""
        key = Key(f"SPEND#{brand_id}", f"UNREAD#{ad_account}")
        values = {":pk": key.pk, ":sk": key.sk}
        for item in self.table.query_all("pk = :pk AND sk = :sk", values):
            return datetime.fromisoformat(item["since"])
        self.table.put({"pk": key.pk, "sk": key.sk, "type": "unread_account", "since": now.isoformat()})
        return now

    def days(self, brand_id: str, since: date, until: date) -> list[SpendDay]:
        """Every campaign's days of a brand, both ends included."""
        values = {":pk": f"SPEND#{brand_id}", ":since": f"DAY#{since}", ":until": f"DAY#{until}{_AFTER_ALL}"}
        items = self.table.query_all("pk = :pk AND sk BETWEEN :since AND :until", values)
        return list(read_values(SpendDay, items))

    def names(self, brand_id: str) -> dict[tuple[str, str], str]:
        """What campaigns were called when they were last written down, by ad account and campaign."""
        items = self.table.query_all(
            "pk = :pk AND begins_with(sk, :campaign)", {":pk": f"SPEND#{brand_id}", ":campaign": "CAMPAIGN#"}
        )
        return {(item["ad_account"], item["campaign_id"]): item["name"] for item in items}

    def keep_names(self, brand_id: str, ad_account: str, names: Mapping[str, str]) -> None:
        """Writes down what campaigns are called, by their ids."""
        for campaign_id, name in names.items():
            key = {"pk": f"SPEND#{brand_id}", "sk": f"CAMPAIGN#{ad_account}#{campaign_id}", "type": "campaign"}
            self.table.put(key | {"ad_account": ad_account, "campaign_id": campaign_id, "name": name})

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

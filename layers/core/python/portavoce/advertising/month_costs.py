"""What a brand's advertising and its platforms' fees cost in a month, for whoever keeps its accounts. Pure.

Each currency is a sum of its own. It is converted with a rate that the brand gives, or not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime

from portavoce.advertising.model import NOT_EXPLAINED, AccountState, SpendDay
from portavoce.brands.model import AccountingRules
from portavoce.currency import count_digits
from portavoce.value import Value

RowKind = Literal["campaign", "not explained", "fee", "account total", "total"]
COSTS = frozenset[RowKind]({"campaign", "not explained", "fee"})
"""The kinds that are costs; the others are their sums, to hold them against."""


class AccountingRow(Value):
    """One line: what it is, where it was spent, and how much, in minor units of `currency` with `decimals` digits.
    `converted_minor` is the same in the accounts' currency, None where the brand gives no rate."""

    kind: RowKind
    platform: str = ""
    account: str = ""
    campaign_id: str = ""
    name: str = ""
    currency: str
    decimals: int
    amount_minor: int
    converted_minor: int | None = None
    as_of: AwareDatetime | None = None


class AccountingFigure(Value):
    """What the month has brought for its cost, as the dashboard says it: such as `cost_per_lead`. `unit` is a currency,
    percent or leads; `coverage` says what is in it, and what is left out."""

    name: str
    value: Decimal
    unit: str
    coverage: str | None = None


class AccountingSheet(Value):
    """A brand's month (yyyy-mm, on each ad account's own calendar): the costs, then their sums. `currency` is that of
    the accounts, if the brand names one. `figures` are those that are known; `is_over` says whether the month is, on
    the brand's calendar."""

    brand_id: str
    month: str
    currency: str | None
    rates: Mapping[str, Decimal]
    rows: tuple[AccountingRow, ...]
    figures: tuple[AccountingFigure, ...] = ()
    is_over: bool = True


def make_sheet(brand_id: str, month: str, rules: AccountingRules, costs: Iterable[AccountingRow]) -> AccountingSheet:
    """The sheet of these costs, each converted where that can be, with a sum for each account and each currency."""
    rows = [
        one.model_copy(update={"converted_minor": rules.convert(one.amount_minor, one.currency, one.decimals)})
        for one in costs
    ]
    sums = [*_sum_by(rows, "account total", per_account=True), *_sum_by(rows, "total", per_account=False)]
    return AccountingSheet(
        brand_id=brand_id,
        month=month,
        currency=rules.currency,
        rates=rules.rates,
        rows=(*rows, *sums),
    )


def list_spend(
    accounts: Mapping[str, AccountState], days: Iterable[SpendDay], names: Mapping[tuple[str, str], str]
) -> Iterator[AccountingRow]:
    """A row for each campaign and currency of each account, and for what no campaign explains."""
    spent: dict[tuple[str, str, str], int] = {}
    for one in days:
        key = one.ad_account, one.campaign_id, one.currency
        spent[key] = spent.get(key, 0) + one.spend_minor
    for (ad_account, campaign, currency), amount in sorted(spent.items()):
        account = accounts.get(ad_account)
        is_rest = campaign == NOT_EXPLAINED
        yield AccountingRow(
            kind="not explained" if is_rest else "campaign",
            platform=account.platform if account else "",
            account=ad_account,
            campaign_id="" if is_rest else campaign,
            name="" if is_rest else names.get((ad_account, campaign), ""),
            currency=currency,
            decimals=count_digits(currency),
            amount_minor=amount,
            as_of=account.as_of if account else None,
        )


def _sum_by(rows: Sequence[AccountingRow], kind: RowKind, *, per_account: bool) -> Iterator[AccountingRow]:
    groups: dict[tuple[str, str, str, int], list[AccountingRow]] = {}
    for one in rows:
        if one.account or not per_account:
            place = (one.platform, one.account) if per_account else ("", "")
            groups.setdefault((*place, one.currency, one.decimals), []).append(one)
    for (platform, account, currency, decimals), members in sorted(groups.items()):
        converted = [one.converted_minor for one in members if one.converted_minor is not None]
        yield AccountingRow(
            kind=kind,
            platform=platform,
            account=account,
            currency=currency,
            decimals=decimals,
            amount_minor=sum(one.amount_minor for one in members),
            converted_minor=sum(converted) if len(converted) == len(members) else None,
        )

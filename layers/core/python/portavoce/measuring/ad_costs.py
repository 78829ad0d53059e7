"""What ads cost a brand, as measuring needs it. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.measuring.return_figures import AdPrice, Cost, MoneySide
from portavoce.value import Value


class Spending(Value):
    """The ad accounts by their short ids, and what their campaigns spent by day."""

    accounts: Mapping[str, AccountState]
    days: tuple[SpendDay, ...]


def quarter_begin(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def sum_costs(spending: Spending, since: date, until: date, leads: int) -> MoneySide | None:
    """What was spent on ads on these days; None where nothing was read, or where accounts count in several
    currencies."""
    rows = [one for one in spending.days if since <= one.day <= until]
    used = dict.fromkeys(one.ad_account for one in rows)
    read = [spending.accounts[name] for name in used if name in spending.accounts]
    if not read or len({one.currency for one in read}) > 1:
        return None
    spent = {name: sum(row.spend_minor for row in rows if row.ad_account == name) for name in used}
    costs = tuple(Cost(kind="ads", name=one.ad_account, amount_minor=spent[one.ad_account]) for one in read)
    as_of = min(one.as_of for one in read)
    return MoneySide(currency=read[0].currency, decimals=read[0].decimals, costs=costs, leads=leads, as_of=as_of)


def find_price(spending: Spending, ad_platform: str, until: date) -> AdPrice | None:
    """What a thousand views have cost on this ad platform in the quarter up to `until`; None where nobody says."""
    accounts = {name: one for name, one in spending.accounts.items() if one.platform == ad_platform}
    first = quarter_begin(until)
    rows = [
        one
        for one in spending.days
        if one.ad_account in accounts and first <= one.day < until + timedelta(days=1) and one.impressions
    ]
    currencies = {one.currency for one in rows}
    shown = sum(one.impressions or 0 for one in rows)
    if len(currencies) != 1 or not shown:
        return None
    used = [accounts[name] for name in {one.ad_account for one in rows}]
    spent = sum(one.spend_minor for one in rows)
    return AdPrice(
        cpm_minor=Decimal(1000 * spent) / shown,
        currency=currencies.pop(),
        decimals=used[0].decimals,
        as_of=min(one.as_of for one in used),
    )

"""What ads cost a brand, as measuring needs it. Pure."""

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.brands.visits.model import ReturnRules
from portavoce.currency import count_digits
from portavoce.measuring.figure_set import MeasuredPeriod
from portavoce.measuring.return_figures import AdPrice, Cost, MoneySide
from portavoce.value import Value


class Spending(Value):
    """The ad accounts by their short ids, and what their campaigns spent by day."""

    accounts: Mapping[str, AccountState]
    days: tuple[SpendDay, ...]


def quarter_begin(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def sum_costs(spending: Spending, period: MeasuredPeriod, leads: int) -> MoneySide | None:
    """What was spent in the period, on ads and by the brand's own word beside them; None where nothing is known, or
    where it is counted in several currencies."""
    rules = period.brand.returns
    rows = [one for one in spending.days if period.since <= one.day <= period.until]
    used = dict.fromkeys(one.ad_account for one in rows)
    read = [spending.accounts[name] for name in used if name in spending.accounts]
    currencies = {*(one.currency for one in read), *([rules.currency] if rules.costs and rules.currency else [])}
    if len(currencies) != 1:
        return None
    spent = {name: sum(row.spend_minor for row in rows if row.ad_account == name) for name in used}
    costs = tuple(Cost(kind="ads", name=one.ad_account, amount_minor=spent[one.ad_account]) for one in read)
    currency = currencies.pop()
    return MoneySide(
        currency=currency,
        decimals=read[0].decimals if read else count_digits(currency),
        costs=costs + _running_costs(rules, period.since, period.until),
        leads=leads,
        margin_percent=rules.margin_percent,
        as_of=min((one.as_of for one in read), default=period.now),
    )


def _running_costs(rules: ReturnRules, since: date, until: date) -> tuple[Cost, ...]:
    """Of each month the part whose days are among these, half to even."""
    days = [since + timedelta(days=later) for later in range((until - since).days + 1)]
    months = Counter((day.year, day.month) for day in days)
    share = sum((Fraction(count, monthrange(*month)[1]) for month, count in months.items()), Fraction(0))
    return tuple(
        Cost(kind=one.kind, name=one.name, amount_minor=round(one.monthly_minor * share)) for one in rules.costs
    )


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

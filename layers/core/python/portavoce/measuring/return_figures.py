"""Figures of money: what visits became, and what each cost. Pure. Sources: `definitions.py`.

Amounts are minor units of one currency; a figure of money is in its major unit."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from portavoce.brands.model import AccountingRules, Brand
from portavoce.currency import count_digits
from portavoce.measuring.confirmed_value import Confirmed, ReadValue, choose_currency, read_in, round_money
from portavoce.measuring.figures import ZERO, FigureMaker, Known, round_ratio
from portavoce.measuring.model import Figure
from portavoce.value import Value


class VisitCount(Value):
    """What one source counted on landing pages in a period. `converted` are visits with a conversion. A number is None
    where the source does not tell it."""

    source: str
    visits: int
    bounced: int | None
    converted: int | None
    conversions: int | None
    as_of: AwareDatetime


class LeadCount(NamedTuple):
    """So many leads of a part, and so many more of which nobody knows whether they are of it."""

    known: int
    unplaced: int = 0


class Cost(Value):
    """One line of what was spent."""

    kind: Literal["ads", "labour", "fees"]
    name: str
    amount_minor: int


class NoMoney(NamedTuple):
    """Why it is not known what was spent."""

    reason: str


class MoneySide(Value):
    """What was spent in a period, in one currency. `margin_percent` is what of the value stays; None where nobody says.
    `accounting` has the rates at which value in another currency is converted.

    `is_whole`: the costs are all that there are, labour and fees among them, which no part of a brand has of its own.
    It is known of `days_known` days from the first on."""

    currency: str
    decimals: int
    costs: tuple[Cost, ...] = ()
    is_whole: bool = True
    days_known: int = 0
    margin_percent: int | None = None
    accounting: AccountingRules = AccountingRules()
    as_of: AwareDatetime

    @property
    def ad_spend_minor(self) -> int:
        """What ads cost."""
        return sum(one.amount_minor for one in self.costs if one.kind == "ads")

    def show(self, minor: Decimal) -> Decimal:
        """An amount in the major unit."""
        return round_money(minor, self.decimals)


class AdPrice(Value):
    """The brand's own price of a thousand views, from its ads of the same quarter, in minor units."""

    cpm_minor: Decimal
    currency: str
    decimals: int
    as_of: AwareDatetime


_OF_VISITS = ("visits", "conversions", "conversion_rate", "bounce_rate")
OF_RETURNS = ("cost_per_lead", "cost_per_conversion", "return_on_ad_spend", "return_on_investment")


def figures_of_visits(visits: VisitCount | None, make: FigureMaker) -> list[Figure]:
    """What one source counted, and its rates: sources count by rules of their own and are never averaged."""
    if visits is None:
        return [make.state(name, None, [], reason="no visits are counted") for name in _OF_VISITS]
    whole, moments = Decimal(visits.visits), [visits.as_of]
    untold, conversions = f"{visits.source} does not tell it", visits.conversions
    parts = {"conversion_rate": visits.converted, "bounce_rate": visits.bounced}
    told = None if conversions is None else Decimal(conversions)
    return [
        make.state("visits", whole, moments),
        make.state("conversions", told, moments, reason=untold),
        *(
            make.state(
                name,
                None if part is None else round_ratio(Decimal(100 * part), whole),
                moments,
                reason=untold if part is None else "nobody has come",
            )
            for name, part in parts.items()
        ),
    ]


def figures_of_value(confirmed: Confirmed, brand: Brand, make: FigureMaker) -> list[Figure]:
    """What is confirmed, in the brand's own currency if anything is known in it, and, where there is any, what sellers
    say that no order of the shop's matches."""
    told = [("confirmed_value", confirmed)]
    if confirmed.unmatched:
        told.append(("unmatched_value", Confirmed(amounts=confirmed.unmatched, as_of=confirmed.as_of)))
    return [_figure_of_amounts(name, one, brand, make) for name, one in told]


def _figure_of_amounts(name: str, told: Confirmed, brand: Brand, make: FigureMaker) -> Figure:
    own = brand.visits.currency or brand.returns.currency or brand.accounting.currency
    currency = choose_currency(told.amounts or told.unmatched, own, brand.accounting)
    worth = read_in(told, currency, brand.accounting)
    value = None if worth.minor is None else round_money(Decimal(worth.minor), count_digits(currency))
    moments = [told.as_of] if told.as_of else []
    figure = make.state(name, value, moments, unit=currency, reason=worth.reason)
    return _add_notes(figure, worth)


def figures_of_returns(
    money: MoneySide | NoMoney, leads: LeadCount, visits: VisitCount | None, confirmed: Confirmed, make: FigureMaker
) -> list[Figure]:
    """Cost per lead and per conversion, return on ad spend and on investment. None of them divides by nothing."""
    if isinstance(money, NoMoney):
        return [make.state(name, None, [], reason=money.reason) for name in OF_RETURNS]
    worth = read_in(confirmed, money.currency, money.accounting)
    ratio = None if worth.minor is None else round_ratio(Decimal(worth.minor), Decimal(money.ad_spend_minor))
    reason = worth.reason if worth.minor is None else "nothing was spent on ads"
    conversions = (visits and visits.conversions) or 0
    moments = [money.as_of, *([visits.as_of] if visits else [])]
    return [
        _cost_per_lead(leads, money, make),
        _cost_of_each("cost_per_conversion", conversions, money, moments, make),
        _add_notes(make.state("return_on_ad_spend", ratio, moments, known=money.days_known, reason=reason), worth),
        _return_on_investment(money, worth, moments, make),
    ]


def figure_of_coverage(views: Sequence[Known], price: AdPrice | None, make: FigureMaker) -> Figure:
    """What the views would have cost as ads."""
    known = len(views)
    if price is None or not views:
        reason = "no post has told its views" if price else "no ads of the brand's own tell a price"
        return make.state("coverage_value", None, [], known=known, reason=reason)
    seen = sum((one.value for one in views), ZERO)
    value = round_money(seen / 1000 * price.cpm_minor, price.decimals)
    moments = [price.as_of, *(one.as_of for one in views)]
    return make.state("coverage_value", value, moments, known=known, unit=price.currency)


def _cost_per_lead(leads: LeadCount, money: MoneySide, make: FigureMaker) -> Figure:
    """With what it would be at least if the leads of which nobody knows were all of this part."""
    figure = _cost_of_each("cost_per_lead", leads.known, money, [money.as_of], make)
    if figure.value is None or not leads.unplaced:
        return figure
    low = money.show(Decimal(money.ad_spend_minor) / (leads.known + leads.unplaced))
    return figure.model_copy(update={"low": low, "high": figure.value})


def _cost_of_each(name: str, count: int, money: MoneySide, moments: list[datetime], make: FigureMaker) -> Figure:
    spent = Decimal(money.ad_spend_minor)
    value = money.show(spent / count) if count else None
    reason = f"none of them for {money.show(spent)} {money.currency}"
    return make.state(name, value, moments, known=money.days_known, reason=reason, unit=money.currency)


def _return_on_investment(money: MoneySide, worth: ReadValue, moments: list[datetime], make: FigureMaker) -> Figure:
    costs = Decimal(sum(one.amount_minor for one in money.costs))
    listed = ", ".join(f"{one.name} {money.show(Decimal(one.amount_minor))} {money.currency}" for one in money.costs)
    value, reason = None, _say_no_return(money, worth)
    if worth.minor is not None and money.margin_percent is not None and money.is_whole:
        value = round_ratio(Decimal(worth.minor) * money.margin_percent - 100 * costs, costs)
    figure = make.state("return_on_investment", value, moments, known=money.days_known, reason=reason)
    partly = figure.coverage if money.days_known < make.total else None
    told = figure.model_copy(update={"coverage": "; ".join(filter(None, (listed, partly))) or None})
    return _add_notes(told, worth)


def _add_notes(figure: Figure, worth: ReadValue) -> Figure:
    """Beside the figure what of the value was converted or left out; where there is none, its reason says so."""
    if figure.value is None:
        return figure
    return figure.model_copy(update={"coverage": "; ".join(filter(None, (figure.coverage, *worth.notes))) or None})


def _say_no_return(money: MoneySide, worth: ReadValue) -> str:
    if worth.minor is None:
        return worth.reason
    if money.margin_percent is None:
        return "nobody says what margin is left"
    return "nothing was spent" if money.is_whole else "labour and fees are the whole brand's, and told of no part of it"

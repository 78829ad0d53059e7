"""Figures of money: what visits became, and what each cost. Pure. Sources: `definitions.py`.

Amounts are minor units of one currency; a figure of money is in its major unit."""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

from pydantic import AwareDatetime

from portavoce.currency import count_digits
from portavoce.measuring.figures import ZERO, FigureMaker, Known, round_ratio
from portavoce.measuring.model import Figure
from portavoce.value import Value


class VisitCount(Value):
    """What one source counted on landing pages in a period. `converted` are visits with a conversion.

    `confirmed_minor` is the value that the shop has confirmed, in minor units of `currency`; None where it confirms
    nothing. The others are None where the source does not tell them."""

    source: str
    visits: int
    bounced: int | None
    converted: int | None
    conversions: int | None
    confirmed_minor: int | None = None
    currency: str | None = None
    as_of: AwareDatetime


class Cost(Value):
    """One line of what was spent."""

    kind: Literal["ads", "labour", "fees"]
    name: str
    amount_minor: int


class MoneySide(Value):
    """What was spent in a period, in one currency. `margin_percent` is what of the value stays; None where nobody says.

    `leads` are those of the same days."""

    currency: str
    decimals: int
    costs: tuple[Cost, ...] = ()
    leads: int = 0
    margin_percent: int | None = None
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


def round_money(minor: Decimal, decimals: int) -> Decimal:
    """An amount in the major unit, half to even."""
    return minor.scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


_OF_VISITS = ("visits", "conversions", "conversion_rate", "bounce_rate", "confirmed_value")


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
        _confirmed_value(visits, make),
    ]


def figures_of_returns(money: MoneySide | None, visits: VisitCount | None, make: FigureMaker) -> list[Figure]:
    """Cost per lead and per conversion, return on ad spend and on investment. None of them divides by nothing."""
    if money is None:
        names = ("cost_per_lead", "cost_per_conversion", "return_on_ad_spend", "return_on_investment")
        return [make.state(name, None, [], reason="no spend is known") for name in names]
    moments = [money.as_of, *([visits.as_of] if visits else [])]
    spent = Decimal(money.ad_spend_minor)
    confirmed = visits.confirmed_minor if visits and visits.currency in (None, money.currency) else None
    ratio = None if confirmed is None else round_ratio(Decimal(confirmed), spent)
    reason = "no value is confirmed" if confirmed is None else "nothing was spent on ads"
    return [
        _cost_of_each("cost_per_lead", money.leads, money, moments, make),
        _cost_of_each("cost_per_conversion", (visits and visits.conversions) or 0, money, moments, make),
        make.state("return_on_ad_spend", ratio, moments, reason=reason),
        _return_on_investment(money, confirmed, moments, make),
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


def _confirmed_value(visits: VisitCount, make: FigureMaker) -> Figure:
    name, confirmed, currency = "confirmed_value", visits.confirmed_minor, visits.currency
    if confirmed is None or currency is None:
        return make.state(name, None, [], reason="no value is confirmed")
    value = round_money(Decimal(confirmed), count_digits(currency))
    return make.state(name, value, [visits.as_of], unit=currency)


def _cost_of_each(name: str, count: int, money: MoneySide, moments: list[datetime], make: FigureMaker) -> Figure:
    spent = Decimal(money.ad_spend_minor)
    value = money.show(spent / count) if count else None
    reason = f"none of them for {money.show(spent)} {money.currency}"
    return make.state(name, value, moments, reason=reason, unit=money.currency)


def _return_on_investment(
    money: MoneySide, confirmed: int | None, moments: list[datetime], make: FigureMaker
) -> Figure:
    costs = Decimal(sum(one.amount_minor for one in money.costs))
    listed = ", ".join(f"{one.name} {money.show(Decimal(one.amount_minor))} {money.currency}" for one in money.costs)
    value, reason = None, "no value is confirmed" if confirmed is None else "nobody says what margin is left"
    if confirmed is not None and money.margin_percent is not None:
        value, reason = round_ratio(Decimal(confirmed) * money.margin_percent - 100 * costs, costs), "nothing was spent"
    figure = make.state("return_on_investment", value, moments, reason=reason)
    return figure.model_copy(update={"coverage": listed or None})

"""What is confirmed, read in one currency; another is converted at the brand's own rate, or told apart. Pure.

Amounts are minor units of their currency."""

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from pydantic import AwareDatetime

from portavoce.brands.model import AccountingRules
from portavoce.currency import count_digits
from portavoce.value import Value
from portavoce.visits.model import UNMATCHED, VisitDay


class Amount(NamedTuple):
    """What so many orders are worth."""

    currency: str
    minor: int
    orders: int

    @property
    def words(self) -> str:
        """Such as `300.00 USD (2)`."""
        return f"{round_money(Decimal(self.minor), count_digits(self.currency))} {self.currency} ({self.orders})"


def round_money(minor: Decimal, decimals: int) -> Decimal:
    """An amount in the major unit, half to even."""
    return minor.scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


class Confirmed(Value):
    """What conversions are worth by the word of the shop, or of who sold something to a lead where no shop tells of its
    orders. `unmatched` is what else sellers say: the shop's own orders may hold it already."""

    amounts: tuple[Amount, ...] = ()
    unmatched: tuple[Amount, ...] = ()
    as_of: AwareDatetime | None = None

    def make_nought(self) -> "Confirmed":
        """What is known of a part that nobody came from: of each currency nothing."""
        nothing = tuple(one._replace(minor=0, orders=0) for one in self.amounts)
        return self.model_copy(update={"amounts": nothing, "unmatched": ()})


class ReadValue(NamedTuple):
    """The sum in one currency; None where nothing is. `notes` say what was converted, and what is left out."""

    currency: str
    minor: int | None
    notes: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why there is none."""
        said = f"no value is confirmed in {self.currency}" if self.notes else "no value is confirmed"
        return "; ".join((said, *self.notes))


def sum_confirmed(days: Iterable[VisitDay]) -> Confirmed:
    """What these days have confirmed. What was taken back altogether is in no currency any more."""
    told = [day for day in days if day.currency and day.confirmed != 0 and day.confirmed_minor is not None]
    apart = [day for day in told if day.source == UNMATCHED]
    counted = [day for day in told if day.source != UNMATCHED]
    as_of = min((day.as_of for day in told), default=None)
    return Confirmed(amounts=_sum_by_currency(counted), unmatched=_sum_by_currency(apart), as_of=as_of)


def read_in(confirmed: Confirmed, currency: str, rules: AccountingRules) -> ReadValue:
    """The sum in a currency. Of another one counts what the brand's rates lead to it, each currency rounded once."""
    known, notes = list[int](), list[str]()
    for one in confirmed.amounts:
        minor = one.minor if one.currency == currency else _convert(one, currency, rules)
        if minor is not None:
            known.append(minor)
        if one.currency != currency and (one.minor or one.orders):
            said = "left out, for want of a rate" if minor is None else "converted at the brand's rate"
            notes.append(f"{said}: {one.words}")
    notes += [f"left out, won and not matched with an order: {one.words}" for one in confirmed.unmatched]
    return ReadValue(currency, sum(known) if known else None, tuple(notes))


def choose_currency(amounts: Iterable[Amount], wanted: str | None, rules: AccountingRules) -> str:
    """The brand's own currency where anything is known in it, or else that of most orders."""
    listed = sorted(amounts, key=lambda one: (-one.orders, one.currency))
    if wanted and (not listed or read_in(Confirmed(amounts=tuple(listed)), wanted, rules).minor is not None):
        return wanted
    return listed[0].currency if listed else ""


def _convert(amount: Amount, currency: str, rules: AccountingRules) -> int | None:
    if rules.currency != currency:
        return None
    return rules.convert(amount.minor, amount.currency, count_digits(amount.currency))


def _sum_by_currency(days: Iterable[VisitDay]) -> tuple[Amount, ...]:
    sums, orders = Counter[str](), Counter[str]()
    for day in days:
        if day.currency:
            sums[day.currency] += day.confirmed_minor or 0
            orders[day.currency] += day.confirmed or 0
    return tuple(Amount(name, sums[name], orders[name]) for name in sorted(sums))

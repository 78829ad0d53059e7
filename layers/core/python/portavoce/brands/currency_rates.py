"""In what currency a brand's accounts are kept, what it counts others at, and what platforms may bill."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from portavoce.brands.minor_units import MinorCap
from portavoce.currency import count_digits
from portavoce.value import Value

CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class AccountingRules(Value):
    """The currency of the accounts, and how much of it one unit of another is worth. Nothing is converted at a rate
    that the brand does not give."""

    currency: CurrencyCode | None = None
    rates: Mapping[CurrencyCode, Annotated[Decimal, Field(gt=0, max_digits=18, allow_inf_nan=False)]] = {}

    @model_validator(mode="after")
    def _rates_lead_somewhere(self) -> Self:
        if self.rates and self.currency is None:
            raise ValueError("rates need the currency that they lead to: write currency beside them")
        if self.currency in self.rates:
            raise ValueError(f"{self.currency} is the accounts' own currency: it has no rate")
        return self

    def convert(self, amount_minor: int, currency: str, decimals: int) -> int | None:
        """The amount in minor units of the accounts' currency, the exact product rounded half up once; None where the
        brand gives no rate. `decimals` digits of it stand behind the point."""
        rate = Decimal(1) if currency == self.currency else self.rates.get(currency)
        if self.currency is None or rate is None:
            return None
        major = Decimal(amount_minor).scaleb(-decimals) * rate
        return int(major.scaleb(count_digits(self.currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


class FeeCaps(Value):
    """The most that a platform's API may cost in a UTC month, all calls together: X, in US cents; without end if left
    out. Listening ends first, at what the month's posts leave of it; a post beyond it is neither planned nor sent."""

    x_month_minor: MinorCap | None = None

    def of(self, platform: str) -> int | None:
        """The cap of a platform, in minor units of what it bills in."""
        found: int | None = getattr(self, f"{platform}_month_minor", None)
        return found

"""What a person says about a lead."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from portavoce.brands.model import Email
from portavoce.community.model import Lead, LeadOutcome
from portavoce.value import Value

MOST_OF_ORDER = 100


def _check_one_line(order: str) -> str:
    if not order.isprintable():
        raise ValueError("should be one line without control characters")
    return order


ShopOrder = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_OF_ORDER),
    AfterValidator(_check_one_line),
]
"""As a browser may tell it too."""
Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]


class LeadChange(Value):
    """What is left out stays as it is. `value_minor` in minor units of `currency` stands beside it, and null takes it
    away; `seller` null makes it everybody's; `order` is what the shop calls what was bought, null where it is not
    known. `revision` is the one that was seen."""

    outcome: LeadOutcome | None = None
    value_minor: Annotated[int, Field(gt=0, lt=10**15)] | None = None
    currency: Currency | None = None
    seller: Email | None = None
    order: ShopOrder | None = None
    revision: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if (self.value_minor is None) != (self.currency is None):
            raise ValueError("a value needs its currency, and a currency its value")
        return self


class LeadMoved(Exception):
    """Nothing was changed: what was seen stands no longer. `standing` is how it stands."""

    def __init__(self, standing: Lead) -> None:
        touched = standing.touched
        who = f": {touched.by} {touched.what}" if touched else ""
        super().__init__(f"the lead is at revision {standing.revision} by now{who}")
        self.standing = standing

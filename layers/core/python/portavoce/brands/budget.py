"""What may be spent on ads: an amount for each month, or for some days."""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from portavoce.brands.bare_off import BARE_OFF
from portavoce.brands.minor_units import MinorUnits
from portavoce.brands.short_id import Id
from portavoce.value import Value

Threshold = Annotated[int, Field(ge=1, le=200)]
"""Percent of a budget."""

WHOLE_PERCENT = 100

Brake = Literal["off", "propose", "apply"]
"""What is done once a budget's share is spent while its campaigns go on: nothing, a mail that proposes to pause them,
or the pausing."""

Curve = Literal["even", "weekdays", "front"]
"""How a budget is meant to be spent: the same each day, on Mondays to Fridays only, or most of it at first."""


class Budget(Value):
    """The most to spend, in minor units: in each calendar month of the ad account, or once, from `first_day` to
    `last_day`. For all of the account, or for one campaign. `thresholds` are told when they are reached, and the whole
    always is. `name` is what people call it. `brake` is what is done about its campaigns once `brake_at` percent of it
    are spent."""

    id: Id
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)] | None = None
    ad_account: Id
    campaign_id: str | None = None
    amount_minor: MinorUnits
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    first_day: date | None = None
    last_day: date | None = None
    thresholds: Annotated[tuple[Threshold, ...], Field(min_length=1, max_length=10)] = (50, 80, 100)
    curve: Curve = "even"
    brake: Annotated[Brake, BARE_OFF] = "off"
    brake_at: Threshold = WHOLE_PERCENT

    @property
    def readable_name(self) -> str:
        """What people call it: its name, or its id as words."""
        return self.name or re.sub(r"[-_]+", " ", self.id).strip().capitalize()

    @field_validator("thresholds")
    @classmethod
    def _sort_thresholds(cls, thresholds: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted({*thresholds, WHOLE_PERCENT}))

    @model_validator(mode="after")
    def _is_whole_flight(self) -> Self:
        if (self.first_day is None) != (self.last_day is None):
            raise ValueError("a budget for a flight has both first_day and last_day; one for each month has neither")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError(f"last_day {self.last_day} is before first_day {self.first_day}")
        return self

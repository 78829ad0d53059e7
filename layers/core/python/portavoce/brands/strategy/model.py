"""What a brand wants: whom it speaks to, about what, for which products, and what it is to reach by when."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from portavoce.brands.minor_units import MinorUnits
from portavoce.brands.short_id import Id
from portavoce.value import Value

OLDEST = 120

GoalMetric = Literal[
    "audience",
    "audience_growth",
    "audience_growth_percent",
    "interactions",
    "post_reach",
    "views",
    "engagement_rate",
    "engagement_rate_views",
    "engagement_rate_followers",
    "negative_feedback",
    "negative_feedback_index",
    "negative_share",
    "comments_received",
    "leads",
    "cadence_kept",
    "visits",
    "conversions",
    "conversion_rate",
    "bounce_rate",
    "confirmed_value",
    "cost_per_lead",
    "cost_per_conversion",
    "return_on_ad_spend",
    "return_on_investment",
]
"""What a goal may be set on: the names of figures that `measuring` has a formula for, in their units."""


GoalDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]


def _age_span(text: str) -> str:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last) <= OLDEST):
        raise ValueError(f"{text!r} is no span of ages such as 25-44")
    return f"{int(first)}-{int(last)}"


Country = Annotated[str, StringConstraints(to_upper=True, pattern=r"^[A-Za-z]{2}$")]
"""ISO 3166-1, such as IT."""

LanguageCode = Annotated[str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z]{2,3}$")]
"""ISO 639, such as it."""


class Audience(Value):
    """Whom the brand speaks to, and who that is: countries, languages and spans of ages, where they are said."""

    name: str
    description: str = ""
    countries: tuple[Country, ...] = ()
    languages: tuple[LanguageCode, ...] = ()
    ages: Annotated[str, AfterValidator(_age_span)] | None = None


class Pillar(Value):
    """One of the themes that the content stands on. `share` is how much of the content it is to be, in percent."""

    id: Id
    title: str
    share: int | None = Field(default=None, ge=0, le=100)


class Product(Value):
    """A product or service that posts may be about. `conversion_minor` is what one conversion brings."""

    id: Id
    title: str
    audience: str | None = None
    landing_page: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")] | None = None
    conversion_minor: MinorUnits | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None

    @model_validator(mode="after")
    def _value_has_currency(self) -> Self:
        if (self.conversion_minor is None) is not (self.currency is None):
            raise ValueError("conversion_minor and currency belong together: give both or neither")
        return self


class Goal(Value):
    """A number to reach by a date, on one metric (`measuring` has their formulas), of all or, with `only`, of one
    channel or product.

    It counts from `since` on; where that is left out, from the first day of the quarter of `by`."""

    model_config = ConfigDict(serialize_by_alias=True)

    metric: GoalMetric
    target: Decimal = Field(gt=0, max_digits=15, decimal_places=3)
    by: GoalDay
    since: GoalDay | None = Field(default=None, alias="from")
    only: Id | None = None

    @model_validator(mode="after")
    def _counts_one_way(self) -> Self:
        if self.since and self.since > self.by:
            raise ValueError(f"the goal is to be reached by {self.by}, before it begins on {self.since}")
        return self

    @property
    def begins(self) -> date:
        """The first day that counts."""
        return self.since or self.by.replace(month=(self.by.month - 1) // 3 * 3 + 1, day=1)

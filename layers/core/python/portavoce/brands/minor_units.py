"""Amounts of money as a brand's file writes them: whole numbers of the currency's smallest unit."""

from typing import Annotated

from pydantic import BeforeValidator, Field


def _whole_minor(amount: object) -> object:
    """An amount as it came, unless it is written with a point. Raises ValueError."""
    if isinstance(amount, float) or (isinstance(amount, str) and not amount.strip().lstrip("+-").isdecimal()):
        raise ValueError(
            f"{amount} is no number of minor units: write the amount in the smallest coins of its currency,"
            " without a point, such as 25000 for 250.00 EUR"
        )
    return amount


MinorUnits = Annotated[int, BeforeValidator(_whole_minor), Field(gt=0)]
"""More than nothing, such as 25000 for 250.00 EUR; a number with a point is refused, for it may mean either."""

MinorCap = Annotated[int, BeforeValidator(_whole_minor), Field(ge=0)]
"""The most that something may cost, or 0 for nothing; written in the same way."""

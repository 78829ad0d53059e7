"""Where visits to a brand's pages are counted by others."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portavoce.brands.short_id import Id
from portavoce.value import Value

GoalName = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class AnalyticsRef(Value):
    """One site in one source of analytics. `account_id` is the source's own id of it, with `@host` behind it where the
    source runs on a host of its own; `goals` are the conversions that count, where the source needs their names."""

    id: Id
    platform: str
    account_id: str = Field(min_length=1, max_length=200)
    goals: Annotated[tuple[GoalName, ...], Field(max_length=20)] = ()

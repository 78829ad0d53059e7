"""What visits came to over some days, a line for each source and each way that they came. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from portavoce.visits.model import RowSource, VisitDay, VisitOrigin, add_known

NUMBERS = (
    "visits",
    "bounced",
    "engaged",
    "converted",
    "conversions",
    "value_minor",
    "confirmed",
    "confirmed_minor",
)


class VisitLine(VisitOrigin):
    """Days of one source and one origin, added up. A number that the source does not tell of any of them is None;
    money is minor units of `currency`."""

    source: RowSource
    visits: int = 0
    bounced: int | None = None
    engaged: int | None = None
    converted: int | None = None
    conversions: int | None = None
    value_minor: int | None = None
    confirmed: int | None = None
    confirmed_minor: int | None = None
    currency: str | None = None
    is_about: bool = False


def sum_lines(days: Iterable[VisitDay]) -> list[VisitLine]:
    """A line for each source and origin, that with the most visits first."""
    found = defaultdict[tuple[object, ...], list[VisitDay]](list)
    for day in days:
        origin = tuple(getattr(day, name) for name in VisitOrigin.model_fields)
        found[day.source, *origin, day.currency].append(day)
    return sorted(map(_sum, found.values()), key=lambda line: (line.source, -line.visits, line.post_id or ""))


def _sum(days: list[VisitDay]) -> VisitLine:
    one = days[0]
    return VisitLine(
        **{name: getattr(one, name) for name in (*VisitOrigin.model_fields, "source", "currency")},
        **{name: add_known(days, name) for name in NUMBERS if name != "visits"},
        visits=add_known(days, "visits") or 0,
        is_about=any(day.is_about for day in days),
    )

"""Figures of the visits that the brand's posts and ads led to, of one source: sources are never added up. Pure.

Visits that came by themselves, or from elsewhere, are in none."""

from collections.abc import Iterable, Mapping, Sequence

from portavoce.brands.model import Brand
from portavoce.measuring.figures import FigureMaker
from portavoce.measuring.model import Cut, Figure
from portavoce.measuring.return_figures import VisitCount, figures_of_visits
from portavoce.visits.model import SOURCES, VisitDay, add_known


def choose_source(days: Iterable[VisitDay]) -> list[VisitDay]:
    """The days of one source, of what platforms led to: our own count if there is one, or else the first import."""
    led = [day for day in days if day.platform or day.channel]
    found = next((name for name in SOURCES if any(day.source == name for day in led)), None)
    return [day for day in led if day.source == found]


def count_visits(days: Sequence[VisitDay]) -> VisitCount | None:
    """These days added up; None where nothing was counted, or where they are worth something in several
    currencies."""
    currencies = {day.currency for day in days if day.currency}
    if not days or len(currencies) > 1:
        return None
    return VisitCount(
        source=days[0].source,
        visits=add_known(days, "visits") or 0,
        bounced=add_known(days, "bounced"),
        converted=add_known(days, "converted"),
        conversions=add_known(days, "conversions"),
        confirmed_minor=add_known(days, "confirmed_minor"),
        currency=currencies.pop() if currencies else None,
        as_of=min(day.as_of for day in days),
    )


def figures_of_landing(brand: Brand, days: Sequence[VisitDay]) -> list[Figure]:
    """Of the brand, then of each channel, campaign, product and post that visits came from."""
    whole = count_visits(days)
    found = figures_of_visits(whole, FigureMaker(0, ""))
    # Where a platform has several channels and a visit names the platform alone, nobody knows whose it was.
    shared = {day.platform for day in days if day.channel is None}
    unknown = {one.id for one in brand.channels if one.platform in shared}
    for (by, of), some in _cut(brand, days).items():
        count = count_visits(some) if some or whole is None or of in unknown else _nought(whole)
        found += figures_of_visits(count, FigureMaker(0, "", by=by, of=of))
    return found


def count_conversions(brand: Brand, days: Sequence[VisitDay]) -> Mapping[str, int]:
    """How many visits that a post led to had a conversion, by publication; conversions where the source tells only
    those. Posts of which it tells neither are in none."""
    found = dict[str, int]()
    for (by, of), some in _cut(brand, days).items():
        told = add_known(some, "converted")
        count = add_known(some, "conversions") if told is None else told
        if by == "post" and count is not None:
            found[of] = count
    return found


def _nought(whole: VisitCount) -> VisitCount:
    """What the same source says of a channel that nobody came from."""
    numbers = ("visits", "bounced", "converted", "conversions", "confirmed_minor")
    return whole.model_copy(update={name: 0 for name in numbers if getattr(whole, name) is not None})


def _cut(brand: Brand, days: Sequence[VisitDay]) -> Mapping[tuple[Cut, str], list[VisitDay]]:
    parts: dict[tuple[Cut, str], list[VisitDay]] = {("channel", one.id): [] for one in brand.channels} if days else {}
    alone = _lone_channels(brand)
    for day in days:
        channel = day.channel or alone.get(day.platform or "")
        post = f"{brand.id}.{day.post_id}.{channel}" if day.post_id and channel else None
        named: tuple[tuple[Cut, str | None], ...] = (
            ("channel", channel),
            ("campaign", day.campaign),
            ("product", day.product),
            ("post", post),
        )
        for by, of in named:
            if of:
                parts.setdefault((by, of), []).append(day)
    return parts


def _lone_channels(brand: Brand) -> dict[str, str]:
    """The channel of each platform that has one only: a visit that names the platform alone is of it."""
    platforms = [one.platform for one in brand.channels]
    return {one.platform: one.id for one in brand.channels if platforms.count(one.platform) == 1}

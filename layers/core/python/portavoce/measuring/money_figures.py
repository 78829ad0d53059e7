"""Figures of money of a brand and its parts: what views would have cost, what each lead cost, what came back. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from portavoce.measuring.ad_costs import (
    Spending,
    find_last_day,
    find_price,
    list_advertised,
    sum_costs,
    sum_costs_of,
    sum_costs_of_channel,
)
from portavoce.measuring.confirmed_value import Confirmed, sum_confirmed
from portavoce.measuring.figure_set import MeasuredPeriod
from portavoce.measuring.figures import FigureMaker
from portavoce.measuring.lead_counts import LeadCounts
from portavoce.measuring.model import Cut, Figure, MeasuredPost
from portavoce.measuring.post_figures import cut_posts, find_number
from portavoce.measuring.return_figures import (
    AdPrice,
    LeadCount,
    figure_of_coverage,
    figures_of_returns,
)
from portavoce.measuring.visit_figures import (
    choose_rows,
    count_parts,
    count_visits,
    figures_of_landing,
)
from portavoce.visits.model import VisitDay

AdsOf = Callable[[str], str | None]
"""The platform on which ads for one are bought."""

_PARTS: tuple[Cut, ...] = ("channel", "campaign", "product", "post")
_NOTHING: tuple[None, Confirmed] = (None, Confirmed())


def figures_of_money(
    period: MeasuredPeriod, spending: Spending, visits: Sequence[VisitDay], ads_of: AdsOf
) -> list[Figure]:
    """Of the brand, each channel, campaign, product and post. `visits` are what every source counted."""
    rows = choose_rows(visits)
    return [
        *_value_coverage(period, spending, ads_of),
        *figures_of_landing(period.brand, rows),
        *_figures_of_leads(period),
        *_figures_of_returns(period, spending, rows, ads_of),
    ]


def _value_coverage(period: MeasuredPeriod, spending: Spending, ads_of: AdsOf) -> list[Figure]:
    brand = period.brand
    bought = {one.platform: ads_of(one.platform) for one in brand.channels}
    prices = {name: find_price(spending, ads, period.until) for name, ads in bought.items() if ads}
    found = [_value_views(period.posts, prices, FigureMaker(len(period.posts)))]
    for channel in brand.channels:
        posts = [post for post in period.posts if post.channel == channel.id]
        found.append(_value_views(posts, prices, FigureMaker(len(posts), by="channel", of=channel.id)))
    for by, of, posts in cut_posts(period.posts, brand.zone):
        if by in _PARTS:
            found.append(_value_views(posts, prices, FigureMaker(len(posts), by=by, of=of)))
    return found


def _value_views(posts: Sequence[MeasuredPost], prices: Mapping[str, AdPrice | None], make: FigureMaker) -> Figure:
    """The platforms that share an ad platform share its price; views of the others have none."""
    priced = [(price, post) for post in posts if (price := prices.get(post.platform))]
    views = [found for _, post in priced if (found := find_number(post, "views"))]
    return figure_of_coverage(views, priced[0][0] if priced else None, make)


def _figures_of_leads(period: MeasuredPeriod) -> list[Figure]:
    leads, found = LeadCounts(period.brand.id, period.counted, period.placed), []
    for by, of in _list_parts(period, leads.parts):
        count = leads.of(by, of)
        make = FigureMaker(leads.total, "leads", by=by, of=of)
        figure = make.state("leads", Decimal(count.known), [period.now], known=leads.total - count.unplaced)
        if count.unplaced:
            bounds = {"low": Decimal(count.known), "high": Decimal(count.known + count.unplaced)}
            figure = figure.model_copy(update=bounds)
        found.append(figure)
    return found


def _figures_of_returns(
    period: MeasuredPeriod, spending: Spending, rows: Sequence[VisitDay], ads_of: AdsOf
) -> list[Figure]:
    """What is held against a cost is of the days of which the cost is known."""
    last, brand = find_last_day(spending, period), period.brand
    days = (period.until - period.since + timedelta(days=1)).days
    known = [row for row in rows if row.day <= last]
    counted, placed = (
        [(day, numbers) for day, numbers in one if day <= last] for one in (period.counted, period.placed)
    )
    leads = LeadCounts(brand.id, counted, placed)
    came = count_parts(brand, known)
    found = figures_of_returns(
        sum_costs(spending, period),
        LeadCount(leads.total),
        count_visits(known),
        sum_confirmed(known),
        FigureMaker(days, "days"),
    )
    for by, of in _list_parts(period, [*leads.parts, *came]):
        if by == "channel":
            money = sum_costs_of_channel(spending, period, of, ads_of)
        else:
            money = sum_costs_of(spending, period, by, of)
        visits, confirmed = came.get((by, of), _NOTHING)
        make = FigureMaker(days, "days", by=by, of=of)
        found += figures_of_returns(money, leads.of(by, of), visits, confirmed, make)
    return found


def _list_parts(period: MeasuredPeriod, heard_of: Iterable[tuple[Cut, str]]) -> list[tuple[Cut, str]]:
    """The channels, the campaigns and products that posts name or that are heard of, and those of the posts that are
    heard of, or advertised: of the others there is nothing to say."""
    brand = period.brand
    named = ((by, of) for by, of, _ in cut_posts(period.posts, brand.zone))
    wanted = {(by, of) for by, of in (*heard_of, *list_advertised(brand), *named) if by in _PARTS[1:]}
    channels: list[tuple[Cut, str]] = [("channel", one.id) for one in brand.channels]
    return channels + sorted(wanted, key=lambda one: (_PARTS.index(one[0]), one[1]))

"""Figures of money of a brand and its parts: what each lead cost, and what the views would have cost as ads. Pure."""

from collections.abc import Callable, Mapping, Sequence

from portavoce.measuring.ad_costs import Spending, find_price, sum_costs
from portavoce.measuring.figure_set import MeasuredPeriod
from portavoce.measuring.figures import FigureMaker
from portavoce.measuring.model import Figure, MeasuredPost
from portavoce.measuring.post_figures import cut_posts, find_number
from portavoce.measuring.return_figures import AdPrice, figure_of_coverage, figures_of_returns
from portavoce.measuring.visit_figures import choose_source, count_visits, figures_of_landing
from portavoce.visits.model import VisitDay

_OF_MONEY = ("campaign", "product")


def figures_of_money(
    period: MeasuredPeriod, spending: Spending, visits: Sequence[VisitDay], ads_of: Callable[[str], str | None]
) -> list[Figure]:
    """Of the brand, each channel, campaign, product and post. `ads_of` names the platform on which ads for one are
    bought, `visits` are what every source counted."""
    brand = period.brand
    leads = sum(numbers.get("leads", 0) for _, numbers in period.counted)
    bought = {one.platform: ads_of(one.platform) for one in brand.channels}
    prices = {name: find_price(spending, ads, period.until) for name, ads in bought.items() if ads}
    whole, landed = FigureMaker(0, ""), choose_source(visits)
    money = sum_costs(spending, period, leads)
    found = [
        _value_views(period.posts, prices, FigureMaker(len(period.posts))),
        *figures_of_landing(brand, landed),
        *figures_of_returns(money, count_visits(landed), whole),
    ]
    for channel in brand.channels:
        posts = [post for post in period.posts if post.channel == channel.id]
        found.append(_value_views(posts, prices, FigureMaker(len(posts), by="channel", of=channel.id)))
    for by, of, posts in cut_posts(period.posts, brand.zone):
        if by in _OF_MONEY:
            found.append(_value_views(posts, prices, FigureMaker(len(posts), by=by, of=of)))
    return found


def _value_views(posts: Sequence[MeasuredPost], prices: Mapping[str, AdPrice | None], make: FigureMaker) -> Figure:
    """The platforms that share an ad platform share its price; views of the others have none."""
    priced = [(price, post) for post in posts if (price := prices.get(post.platform))]
    views = [found for _, post in priced if (found := find_number(post, "views"))]
    return figure_of_coverage(views, priced[0][0] if priced else None, make)

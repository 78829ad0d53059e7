"""Advice on which posts may be worth an ad, by the numbers that are known of them. It only reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.measuring.ad_costs import Spending, find_price, quarter_begin
from portavoce.measuring.boost_advice import BoostAdvice, PostResult, advise_boosts
from portavoce.measuring.model import DashboardPost
from portavoce.measuring.service.dashboard import Dashboards

DAYS = 90
COUNTED = "interactions"
_SEEN_BY = ("reach", "views")
"""The metrics that say how many saw it, the best first."""


@dataclass(frozen=True)
class Boosts:
    """Advises. `spending` and `ads_of` as of `Dashboards`."""

    dashboards: Dashboards
    spending: Callable[[str, date, date], Spending]
    ads_of: Callable[[str], str | None]

    def advise(self, brand: Brand, now: datetime) -> BoostAdvice:
        """The advice by the posts of the last 90 days: five queries."""
        platforms = {one.id: one.platform for one in brand.channels}
        shown = self.dashboards.of(brand, DAYS, now).posts
        found = [read for one in shown if (read := _read_result(one, platforms.get(one.channel, one.channel)))]
        spent = self.spending(brand.id, quarter_begin(now.date()), now.date() + timedelta(days=1))
        prices = {
            one: find_price(spent, ads, now.date()) if (ads := self.ads_of(one)) else None
            for one in {*platforms.values()}
        }
        return advise_boosts(brand.id, COUNTED, found, prices)


def _read_result(post: DashboardPost, platform: str) -> PostResult | None:
    """What a post came to; None while nobody knows."""
    known = {one.name: one.value for one in post.metrics if one.value is not None}
    viewers = next((known[name] for name in _SEEN_BY if name in known), None)
    if viewers is None or post.interactions is None:
        return None
    return PostResult(
        publication_id=post.publication_id,
        channel=post.channel,
        platform=platform,
        url=post.url,
        viewers=int(viewers),
        results=int(post.interactions),
    )

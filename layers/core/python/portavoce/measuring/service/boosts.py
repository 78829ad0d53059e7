"""Advice on which posts may be worth an ad, by the numbers that are known of them. It only reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.links.model import TrafficRow
from portavoce.measuring.boost_advice import FEWEST_POSTS, BoostAdvice, PostResult, advise_boosts
from portavoce.measuring.figures.ad_costs import Spending, find_price, quarter_begin
from portavoce.measuring.model import DashboardPost
from portavoce.measuring.post_results import choose_results
from portavoce.measuring.service.dashboard import Dashboards
from portavoce.visits.model import VisitDay

DAYS = 90
_SEEN_BY = ("reach", "views")
"""The metrics that say how many saw it, the best first."""


@dataclass(frozen=True)
class Boosts:
    """Advises. `spending`, `ads_of` and `visits` as of `Dashboards`; `traffic` (brand id, first day, last day) gives
    what counted links brought."""

    dashboards: Dashboards
    spending: Callable[[str, date, date], Spending]
    ads_of: Callable[[str], str | None]
    visits: Callable[[str, date, date], Iterable[VisitDay]]
    traffic: Callable[[str, date, date], Iterable[TrafficRow]]

    def advise(self, brand: Brand, now: datetime) -> BoostAdvice:
        """The advice by the posts of the last 90 days: seven queries."""
        platforms = {one.id: one.platform for one in brand.channels}
        posts = self.dashboards.of(brand, DAYS, now).posts
        today = now.astimezone(ZoneInfo(brand.zone)).date()
        span = (brand.id, today - timedelta(days=DAYS - 1), today)
        counted, results = choose_results(brand, posts, self.visits(*span), self.traffic(*span), FEWEST_POSTS)
        found = [
            _read_result(one, platforms.get(one.channel, one.channel), viewers, results[one.publication_id])
            for one in posts
            if one.publication_id in results and (viewers := _read_viewers(one)) is not None
        ]
        spent = self.spending(brand.id, quarter_begin(now.date()), now.date() + timedelta(days=1))
        prices = {
            one: find_price(spent, ads, now.date()) if (ads := self.ads_of(one)) else None
            for one in {*platforms.values()}
        }
        return advise_boosts(brand.id, counted, found, prices)


def _read_viewers(post: DashboardPost) -> int | None:
    """How many saw a post; None while nobody knows."""
    known = {one.name: one.value for one in post.metrics if one.value is not None}
    viewers = next((known[name] for name in _SEEN_BY if name in known), None)
    return None if viewers is None else int(viewers)


def _read_result(post: DashboardPost, platform: str, viewers: int, results: int) -> PostResult:
    return PostResult(
        publication_id=post.publication_id,
        channel=post.channel,
        platform=platform,
        url=post.url,
        viewers=viewers,
        results=results,
    )

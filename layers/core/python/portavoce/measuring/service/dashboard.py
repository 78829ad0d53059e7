"""The page that says what worked: three queries, whatever the number of comments and snapshots."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.measuring import formulas
from portavoce.measuring.model import ChannelDay, Dashboard, Figure, MeasuredPost
from portavoce.measuring.records import Measurements


@dataclass(frozen=True)
class Dashboards:
    """Makes dashboards. `counters` (brand id, first day, last day) gives the numbers that we count by day."""

    measurements: Measurements
    counters: Callable[[str, date, date], Iterable[tuple[date, Mapping[str, int]]]]

    def of(self, brand: Brand, days: int, now: datetime) -> Dashboard:
        """The last `days` days of the brand's calendar, today included."""
        zone = ZoneInfo(brand.zone)
        until = now.astimezone(zone).date()
        since = until - timedelta(days=days - 1)
        begins_at = datetime.combine(since, time(), zone)
        posts = self.measurements.posts(brand.id, begins_at)
        channel_days = self.measurements.channel_days(brand.id, since, until)
        counted = list(self.counters(brand.id, since, until))
        return Dashboard(
            brand_id=brand.id,
            since=since,
            until=until,
            figures=(
                *_of_the_brand(brand, posts, channel_days, counted, now),
                *(figure for channel in brand.channels for figure in _of_a_channel(channel.id, posts, channel_days)),
            ),
            posts=tuple(formulas.row(post) for post in reversed(posts)),
        )


def _of_the_brand(
    brand: Brand,
    posts: list[MeasuredPost],
    days: list[ChannelDay],
    counted: list[tuple[date, Mapping[str, int]]],
    now: datetime,
) -> list[Figure]:
    channels = [channel.id for channel in brand.channels]
    names = ("comments", "hidden", "leads", "negative", "mood_known")
    totals = {name: sum(numbers.get(name, 0) for _, numbers in counted) for name in names}
    return [
        formulas.audience(days, channels),
        *formulas.growth(days, channels),
        formulas.interactions(posts),
        *formulas.interactions_by_type(posts),
        formulas.engagement_rate(posts),
        formulas.negative_feedback(posts, totals["hidden"], now),
        formulas.negative_share(totals["negative"], totals["mood_known"], totals["comments"], now),
        formulas.count_figure("comments_received", "comments", totals["comments"], now),
        formulas.count_figure("leads", "leads", totals["leads"], now),
    ]


def _of_a_channel(channel: str, posts: list[MeasuredPost], days: list[ChannelDay]) -> list[Figure]:
    own = [post for post in posts if post.channel == channel]
    return [
        formulas.audience(days, [channel], channel),
        *formulas.growth(days, [channel], channel),
        formulas.interactions(own, channel),
        formulas.engagement_rate(own, channel),
    ]

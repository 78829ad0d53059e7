"""The page that says what worked: three queries, whatever the number of comments and snapshots."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.community.model import PLACES
from portavoce.local_day import day_begin
from portavoce.measuring.figures.ad_costs import Spending, quarter_begin
from portavoce.measuring.figures.answers import PeriodAnswers, figures_of_answers
from portavoce.measuring.figures.figure_set import MeasuredPeriod, make_figures
from portavoce.measuring.figures.money import figures_of_money
from portavoce.measuring.figures.posts import describe_post
from portavoce.measuring.model import Dashboard, Figure
from portavoce.measuring.records import Measurements
from portavoce.measuring.series_breaks import find_breaks
from portavoce.outbox.model import name_counters
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.visits.model import VisitDay


@dataclass(frozen=True)
class Dashboards:
    """Makes dashboards. `counters` (owner, first day, last day) gives the numbers that we count by day,
    `metrics_of` a platform's metrics, `spending` (brand id, first day, last day) what ads cost, `visits` (the same)
    what was counted on the brand's pages, `ads_of` the platform on which ads for a platform are bought, `answers`
    (brand, first day, last day, now) what was said and how long it waited."""

    measurements: Measurements
    counters: Callable[[str, date, date], Iterable[tuple[date, Mapping[str, int]]]]
    metrics_of: Callable[[str], Sequence[MetricSpec]]
    spending: Callable[[str, date, date], Spending]
    ads_of: Callable[[str], str | None]
    visits: Callable[[str, date, date], Iterable[VisitDay]]
    answers: Callable[[Brand, date, date, datetime], PeriodAnswers | None]

    def of(self, brand: Brand, days: int, now: datetime) -> Dashboard:
        """The last `days` days of the brand's calendar, today included, without what ads cost."""
        until = now.astimezone(ZoneInfo(brand.zone)).date()
        return self._show(self._read(brand, until - timedelta(days=days - 1), until, now), ())

    def between(self, brand: Brand, since: date, until: date, now: datetime) -> Dashboard:
        """The days of the brand's calendar from `since` to `until`, both included, with what ads cost and who came by
        the posts: four queries more."""
        period = self._read(brand, since, until, now)
        return self._show(period, self._money(period))

    def report(self, brand: Brand, since: date, until: date, now: datetime) -> Dashboard:
        """The same with how long people waited for an answer: a query more for each status of the inbox."""
        period = self._read(brand, since, until, now)
        answered = figures_of_answers(self.answers(brand, since, until, now), now)
        return self._show(period, [*self._money(period), *answered])

    def _money(self, period: MeasuredPeriod) -> list[Figure]:
        first = min(period.since, quarter_begin(period.until))
        visits = list(self.visits(period.brand.id, period.since, period.until))
        places = self.counters(name_counters(period.brand.id, PLACES), period.since, period.until)
        period = replace(period, placed=list(places))
        return figures_of_money(period, self.spending(period.brand.id, first, period.until), visits, self.ads_of)

    def _read(self, brand: Brand, since: date, until: date, now: datetime) -> MeasuredPeriod:
        begins, ends = day_begin(since, brand.zone), day_begin(until + timedelta(days=1), brand.zone)
        telling = {
            channel.id
            for channel in brand.channels
            if any(spec.level == "channel" and spec.name == "unfollows" for spec in self.metrics_of(channel.platform))
        }
        return MeasuredPeriod(
            brand=brand,
            since=since,
            until=until,
            posts=self.measurements.posts(brand.id, begins, ends),
            days=self.measurements.channel_days(brand.id, since, until),
            counted=list(self.counters(brand.id, since, until)),
            tells_unfollows=frozenset(telling),
            now=now,
        )

    def _show(self, period: MeasuredPeriod, more: Sequence[Figure]) -> Dashboard:
        brand, span = period.brand, (period.since, period.until)
        platforms = dict.fromkeys(channel.platform for channel in brand.channels)
        return Dashboard(
            brand_id=brand.id,
            since=period.since,
            until=period.until,
            figures=(*make_figures(period), *more),
            posts=tuple(describe_post(post, period.followers) for post in reversed(period.posts)),
            breaks=tuple(row for one in platforms for row in find_breaks(one, self.metrics_of(one), *span)),
            is_over=period.now >= day_begin(period.until + timedelta(days=1), brand.zone),
            day_zones={row.channel: row.zone for row in period.days if row.zone and row.zone != brand.zone},
        )

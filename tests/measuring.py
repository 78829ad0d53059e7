"""A brand with published posts, and platforms that tell numbers of them, for the tests of measuring."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.measuring.daily_look import DailyTask
from portavoce.measuring.figures.ad_costs import Spending
from portavoce.measuring.figures.answers import PeriodAnswers
from portavoce.measuring.model import ContentType, MeasuredPost, Metric
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.collect import Collector
from portavoce.measuring.service.dashboard import Dashboards
from portavoce.outbox.records import CounterRecords
from portavoce.platforms import discovery
from portavoce.platforms.audience import AudienceReading, AudienceSpec
from portavoce.platforms.contract import Reading
from portavoce.platforms.post_list import ListedPost, PostPage
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.publishing.model import Content, Publication, PublicationState
from portavoce.table.table import Table
from portavoce.visits.records import VisitRecords
from tests.aurora import AURORA, NOW

SPECS = {
    "facebook": (
        MetricSpec(name="reach", remote="r", level="post", source="test"),
        MetricSpec(name="likes", remote="l", level="post", source="test"),
        MetricSpec(name="impressions", remote="o", level="post", valid_to=date(2026, 6, 15), source="test"),
        MetricSpec(name="followers", remote="f", level="channel", period="now", source="test"),
        MetricSpec(name="new_follows", remote="n", level="channel", period="day", source="test"),
    ),
    "x": (
        MetricSpec(name="likes", remote="l", level="post", source="test"),
        MetricSpec(name="followers", remote="f", level="channel", period="now", source="test"),
    ),
}


def publication(post: str, channel: str, published_at: datetime, **given: Any) -> Publication:
    """A post of Aurora's that is on its platform."""
    return Publication(
        publication_id=f"aurora.{post}.{channel}",
        brand_id="aurora",
        post_id=post,
        channel=channel,
        platform=channel,
        content=Content(text="Buongiorno"),
        content_hash="h",
        wall_time="2026-11-23T11:00",
        zone="Europe/Rome",
        planned_at=published_at,
        late_after=published_at,
        started_at=published_at,
        updated_at=published_at,
        **({"state": PublicationState.PUBLISHED, "remote_id": f"{channel}-{post}"} | given),
    )


def measured(name: str = "p1", *, channel: str = "facebook", at: datetime = NOW, **metrics: int | str) -> MeasuredPost:
    """A post with numbers; a number given as text is the reason why it is unavailable."""
    return MeasuredPost(
        brand_id="aurora",
        publication_id=f"aurora.{name}.{channel}",
        post_id=name,
        channel=channel,
        platform=channel,
        remote_id=name,
        content_type=ContentType.TEXT,
        url=None,
        published_at=at,
        next_look_at=None,
        looked_at=at,
        metrics=tuple(metric(one, value, at) for one, value in metrics.items()),
    )


def metric(name: str, value: int | str, at: datetime = NOW) -> Metric:
    """A number, or the reason why there is none."""
    if isinstance(value, str):
        return Metric(name=name, value=None, unavailable_reason=value, as_of=at)
    return Metric(name=name, value=Decimal(value), as_of=at)


@dataclass
class Platform:
    """A platform's numbers in memory: 7 of everything, unless `numbers` or `troubles` say otherwise by remote id."""

    numbers: dict[tuple[str, str], Reading] = field(default_factory=dict)
    troubles: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    people: dict[tuple[str, str], AudienceReading] = field(default_factory=dict)
    listed: list[ListedPost] = field(default_factory=list)
    per_page: int = 2
    pages: int = 0

    def profile(self, specs: Sequence[AudienceSpec], day: date) -> list[AudienceReading]:
        self.asked.append((f"people on {day}", tuple(spec.by for spec in specs)))
        if "people" in self.troubles:
            raise self.troubles["people"]
        return [
            self.people.get(
                (one.group, one.by),
                AudienceReading(group=one.group, by=one.by, parts=None, unavailable_reason="nothing yet"),
            )
            for one in specs
        ]

    def list_posts(self, since: datetime, page: str | None) -> PostPage:
        """Pages by the number of the first post that stands on them."""
        self.pages += 1
        if f"page {page}" in self.troubles:
            raise self.troubles[f"page {page}"]
        first = int(page or 0)
        found = sorted((one for one in self.listed if one.published_at >= since), key=lambda one: one.published_at)
        shown = found[::-1][first : first + self.per_page]
        last = first + len(shown)
        return PostPage(posts=tuple(shown), next_page=str(last) if last < len(found) else None)

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        return self._tell(remote_id, metrics)

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:
        return self._tell(str(day), metrics)

    def _tell(self, what: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        self.asked.append((what, tuple(spec.name for spec in metrics)))
        if what in self.troubles:
            raise self.troubles[what]
        return [self.numbers.get((what, spec.name), Reading(metric=spec.name, value=Decimal(7))) for spec in metrics]


@dataclass
class Stage:
    """A brand, its published posts and its platforms. `troubles` are what connecting a channel raises."""

    table: Table
    publications: list[Publication] = field(default_factory=list)
    platforms: dict[str, Platform] = field(default_factory=lambda: {"facebook": Platform(), "x": Platform()})
    troubles: dict[str, Exception] = field(default_factory=dict)
    brands: list[Brand] = field(default_factory=lambda: [AURORA])
    day_zones: dict[str, str] = field(default_factory=dict)
    daily: Sequence[DailyTask] = ()

    @property
    def measurements(self) -> Measurements:
        return Measurements(self.table)

    def collector(self) -> Collector:
        return Collector(
            measurements=self.measurements,
            brands=lambda: self.brands,
            published=lambda brand_id, since: [one for one in self.publications if one.planned_at >= since],
            metrics_of=lambda platform: SPECS.get(platform, ()),
            day_zone_of=self.day_zones.get,
            connect=self.connect,
            daily=self.daily,
        )

    def connect(self, platform: str, channel_id: str, account_id: str) -> "Platform":
        """The channel's platform."""
        if channel_id in self.troubles:
            raise self.troubles[channel_id]
        return self.platforms[platform]

    def post(self, name: str, channel: str = "facebook") -> MeasuredPost:
        """What is known of a post."""
        wanted = f"aurora.{name}.{channel}"
        posts = self.measurements.posts("aurora", datetime(2026, 1, 1, tzinfo=UTC))
        return next(post for post in posts if post.publication_id == wanted)


def always() -> bool:
    """There is time enough."""
    return True


def make_dashboards(table: Table) -> Dashboards:
    """The dashboards as their functions have them, from this table."""
    spent = SpendRecords(table)
    return Dashboards(
        measurements=Measurements(table),
        counters=CounterRecords(table).days,
        metrics_of=lambda platform: discovery.manifest(platform).metrics,
        spending=lambda brand, since, until: Spending(
            accounts=spent.accounts(brand), days=tuple(spent.days(brand, since, until))
        ),
        ads_of=lambda platform: discovery.manifest(platform).ads_on,
        visits=VisitRecords(table).days,
        answers=lambda *_: PeriodAnswers(waits=(), comments=()),
    )

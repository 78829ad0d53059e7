"""Taking snapshots: whatever is due is read, and one channel's trouble is nobody else's."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand, Channel
from portavoce.each_alone import EachAlone
from portavoce.measuring.daily_look import DailyLook, DailyTask
from portavoce.measuring.model import ChannelDay, MeasuredPost, Metric, content_type, merge
from portavoce.measuring.records import Measurements
from portavoce.measuring.snapshot_due import BACKFILL_DAYS, LOOKED_AT_FOR, day_is_due, next_look
from portavoce.platforms.contract import Measurer, ReadFailed, Reading, ReadRefused
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.publishing.model import Publication, PublicationState

ENROL_WITHIN = timedelta(days=7)
"""A post is found by its planned time: one whose outcome was settled later than this is not measured."""

RETRY_AFTER = timedelta(minutes=30)
"""A post that could not be read waits this long, so that it never stands in the way of the others."""

WHOLE_BEFORE_MINUTE, YOUNG, NEWLY_PLANNED = 30, timedelta(days=7), timedelta(days=1)
"""The ticks of an hour's second half look at young posts alone, and for new ones among those that were planned within a
day: to find nothing due is what most ticks cost, and an old post is due on one day or in one week."""

PATIENCE = 3
"""So many failed reads of one channel in a run, and the rest of that channel waits for the next run."""


@dataclass
class CollectedMetrics:
    """What one run did. `failures` names the post or channel and the kind of trouble, never more."""

    posts: int = 0
    channel_days: int = 0
    goals: int = 0
    stopped_early: bool = False
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Collector:
    """Reads the numbers that are due.

    `published` gives a brand's published publications planned since a moment, `metrics_of` a platform's metrics
    (none for a platform that measures nothing), `day_zone_of` the zone of a platform's days (None: the brand's),
    `connect` (platform, channel id, account id) its client; `connect` raises ReadRefused for a channel that has no
    token. `daily` is done beside each channel's first look of a day, and `keep_goals` for each brand that has some."""

    measurements: Measurements
    brands: Callable[[], Iterable[Brand]]
    published: Callable[[str, datetime], Iterable[Publication]]
    metrics_of: Callable[[str], Sequence[MetricSpec]]
    day_zone_of: Callable[[str], str | None]
    connect: Callable[[str, str, str], Measurer]
    daily: Sequence[DailyTask] = ()
    keep_goals: Callable[[Brand, datetime], bool] | None = None

    def collect(self, now: datetime, keep_going: Callable[[], bool]) -> CollectedMetrics:
        """One run. It stops early when `keep_going` says so; what is left stays due.

        Raises ExceptionGroup, after everything else was read, when something failed in a way nobody foresaw."""
        run = _Run(self, {brand.id: brand for brand in self.brands()}, now, keep_going)
        run.look_at_posts()
        run.look_at_channels()
        run.judge_goals()
        run.looks.raise_errors("looks failed; the other numbers are stored")
        return run.done


@dataclass
class _Run:
    """One run of the collector: what it has done, which channels it has lost patience with, what it knows of the
    brands, and by channel the day that was read last."""

    collector: Collector
    brands: dict[str, Brand]
    now: datetime
    keep_going: Callable[[], bool]
    done: CollectedMetrics = field(default_factory=CollectedMetrics)
    looks: EachAlone = field(default_factory=EachAlone)
    failed_reads: Counter[str] = field(default_factory=Counter)
    posts: dict[str, list[MeasuredPost]] = field(default_factory=dict)
    publications: dict[str, list[Publication]] = field(default_factory=dict)
    read: dict[str, ChannelDay] = field(default_factory=dict)

    def look_at_posts(self) -> None:
        measurements = self.collector.measurements
        age, planned = (LOOKED_AT_FOR, ENROL_WITHIN) if self._is_whole else (YOUNG, NEWLY_PLANNED)
        self.posts = {brand_id: measurements.posts(brand_id, self.now - age) for brand_id in self.brands}
        self.publications = {
            brand_id: list(self.collector.published(brand_id, self.now - planned)) for brand_id in self.brands
        }
        enrolled = [post for brand in self.brands.values() for post in self._enrol(brand, self.posts[brand.id])]
        for post in chain(enrolled, measurements.due(chain.from_iterable(self.posts.values()), self.now)):
            channel = self._channel_of(post)
            if channel is None:
                measurements.postpone(post, None)
            elif self._may_read(post.channel_id) and not self._attempt(
                post.publication_id, post.channel_id, partial(self._look_at_post, post, channel)
            ):
                measurements.postpone(post, self.now + RETRY_AFTER)

    def look_at_channels(self) -> None:
        for brand in self.brands.values():
            # A platform's day may be another than the brand's: a day more on both sides.
            first, last = (self.now.date() + timedelta(days=days) for days in (-BACKFILL_DAYS - 1, 1))
            stored = self.collector.measurements.channel_days(brand.id, first, last)
            known = {(row.channel, row.day): row for row in stored}
            for channel in brand.channels:
                zone = self.collector.day_zone_of(channel.platform) or brand.zone
                today = self.now.astimezone(ZoneInfo(zone)).date()
                days = [today - timedelta(days=back) for back in range(BACKFILL_DAYS)]
                rows = [(day, known.get((channel.id, day))) for day in days if self._day_specs(channel, day, today)]
                self._look_at_days(brand, channel, zone, rows)

    def judge_goals(self) -> None:
        keep = self.collector.keep_goals
        for brand in self.brands.values() if keep else ():
            if keep and brand.goals and self.keep_going():
                with self.looks:
                    self.done.goals += keep(brand, self.now)

    @property
    def _is_whole(self) -> bool:
        return self.now.minute < WHOLE_BEFORE_MINUTE

    def _enrol(self, brand: Brand, posts: Iterable[MeasuredPost]) -> Iterator[MeasuredPost]:
        known = {post.publication_id for post in posts}
        for publication in self.publications[brand.id]:
            if publication.state is not PublicationState.PUBLISHED or not publication.remote_id:
                continue
            if publication.publication_id in known or not self._specs(publication.platform, "post", self.now.date()):
                continue
            post = _new_measured_post(publication, publication.remote_id)
            if self.collector.measurements.enrol(post):
                yield post

    def _channel_of(self, post: MeasuredPost) -> Channel | None:
        brand = self.brands.get(post.brand_id)
        return brand.channel(post.channel) if brand else None

    def _may_read(self, channel_id: str) -> bool:
        if not self.keep_going():
            self.done.stopped_early = True
            return False
        return self.failed_reads[channel_id] < PATIENCE

    def _attempt(self, what: str, channel_id: str, look: Callable[[], None]) -> bool:
        """True when the look succeeded; whatever went wrong is noted, and the neighbours go on."""
        with self.looks:
            try:
                look()
            except ReadFailed as error:
                self.done.failures.append(f"{what}: {type(error).__name__}")
            else:
                return True
        self.failed_reads[channel_id] += 1
        return False

    def _look_at_post(self, post: MeasuredPost, channel: Channel) -> None:
        specs = self._specs(post.platform, "post", self.now.date())
        read = self._read(specs, channel, post.channel_id, lambda client: client.post_metrics(post.remote_id, specs))
        looked = {
            "metrics": merge(post.metrics, read),
            "looked_at": self.now,
            "next_look_at": next_look(post.published_at, self.now),
        }
        is_first = post.looked_at is None or post.looked_at.date() < self.now.date()
        newest = post.model_copy(update=looked)
        self.collector.measurements.keep_snapshot(newest, read, self.now, first_of_day=is_first)
        self.done.posts += 1

    def _look_at_days(
        self, brand: Brand, channel: Channel, zone: str, rows: list[tuple[date, ChannelDay | None]]
    ) -> None:
        channel_id = f"{brand.id}.{channel.id}"
        first_today = [day for day, row in rows[:1] if row is None]
        for day, row in rows:
            lacks = row is not None and any(metric.value is None for metric in row.metrics)
            is_due = day_is_due(day, zone, row.as_of if row else None, self.now, lacks_numbers=lacks)
            if is_due and self._may_read(channel_id):
                look = partial(self._look_at_day, brand, channel, zone, day, row)
                if self._attempt(f"{channel_id} on {day}", channel_id, look) and day in first_today:
                    self._look_beside(brand, channel, [known for _, known in rows if known])

    def _look_beside(self, brand: Brand, channel: Channel, earlier: Sequence[ChannelDay]) -> None:
        channel_id = f"{brand.id}.{channel.id}"
        look = DailyLook(
            brand, channel, self.read[channel_id], earlier, self.posts[brand.id], self.publications[brand.id]
        )
        for task in self.collector.daily:
            if self._may_read(channel_id):
                self._attempt(f"{channel_id} beside its numbers", channel_id, partial(task, look))

    def _look_at_day(self, brand: Brand, channel: Channel, zone: str, day: date, row: ChannelDay | None) -> None:
        specs = self._day_specs(channel, day, self.now.astimezone(ZoneInfo(zone)).date())
        channel_id = f"{brand.id}.{channel.id}"
        read = self._read(specs, channel, channel_id, lambda client: client.channel_metrics(specs, day))
        measured = ChannelDay(
            brand_id=brand.id,
            channel=channel.id,
            platform=channel.platform,
            day=day,
            zone=zone,
            as_of=self.now,
            metrics=merge(row.metrics if row else (), read),
        )
        self.collector.measurements.keep_channel_day(measured)
        self.read[channel_id] = measured
        self.done.channel_days += 1

    def _day_specs(self, channel: Channel, day: date, today: date) -> list[MetricSpec]:
        specs = self._specs(channel.platform, "channel", day)
        return [spec for spec in specs if day == today or spec.period != "now"]

    def _specs(self, platform: str, level: str, day: date) -> list[MetricSpec]:
        return [spec for spec in self.collector.metrics_of(platform) if spec.level == level and spec.is_valid_on(day)]

    def _read(
        self,
        specs: Sequence[MetricSpec],
        channel: Channel,
        channel_id: str,
        ask: Callable[[Measurer], list[Reading]],
    ) -> tuple[Metric, ...]:
        try:
            readings = ask(self.collector.connect(channel.platform, channel_id, channel.account_id))
        except ReadRefused as error:
            reason = str(error) or "the platform refuses to say"
            readings = [Reading(metric=spec.name, value=None, unavailable_reason=reason) for spec in specs]
        by_name = {reading.metric: reading for reading in readings}
        return tuple(_metric(spec.name, by_name.get(spec.name), self.now) for spec in specs)


def _new_measured_post(publication: Publication, remote_id: str) -> MeasuredPost:
    published_at = publication.started_at or publication.planned_at
    return MeasuredPost(
        brand_id=publication.brand_id,
        publication_id=publication.publication_id,
        post_id=publication.post_id,
        channel=publication.channel,
        platform=publication.platform,
        remote_id=remote_id,
        content_type=content_type(publication.content),
        pillar=publication.content.pillar,
        campaign=publication.content.campaign,
        product=publication.content.product,
        url=publication.url,
        published_at=published_at,
        next_look_at=published_at,
    )


def _metric(name: str, reading: Reading | None, now: datetime) -> Metric:
    if reading is None or (reading.value is None and not reading.unavailable_reason):
        return Metric(name=name, value=None, unavailable_reason="the platform did not answer for it", as_of=now)
    return Metric(
        name=name,
        value=reading.value,
        unavailable_reason=reading.unavailable_reason,
        too_few=reading.too_few,
        as_of=now,
    )

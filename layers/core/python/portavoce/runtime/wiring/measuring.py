"""Measuring, as the functions use it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.community.desk.waits import measure_wait
from portavoce.community.model import InboxStatus
from portavoce.community.records import CommunityRecords
from portavoce.links.records import LinkRecords
from portavoce.local_day import day_begin
from portavoce.measuring.figures.ad_costs import Spending
from portavoce.measuring.figures.answers import CommentDay, PeriodAnswers, Wait
from portavoce.measuring.goal_progress import JudgedGoals
from portavoce.measuring.outside.records import ListingRecords
from portavoce.measuring.outside.service import OutsideFinder
from portavoce.measuring.profiles.records import ProfileRecords
from portavoce.measuring.profiles.service import AudienceReports, ProfileKeeper
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.boosts import Boosts
from portavoce.measuring.service.collect import Collector
from portavoce.measuring.service.dashboard import Dashboards
from portavoce.measuring.service.goals import GoalKeeper, Goals
from portavoce.outbox.records import CounterRecords
from portavoce.platforms import discovery
from portavoce.platforms.audience import AudienceSpec
from portavoce.platforms.client import Client
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.manifest import Capability
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.publishing.model import Publication
from portavoce.runtime import aws
from portavoce.runtime.clock import utc_now
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.visits import visit_records

MOST_OF_A_STATUS = 2000
"""So many interactions of one status are read for a month's figures of answering."""


@cache
def collector() -> Collector:
    """Takes snapshots into this stage's table."""
    return Collector(
        measurements=Measurements(aws.table()),
        brands=every_brand,
        published=_published_posts,
        metrics_of=_metrics_of,
        day_zone_of=lambda platform: discovery.manifest(platform).day_zone,
        connect=_client,
        daily=(
            ProfileKeeper(ProfileRecords(aws.table()), audience_specs, _client).refresh,
            outside_finder().find,
        ),
        keep_goals=GoalKeeper(goals(), Measurements(aws.table())).keep,
    )


@cache
def audience_reports() -> AudienceReports:
    """Tells who the brands' people are, from this stage's table."""
    return AudienceReports(ProfileRecords(aws.table()), audience_specs)


@cache
def outside_finder() -> OutsideFinder:
    """Finds what was posted elsewhere, into this stage's table."""
    return OutsideFinder(
        records=ListingRecords(aws.table()),
        enrol=Measurements(aws.table()).enrol,
        rule_of=lambda platform: discovery.manifest(platform).listing,
        published=_published_posts,
        connect=_client,
    )


def audience_specs(platform: str) -> tuple[AudienceSpec, ...]:
    """What a platform tells of people, and what it told once."""
    return discovery.manifest(platform).audience


@cache
def dashboards() -> Dashboards:
    """Makes dashboards from this stage's table."""
    return Dashboards(
        measurements=Measurements(aws.table()),
        counters=CounterRecords(aws.table()).days,
        metrics_of=_metrics_of,
        spending=_read_spending,
        ads_of=lambda platform: discovery.manifest(platform).ads_on,
        visits=visit_records().days,
        answers=_read_answers,
    )


@cache
def boosts() -> Boosts:
    """Advises on posts that may be worth an ad."""
    return Boosts(
        dashboards=dashboards(),
        spending=_read_spending,
        ads_of=lambda platform: discovery.manifest(platform).ads_on,
        visits=visit_records().days,
        traffic=LinkRecords(aws.table()).traffic,
    )


@cache
def goals() -> Goals:
    """Judges goals by this stage's figures."""
    return Goals(dashboards())


def judged_goals(brand_id: str) -> JudgedGoals | None:
    """How a brand's goals stood when they were judged last."""
    return Measurements(aws.table()).goals(brand_id)


def _read_spending(brand_id: str, since: date, until: date) -> Spending:
    records = SpendRecords(aws.table())
    return Spending(accounts=records.accounts(brand_id), days=tuple(records.days(brand_id, since, until)))


def _published_posts(brand_id: str, since: datetime) -> Iterator[Publication]:
    return ledger().between(brand_id, since, utc_now() + timedelta(days=1))


def _metrics_of(platform: str) -> tuple[MetricSpec, ...]:
    manifest = discovery.manifest(platform)
    return manifest.metrics if Capability.MEASURE in manifest.capabilities else ()


def _client(platform: str, channel_id: str, account_id: str) -> Client:
    try:
        return client_for(platform, channel_id, account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None


def _read_answers(brand: Brand, since: date, until: date, now: datetime) -> PeriodAnswers | None:
    """None when a status has more than one query gives: what is left out would be the late ones."""
    records, zone = CommunityRecords(aws.table()), ZoneInfo(brand.zone)
    waits, comments = [], []
    for status in InboxStatus:
        rows, is_whole = records.list_since(brand.id, status, day_begin(since, brand.zone), most=MOST_OF_A_STATUS)
        if not is_whole:
            return None
        for row in rows:
            day = row.first_seen_at.astimezone(zone).date()
            if not since <= day <= until:
                continue
            wait = measure_wait(brand, row, now)
            waits.append(Wait(minutes=wait.minutes, is_open=wait.is_open, is_late=wait.is_late))
            if row.interaction.author_id:
                comments.append(CommentDay(author_id=row.interaction.author_id, day=day))
    return PeriodAnswers(waits=tuple(waits), comments=tuple(comments))

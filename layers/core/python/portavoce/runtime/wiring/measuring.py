"""Measuring, as the functions use it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from portavoce.advertising.records import SpendRecords
from portavoce.measuring.ad_costs import Spending
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.collect import Collector
from portavoce.measuring.service.dashboard import Dashboards
from portavoce.measuring.service.goals import Goals
from portavoce.outbox.records import CounterRecords
from portavoce.platforms import discovery
from portavoce.platforms.contract import Measurer, ReadRefused
from portavoce.platforms.manifest import Capability
from portavoce.platforms.metric_spec import MetricSpec
from portavoce.publishing.model import Publication
from portavoce.runtime import aws
from portavoce.runtime.clock import utc_now
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.ledger import ledger


@cache
def collector() -> Collector:
    """Takes snapshots into this stage's table."""
    return Collector(
        measurements=Measurements(aws.table()),
        brands=every_brand,
        published=_published_posts,
        metrics_of=_metrics_of,
        day_zone_of=lambda platform: discovery.manifest(platform).day_zone,
        connect=_connect,
    )


@cache
def dashboards() -> Dashboards:
    """Makes dashboards from this stage's table."""
    return Dashboards(
        measurements=Measurements(aws.table()),
        counters=CounterRecords(aws.table()).days,
        metrics_of=_metrics_of,
        spending=_read_spending,
        ads_of=lambda platform: discovery.manifest(platform).ads_on,
    )


@cache
def goals() -> Goals:
    """Judges goals by this stage's figures."""
    return Goals(dashboards())


def _read_spending(brand_id: str, since: date, until: date) -> Spending:
    records = SpendRecords(aws.table())
    return Spending(accounts=records.accounts(brand_id), days=tuple(records.days(brand_id, since, until)))


def _published_posts(brand_id: str, since: datetime) -> Iterator[Publication]:
    return ledger().between(brand_id, since, utc_now() + timedelta(days=1))


def _metrics_of(platform: str) -> tuple[MetricSpec, ...]:
    manifest = discovery.manifest(platform)
    return manifest.metrics if Capability.MEASURE in manifest.capabilities else ()


def _connect(platform: str, channel_id: str, account_id: str) -> Measurer:
    try:
        client: Measurer = client_for(platform, channel_id, account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None
    return client

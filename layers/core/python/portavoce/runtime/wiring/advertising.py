"""Advertising, as the functions use it."""

from functools import cache

from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import Budgets, SpendCollector
from portavoce.brands.model import AdAccountRef
from portavoce.platforms import discovery
from portavoce.platforms.contract import Advertiser, ReadRefused
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import ad_client_for
from portavoce.runtime.wiring.held_ads import find_held


@cache
def spend_collector() -> SpendCollector:
    """Reads spend into this stage's table and raises its alerts there."""
    return SpendCollector(
        spending=SpendRecords(aws.table()),
        brands=every_brand,
        connect=_connect,
        decimals=decimals_of,
        raise_alert=Alerts(aws.table()).raise_alert,
        find_held=find_held,
    )


@cache
def budgets() -> Budgets:
    """How budgets stand, from this stage's table."""
    return Budgets(SpendRecords(aws.table()))


def _connect(platform: str, brand_id: str, ref: AdAccountRef) -> Advertiser:
    try:
        client: Advertiser = ad_client_for(platform, f"{brand_id}.{ref.id}", ref.account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None
    return client


def decimals_of(platform: str, currency: str) -> int:
    return 0 if currency in discovery.manifest(platform).currency_offset_one else 2

"""Advertising, as the functions use it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import cast

from portavoce.advertising import pacing
from portavoce.advertising.brake.service.brakes import Account
from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import READ_BACK_DAYS, Budgets, ReadAccount, SpendCollector
from portavoce.brands.model import AdAccountRef
from portavoce.platforms import discovery
from portavoce.platforms.client import Client
from portavoce.platforms.contract import Advertiser
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from portavoce.runtime.wiring.brakes import brakes, connect_ads
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.held_ads import find_held


@cache
def spend_collector() -> SpendCollector:
    """Reads spend into this stage's table and raises its alerts there."""
    return SpendCollector(
        spending=SpendRecords(aws.table()),
        brands=every_brand,
        connect=_connect,
        decimals=decimals_of,
        restated_days=_restated_days,
        raise_alert=Alerts(aws.table()).raise_alert,
        brake=_brake,
        find_held=find_held,
    )


@cache
def budgets() -> Budgets:
    """How budgets stand, from this stage's table."""
    return Budgets(SpendRecords(aws.table()))


def _connect(platform: str, brand_id: str, ref: AdAccountRef) -> Advertiser:  # noqa: ARG001
    return connect_ads(brand_id, ref)


def _brake(read: ReadAccount, now: datetime, has_time: Callable[[], bool]) -> int:
    braked = [one for one in read.brand.budgets if one.ad_account == read.ref.id and one.brake != "off"]
    if not braked:
        return 0
    statuses = [pacing.status(read.brand.id, one, read.state, read.days, now) for one in braked]
    # What reads can switch, too: a platform's client is one object (`platforms.contract.Client`).
    account = Account(read.brand, read.ref, cast("Client", read.client))
    return brakes().look(account, statuses, now, has_time)


def _restated_days(platform: str) -> int:
    rule = discovery.manifest(platform).restatement
    return rule.days if rule else READ_BACK_DAYS


def decimals_of(platform: str, currency: str) -> int:
    return 0 if currency in discovery.manifest(platform).currency_offset_one else 2

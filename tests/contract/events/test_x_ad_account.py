"""An X ad account through the real function, client and table, on a simulated network."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import boto3
import pytest
import time_machine

from infra.local.simulators.faults import Fault
from portavoce.advertising.model import NOT_EXPLAINED, SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.reporting.model import AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime import clock
from portavoce.runtime.wiring.brands import brands
from tests.contract.events.house import AURORA, House
from tests.contract.events.outside import X_USER
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW
from tests.stage import PREFIX, REGION

TICK = read(FOLDER / "schedule/tick.json")
KEYS = {"access_token": "t", "access_token_secret": "ts", "consumer_key": "c", "consumer_secret": "cs"}
TODAY = date(2026, 11, 23)


class Account:
    """Aurora's X ad account; money in millionths of a euro."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.network = next(one for one in house.networks if one.platform.name == "X")
        platform: Any = self.network.platform
        platform.ads.clock = clock.utc_now
        self.seed(keys=[KEYS | {"user_id": X_USER}])
        self.put(permissions={X_USER: ["CAMPAIGN_ANALYST"]})

    def seed(self, **body: Any) -> None:
        self.network.platform.seeds["ads"](body)

    def put(self, **account: Any) -> None:
        self.seed(ad_accounts=[{"id": "18ce54d4x5t", "name": "Aurora"} | account])

    def spend(self, campaign: str, micros: int, day: date = TODAY - timedelta(days=2), **more: Any) -> None:
        self.put(campaigns=[{"id": campaign, "name": campaign, "days": {day.isoformat(): {"micros": micros}}} | more])

    def read(self, hours: int = 0) -> dict[str, int]:
        """Reads it so many hours on: what each campaign has spent."""
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            self.house.invoke("collect_spend", TICK)
        found: dict[str, int] = {}
        for day in self.days():
            found[day.campaign_id] = found.get(day.campaign_id, 0) + day.spend_minor
        return found

    def days(self) -> list[SpendDay]:
        return SpendRecords(self.house.table).days("aurora", date(2026, 9, 1), date(2026, 12, 31))

    def kinds(self) -> list[AlertKind]:
        found, _ = Alerts(self.house.table).list_page("aurora")
        return [one.kind for one in reversed(found) if one.alert_id.startswith(("SPEND#aurora.x-ads", "BUDGET#"))]


@pytest.fixture
def account(house: House) -> Iterator[Account]:
    document = AURORA.model_dump(mode="json") | {
        "ad_accounts": [{"id": "x-ads", "platform": "x_ads", "account_id": "18ce54d4x5t"}],
        "budgets": [{"id": "month", "ad_account": "x-ads", "amount_minor": 10_000, "currency": "EUR"}],
    }
    brands().put(Brand.model_validate(document), NOW)
    for name, value in KEYS.items():
        path = f"{PREFIX}/ads/aurora.x-ads/{name}"
        boto3.client("ssm", region_name=REGION).put_parameter(Name=path, Value=value, Type="SecureString")
    yield Account(house)


def test_a_budget_on_x_warns_and_a_restatement_downward_is_taken_over(account: Account) -> None:
    account.spend("launch", 85_000_000)
    assert account.read() == {"launch": 8_500}
    assert AlertKind.BUDGET_THRESHOLD in account.kinds()
    account.spend("launch", 42_000_000)
    assert account.read(1) == {"launch": 4_200}
    account.spend("launch", 0)
    assert account.read(2) == {"launch": 0}


def test_a_deleted_campaign_stays_and_what_no_campaign_explains_is_shown(account: Account) -> None:
    account.spend("launch", 5_000_000)
    account.spend("lost", 70_000, unlisted=True)
    assert account.read() == {"launch": 500, NOT_EXPLAINED: 7}
    account.spend("launch", 6_000_000, deleted=True)
    assert account.read(1) == {"launch": 600, NOT_EXPLAINED: 7}


def test_five_weeks_are_read_at_first_and_then_what_may_still_change(account: Account) -> None:
    account.spend("launch", 1_000_000, TODAY - timedelta(days=30))
    assert account.read() == {"launch": 100}
    first = sum("active_entities" not in one.path and "/stats/" in one.path for one in account.network.journal)
    account.spend("launch", 2_000_000, TODAY - timedelta(days=30))
    assert account.read(1) == {"launch": 100}, "X restates fourteen days"
    calls = [one for one in account.network.journal if "active_entities" not in one.path and "/stats/" in one.path]
    assert len(calls) - first == 0
    account.spend("launch", 3_000_000, TODAY - timedelta(days=14))
    assert account.read(2) == {"launch": 400}


@pytest.mark.parametrize("kind", ["server_error", "throttled", "lost_answer"])
def test_what_is_known_stays_while_x_does_not_answer_and_a_day_of_it_is_told(account: Account, kind: str) -> None:
    account.spend("launch", 5_000_000)
    assert account.read() == {"launch": 500}
    account.house.invoke("collect_spend", TICK)
    account.network.faults.add([_fault(kind)])
    assert account.read(2) == {"launch": 500}
    assert AlertKind.SPEND_UNREADABLE not in account.kinds()
    assert account.read(26) == {"launch": 500}
    assert AlertKind.SPEND_UNREADABLE in account.kinds()


def test_an_account_whose_keys_are_refused_is_told_at_once(account: Account) -> None:
    account.seed(keys=[KEYS | {"user_id": X_USER, "consumer_secret": "new"}])
    account.read()
    assert AlertKind.SPEND_UNREADABLE in account.kinds()


def _fault(kind: str) -> Fault:
    return Fault.model_validate({"kind": kind, "path": "/stats/", "count": None})

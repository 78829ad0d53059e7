"""From a budget that is spent to campaigns of X that are paused and run again: the real functions, a simulated X."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

from infra.local.simulators.faults import Fault
from portavoce.advertising.brake.model import HoldProgress
from portavoce.brands.model import Brand
from portavoce.runtime import clock
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.runtime.wiring.brands import brands
from tests.contract.events.house import AURORA, House
from tests.contract.events.invocations import stream_event
from tests.contract.events.outside import X_USER
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW
from tests.stage import PREFIX, REGION

TICK = read(FOLDER / "schedule/tick.json")
KEYS = {"access_token": "t", "access_token_secret": "ts", "consumer_key": "c", "consumer_secret": "cs"}
SPENT = {"2026-11-20": {"micros": 300_000_000}}
STARTED = {"c1": "ACTIVE", "c2": "PAUSED", "c3": "ACTIVE", "c4": "ACTIVE"}
PAUSED = STARTED | {"c1": "PAUSED", "c3": "PAUSED"}


def seed(house: House, role: str = "AD_MANAGER", **budget: Any) -> Brand:
    """Two ad accounts: of the brand's own, one campaign was paused by a person; `c4` is a stranger's."""
    platform = _network(house).platform
    platform.ads.clock = clock.utc_now
    ours = [
        {"id": one, "name": one, "days": SPENT, "entity_status": STARTED[one], "deleted": False}
        for one in ("c1", "c2", "c3")
    ]
    standing = {"permissions": {X_USER: [role]}}
    platform.seeds["ads"](
        {
            "keys": [KEYS | {"user_id": X_USER}],
            "ad_accounts": [
                standing | {"id": "18ce54d4x5t", "campaigns": ours},
                standing | {"id": "18ceother", "campaigns": [{"id": "c4", "days": SPENT}]},
            ],
        }
    )
    month = {"id": "month", "ad_account": "x-ads", "amount_minor": 50_000, "currency": "EUR"}
    document = AURORA.model_dump(mode="json") | {
        "ad_accounts": [{"id": "x-ads", "platform": "x_ads", "account_id": "18CE54D4X5T"}],
        "budgets": [month | budget],
    }
    brand = Brand.model_validate(document)
    brands().put(brand, NOW)
    for name, value in KEYS.items():
        path = f"{PREFIX}/ads/aurora.x-ads/{name}"
        boto3.client("ssm", region_name=REGION).put_parameter(Name=path, Value=value, Type="SecureString")
    return brand


def _network(house: House) -> Any:
    return next(one for one in house.networks if one.platform.name == "X")


def campaigns(house: House) -> dict[str, Any]:
    found: dict[str, Any] = _network(house).platform.ads.store.campaigns
    return found


def statuses(house: House) -> dict[str, str]:
    return {one.id: one.entity_status for one in campaigns(house).values()}


def read_account(house: House, hours: float) -> None:
    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        house.invoke("collect_spend", TICK)


def restart(house: House, brand: Brand, minutes: int) -> None:
    """Ada lets them run again, and the event does it."""
    before = house.effects()["table"]
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        brake_desk().order(brand, brand.budgets[0], "restart", "ada", NOW + timedelta(minutes=minutes))
        house.told()
        house.invoke("relay", stream_event(before, house.effects()["table"]))
        (ordered,) = house.told()
        house.invoke("collect_spend", ordered)


def changes(house: House) -> list[str]:
    return [one.path for one in _network(house).journal if one.method == "PUT"]


@pytest.mark.parametrize("brake", ["off", "propose"])
def test_where_the_brake_is_off_or_only_proposes_no_campaign_of_x_is_changed(house: House, brake: str) -> None:
    seed(house, brake=brake)
    read_account(house, 0)
    assert statuses(house) == STARTED
    assert changes(house) == []
    order = brake_desk().records.order("aurora", "month")
    assert (order is not None and order.state == "proposed") is (brake == "propose")


@pytest.mark.takes_long("three functions and two readings")
@pytest.mark.parametrize("fault", ["lost_answer", "throttled", "server_error"])
def test_an_applied_brake_on_x_survives_a_bad_answer_and_resumes_only_its_own(house: House, fault: str) -> None:
    brand = seed(house, brake="apply")
    _network(house).faults.add([Fault.model_validate({"kind": fault, "method": "PUT", "path": "/c1$"})])
    read_account(house, 0)
    read_account(house, 1)
    assert statuses(house) == PAUSED
    assert len(changes(house)) == len({*changes(house)}) + (fault != "lost_answer"), "a call is made again unlooked"
    campaigns(house)["c3"].updated_at = "2026-11-23T12:10:00Z"  # a person has let it run and paused it again
    restart(house, brand, 90)
    assert statuses(house) == STARTED | {"c3": "PAUSED"}
    read_account(house, 12)
    assert statuses(house) == STARTED | {"c3": "PAUSED"}, "the brake plays against a person"


def test_keys_of_an_analyst_pause_nothing_and_each_campaign_says_why(house: House) -> None:
    seed(house, role="CAMPAIGN_ANALYST", brake="apply")
    read_account(house, 0)
    assert statuses(house) == STARTED
    holds = brake_desk().records.holds("aurora")
    assert {one.progress for one in holds} == {HoldProgress.REFUSED}
    assert all("make the keys' owner an ad manager" in (one.reason or "") for one in holds)

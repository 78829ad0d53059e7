"""From a budget that is spent to ads that are paused and run again: the real functions, simulated networks."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import boto3
import pytest
import time_machine
from moto.ses.models import ses_backends

from infra.local.simulators.faults import Fault
from portavoce.advertising.brake.service.desk import BrakeOff
from portavoce.brands.model import Brand
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.runtime.wiring.brands import brands
from tests.contract.events.house import AURORA, House
from tests.contract.events.invocations import ACCOUNT, stream_event
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW
from tests.stage import PREFIX, REGION

TICK = read(FOLDER / "schedule/tick.json")
SPENT = {"2026-11-20": {"spend_minor": 26_000}}
STARTED = {"c1": "ACTIVE", "c2": "PAUSED", "c3": "ACTIVE", "c4": "ACTIVE"}


def seed(house: House, **budget: Any) -> Brand:
    """Two ad accounts: of the brand's own, one campaign was paused by a person; `c4` is a stranger's."""
    ours = [{"id": one, "name": f"Campagna {one}", "days": SPENT, "status": STARTED[one]} for one in ("c1", "c2", "c3")]
    seeds = house.networks[0].platform.seeds
    seeds["accounts"]({"tokens": [{"value": "ads-token", "kind": "system", "app_id": "9", "profile_id": "1"}]})
    seeds["ads"](
        {
            "ad_accounts": [
                {"id": "77", "currency": "EUR", "campaigns": ours},
                {"id": "78", "currency": "EUR", "campaigns": [{"id": "c4", "name": "D'altri", "days": SPENT}]},
            ]
        }
    )
    standing = {"id": "month", "ad_account": "meta", "amount_minor": 50_000, "currency": "EUR"}
    brand = Brand.model_validate(
        AURORA.model_dump(mode="json")
        | {
            "ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_77"}],
            "budgets": [standing | budget],
        }
    )
    brands().put(brand, NOW)
    name = f"{PREFIX}/ads/aurora.meta/access_token"
    boto3.client("ssm", region_name=REGION).put_parameter(Name=name, Value="ads-token", Type="SecureString")
    return brand


def store(house: House) -> Any:
    """What Meta knows."""
    platform: Any = house.networks[0].platform
    return platform.graph.store


def statuses(house: House) -> dict[str, str]:
    return {one.id: one.status for one in store(house).campaigns.values()}


def relay(house: House, before: Any) -> list[dict[str, Any]]:
    """What the bus is told of the table's changes since."""
    house.told()
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    return house.told()


def mail(house: House, events: list[dict[str, Any]]) -> None:
    for event in events:
        if event["detail-type"] == "AlertRaised":
            house.invoke("notify", event)


def follow(house: House, address: str, form: str | None = None) -> Any:
    """What a browser does with a mail's link."""
    path = address[address.index("/brake/") :]
    method = "GET" if form is None else "POST"
    event = read(FOLDER / "http/brake_look.json")
    event |= {"routeKey": f"{method} /brake/{{token}}", "pathParameters": {"token": path.removeprefix("/brake/")}}
    event["requestContext"]["http"]["method"] = method
    return house.invoke("review", event | ({"body": form} if form else {}))


def order(house: House, brand: Brand, act: Any, minutes: int) -> None:
    """Ada orders, and the event does it."""
    before = house.effects()["table"]
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        brake_desk().order(brand, brand.budgets[0], act, "ada", NOW + timedelta(minutes=minutes))
        events = relay(house, before)
        assert [one["detail-type"] for one in events] == ["BrakeOrdered"]
        for _ in range(2):
            house.invoke("collect_spend", events[0])


def test_where_the_brake_is_off_nothing_is_paused_proposed_or_asked_for(house: House) -> None:
    brand = seed(house)
    with time_machine.travel(NOW, tick=False):
        house.invoke("collect_spend", TICK)
    assert statuses(house) == STARTED
    assert not [key for key in house.effects()["table"] if "BRAKE#" in str(key) or "HOLD#" in str(key)]
    with pytest.raises(BrakeOff):
        order(house, brand, "pause", 1)


@pytest.mark.takes_long("four functions, one after the other")
def test_a_proposal_is_mailed_with_a_link_that_pauses_by_its_button_alone(house: House) -> None:
    seed(house, brake="propose")
    before = house.effects()["table"]
    for _ in range(2):
        house.invoke("collect_spend", TICK)
    mail(house, relay(house, before))
    assert statuses(house) == STARTED
    (address,) = set(re.findall(r"https://\S+/brake/[\w.-]+", read_mail("mettere in pausa")))
    before = house.effects()["table"]
    shown = follow(house, address)
    assert shown["statusCode"] == 200
    assert all(words in shown["body"] for words in ("Campagna c1", "Campagna c3", "780"))
    assert "Campagna c2" not in shown["body"]
    assert house.effects()["table"] == before, "looking has changed something"
    assert follow(house, address, "act=pause")["statusCode"] == 200
    events = relay(house, before)
    assert [one["detail-type"] for one in events] == ["BrakeOrdered"]
    house.invoke("collect_spend", events[0])
    assert statuses(house) == STARTED | {"c1": "PAUSED", "c3": "PAUSED"}
    assert follow(house, address, "act=pause")["statusCode"] == 409
    assert follow(house, address[:-1] + "0", "act=pause")["statusCode"] == 403
    acts = {(one.by, one.act, one.subject, one.status) for one in audit().list_page("aurora", None, 20)[0]}
    assert acts == {("link", "pause campaign", f"aurora/meta/{one}", 200) for one in ("c1", "c3")}


@pytest.mark.takes_long("three functions and two readings")
@pytest.mark.enumerated(one_in=3)
@pytest.mark.parametrize("fault", ["lost_answer", "throttled", "server_error"])
def test_an_applied_brake_survives_a_bad_answer_and_resumes_only_its_own(house: House, fault: str) -> None:
    brand = seed(house, brake="apply")
    house.networks[0].faults.add([_fault(fault)])
    before = house.effects()["table"]
    with time_machine.travel(NOW, tick=False):
        house.invoke("collect_spend", TICK)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        house.invoke("collect_spend", TICK)
        mail(house, relay(house, before))
    assert statuses(house) == STARTED | {"c1": "PAUSED", "c3": "PAUSED"}
    subjects = [subject for subject, _ in house.effects()["mails"]]
    assert "Aurora Coffee: gli annunci del budget Month sono in pausa" in subjects
    campaign = store(house).campaigns["c3"]
    campaign.updated_time = "2026-11-23T12:10:00+0000"  # a person has let it run and paused it again
    order(house, brand, "restart", 90)
    assert statuses(house) == STARTED | {"c3": "PAUSED"}
    with time_machine.travel(NOW + timedelta(hours=12), tick=False):
        house.invoke("collect_spend", TICK)
    assert statuses(house) == STARTED | {"c3": "PAUSED"}, "the brake plays against a person"


def test_a_token_without_the_right_pauses_nothing_and_says_so(house: House) -> None:
    seed(house, brake="apply")
    token = next(one for one in store(house).tokens.values() if one.value == "ads-token")
    token.scopes = token.scopes - {"ads_management"}
    before = house.effects()["table"]
    house.invoke("collect_spend", TICK)
    mail(house, relay(house, before))
    assert statuses(house) == STARTED
    told = read_mail("non sono come ordinato")
    assert "Campagna c1: Meta" in told
    assert {one.progress for one in brake_desk().records.holds("aurora")} == {"refused"}


def read_mail(subject: str) -> str:
    """The one mail that has this in its subject."""
    (mail,) = [one for one in ses_backends[ACCOUNT][REGION].sent_messages if subject in one.subject]
    return unescape(str(mail.body))


def _fault(kind: str) -> Any:

    return Fault.model_validate({"kind": kind, "method": "POST", "path": "/c1$"})

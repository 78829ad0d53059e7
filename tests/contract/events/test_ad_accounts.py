"""What is told of an ad account itself and of its ads: the real function, client and table, a simulated network."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import boto3
import pytest
import time_machine

from portavoce.brands.model import Brand
from portavoce.publishing.model import PublicationState, SentPart
from portavoce.publishing.records import PublicationRecords
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import freezes
from tests.community import delivery, listening
from tests.contract.events.house import AURORA, House, publication
from tests.contract.events.outside import PAGE
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW
from tests.stage import PREFIX, REGION

TICK = read(FOLDER / "schedule/tick.json")
POST = f"{PAGE}_700"


class Account:
    """Aurora's ad account on the simulated network: 10.00 on each of the last seven days."""

    def __init__(self, house: House) -> None:
        self.house = house
        days = {(date(2026, 11, 23) - timedelta(days=n)).isoformat(): {"spend_minor": 1_000} for n in range(1, 8)}
        self.campaigns = [{"id": "23", "name": "Autunno", "days": days}]

    def read(self, hours: int = 0, **state: Any) -> list[Alert]:
        """Reads it in this state, so many hours on; what is told of the account and its ads in all."""
        seed = {"id": "77", "currency": "EUR", "campaigns": self.campaigns} | state
        self.house.networks[0].platform.seeds["ads"]({"ad_accounts": [seed]})
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            self.house.invoke("collect_spend", TICK)
        found, _ = Alerts(self.house.table).list_page("aurora")
        return [one for one in reversed(found) if one.alert_id.startswith("SPEND#aurora.meta#")]


@pytest.fixture
def account(house: House) -> Iterator[Account]:
    document = AURORA.model_dump(mode="json") | {
        "ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_77"}],
    }
    brands().put(Brand.model_validate(document), NOW)
    name = f"{PREFIX}/ads/aurora.meta/access_token"
    boto3.client("ssm", region_name=REGION).put_parameter(Name=name, Value="t", Type="SecureString")
    house.networks[0].platform.seeds["accounts"](
        {"tokens": [{"value": "t", "kind": "system", "app_id": "9", "profile_id": "1", "scopes": ["ads_read"]}]}
    )
    yield Account(house)


def kinds(alerts: list[Alert]) -> list[AlertKind]:
    return [one.kind for one in alerts]


def test_a_refused_payment_is_told_once_until_it_was_settled(account: Account) -> None:
    assert kinds(account.read()) == []
    for hours in (1, 2, 30):
        (alert,) = account.read(hours, account_status=9)
        assert alert.kind is AlertKind.AD_PAYMENT_REFUSED
        assert alert.facts["cause"] == "a payment has failed, and the account is in its period of grace"
    account.read(31)
    assert len(account.read(32, account_status=3)) == 2


def test_a_disabled_account_is_told_with_the_platforms_reason(account: Account) -> None:
    (alert,) = account.read(account_status=2, disable_reason=3)
    assert alert.kind is AlertKind.AD_ACCOUNT_STOPPED
    assert alert.facts["cause"] == "the platform has disabled the account: the risk of the payment"


def test_a_spending_limit_that_is_near_is_told_once_and_again_after_it_was_far(account: Account) -> None:
    # 70.00 are spent, 10.00 a day.
    assert account.read(spend_cap_minor=7_000 + 3_000) == []
    (alert,) = account.read(1, spend_cap_minor=7_000 + 2_900)
    assert (alert.kind, alert.facts["left_minor"], alert.facts["days"]) == (AlertKind.AD_FUNDS_SHORT, "2900", "2")
    account.read(2, spend_cap_minor=7_000 + 4_900)
    assert len(account.read(3, spend_cap_minor=7_000 + 2_000)) == 1, "it has wavered"
    account.read(4, spend_cap_minor=7_000 + 5_000)
    assert len(account.read(5, spend_cap_minor=7_000 + 2_000)) == 2


def test_without_a_limit_nobody_knows_what_is_left_and_nothing_is_told(account: Account) -> None:
    assert account.read(spend_cap_minor=0) == []


def publish(house: House, name: str = "shown", **given: Any) -> None:
    left: dict[str, Any] = {
        "publication_id": f"aurora.{name}.facebook",
        "post_id": name,
        "state": PublicationState.PUBLISHED,
        "remote_id": POST,
        "sent": (SentPart(remote_id=POST, started_at=NOW, attempts=1),),
        "started_at": NOW - timedelta(minutes=5),
    }
    PublicationRecords(house.table).add(publication().model_copy(update=left | given))


AD = {"id": "900", "campaign_id": "23", "name": "Spinta autunno", "story_id": POST}


def test_an_ad_on_a_post_whose_publishing_is_frozen_is_told_once_for_each_freeze(account: Account) -> None:
    publish(account.house)
    assert account.read(ads=[AD]) == []
    freezes().freeze(brand_id="aurora", reason="crisi", by="ada", now=NOW)
    for hours in (0, 1):
        (alert,) = account.read(hours, ads=[AD])
    assert (alert.kind, alert.facts["post"], alert.facts["ad"]) == (
        AlertKind.AD_ON_HELD_POST,
        "aurora.shown.facebook",
        "Spinta autunno",
    )
    assert alert.facts["cause"] == "the publishing is frozen (crisi)"
    freezes().freeze(brand_id="aurora", channel="instagram", reason="altro", by="ada", now=NOW)
    assert len(account.read(2, ads=[AD])) == 1, "the post is on another channel"


def test_an_ad_that_the_platform_finds_fault_with_or_that_shows_nothing_of_ours(account: Account) -> None:
    publish(account.house)
    other = AD | {"id": "901", "story_id": f"{PAGE}_701"}
    found = account.read(ads=[AD | {"status": "WITH_ISSUES"}, other | {"status": "WITH_ISSUES"}])
    assert [(one.kind, one.facts["post"]) for one in found] == [(AlertKind.AD_ON_HELD_POST, "aurora.shown.facebook")]


def test_an_ad_that_is_paused_is_not_told_of(account: Account) -> None:
    publish(account.house)
    freezes().freeze(brand_id="aurora", reason="crisi", by="ada", now=NOW)
    assert account.read(ads=[AD | {"status": "PAUSED"}]) == []


def test_an_ad_on_a_post_that_most_speak_against_is_told_once_a_month(account: Account) -> None:
    publish(account.house)
    for number in range(5):
        said = delivery(
            "Servizio pessimo, vergogna!", interaction_id=f"c{number}", author_id=f"u{number}", post_id=POST
        )
        listening(account.house.table).take_in(said, NOW)
    for hours in (0, 1):
        (alert,) = account.read(hours, ads=[AD])
    assert alert.facts["cause"] == "most of what is said under it is negative"

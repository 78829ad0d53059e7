"""Visits over the API: the script's address, what came of them, and what the shop confirms."""

from datetime import timedelta

import boto3
import pytest
import time_machine

from portavoce.runtime import aws, clock
from portavoce.runtime.visit_salt import delete_old_salts, visit_salt
from portavoce.runtime.wiring.visits import visit_counter
from portavoce.visits.conversion import digest_reference
from portavoce.visits.script import read_script
from tests.aurora import DOCUMENT
from tests.http_api import call
from tests.visits import SITE, hit

RULES = {"visits": {"sites": [SITE], "currency": "EUR"}}
FIRST, SECOND = {"reference": "117", "amount": "1.250,00"}, {"reference": "118", "amount": "9"}
ORDERS = {"currency": "EUR", "orders": [FIRST, SECOND]}


def buy(reference: str, name: str = "a") -> None:
    now = clock.utc_now()
    said = hit(name, kind="conversion", way="platform:x", reference=digest_reference("aurora", reference))
    visit_counter().count(said._replace(at=int(now.timestamp() * 1000), day=f"{now.date()}"), now)


def test_the_script_has_an_address_and_visits_are_listed_by_what_led_there(aurora: time_machine.Traveller) -> None:
    assert call("PUT", "/brands/aurora", DOCUMENT | RULES).status == 200
    buy("117")
    found = call("GET", "/brands/aurora/visits").json
    assert (found["script"], found["sites"]) == (f"https://api.test/t/{read_script().name}", [SITE])
    (line,) = found["items"]
    assert (line["source"], line["platform"], line["visits"], line["conversions"]) == ("own", "x", 1, 1)
    assert line["confirmed_minor"] is None


def test_an_order_is_confirmed_once_and_a_dry_run_writes_nothing(aurora: time_machine.Traveller) -> None:
    call("PUT", "/brands/aurora", DOCUMENT | RULES)
    buy("117")
    for body in (ORDERS | {"dry_run": True}, ORDERS):
        assert call("POST", "/brands/aurora/visits/orders", body).json == {"outcomes": ["joined", "waiting"]}
    assert call("POST", "/brands/aurora/visits/orders", ORDERS).json == {"outcomes": ["unchanged", "waiting"]}
    (line,) = call("GET", "/brands/aurora/visits").json["items"]
    assert (line["confirmed"], line["confirmed_minor"]) == (1, 125_000)


@pytest.mark.parametrize(("left", "minor"), [("900.00", 90_000), ("0", 0), ("0.00", 0)])
def test_what_was_paid_back_is_taken_from_what_is_confirmed(
    aurora: time_machine.Traveller, left: str, minor: int
) -> None:
    call("PUT", "/brands/aurora", DOCUMENT | RULES)
    buy("117")
    call("POST", "/brands/aurora/visits/orders", ORDERS)
    refund = ORDERS | {"orders": [{"reference": "117", "amount": left}]}
    assert call("POST", "/brands/aurora/visits/orders", refund).json == {"outcomes": ["corrected"]}
    (line,) = call("GET", "/brands/aurora/visits").json["items"]
    assert line["confirmed_minor"] == minor
    negative = call("POST", "/brands/aurora/visits/orders", ORDERS | {"orders": [{"reference": "117", "amount": "-5"}]})
    assert negative.status == 422


def test_an_amount_that_may_mean_two_things_or_another_currency_confirms_nothing(
    aurora: time_machine.Traveller,
) -> None:
    call("PUT", "/brands/aurora", DOCUMENT | RULES)
    buy("117")
    written = ORDERS | {"orders": [{"reference": "117", "amount": "1.250"}]}
    unclear = call("POST", "/brands/aurora/visits/orders", written)
    other = call("POST", "/brands/aurora/visits/orders", ORDERS | {"currency": "USD"})
    assert (unclear.status, unclear.json["errors"][0]["field"]) == (422, "orders[0].amount")
    assert (other.status, other.json["errors"][0]["field"]) == (422, "currency")
    (line,) = call("GET", "/brands/aurora/visits").json["items"]
    assert line["confirmed_minor"] is None


def test_while_others_write_the_same_order_the_shop_is_told_to_say_it_again(aurora: time_machine.Traveller) -> None:
    call("PUT", "/brands/aurora", DOCUMENT | RULES)
    buy("117")
    key = {"pk": {"S": "ORDER#aurora"}, "sk": {"S": digest_reference("aurora", "117")}}
    other = boto3.client("dynamodb")

    def write_first(**_: object) -> None:
        other.update_item(
            TableName=aws.table().name,
            Key=key,
            UpdateExpression="ADD version :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    events = aws.table().client.meta.events
    events.register("before-parameter-build.dynamodb.TransactWriteItems", write_first)
    busy = call("POST", "/brands/aurora/visits/orders", ORDERS)
    assert (busy.status, busy.json["type"]) == (409, "urn:portavoce:problem:try-again")
    assert "say them all again, each counts once" in busy.json["detail"]
    events.unregister("before-parameter-build.dynamodb.TransactWriteItems", write_first)
    assert call("POST", "/brands/aurora/visits/orders", ORDERS).json == {"outcomes": ["joined", "waiting"]}


def test_a_salt_stays_for_its_day_in_every_zone_and_is_deleted_then(aurora: time_machine.Traveller) -> None:
    day = clock.utc_now().date()
    salt = visit_salt(day)
    assert len(salt) >= 32
    assert visit_salt(day) == salt
    for hours, left in ((0, 1), (35, 1), (36, 0)):
        now = clock.utc_now().replace(hour=0, minute=0) + timedelta(hours=hours)
        delete_old_salts(now)
        assert len(aws.ssm().get_parameters_by_path(Path=f"/portavoce/test/visits/{day}")["Parameters"]) == left

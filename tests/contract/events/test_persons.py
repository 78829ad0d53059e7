"""A person is handed what is held of them, and forgotten: everywhere, for good, and by the real functions."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
import time_machine

from infra.local.simulators.visits import Visit
from infra.local.simulators.webhooks import hex_signature
from portavoce.community import items
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from tests.contract.events.house import House
from tests.contract.events.invocations import stream_event
from tests.contract.events.listening import publish, settle
from tests.contract.events.outside import WEBHOOK_SECRET
from tests.contract.events.samples import FOLDER, read
from tests.http_api import call
from tests.letters import call_letter, queue_letter
from tests.review import NOW
from tests.stage import PREFIX, REGION, forget

PERSON, OTHER = "7777000011112222", "8888000011112222"
NAME, WORDS, THEIRS = "Cana Rina", "canarino-giallo-7341", "parole-di-un-altro-52"
CANARIES = (PERSON, NAME, WORDS)
BOLD = f"Quanto costa {WORDS}?"
ABOUT_PEOPLE = {"InteractionTriaged", "InteractionAssigned", "LeadCreated", "AlertRaised"}
HERE = f"/brands/aurora/persons/facebook/{PERSON}"


def comment(post_id: str, text: str, author_id: str = PERSON, author_name: str = NAME) -> Visit:
    return Visit(post_id=post_id, text=text, author_id=author_id, author_name=author_name)


def a_message() -> bytes:
    """The sample message, as somebody else wrote it."""
    body = (FOLDER / "webhooks/facebook/message.json").read_text()
    return body.replace("7000000000000021", PERSON).replace("do you deliver", WORDS).encode()


def parked(house: House) -> list[str]:
    """The bodies of the dead letters, which stay."""
    sqs: Any = boto3.client("sqs", region_name=REGION)
    url, found = house.queues["dead-letters"], list[str]()
    while got := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=30).get("Messages"):
        found += [one["Body"] for one in got]
    return found


def held(house: House) -> str:
    """All that is stored anywhere: the table with its indexes' keys, the letters, the queue, the media, the secrets."""
    ssm, s3 = boto3.client("ssm", region_name=REGION), boto3.client("s3", region_name=REGION)
    buckets = [one["Name"] for one in s3.list_buckets()["Buckets"]]
    media = [one["Key"] for name in buckets for one in s3.list_objects_v2(Bucket=name).get("Contents", ())]
    kept = ssm.get_parameters_by_path(Path=PREFIX, Recursive=True)["Parameters"]
    table = {f"{pk} {sk}": item for (pk, sk), item in house.effects()["table"].items()}
    return json.dumps([table, parked(house), media, kept], ensure_ascii=False, default=str)


def lived(house: House) -> list[dict[str, Any]]:
    """Says, acts, sells, alarms, mails and parks; the events of it."""
    post_id = publish("Buongiorno")
    meta = house.networks[0]
    for one in (
        comment(post_id, BOLD),
        comment(post_id, f"siete idioti {WORDS}"),
        comment(post_id, THEIRS, OTHER, "Berta"),
    ):
        meta.platform.visit(one)
    meta.courier.carry(meta.platform.parcels(duplicated=False, reordered=False))
    message = a_message()
    headers = {"x-hub-signature-256": hex_signature(WEBHOOK_SECRET, message)}
    assert house.knock("facebook", headers, message) == 200
    passed = settle(house)
    (bold,) = [one for one in stored(house) if one["interaction"]["M"].get("text", {}).get("S") == BOLD]
    bold_id = bold["pk"]["S"].split("#", 2)[2]
    path, before = f"/comments/facebook/{bold_id}", house.effects()["table"]
    change = {"assignee": "care@aurora.example", "note": f"{NAME} vuole un prezzo", "add_tags": ["vip"]}
    noted = call("PATCH", path, change, query={"anyway": "true"})
    assert noted.status == 200
    answer = call(
        "POST", f"{path}/acts", {"what": "reply", "text": f"Grazie {NAME}"}, headers={"idempotency-key": "k1"}
    )
    assert (answer.status, WORDS in answer.text) == (200, True)
    alarm(house, bold_id)
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    passed += [*house.told(), *settle(house)]
    for event in passed:
        if event["detail-type"] == "InteractionAssigned":
            house.invoke("notify", event)
    park(house, message, bold_id)
    return passed


def alarm(house: House, bold_id: str) -> None:
    """The alert of an act that was not done, as it names a comment, and its mail."""
    alert = Alert(
        alert_id=f"ACT#facebook#{bold_id}#9",
        brand_id="aurora",
        kind=AlertKind.ACT_NOT_DONE,
        facts={
            "connection": "aurora.facebook",
            "comment": f"facebook/{bold_id}",
            "asked_by": "",
            "cause": "code 1",
            "permalink": f"https://p.example/{WORDS}",
        },
        raised_at=NOW,
    )
    about = items.about_interaction("facebook", bold_id)
    assert Alerts(house.table).raise_alert(alert, about=about, keep_until=NOW + timedelta(days=90))
    event = read(FOLDER / "bus/AlertRaised.v1.json")
    event["detail"]["data"]["alert_id"] = alert.alert_id
    house.invoke("notify", event)


def stored(house: House) -> list[dict[str, Any]]:
    return [item for (_, sk), item in house.effects()["table"].items() if sk == "INTERACTION"]


def park(house: House, message: bytes, bold_id: str) -> None:
    """Letters of the person alone, of the person and another in one delivery, of another alone, and of a failed act."""
    sqs: Any = boto3.client("sqs", region_name=REGION)
    both = json.loads(message)
    both["entry"] = [*both["entry"], *json.loads(message.replace(PERSON.encode(), OTHER.encode()))["entry"]]
    both["entry"][1]["messaging"][0]["message"] = {"mid": "m_other", "text": THEIRS}
    other = json.dumps(both | {"entry": both["entry"][1:]})
    triaged = {"source": "portavoce", "detail-type": "InteractionTriaged", "detail": {"interaction_id": bold_id}}
    for letter in (
        *(
            queue_letter(platform="facebook", received_at=NOW.isoformat(), body=body)
            for body in (message.decode(), json.dumps(both), other)
        ),
        call_letter("portavoce-test", "act", triaged),
    ):
        sqs.send_message(QueueUrl=house.queues["dead-letters"], **letter)


def later(house: House, minutes: int) -> Any:
    """The stage some minutes later, its letters visible again."""
    del house
    forget()
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


@pytest.mark.takes_long("a life, its end, and the same again")
def test_erasing_a_person_leaves_no_canary_anywhere_and_none_comes_back(
    house: House, lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    passed = lived(house)
    assert {one["detail-type"] for one in passed} == ABOUT_PEOPLE, "every event about somebody is looked through"
    before = held(house)
    assert all(canary in before for canary in CANARIES)
    for (pk, sk), item in house.effects()["table"].items():
        if any(canary in json.dumps(item, default=list) for canary in CANARIES):
            assert "expires_at" in item, f"{pk} {sk} carries what somebody said, and nothing takes it"

    with later(house, 2):
        export = call("GET", HERE)
        assert export.status == 200
        kinds = {one["kind"] for one in export.json["items"]}
        assert kinds >= {"interaction", "act", "note", "lead", "idempotency", "letter", "alert"}
        assert all(canary in export.text for canary in CANARIES)
        assert THEIRS not in export.text
    with later(house, 4):
        dry = call("DELETE", HERE, query={"dry_run": "true"}).json
        assert dry["is_dry"]
        assert dry["erased"]["interaction"] == 3
        assert {(one["about"], one["to"]) for one in dry["mails"]} == {
            ("lead", "sales@aurora.example"),
            ("assignment", "care@aurora.example"),
            ("alert", "ops@aurora.example"),
        }
    with later(house, 6):
        assert all(canary in held(house) for canary in CANARIES), "a dry run takes nothing"
    with later(house, 8):
        mail_shares = house.effects()["table"]
        assert any(PERSON in json.dumps(one, default=list) for (pk, _), one in mail_shares.items() if "SHARE" in pk)
        erased = call("DELETE", HERE).json
        assert erased["erased"] == dry["erased"] | {"mail_share": 1}
        ends = {one["where"]: one["until"] for one in erased["remainders"]}
        assert ends["backups"] == "2026-12-28T11:03:00Z", "35 days on"
        assert ends.keys() == {"mails", "platform", "others", "stream", "events", "backups", "exports"}
    with later(house, 10):
        after = held(house)
        assert [canary for canary in CANARIES if canary in after] == []
        assert THEIRS in after, "what others said stays, where it was or on its way"
        assert THEIRS in "".join(house.take("inbound")), "also what lay in one delivery with the person's"

    with later(house, 12):
        meta = house.networks[0]
        meta.courier.carry(meta.platform.parcels(duplicated=False, reordered=False))
        message = a_message()
        house.knock("facebook", {"x-hub-signature-256": hex_signature(WEBHOOK_SECRET, message)}, message)
        assert call("POST", "/letters/redrive").status == 200
        passed += settle(house)
        after = held(house)
        assert [canary for canary in CANARIES if canary in after] == []

    written = "\n".join([*lines, *capfd.readouterr()])
    assert '"reason": "erased_person"' in written
    for canary in CANARIES:
        assert canary not in written
        assert canary not in json.dumps([passed, house.bus], default=str)


def test_what_somebody_says_after_they_were_erased_is_heard_and_what_they_said_before_is_not(house: House) -> None:
    before = a_message()
    with later(house, 1):
        assert call("DELETE", HERE).status == 200
    at = NOW + timedelta(minutes=10)
    after = json.loads(before.replace(WORDS.encode(), b"ancora io"))
    after["entry"][0]["messaging"][0] |= {"timestamp": int(at.timestamp() * 1000)}
    after["entry"][0]["messaging"][0]["message"]["mid"] = "m_new"
    with later(house, 11):
        for body in (before, json.dumps(after).encode()):
            house.knock("facebook", {"x-hub-signature-256": hex_signature(WEBHOOK_SECRET, body)}, body)
        settle(house)
        (one,) = stored(house)
        assert one["interaction"]["M"]["text"]["S"] == "hello, ancora io?"


def test_the_tombstone_names_nobody_and_needs_the_stages_key(house: House) -> None:
    assert call("DELETE", HERE).status == 200
    (tombstone,) = [item for (pk, _), item in house.effects()["table"].items() if pk == "ERASED#aurora"]
    assert PERSON not in json.dumps(tombstone)
    (key,) = boto3.client("ssm", region_name=REGION).get_parameters_by_path(
        Path=f"{PREFIX}/persons/erasure", WithDecryption=True
    )["Parameters"]
    assert key["Type"] == "SecureString"
    assert key["Value"] not in held(house)


@pytest.mark.takes_long("a life comes before it")
def test_who_erased_somebody_is_known_and_whom_is_not(house: House) -> None:
    lived(house)
    with later(house, 2):
        call("DELETE", HERE)
    acts = call("GET", "/audit", query={"brand": "aurora"}).json["items"]
    assert [(one["act"], one["subject"]) for one in acts] == [("erase person", "aurora/facebook")]
    (order,) = call("GET", "/audit").json["items"]
    assert (order["act"], order["subject"]) == ("change comment", "forgotten")

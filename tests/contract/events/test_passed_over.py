"""What led to nothing is one line of the log, which CloudWatch reads as one metric."""

import json
from typing import Any

import pytest

from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event
from tests.contract.events.outside import PAGE, WEBHOOK_SECRET
from tests.contract.platforms.stands import signed


def delivery(account: str, *items: str) -> dict[str, Any]:
    changes = [
        {
            "field": "feed",
            "value": {
                "item": item,
                "verb": "add",
                "comment_id": f"9_{number}",
                "message": "CANARY-WORDS",
                "created_time": 1795430400,
                "from": {"id": "7", "name": "CANARY-NAME"},
            },
        }
        for number, item in enumerate(items)
    ]
    return {"object": "page", "entry": [{"id": account, "time": 1795430401, "changes": changes}]}


_LINES = ("passed over", "trouble")


def told(house: House, capsys: pytest.CaptureFixture[str], platform: str, payload: dict[str, Any]) -> list[Any]:
    """The lines about it that the door and `ingest` wrote."""
    body = json.dumps(payload).encode()
    capsys.readouterr()
    house.knock(platform, signed(platform, WEBHOOK_SECRET, body), body)
    house.invoke("ingest", sqs_event("inbound", house.take("inbound")))
    written = capsys.readouterr().out
    assert "CANARY" not in written
    return [line for line in map(json.loads, written.splitlines()) if line.get("message") in _LINES]


@pytest.mark.parametrize(
    ("platform", "payload", "reason", "kind", "number"),
    [
        ("facebook", delivery("999", "comment", "comment"), "unknown_account", None, 2),
        ("facebook", delivery(PAGE, "reaction", "reaction", "comment"), "unknown_kind", "feed.reaction", 2),
        ("facebook", delivery(PAGE, "\x1b[2J"), "unknown_kind", None, 1),
        ("instagram", delivery(PAGE, "comment"), "other_platform", "page", 1),
    ],
)
def test_it_is_counted_by_its_reason_and_by_no_brand_or_channel(  # noqa: PLR0917
    house: House,
    capsys: pytest.CaptureFixture[str],
    platform: str,
    payload: dict[str, Any],
    reason: str,
    kind: str | None,
    number: int,
) -> None:
    (line,) = told(house, capsys, platform, payload)
    assert (line["platform"], line["reason"], line.get("kind"), line["PassedOver"]) == (platform, reason, kind, number)
    # CloudWatch, "Embedded metric format specification".
    (metric,) = line["_aws"]["CloudWatchMetrics"]
    assert metric["Namespace"] == "Portavoce"
    assert metric["Dimensions"] == [["Stage", "reason"]]
    assert line["Stage"] == "test"
    assert metric["Metrics"] == [{"Name": "PassedOver", "Unit": "Count"}]
    assert line["_aws"]["Timestamp"] > 1_700_000_000_000


def test_what_is_too_large_for_the_queue_is_told_by_the_door(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    payload = delivery(PAGE, "comment", "comment")
    payload["entry"][0]["changes"][0]["value"]["message"] = "a" * 1_048_576
    line, trouble = told(house, capsys, "facebook", payload)
    assert (line["reason"], line["PassedOver"]) == ("too_large", 1)
    assert (trouble["Kind"], trouble["Troubles"]) == ("delivery", 1)  # which rings: nobody sends it again
    (metric,) = trouble["_aws"]["CloudWatchMetrics"]
    assert metric["Dimensions"] == [["Stage"], ["Stage", "Kind"]]


def test_what_is_taken_in_is_told_nowhere(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(house, capsys, "facebook", delivery(PAGE, "comment")) == []

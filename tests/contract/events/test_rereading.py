"""What no webhook told of is asked for every four hours, goes the way of every delivery, and never brings back."""

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from portavoce.community.rereads.records import RereadRecords
from portavoce.runtime import aws
from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event
from tests.contract.events.outside import PAGE
from tests.http_api import call
from tests.review import NOW

POST, ANA, LATE = f"{PAGE}_100", "7000000000000001", "100_200"


def listed(comment_id: str, words: str, author: str = ANA, hours: int = 2) -> dict[str, Any]:
    """Object Comments: `GET /{post-id}/comments` (Graph API v26.0)."""
    return {
        "id": comment_id,
        "message": words,
        "created_time": f"{NOW - timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}+0000",
        "from": {"id": author, "name": "CANARY-NAME"},
        "permalink_url": f"https://www.facebook.com/{comment_id}",
    }


@pytest.fixture
def comments(house: House, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The comments under the Page's one post, as Facebook lists them; nobody else has anything to say."""
    del house
    shown: list[dict[str, Any]] = []
    post = {"id": POST, "created_time": f"{NOW - timedelta(days=1):%Y-%m-%dT%H:%M:%S}+0000"}

    def handle(_: object, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        rows = [post] if path.endswith(f"{PAGE}/published_posts") else shown if POST in path else []
        return httpx2.Response(200, json={"data": rows})

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    records = RereadRecords(aws.table())
    records.put(records.get("aurora.facebook").remember({}, NOW - timedelta(days=1)), NOW)
    return shown


def read_again(house: House) -> list[str]:
    """One round; what it has queued is taken in, and given back."""
    house.invoke("poll_channels", {}, cold=True)
    queued = house.take("inbound")
    if queued:
        assert house.invoke("ingest", sqs_event("inbound", queued)) == {"batchItemFailures": []}
    return queued


def test_a_comment_that_no_webhook_told_of_is_taken_in_and_counted_by_platform_and_kind(
    house: House, comments: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    comments.append(listed(LATE, "Quanto costa? CANARY-WORDS"))
    assert len(read_again(house)) == 1
    row = house.effects()["table"][f"INTERACTION#facebook#{LATE}", "INTERACTION"]
    assert "question" in json.dumps(row["decision"])
    written = capsys.readouterr().out
    (line,) = [json.loads(one) for one in written.splitlines() if '"missed_by_webhook"' in one]
    assert (line["platform"], line["kind"], line["verb"], line["missed_by_webhook"]) == (
        "facebook",
        "comment",
        "added",
        1,
    )
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Stage", "platform", "kind"]]
    memory = house.effects()["table"]["POLLED#aurora.facebook", "REREAD"]
    assert not [one for one in ("CANARY", ANA, LATE) if one in json.dumps(memory, default=str) + written]
    assert read_again(house) == []


def test_who_was_erased_is_brought_back_by_no_round(house: House, comments: list[dict[str, Any]]) -> None:
    assert call("DELETE", f"/brands/aurora/persons/facebook/{ANA}").status == 200
    comments += [listed(LATE, "Quanto costa?"), listed("100_201", "Che buono", author="7000000000000002")]
    (queued,) = read_again(house)
    assert "100_201" in queued
    assert f"INTERACTION#facebook#{LATE}" not in {pk for pk, _ in house.effects()["table"]}

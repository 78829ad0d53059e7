"""A publication's way through the real functions when something is in it: an image, a delay, a death, a freeze."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
import time_machine

from infra.local.simulators.network import Network
from portavoce.publishing.model import Content, Media, Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime.wiring.ledger import freezes
from tests.contract.events.house import House, publication
from tests.contract.events.invocations import sqs_event
from tests.contract.events.samples import FOLDER, read
from tests.pictures import photo
from tests.review import NOW
from tests.stage import BUCKET, REGION, forget

TICK = read(FOLDER / "schedule/tick.json")
CUP = Media(key="media/0a.jpg", mime_type="image/jpeg", size_bytes=9, width=800, height=800, alt_text="Una tazza")


def plan(house: House, post: str, **fields: Any) -> Publication:
    """Another post on Facebook."""
    named = {"publication_id": f"aurora.{post}.facebook", "post_id": post}
    planned = Publication.model_validate(publication().model_dump() | named | fields)
    PublicationRecords(house.table).add(planned)
    return planned


def standing(house: House, planned: Publication) -> Publication:
    found = PublicationRecords(house.table).get(planned.publication_id)
    assert found
    return found


def step(planned: Publication, name: str) -> str:
    return json.dumps(
        {
            "publication_id": planned.publication_id,
            "revision": planned.revision,
            "step": name,
            "planned_at": planned.planned_at.isoformat(),
        }
    )


def take(house: House, *messages: str) -> None:
    assert house.invoke("publish", sqs_event("outgoing", list(messages))) == {"batchItemFailures": []}


def asked(house: House) -> list[tuple[str, str]]:
    """Empties the queue: whose step is asked for, and which."""
    messages = [json.loads(body) for body in house.take("outgoing")]
    return [(message["publication_id"], message["step"]) for message in messages]


def facebook(house: House) -> Network:
    return house.networks[0]


def test_an_image_is_handed_over_as_an_address_that_opens_it_alone(house: House) -> None:
    fetched: list[str] = []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        return photo((800, 800))

    facebook(house).platform.graph.fetch = fetch  # type: ignore[attr-defined]
    planned = plan(house, "cup", content=Content(text="Buongiorno", media=(CUP,)))
    take(house, step(planned, "release"))
    assert standing(house, planned).state is PublicationState.PUBLISHED
    (address,) = map(urlsplit, fetched)
    assert (address.hostname, address.path) == (f"{BUCKET}.s3.{REGION}.amazonaws.com", f"/{CUP.key}")
    assert "X-Amz-Signature" in address.query


def test_a_release_that_comes_too_early_is_put_back(house: House) -> None:
    planned = plan(house, "later", planned_at=NOW + timedelta(minutes=5), late_after=NOW + timedelta(minutes=20))
    take(house, step(planned, "release"))
    assert standing(house, planned) == planned
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert asked(house) == [(planned.publication_id, "release")]


def test_the_same_words_are_not_said_twice_on_a_channel_within_its_days(house: House) -> None:
    first, second = (plan(house, post, guard_days=30) for post in ("once", "twice"))
    take(house, step(first, "release"), step(second, "release"))
    assert standing(house, first).state is PublicationState.PUBLISHED
    repeated = standing(house, second)
    assert (repeated.state, first.publication_id in (repeated.cause or "")) == (PublicationState.FAILED, True)
    assert len(facebook(house).platform.posts) == 1


def test_what_a_dead_sender_left_behind_is_looked_up_and_never_sent_blindly(house: House) -> None:
    died_at = NOW - timedelta(minutes=4)
    planned = plan(
        house, "dead", state=PublicationState.SENDING, started_at=died_at, watch_at=NOW - timedelta(minutes=1)
    )
    house.invoke("reconcile", TICK)
    assert standing(house, planned).state is PublicationState.UNCERTAIN
    assert (planned.publication_id, "look_up") in asked(house)
    take(house, step(planned, "look_up"))
    looked_for = standing(house, planned)
    assert (looked_for.state, looked_for.next_step, looked_for.attempts) == (PublicationState.UNCERTAIN, None, 0)
    assert (planned.publication_id, "look_up") not in asked(house), "it may be shown late: not before its time"


def test_a_freeze_that_has_run_out_holds_nothing_up_any_more(house: House) -> None:
    ends_at = NOW + timedelta(hours=1)
    freezes().freeze(reason="a storm", by="ada", brand_id="aurora", until=ends_at, now=NOW)
    planned = plan(house, "stormy", state=PublicationState.FROZEN, watch_at=ends_at)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        house.invoke("reconcile", TICK)
    assert freezes().active() == []
    assert standing(house, planned).state is not PublicationState.FROZEN


def test_posts_of_one_second_go_out_by_one_message(house: House) -> None:
    planned = [plan(house, f"post-{number}", content=Content(text=f"Buongiorno {number}")) for number in range(5)]
    house.invoke("dispatch_due", TICK)
    messages = house.take("outgoing")
    assert len(messages) == 1
    take(house, *messages)
    assert {standing(house, one).state for one in planned} == {PublicationState.PUBLISHED}
    assert len(facebook(house).platform.posts) == len(planned) + 1, "with the one that the house begins with"


def test_a_table_had_back_says_nothing_again_while_the_freeze_lies_in_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = plan(house, "said", content=Content(text="Buongiorno"))
    tables, live = boto3.client("dynamodb", region_name=REGION), house.table.name
    tables.restore_table_to_point_in_time(SourceTableName=live, TargetTableName="had-back")
    take(house, step(planned, "release"))
    said = len(facebook(house).platform.posts)
    freezes().freeze(reason="restore", by="ada", now=NOW)
    freeze = tables.get_item(TableName=live, Key={"pk": {"S": "FREEZES"}, "sk": {"S": "ACTIVE"}})["Item"]
    tables.put_item(TableName="had-back", Item=freeze)
    monkeypatch.setenv("PORTAVOCE_TABLE", "had-back")
    forget()
    house.invoke("dispatch_due", TICK, cold=True)
    house.invoke("publish", sqs_event("outgoing", [*house.take("outgoing"), step(planned, "release")]), cold=True)
    house.invoke("reconcile", TICK, cold=True)
    item = tables.get_item(
        TableName="had-back", Key={"pk": {"S": "POST#aurora#said"}, "sk": {"S": "PUBLICATION#facebook"}}
    )["Item"]
    assert item["state"] == {"S": "frozen"}
    assert len(facebook(house).platform.posts) == said
    assert standing(house, planned).state is PublicationState.PUBLISHED

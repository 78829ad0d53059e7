"""A post that people talk about, and what becomes of it in the house."""

from typing import Any

from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import Published
from portavoce.runtime.wiring.channels import client_for
from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event, stream_event
from tests.contract.events.outside import PAGE
from tests.review import NOW

STARTED = {"InteractionTriaged": ("act",), "LeadCreated": ("notify",)}


def publish(text: str) -> str:
    outcome = client_for("facebook", "aurora.facebook", PAGE).release(
        OutgoingPost(publication_id="aurora.spring-launch.facebook", planned_at=NOW, text=text)
    )
    assert isinstance(outcome, Published)
    return outcome.remote_id


def settle(house: House) -> list[dict[str, Any]]:
    """Takes in what is queued, tells of it and does what was decided, until nothing is left to do."""
    passed: list[dict[str, Any]] = []
    before = house.effects()["table"]
    for _ in range(20):
        if messages := house.take("inbound"):
            house.invoke("ingest", sqs_event("inbound", messages))
        after = house.effects()["table"]
        if after == before:
            return passed
        house.invoke("relay", stream_event(before, after))
        before = after
        for event in house.told():
            passed.append(event)
            for function in STARTED.get(event["detail-type"], ()):
                house.invoke(function, event)
    raise AssertionError("it never comes to rest")

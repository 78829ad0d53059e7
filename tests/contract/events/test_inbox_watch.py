"""An answer that is late reaches a person, and whoever is to answer hears of it."""

from datetime import timedelta
from typing import Any

import time_machine

from portavoce.community.desk.model import Hand, InboxChange
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.community import desk
from tests.community import delivery, listening
from tests.contract.events.house import AURORA, House
from tests.contract.events.invocations import stream_event
from tests.contract.events.outside import PAGE
from tests.review import NOW

BEA = "bea@aurora.example"
TICK: dict[str, Any] = {"detail-type": "Scheduled Event"}


def notify(house: House, before: dict[Any, Any]) -> list[str]:
    """Tells of what has changed since; the addresses of all mails so far."""
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    for event in house.told():
        house.invoke("notify", event)
    return [address for _, to in house.effects()["mails"] for address in to["ToAddresses"]]


def test_an_answer_that_is_late_is_mailed_once_and_who_is_named_is_mailed_too(house: House) -> None:
    rules = {"answer_within": {"comment": 60}, "warn_minutes": 0}
    brands().put(AURORA.model_validate(AURORA.model_dump(mode="json") | {"inbox": rules}), NOW)
    house.invoke("watch_inbox", TICK, cold=True)
    listening(house.table, brand=AURORA).records.create(
        listening(house.table)
        .take_in(delivery("Rotto", account_id="1001"), NOW)
        .model_copy(  # type: ignore[union-attr]
            update={"interaction": delivery("Rotto", interaction_id="c7", account_id=PAGE)}
        )
    )
    before = house.effects()["table"]
    desk().change("facebook", "c7", InboxChange(assignee=BEA), Hand("ada", NOW))
    assert notify(house, before) == [BEA]
    before = house.effects()["table"]
    for minutes in (65, 70, 75):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            house.invoke("watch_inbox", TICK)
    assert notify(house, before) == [BEA, "ops@aurora.example"]

"""Moods are read by Amazon Comprehend for the brand that pays for it."""

from datetime import timedelta
from typing import Any

import time_machine

from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from tests.community import delivery, listening
from tests.comprehend import StrictComprehend
from tests.contract.events.house import AURORA, House
from tests.review import NOW

TICK: dict[str, Any] = {"detail-type": "Scheduled Event"}


def test_a_comment_is_read_again_in_the_next_quarter_of_an_hour(house: House) -> None:
    paid = AURORA.model_dump(mode="json") | {"sentiment": {"comprehend_month_minor": 300}}
    brands().put(AURORA.model_validate(paid), NOW)
    house.invoke("read_moods", TICK, cold=True)
    there = StrictComprehend({"Bravi, davvero.": "NEGATIVE"})
    there.attach(aws.comprehend())
    community = listening(house.table, brand=AURORA)
    community.take_in(delivery("Bravi, davvero.", language="it"), NOW)
    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        house.invoke("read_moods", TICK)
    found = community.records.get("facebook", "c1")
    assert found
    assert found.row.sentiment
    assert (found.row.sentiment.mood, found.row.sentiment.model) == ("negative", "comprehend")
    assert there.asked == [("it", ["Bravi, davvero."])]

"""What repeats, kept up by the real function, day after day."""

from datetime import timedelta

import time_machine

from portavoce.planning.series.model import Series
from portavoce.planning.series.records import SeriesRecords
from portavoce.publishing.model import Publication
from portavoce.runtime.wiring.ledger import ledger
from tests.contract.events.house import House
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW

TICK = read(FOLDER / "schedule/tick.json")
TIP = Series.model_validate(
    {
        "brand_id": "aurora",
        "series_id": "tip",
        "rule": "FREQ=WEEKLY;BYDAY=TU",
        "start": "2026-11-24 09:30",
        "variants": [{"channel": "x", "text": "A tip a week."}],
    }
)


def posts() -> list[Publication]:
    """What the series has planned, soonest first."""
    found = ledger().between("aurora", NOW, NOW + timedelta(days=365))
    return sorted((one for one in found if one.series == "tip"), key=lambda one: one.planned_at)


def test_each_day_brings_what_has_come_into_the_time_ahead_and_a_second_round_nothing(house: House) -> None:
    SeriesRecords(house.table).put(TIP, 0, NOW)
    for _ in range(2):
        house.invoke("extend_series", TICK)
        first = posts()
        assert len(first) == 13
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        house.invoke("extend_series", TICK)
        assert posts()[:13] == first
        assert len(posts()) == 14


def test_posts_follow_a_series_whose_change_died_half_way(house: House) -> None:
    SeriesRecords(house.table).put(TIP, 0, NOW)
    house.invoke("extend_series", TICK)
    text = "Another tip a week."
    changed = TIP.model_copy(update={"variants": (TIP.variants[0].model_copy(update={"text": text}),)})
    SeriesRecords(house.table).put(changed, 1, NOW)
    house.invoke("extend_series", TICK)
    assert {one.content.text for one in posts()} == {text}

"""When a brand posts and when it does not: slots, blackouts, quiet hours, as its file says them."""

from datetime import date

import pytest

from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.model import Brand

GOOD = """\
id: aurora
name: Aurora Coffee
zone: Europe/Rome
language: it
channels:
  - id: x
    platform: x
    account_id: "2002"
    slots: [thu 18:30, Mon 9:00, monday 09:00]
people:
  alerts: [ada@aurora.example]
blackouts:
  - {from: 2026-12-24, to: 2026-12-26, reason: Christmas}
quiet_hours: {from: 22:30, to: 07:00}
"""


def read(text: str) -> Brand:
    return read_brand(text.encode(), "aurora.yaml", ("x",))


def problem(text: str) -> str:
    with pytest.raises(BrandFileRefused) as refused:
        read(text)
    [only] = refused.value.problems
    return str(only)


def test_slots_are_kept_once_each_in_the_order_of_the_week() -> None:
    assert read(GOOD).channels[0].slots == ("mon 09:00", "thu 18:30")


def test_a_time_of_day_needs_no_quotes_though_yaml_would_count_it_to_the_base_of_sixty() -> None:
    quiet = read(GOOD).quiet_hours
    assert quiet and (quiet.first, quiet.end) == ("22:30", "07:00")


def test_a_brand_is_read_back_from_its_document_as_it_was_written() -> None:
    brand = read(GOOD)
    document = brand.model_dump(mode="json")
    assert document["blackouts"] == [{"from": "2026-12-24", "to": "2026-12-26", "reason": "Christmas"}]
    assert document["quiet_hours"] == {"from": "22:30", "to": "07:00"}
    assert Brand.model_validate(document) == brand
    assert brand.blackouts[0].last == date(2026, 12, 26)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        pytest.param("thu 18:30", "tho 18:30", "the days are mon, tue, wed, thu, fri, sat, sun", id="no such day"),
        pytest.param("thu 18:30", "thu 24:30", "'24:30' is not a time of day such as 09:30", id="no such hour"),
        pytest.param("thu 18:30", "thu", "'' is not a time of day such as 09:30", id="slot without a time"),
        pytest.param(
            "to: 2026-12-26", "to: 2026-12-23", "ends on 2026-12-23, before it begins", id="blackout backwards"
        ),
        pytest.param("to: 2026-12-26", "to: Boxing Day", "'Boxing Day' is not a date", id="blackout without a date"),
        pytest.param("to: 07:00", "to: 22:30", "would leave no time to post", id="quiet all day"),
        pytest.param(
            "reason: Christmas", "because: Christmas", "unknown field; allowed: from, to, reason", id="unknown field"
        ),
    ],
)
def test_what_is_no_time_is_refused_with_its_place_and_what_is_right(written: str, instead: str, said: str) -> None:
    text = GOOD.replace(written, instead)
    if "because" in instead:
        text = text.replace("because: Christmas", "because: Christmas, reason: Christmas")
    found = problem(text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if instead in one)
    assert found.startswith(f"aurora.yaml:{line}:")
    assert said in found

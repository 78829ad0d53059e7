"""When a brand posts and when it does not: slots, blackouts, quiet hours, as its file says them."""

from datetime import date

import pytest

from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.model import Brand
from portavoce.platforms.manifest import PlatformNames

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
    return read_brand(text.encode(), "aurora.yaml", PlatformNames(("x",), ()))


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


WORKING = (
    GOOD
    + """\
holidays:
  - {date: 2026-12-25, name: Christmas}
inbox:
  answer_within: {comment: 4h, message: 1h 30m, review: 2d}
  business_hours: {mon: 9:00-18:00, sat: ["09:00-12:00", "20:00-24:00"]}
  special_hours:
    - {from: 2027-02-08, to: 2027-03-09, name: Ramadan, hours: {sun: 10:00-15:00}}
"""
)


def test_answer_times_and_hours_of_work_are_read_as_people_write_them() -> None:
    brand = read(WORKING)
    times = brand.inbox.answer_within
    assert (times.comment, times.message, times.review, times.mention) == (240, 90, 2880, None)
    hours = brand.inbox.business_hours
    assert hours and (hours.mon, hours.sat) == (("09:00-18:00",), ("09:00-12:00", "20:00-00:00"))
    assert Brand.model_validate(brand.model_dump(mode="json")) == brand


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        pytest.param("comment: 4h", "comment: soon", "'soon' is not a length of time such as 4h, 30m", id="no time"),
        pytest.param("comment: 4h", "coment: 4h", "did you mean comment?", id="no kind"),
        pytest.param("mon: 9:00-18:00", "mon: 9:00", "not from when to when, such as 09:00-18:00", id="no end"),
        pytest.param("sun: 10:00-15:00", "sun: []", "no day has any hours", id="no hours"),
        pytest.param("to: 2027-03-09", "to: 2027-01-09", "before they begin on 2027-02-08", id="backwards"),
    ],
)
def test_what_is_wrong_with_the_hours_of_work_is_told_at_its_place(written: str, instead: str, said: str) -> None:
    assert said in problem(WORKING.replace(written, instead))

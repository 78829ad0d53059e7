"""Rules of repetition: what RFC 5545 takes is taken, what it does not is refused by name."""

from datetime import datetime
from itertools import islice

import pytest

from portavoce.planning.series.rule import NotARule, checked, comes, several_a_day

START = datetime(2026, 12, 1, 9)  # noqa: DTZ001 - wall time; a Tuesday


def dates(rule: str, *, zone: str = "Europe/Rome", most: int = 4) -> list[str]:
    found = comes(checked(rule), START, zone, START)
    return [f"{wall:%m-%d %H:%M}" for wall in islice(found, most)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH", ["12-03 09:00", "12-07 09:00", "12-10 09:00", "12-14 09:00"]),
        ("FREQ=DAILY;INTERVAL=10", ["12-01 09:00", "12-11 09:00", "12-21 09:00", "12-31 09:00"]),
        ("FREQ=DAILY;BYHOUR=9,18;COUNT=3", ["12-01 09:00", "12-01 18:00", "12-02 09:00"]),
        # RFC 5545 section 3.3.10, the last Friday and the last work day of the month.
        ("FREQ=MONTHLY;BYDAY=-1FR", ["12-25 09:00", "01-29 09:00", "02-26 09:00", "03-26 09:00"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ["12-31 09:00", "01-29 09:00", "02-26 09:00", "03-31 09:00"],
        ),
        # A date that a month does not have is left out (section 3.3.10).
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["12-31 09:00", "01-31 09:00", "03-31 09:00", "05-31 09:00"]),
        ("FREQ=DAILY;UNTIL=20261202", ["12-01 09:00", "12-02 09:00"]),
        ("FREQ=DAILY;UNTIL=20261202T090000", ["12-01 09:00", "12-02 09:00"]),
        # An hour before nine in Rome, and the same instant is nine in Rome.
        ("FREQ=DAILY;UNTIL=20261202T070000Z", ["12-01 09:00"]),
        ("FREQ=DAILY;UNTIL=20261202T080000Z", ["12-01 09:00", "12-02 09:00"]),
    ],
)
def test_a_rule_comes_when_the_rfc_says(rule: str, expected: list[str]) -> None:
    assert dates(rule) == expected


def test_a_rule_is_kept_in_capitals_without_its_name() -> None:
    assert checked(" rrule:freq=weekly; byday=mo,th ") == "FREQ=WEEKLY;BYDAY=MO,TH"


def test_a_rule_that_never_comes_is_found_out_within_seconds() -> None:
    assert dates("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("every monday", "'EVERY MONDAY' is no part of a rule: write it as FREQ=WEEKLY;BYDAY=MO,TH"),
        ("", "'' is no part of a rule"),
        ("BYDAY=MO", "the rule needs a FREQ: DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=HOURLY", "FREQ=HOURLY is not one of DAILY, WEEKLY, MONTHLY, YEARLY; for several a day, list them"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ stands in the rule twice"),
        ("FREQ=DAILY;BYEASTER=1", "BYEASTER is not known here: a rule is made of FREQ, UNTIL"),
        ("FREQ=DAILY;DTSTART=20261201", "DTSTART is not known here"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is not 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=", "'INTERVAL=' is no part of a rule"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20271231", "ends by COUNT or by UNTIL, not by both"),
        ("FREQ=WEEKLY;BYDAY=MON", "BYDAY=MON is no day: use MO, TU, WE, TH, FR, SA, SU"),
        ("FREQ=WEEKLY;BYDAY=1MO", "a BYDAY with a number needs FREQ=MONTHLY or YEARLY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY does not go with FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 is not 1 to 31, or with a minus counted from the end"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,32", "BYMONTHDAY=32 is not 1 to 31"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR=24 is not 0 to 23"),
        ("FREQ=DAILY;BYHOUR=٩", "BYHOUR=٩ is not 0 to 23"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS chooses from what another part lists"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL=TOMORROW is no date: write it as 20271231"),
        ("FREQ=DAILY;UNTIL=20270230", "UNTIL=20270230 is not in the calendar"),
        ("FREQ=DAILY;UNTIL=99991231", "UNTIL=99991231 is after the year 2100"),
        ("FREQ=DAILY;WKST=XX", "WKST=XX is not one of MO"),
        ("FREQ=DAILY;" + "BYDAY=" + "MO," * 200, "the rule has 617 characters, at most 300 fit"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_part_and_what_is_right(rule: str, said: str) -> None:
    with pytest.raises(NotARule) as refused:
        checked(rule)
    assert said in str(refused.value)


def test_a_rule_knows_whether_a_day_can_have_several() -> None:
    assert several_a_day("FREQ=DAILY;BYHOUR=9,18")
    assert several_a_day("FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0,30")
    assert not several_a_day("FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=9,9")

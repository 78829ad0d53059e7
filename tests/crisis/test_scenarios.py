"""Storms are found in time; a launch, a joke, a raid and half a year of ordinary weeks stop nothing."""

from datetime import timedelta

import pytest

from tests.crisis.field import find_field_alarms
from tests.crisis.scenarios import make_scenarios
from tests.crisis.table import HELD_BACK, tell_ordinary, tell_scenario
from tests.crisis.weeks import MEDIUM, SMALL, make_weeks


@pytest.mark.whole
def test_each_storm_is_found_within_ten_minutes_of_its_thirtieth_comment_and_nothing_else_is_one() -> None:
    rows = [tell_scenario(one) for one in make_scenarios(HELD_BACK[0])]
    assert len(rows) >= 8
    assert [row for row in rows if not row.is_held] == []
    assert {row.name for row in rows if row.flood} >= {"raid by six", "raid by 200 accounts"}


@pytest.mark.whole
def test_half_a_year_of_ordinary_weeks_proposes_one_freeze_at_most() -> None:
    assert [one for one in tell_ordinary(HELD_BACK[0]) if one.proposed > 1] == []


def test_the_same_seed_makes_the_same_weeks() -> None:
    first = make_weeks(MEDIUM, 1, 5)
    make_weeks.cache_clear()
    assert make_weeks(MEDIUM, 1, 5) == first
    assert make_weeks(MEDIUM, 1, 6) != first


def test_the_fields_default_speaks_of_a_day_with_twice_the_usual() -> None:
    comments = make_weeks(SMALL, 5, 5)
    since = comments[-1].at + timedelta(minutes=1)
    angry = [one.model_copy(update={"at": comments[-1].at, "text": "Pessimi, mai più"}) for one in comments[:30]]
    assert find_field_alarms([*comments, *angry], since)

"""Series over the real ledger: written, extended, edited as one or as many, removed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from portavoce.brands.model import Brand
from portavoce.planning.series.service import NoSeries, SeriesChanged, SeriesRefused, Unfolded
from portavoce.publishing.model import PublicationState
from portavoce.reporting.model import AlertKind
from portavoce.table.table import Table
from tests.planning import NOW, brand, series
from tests.series_house import House

DAY = timedelta(days=1)
AURORA = brand()


@pytest.fixture
def house(table: Table) -> House:
    return House(table)


def fates(found: Unfolded) -> dict[str, str]:
    return {one.post: one.fate for one in found.coming}


def said(text: str) -> Sequence[dict[str, str]]:
    return [{"channel": "x", "text": text}]


def test_a_series_stands_as_ordinary_publications_for_ninety_days(house: House) -> None:
    found = house.put(series())
    assert [one.fate for one in found.coming] == ["new"] * 13
    stands = house.stands()
    assert [one.post_id for one in stands] == [one.post for one in found.coming]
    assert stands[-1].planned_at <= NOW + 90 * DAY < stands[-1].planned_at + 7 * DAY
    assert {(one.series, one.state, one.platform) for one in stands} == {("tip", PublicationState.SCHEDULED, "x")}
    assert {f"{one.wall_time[11:]} {one.zone}" for one in stands} == {"09:30 Europe/Rome"}


def test_the_same_words_again_and_again_are_what_a_series_is_for(house: House) -> None:
    house.put(series(rule="FREQ=DAILY"))
    assert {one.allows for one in house.stands()} == {("duplicate",)}


def test_a_dry_run_says_the_same_and_writes_nothing(house: House) -> None:
    shown = house.put(series(), dry_run=True)
    assert house.stands() == []
    with pytest.raises(NoSeries):
        house.series.show(AURORA, "tip", NOW)
    assert house.put(series()).coming == shown.coming


def test_writing_the_same_series_again_changes_nothing(house: House) -> None:
    first = house.put(series())
    before = house.stands()
    again = house.put(series(), NOW + timedelta(minutes=1))
    assert (again.version, set(fates(again).values())) == (first.version, {"unchanged"})
    assert house.stands() == before


def test_extending_adds_what_the_days_have_brought_and_a_second_time_nothing(house: House) -> None:
    house.put(series())
    later = NOW + 9 * DAY
    assert house.series.extend(later) == 2
    before = house.stands()
    assert house.series.extend(later) == 0
    assert house.stands() == before
    assert len(house.live(later)) == 13


def test_an_edit_changes_every_occurrence_to_come_that_still_follows(house: House) -> None:
    house.put(series())
    house.row(post="tip-20261130", when="2026-11-30 09:30", text="Only this once.")
    house.row(post="tip-20261207", when="2026-12-08 11:00", text="A tip a week.")
    house.ledger.cancel("aurora.tip-20261214.x", NOW)
    found = fates(house.put(series(variants=said("Better words."))))
    assert [found[f"tip-{day}"] for day in ("20261130", "20261207", "20261214")] == ["apart"] * 3
    assert house.text("tip-20261130") == "Only this once."
    assert house.text("tip-20261207") == "A tip a week."
    assert "tip-20261214" not in house.live()
    others = [one for one in house.stands() if one.series]
    assert len(others) == 10
    assert {one.content.text for one in others} == {"Better words."}


def test_what_was_edited_by_itself_says_that_it_does_not_follow_and_stays_so_when_it_is_edited_back(
    house: House,
) -> None:
    house.put(series())
    house.row(post="tip-20261130", when="2026-11-30 09:30", text="Only this once.")
    house.row(post="tip-20261130", when="2026-11-30 09:30", text="A tip a week.")
    (one,) = house.ledger.of_post("aurora", "tip-20261130")
    assert one.series is None
    assert fates(house.series.show(AURORA, "tip", NOW))["tip-20261130"] == "apart"


def test_a_calendar_row_that_says_what_the_occurrence_says_leaves_it_in_the_series(house: House) -> None:
    house.put(series())
    house.row(post="tip-20261130", when="2026-11-30 09:30", text="A tip a week.", allow=["duplicate"])
    assert fates(house.series.show(AURORA, "tip", NOW))["tip-20261130"] == "unchanged"


def test_another_rule_cancels_the_days_that_it_no_longer_has_and_the_old_rule_brings_them_back(
    house: House,
) -> None:
    house.put(series(rule="FREQ=WEEKLY;BYDAY=MO,TH"))
    mondays = fates(house.put(series()))
    assert {day for day, fate in mondays.items() if fate == "left_out"} >= {"tip-20261126", "tip-20261203"}
    assert all("1126" not in post for post in house.live())
    house.put(series(rule="FREQ=WEEKLY;BYDAY=MO,TH"))
    assert "tip-20261126" in house.live()


def test_removing_cancels_what_follows_and_the_dry_run_shows_it(house: House) -> None:
    house.put(series())
    house.row(post="tip-20261130", when="2026-11-30 09:30", text="Only this once.")
    shown = house.series.remove(AURORA, "tip", NOW, dry_run=True)
    assert len(house.live()) == 13
    assert set(fates(shown).values()) == {"left_out"}
    assert house.series.remove(AURORA, "tip", NOW).coming == shown.coming
    assert house.live() == ["tip-20261130"]
    assert house.series.extend(NOW + DAY) == 0
    with pytest.raises(NoSeries):
        house.series.remove(AURORA, "tip", NOW)


def test_what_has_left_is_left_alone(house: House) -> None:
    house.put(series())
    due = NOW + timedelta(hours=1)
    house.put(series(variants=said("Better words.")), due)
    assert house.text("tip-20261123") == "A tip a week."


def test_an_occurrence_in_a_blackout_or_in_quiet_hours_is_skipped_and_said(house: House) -> None:
    house.brands = [brand(blackouts=[{"from": "2026-11-30", "to": "2026-12-01", "reason": "Stocktaking"}])]
    (skipped,) = [one for one in house.put(series()).coming if one.fate == "skipped"]
    assert skipped.post == "tip-20261130"
    assert skipped.note and "the blackout 'Stocktaking'" in skipped.note
    assert "tip-20261130" not in house.live()
    allowed = [{"channel": "x", "text": "A tip a week.", "allow": ["blackout"]}]
    assert fates(house.put(series(variants=allowed)))["tip-20261130"] == "new"


def test_a_blackout_that_comes_later_takes_the_occurrences_in_it_out_and_its_end_brings_them_back(
    house: House,
) -> None:
    house.put(series())
    house.brands = [brand(blackouts=[{"from": "2026-11-30", "to": "2026-12-01", "reason": "Stocktaking"}])]
    assert house.series.extend(NOW + timedelta(minutes=2)) == 1
    assert "tip-20261130" not in house.live()
    house.brands = [AURORA]
    assert house.series.extend(NOW + timedelta(minutes=3)) == 1
    assert "tip-20261130" in house.live()


def test_a_post_that_the_platform_would_refuse_is_refused_once_and_nothing_is_written(house: House) -> None:
    with pytest.raises(SeriesRefused) as refused:
        house.put(series(rule="FREQ=DAILY", variants=said("a" * 25_001)))
    assert [one for one in refused.value.reasons if "25001 of 25000" in one] == list(refused.value.reasons)
    with pytest.raises(NoSeries):
        house.series.show(AURORA, "tip", NOW)
    assert house.stands() == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"variants": [{"channel": "myspace", "text": "a"}]}, "has no channel 'myspace'"),
        ({"rule": "FREQ=DAILY;COUNT=1", "start": "2026-01-01 09:00"}, "does not come any more"),
        ({"rule": "FREQ=DAILY;BYHOUR=9,10,11,12,13,14"}, "540 posts in 90 days are too many for one series"),
    ],
)
def test_a_series_that_cannot_be_planned_is_refused_with_the_reason(
    house: House, fields: dict[str, Any], reason: str
) -> None:
    with pytest.raises(SeriesRefused, match=reason):
        house.put(series(**fields))


def test_a_series_that_first_comes_after_the_ninety_days_is_checked_all_the_same(house: House) -> None:
    yearly = {"rule": "FREQ=YEARLY", "start": "2027-08-01 09:00"}
    assert house.put(series(**yearly)).coming == ()
    with pytest.raises(SeriesRefused, match="25001 of 25000"):
        house.put(series(**yearly, variants=said("a" * 25_001)))


def test_a_series_whose_channel_is_gone_is_told_once_and_holds_up_no_other(house: House) -> None:
    one = {"channel": "y", "text": "Gone soon."}
    channels = [{"id": name, "platform": "x", "account_id": name} for name in ("x", "y")]
    house.brands = [brand(channels=channels)]
    house.put(series(series_id="gone", variants=[one]))
    house.put(series())
    house.brands = [AURORA]
    assert house.series.extend(NOW + 8 * DAY) == 1
    assert house.series.extend(NOW + 8 * DAY) == 0
    assert [alert.kind for alert in house.alerts] == [AlertKind.SERIES_STOPPED]
    assert house.alerts[0].facts["series"] == "gone"
    shown = house.series.show(AURORA, "gone", NOW)
    assert (shown.coming, len(shown.refused)) == ((), 1)


def test_only_the_version_that_was_read_is_replaced_or_removed(house: House) -> None:
    first = house.put(series(), if_version=0)
    assert house.put(series(variants=said("Better words.")), if_version=first.version).version == 2
    with pytest.raises(SeriesChanged):
        house.put(series(), if_version=first.version)
    with pytest.raises(SeriesChanged):
        house.series.remove(AURORA, "tip", NOW, if_version=first.version)
    assert len(house.live()) == 13


def test_a_put_that_died_half_way_is_completed_by_the_extension(house: House) -> None:
    found = house.put(series(), dry_run=True)
    house.series.records.put(series(), 0, NOW)
    assert house.series.extend(NOW) == len(found.coming) == len(house.live())


def test_a_plan_of_a_series_never_writes_over_what_stands_by_itself(house: House) -> None:
    house.row(post="tip-20261130", when="2026-11-30 10:00", text="Mine.")
    found = house.put(series())
    assert fates(found)["tip-20261130"] == "apart"
    (mine,) = house.ledger.of_post("aurora", "tip-20261130")
    late = mine.model_copy(update={"series": "tip", "wall_time": "2026-11-30 09:30"})
    assert house.ledger.plan(late, NOW) == "unchanged"
    assert house.text("tip-20261130") == "Mine."


def test_every_brand_is_extended(house: House) -> None:
    other = Brand.model_validate(AURORA.model_dump(mode="json") | {"id": "borea"})
    house.brands = [AURORA, other]
    house.put(series())
    house.series.put(other, series(brand_id="borea"), NOW)
    assert house.series.extend(NOW + 8 * DAY) == 2


def test_each_occurrence_is_planned_by_whoever_wrote_the_series_last(table: Table) -> None:
    house = House(table)
    house.put(series(planned_by="ada"))
    house.put(series(planned_by="ben"))
    assert {one.planned_by for one in house.stands()} == {"ada"}, "Ben changed nothing"
    house.put(series(planned_by="ben", rule="FREQ=DAILY"))
    house.series.extend(NOW + DAY)
    assert {one.planned_by for one in house.stands()} == {"ada", "ben"}

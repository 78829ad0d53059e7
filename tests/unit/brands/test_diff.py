"""What a new brand file would change."""

from portavoce.brands.diff import Change, changes
from portavoce.brands.model import People
from tests.aurora import aurora

AURORA = aurora(people={"alerts": ["ada@aurora.example", "bo@aurora.example"]})


def test_the_same_brand_changes_nothing() -> None:
    assert changes(AURORA, AURORA) == []


def test_a_changed_field_is_shown_with_both_values() -> None:
    new = AURORA.model_copy(update={"late_minutes": 30, "people": People(alerts=("ada@aurora.example",))})
    assert changes(AURORA, new) == [
        Change(field="people.alerts", before="ada@aurora.example, bo@aurora.example", after="ada@aurora.example"),
        Change(field="late_minutes", before="15", after="30"),
    ]


def test_channels_are_matched_by_id_whatever_their_order() -> None:
    turned = AURORA.model_copy(update={"channels": AURORA.channels[::-1]})
    assert changes(AURORA, turned) == []
    fewer = AURORA.model_copy(update={"channels": AURORA.channels[:1]})
    assert {one.field for one in changes(AURORA, fewer)} == {
        "channels[x].id",
        "channels[x].platform",
        "channels[x].account_id",
        "channels[x].posts_per_week",
    }


def test_a_new_brand_shows_all_that_it_brings() -> None:
    found = {one.field: one for one in changes(None, AURORA)}
    assert found["channels[x].account_id"] == Change(field="channels[x].account_id", before=None, after="2002")
    assert all(one.before is None for one in found.values())

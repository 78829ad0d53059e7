"""What a new brand file would change."""

from portavoce.brands.diff import FieldChange, changes
from portavoce.brands.model import People
from tests.aurora import aurora

AURORA = aurora(people={"alerts": ["ada@aurora.example", "bo@aurora.example"]})


def test_the_same_brand_changes_nothing() -> None:
    assert changes(AURORA, AURORA) == []


def test_a_changed_field_is_shown_with_both_values() -> None:
    new = AURORA.model_copy(update={"late_minutes": 30, "people": People(alerts=("ada@aurora.example",))})
    assert changes(AURORA, new) == [
        FieldChange(field="people.alerts", before="ada@aurora.example, bo@aurora.example", after="ada@aurora.example"),
        FieldChange(field="late_minutes", before="15", after="30"),
    ]


def test_channels_are_matched_by_id_whatever_their_order() -> None:
    turned = AURORA.model_copy(update={"channels": AURORA.channels[::-1]})
    assert changes(AURORA, turned) == []
    fewer = AURORA.model_copy(update={"channels": AURORA.channels[:1]})
    assert {one.field for one in changes(AURORA, fewer)} == {
        "channels[x].id",
        "channels[x].platform",
        "channels[x].account_id",
    }


def test_a_new_brand_shows_all_that_it_brings() -> None:
    found = {one.field: one for one in changes(None, AURORA)}
    assert found["channels[x].account_id"] == FieldChange(field="channels[x].account_id", before=None, after="2002")
    assert all(one.before is None for one in found.values())


def test_what_is_as_if_it_had_been_left_out_is_not_told_of_what_is_new() -> None:
    rule = {"name": "refunds", "when": {"words": "rimborso"}, "then": ["hide"]}
    assert changes(AURORA, aurora(**{**AURORA.model_dump(mode="json"), "rules": [rule]})) == [
        FieldChange(field="rules[refunds].name", before=None, after="refunds"),
        FieldChange(field="rules[refunds].when.words", before=None, after="rimborso"),
        FieldChange(field="rules[refunds].then.hide", before=None, after="True"),
    ]
    assert "late_minutes" not in {one.field for one in changes(None, AURORA)}


def test_what_goes_back_to_what_it_is_when_left_out_is_told_with_both_values() -> None:
    later = AURORA.model_copy(update={"late_minutes": 30})
    assert changes(later, AURORA) == [FieldChange(field="late_minutes", before="30", after="15")]


def test_rules_are_matched_by_name_and_another_order_is_told_as_such() -> None:
    rules = [{"name": name, "when": {"words": name}, "then": ["hide"]} for name in ("spam", "refunds")]
    document = AURORA.model_dump(mode="json")
    first, turned = (aurora(**{**document, "rules": some}) for some in (rules, rules[::-1]))
    assert changes(first, turned) == [FieldChange(field="rules", before="spam, refunds", after="refunds, spam")]
    assert {one.field.partition("]")[0] for one in changes(first, aurora(**{**document, "rules": rules[1:]}))} == {
        "rules[spam"
    }

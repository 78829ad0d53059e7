"""Rules are tried on what was said before they act, and a rule's day is taken back."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.brands.model import Brand
from portavoce.community.acts.model import ActOrder
from portavoce.community.acts.service.decisions import Actions
from portavoce.community.desk.model import InboxChange
from portavoce.community.model import Action, Priority, StoredInteraction
from portavoce.community.rules.model import RuleTally, UndoneDay
from portavoce.community.rules.service import MOST_AT_ONCE, RuleDesk
from portavoce.platforms.conversation import Deed
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import ADA, AURORA, Platform, acting, delivery, desk, dump

DAY, LATER = NOW.date(), NOW + timedelta(hours=1)
SPAM = {"name": "spam", "when": {"words": "lottery"}, "then": [{"tag": "spam"}, "hide"]}
OFFERS = {"name": "offers", "when": {"words": "lavender"}, "then": {"lead": True, "priority": "high"}}
TALK = {"name": "talk", "when": {"words": "giornata"}, "then": {"assign": "vip@aurora.example"}}
TEXTS = ("We love the lottery", "The lavender is lovely", "Tutto bene", "Buono!", "Che bella giornata")


def brand(*rules: dict[str, Any]) -> Brand:
    return Brand.model_validate(AURORA.model_dump(mode="json") | {"rules": list(rules)})


def rule_desk(actions: Actions) -> RuleDesk:
    return RuleDesk(actions.community, actions.records, actions.acts)


def said(table: Table, platform: Platform, of: Brand, number: int = 5) -> Actions:
    """So many comments, and all that the rules do about them."""
    actions = acting(table, platform, of)
    for n in range(number):
        name = f"c{n:04}"
        text = f"{TEXTS[n % len(TEXTS)]} {n}"
        actions.community.take_in(delivery(text, interaction_id=name, author_id=f"u{n}"), NOW)
        actions.act("facebook", name, tuple(Action), NOW)
    return actions


def rows(actions: Actions, number: int = 5) -> list[StoredInteraction]:
    found = [actions.records.get("facebook", f"c{n:04}") for n in range(number)]
    return [one.row for one in found if one]


def undo_all(at: RuleDesk, of: Brand, rule: str) -> list[UndoneDay]:
    parts = [at.undo_day(of, rule, DAY, "ada", LATER)]
    while parts[-1].remaining:
        parts.append(at.undo_day(of, rule, DAY, "ada", LATER))
    return parts


def test_a_dry_run_counts_what_each_rule_would_do_and_what_would_differ_and_changes_nothing(table: Table) -> None:
    actions = said(table, Platform(), AURORA)
    before = dump(table)
    day = rule_desk(actions).try_day(brand(SPAM, OFFERS, TALK), DAY)
    assert dump(table) == before
    by_rule = {one.rule: one for one in day.rules}
    spam, offers, talk = (by_rule[f"rule.{name}"] for name in ("spam", "offers", "talk"))
    assert (spam.speaks, spam.hides, spam.spoke, spam.hid) == (1, 1, 0, 0)
    assert (offers.leads, talk.assigns) == (1, 1)
    (example,) = spam.examples
    assert (example.comment, example.text) == ("facebook/c0000", "We love the lottery 0")
    assert example.because == "it holds “lottery”"
    assert day.comments == 5
    assert day.more[Action.HIDE] == 1
    assert any("a mail to sales cannot be called back" in one for one in day.irreversible)


@pytest.mark.parametrize("number", [15, pytest.param(1_000, marks=pytest.mark.whole)])
@pytest.mark.takes_long("every comment is taken in, acted upon and taken back")
def test_an_undone_day_leaves_table_and_platform_as_without_the_rules(table: Table, number: int) -> None:
    platform, of = Platform(), brand(SPAM, OFFERS, TALK)
    actions = said(table, platform, of, number)
    at = rule_desk(actions)
    assert len(platform.hidden) == number // 5
    before = dump(table)
    at.try_day(of, DAY)
    told = at.undo_day(of, "spam", DAY, "ada", LATER, dry_run=True)
    assert dump(table) == before
    assert (told.comments, told.shown_again) == (number // 5, number // 5)
    shown = undo_all(at, of, "spam")
    assert sum(one.shown_again for one in shown) == number // 5
    assert len(shown) == -(-(number // 5) // MOST_AT_ONCE)
    (offers,) = {one.irreversible for one in undo_all(at, of, "offers")[:1]}
    assert any("a mail to sales cannot be called back" in one for one in offers)
    undo_all(at, of, "talk")
    assert platform.hidden == []
    assert [one for one in dump(table) if one[0].startswith("LEAD#")] == []
    for row in rows(actions, number):
        assert (row.hidden, row.tags, row.priority) == (False, (), Priority.NORMAL)
        assert row.assignee != "vip@aurora.example"
    after = dump(table)
    assert undo_all(at, of, "spam")[0].shown_again == 0
    assert dump(table) == after


def test_what_was_undone_is_not_done_again_when_its_event_comes_once_more(table: Table) -> None:
    platform, of = Platform(), brand(SPAM, OFFERS)
    actions = said(table, platform, of)
    undo_all(rule_desk(actions), of, "spam")
    undo_all(rule_desk(actions), of, "offers")
    for name in ("c0000", "c0001"):
        actions.act("facebook", name, tuple(Action), NOW)
    assert platform.hidden == []
    assert [one for one in dump(table) if one[0].startswith("LEAD#")] == []


def test_what_a_person_has_seen_to_since_is_left_and_told(table: Table) -> None:
    platform, of = Platform(), brand(SPAM, TALK)
    actions = said(table, platform, of)
    desk(table).change("facebook", "c0004", InboxChange(add_tags=("mine",)), ADA)
    found = undo_all(rule_desk(actions), of, "talk")[0]
    assert (found.left, found.unassigned) == (("facebook/c0004",), 0)
    assert rows(actions)[4].assignee == "vip@aurora.example"


def test_what_another_rule_asks_for_too_is_left(table: Table) -> None:
    again = SPAM | {"name": "again"}
    platform, of = Platform(), brand(SPAM, again)
    actions = said(table, platform, of)
    undo_all(rule_desk(actions), of, "spam")
    assert platform.hidden == ["c0000"]


def tally(actions: Actions, of: Brand, rule: str) -> RuleTally:
    return next(one for one in rule_desk(actions).try_day(of, DAY).rules if one.rule == rule)


def test_what_people_take_back_or_call_something_else_is_shown_beside_the_rule(table: Table) -> None:
    platform, of = Platform(), brand(SPAM, TALK)
    actions = said(table, platform, of, 10)
    assert (tally(actions, of, "rule.spam").hid, tally(actions, of, "rule.spam").corrected) == (2, 0)
    actions.acts.ask("facebook", "c0000", ActOrder(what=Deed.UNHIDE), "ada", LATER)
    desk(table).change("facebook", "c0005", InboxChange(relabel="innocent"), ADA)
    assert (tally(actions, of, "rule.spam").hid, tally(actions, of, "rule.spam").corrected) == (2, 2)
    row = rows(actions, 10)[5]
    assert row.touched and row.touched.what == "called it innocent"

"""A brand's own rules: when each speaks, and what they do together."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.brands.model import Brand
from portavoce.community.model import Action, InboxStatus, Priority, StoredInteraction
from portavoce.platforms.interaction import Verb
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import AURORA, Platform, acting, delivery, listening

HIDE = {"hide": True}


def brand(*rules: dict[str, Any], **triage: Any) -> Brand:
    named = [{"name": f"r{number}", "then": HIDE} | one for number, one in enumerate(rules, 1)]
    document = AURORA.model_dump(mode="json") | {"rules": named}
    return Brand.model_validate(document | {"triage": document["triage"] | triage})


def hears(table: Table, text: str, *rules: dict[str, Any], **given: Any) -> StoredInteraction:
    row = listening(table, brand=brand(*rules)).take_in(delivery(text, **given), NOW)
    assert row is not None
    return row


def names(row: StoredInteraction) -> list[str]:
    return [one.rule for one in row.decision.matches]


@pytest.mark.parametrize(
    ("when", "speaks", "silent"),
    [
        ({"words": "Casinò Royal"}, ["al CASINO royal!", "casino   royal"], ["casinos royal", "royal casino"]),
        ({"words": "tifos*"}, ["siamo tifosi"], ["antitifosi"]),
        ({"words": "lottery"}, ["win the l0ttery", "l o t t e r y now", "lottteryyy"], ["pottery", "slottery"]),
        ({"words": "كازينو"}, ["جرب الكازينو اليوم", "كـــازينو", "وكازينو"], ["كازينوهات"]),
        ({"phrases": "free gift"}, ["a FREE gift!"], ["free the gift", "free. gift"]),
        ({"words": "🤮"}, ["the soup 🤮"], ["the soup 😋"]),
        ({"regex": r"\border \d{6}\b"}, ["My Order 123456 is late"], ["order 12345"]),
        ({"links": "any"}, ["see https://a.example/x"], ["see a.b"]),
        ({"links": "foreign"}, ["see https://a.test/x"], ["see https://www.aurora.example/x"]),
        ({"links": "own"}, ["see https://www.aurora.example/x"], ["see https://a.test/x"]),
        ({"domains": "Bad.test"}, ["http://www.bad.test/1"], ["http://notbad.test/1"]),
        ({"contact": "email"}, ["scrivi a ana.b@mail.example"], ["scrivi a @ana"]),
        ({"contact": "phone"}, ["call +39 06 1234 5678"], ["in 2026, table 12, 3.50 euro"]),
        ({"language": "ar"}, ["القهوة هنا جيدة جدا"], ["the coffee is very good"]),
        ({"sentiment": "negative"}, ["It was horrible, the worst coffee of my life"], ["I love it, wonderful place"]),
        ({"intent": "complaint"}, ["My order never arrived, I want a refund"], ["What a lovely day"]),
        ({"intent": "purchase"}, ["How much is it?"], ["What a lovely day"]),
        ({"intent": "insult"}, ["you idiots"], ["What a lovely day"]),
        ({"directed": True}, ["your staff is slow"], ["the weather is slow"]),
        ({"directed": False}, ["the weather is slow"], ["your staff is slow"]),
    ],
)
def test_a_condition_on_words_speaks_where_it_should_and_nowhere_else(
    table: Table, when: dict[str, Any], speaks: list[str], silent: list[str]
) -> None:
    said = {text: names(hears(table, text, {"when": when}, interaction_id=text)) for text in speaks + silent}
    assert said == {text: ["r1"] if text in speaks else [] for text in speaks + silent}


@pytest.mark.parametrize(
    ("when", "speaks", "silent"),
    [
        ({"platform": "facebook"}, {}, None),
        ({"kind": ["message", "review"]}, {"kind": "review"}, {"kind": "comment"}),
        ({"post": "1001_7"}, {"post_id": "1001_7"}, {"post_id": "1001_8"}),
        ({"campaign": "c9"}, {"campaign_id": "c9"}, {"campaign_id": "c8"}),
        ({"language": "pt"}, {"language": "pt-BR"}, {"language": "it"}),
        ({"hour": "09:00-10:30"}, {}, {"occurred_at": NOW}),
        ({"hour": "22:00-10:30"}, {}, {"occurred_at": NOW}),
    ],
)
def test_a_condition_on_what_is_around_the_words(
    table: Table, when: dict[str, Any], speaks: dict[str, Any], silent: dict[str, Any] | None
) -> None:
    assert names(hears(table, "Ciao", {"when": when}, **speaks)) == ["r1"]
    if silent is not None:
        assert names(hears(table, "Ciao", {"when": when}, interaction_id="c2", **silent)) == []


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({"words": "a", "phrases": "b"}, "a b"),
        ({"all": [{"words": "a"}, {"words": "b"}]}, "b a"),
        ({"any": [{"words": "a"}, {"words": "b"}]}, "b"),
        ({"words": ["a", "b"]}, "b"),
        ({"not": {"words": "a"}}, "b"),
        ({"words": "a", "not": {"any": [{"words": "b"}, {"words": "c"}]}}, "a"),
        ({"any": [{"not": {"words": "a"}}, {"words": "b"}]}, "a b"),
    ],
)
def test_conditions_are_joined_by_all_any_and_not(table: Table, when: dict[str, Any], holds: str) -> None:
    assert names(hears(table, holds, {"when": when})) == ["r1"]


@pytest.mark.parametrize(
    ("when", "fails"),
    [
        ({"words": "a", "phrases": "b"}, "a"),
        ({"all": [{"words": "a"}, {"words": "b"}]}, "b"),
        ({"any": [{"words": "a"}, {"words": "b"}]}, "c"),
        ({"not": {"words": "a"}}, "a"),
        ({"words": "a", "not": {"any": [{"words": "b"}, {"words": "c"}]}}, "a c"),
        ({"any": [{"not": {"words": "a"}}, {"words": "b"}]}, "a"),
    ],
)
def test_what_is_joined_is_silent_where_it_does_not_hold(table: Table, when: dict[str, Any], fails: str) -> None:
    assert names(hears(table, fails, {"when": when})) == []


def test_an_authors_past_is_read_only_where_a_rule_asks(table: Table) -> None:
    stranger = {"when": {"author": {"known": False}}}
    assert names(hears(table, "Ciao", stranger)) == ["r1"]
    assert names(hears(table, "Ancora", stranger, interaction_id="c2", after_seconds=9)) == []
    listening(table).take_in(delivery(verb=Verb.HIDDEN, after_seconds=20), NOW)
    hidden = {"when": {"author": {"hidden": 1}}}
    assert names(hears(table, "Di nuovo", hidden, interaction_id="c3", after_seconds=30)) == ["r1"]
    assert names(hears(table, "Ciao", hidden, interaction_id="c4", author_id="u1", after_seconds=30)) == []


def test_allow_goes_before_whatever_hides_and_leaves_the_rest(table: Table) -> None:
    row = hears(
        table,
        "You idiots! How much is it? casino",
        {"when": {"words": "casino"}, "priority": 9},
        {"when": {"words": "idiots"}, "then": {"allow": True}, "priority": -9},
    )
    assert names(row) == ["r1", "r2"]
    assert Action.HIDE not in row.decision.actions
    assert Action.LEAD in row.decision.actions


def test_of_rules_that_want_different_things_the_first_by_priority_has_its_way_and_tags_add_up(table: Table) -> None:
    row = hears(
        table,
        "refund",
        {"when": {"words": "refund"}, "then": {"tag": "late", "assign": "b@a.example", "priority": "low"}},
        {"when": {"words": "refund"}, "then": {"assign": "c@a.example", "saved_answer": "sorry"}, "priority": 1},
        {"when": {"words": "refund"}, "then": {"tag": "money", "saved_answer": "other", "crisis": True}},
    )
    assert names(row) == ["r2", "r1", "r3"]
    found = row.decision
    assert (found.assign_to, found.saved_answer, found.crisis) == ("c@a.example", "sorry", True)
    assert (row.tags, row.priority) == (("late", "money"), Priority.LOW)
    assert "the rule r2 says so: it holds “refund”" in found.reason
    assert found.rules[:3] == ("rule.r2", "rule.r1", "rule.r3")


def test_what_is_hidden_is_neither_assigned_nor_sold_unless_the_rule_that_hides_it_says_so(table: Table) -> None:
    lead = {"when": {"words": "offer"}, "then": {"lead": True}}
    assert hears(table, "offer casino", lead, {"when": {"words": "casino"}}).decision.actions == (Action.HIDE,)
    both = {"when": {"words": "casino"}, "then": {"hide": True, "assign": "b@a.example"}}
    row = hears(table, "offer casino", lead, both, interaction_id="c2")
    assert row.decision.actions == (Action.HIDE, Action.ASSIGN)


def test_what_cannot_be_hidden_is_not_asked_to_be(table: Table) -> None:
    row = hears(table, "casino", {"when": {"words": "casino"}}, kind="message")
    assert (names(row), Action.HIDE in row.decision.actions) == (["r1"], False)


def act(table: Table, text: str, then: dict[str, Any]) -> tuple[Platform, StoredInteraction]:
    platform = Platform()
    actions = acting(table, platform, brand({"when": {"words": "x"}, "then": then}))
    actions.community.take_in(delivery(text), NOW)
    actions.act("facebook", "c1", tuple(Action), NOW)
    standing = actions.records.get("facebook", "c1")
    assert standing
    return platform, standing.row


def test_a_rule_hides_for_a_time_and_its_end_is_known(table: Table) -> None:
    platform, row = act(table, "x", {"hide_for": "24h"})
    assert platform.hidden == ["c1"]
    assert [one.until for one in row.acts] == [NOW + timedelta(hours=24)]


def test_a_rule_assigns_to_whom_it_names(table: Table) -> None:
    _, row = act(table, "x", {"assign": "vip@aurora.example"})
    assert (row.assignee, row.status) == ("vip@aurora.example", InboxStatus.ASSIGNED)


def test_what_is_escalated_is_urgent_and_goes_to_who_is_alerted(table: Table) -> None:
    _, row = act(table, "x", {"escalate": True, "assign": "vip@aurora.example"})
    assert (row.assignee, row.priority) == ("ops@aurora.example", Priority.URGENT)


def test_the_longest_text_against_the_worst_expression_takes_no_time(table: Table) -> None:
    row = hears(table, "a" * 25_000 + "!", {"when": {"regex": "(a|aa)*(a|aa)*(a|aa)*$b"}})
    assert names(row) == []

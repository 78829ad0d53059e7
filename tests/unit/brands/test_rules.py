"""A brand's rules: read as written, or refused with the rule's name, the key and what may stand there."""

import pytest

from infra.assembly import ROOT
from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.rules.keys import THEN, WHEN
from portavoce.brands.rules.model import ACTION_KEYS, CONDITION_KEYS, Rule
from portavoce.brands.rules.page import rules_page
from portavoce.platforms.manifest import PlatformNames

GOOD = """\
id: aurora
name: Aurora Coffee
zone: Europe/Rome
language: it
channels:
  - {id: x, platform: x, account_id: "2002"}
people:
  alerts: [ada@aurora.example]
"""


def rules(*written: str) -> tuple[Rule, ...]:
    text = GOOD + "rules:\n" + "".join(f"  - {one}\n" for one in written)
    return read_brand(text.encode(), "aurora.yaml", PlatformNames(("x",), ())).rules


def refused(written: str) -> str:
    with pytest.raises(BrandFileRefused) as found:
        rules(written)
    (problem,) = found.value.problems
    return str(problem).removeprefix("aurora.yaml:")


def test_what_stands_alone_and_what_stands_in_lists_is_the_same_rule() -> None:
    short, long = rules(
        "{name: a, when: {words: casino}, then: hide}",
        "{name: b, when: {words: [casino]}, then: {hide: true}}",
    )
    assert (short.when, short.then) == (long.when, long.then)
    (mixed,) = rules("{name: c, when: {words: refund}, then: [escalate, {tag: Refund}, {hide_for: 24h}]}")
    assert (mixed.then.escalate, mixed.then.tag, mixed.then.hide_for) == (True, ("refund",), 24 * 60)


@pytest.mark.parametrize("never", ["delete", "block", "report"])
@pytest.mark.parametrize("written", ["{}", "[hide, {}]", "{{ {}: true }}", "[{{ {}: true }}]"])
def test_what_cannot_be_taken_back_is_never_a_rules(never: str, written: str) -> None:
    said = refused(f"{{name: storm, when: {{words: x}}, then: {written.format(never)}}}")
    assert said.startswith("10:")
    assert f"rules.storm.then: {never} is never a rule's: " in said


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "{name: r, when: {wrds: x}, then: hide}",
            "rules.r.when.wrds: unknown field; did you mean words? allowed: all",
        ),
        ("{name: r, when: {}, then: hide}", "rules.r.when: says nothing: give at least one of all, any, not, words"),
        (
            "{name: r, when: {not: {kind: letter}}, then: hide}",
            "rules.r.when.not.kind[0]: 'letter' should be 'reply', 'comment'",
        ),
        ("{name: r, when: {not: {knd: x}}, then: hide}", "rules.r.when.not.knd: unknown field; did you mean kind?"),
        ("{name: r, when: {links: mine}, then: hide}", "rules.r.when.links: 'mine' is not one of them; allowed: 'any'"),
        ("{name: r, when: {hour: 9-5}, then: hide}", "rules.r.when.hour[0]: '9' is not a time of day such as 09:30"),
        ("{name: r, when: {words: '!!'}, then: hide}", "rules.r.when.words[0]: '!!' has no letter, digit or emoji"),
        ("{name: r, when: {words: x}, then: assign}", "rules.r.then: 'assign' does not stand alone"),
        ("{name: r, when: {words: x}, then: {}}", "rules.r.then: does nothing: give at least one of allow, hide"),
        ("{name: r, when: {words: x}, then: [allow, hide]}", "rules.r.then: says allow and hide at once"),
        ("{name: r, when: {words: x}, then: {hide: maybe}}", "rules.r.then.hide: 'maybe' is neither true nor false"),
        ("{name: r, when: {author: {}}, then: hide}", "rules.r.when.author: says nothing of the author"),
        ("{name: R!, when: {words: x}, then: hide}", "rules.R!.name: 'R!' should be an id"),
    ],
)
def test_a_mistake_is_told_with_the_rule_the_key_and_what_may_stand_there(written: str, told: str) -> None:
    assert told in refused(written)


def test_the_page_in_docs_says_every_key_and_its_examples_are_rules() -> None:
    page = rules_page()
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == page, "python -c 'print(rules_page(), end=\"\")'"
    assert {key.partition(".")[0] for key, _, _ in WHEN} == set(CONDITION_KEYS)
    assert {key for key, _, _ in THEN} == set(ACTION_KEYS)
    written = page.partition("```yaml\n")[2].partition("```")[0]
    found = read_brand((GOOD + written).encode(), "aurora.yaml", PlatformNames(("x",), ())).rules
    assert [one.name for one in found] == ["lotteries", "refunds", "suppliers"]


def test_a_name_stands_once() -> None:
    with pytest.raises(BrandFileRefused, match=r"rules\.a\.name: a stands already in entry \[0\]"):
        rules("{name: a, when: {words: x}, then: hide}", "{name: a, when: {words: y}, then: hide}")


@pytest.mark.parametrize("pattern", [r"(a)\1", "a(?=b)", "(?<!a)b", "(", "a{1001}", "((a{1000}){1000}){1000}"])
def test_an_expression_that_cannot_be_searched_in_bounded_time_is_refused_by_the_rules_name(pattern: str) -> None:
    assert "rules.r.when.regex[0]: " in (said := refused(f"{{name: r, when: {{regex: '{pattern}'}}, then: hide}}"))
    assert "cannot be searched in bounded time" in said


def test_conditions_stand_six_deep_at_most() -> None:
    inner = "{words: x}"
    for _ in range(5):
        inner = f"{{not: {inner}}}"
    assert rules(f"{{name: deep, when: {inner}, then: hide}}")
    assert "more than 6 deep" in refused(f"{{name: deeper, when: {{not: {inner}}}, then: hide}}")


def test_a_rule_comes_back_from_the_table_as_it_was_put() -> None:
    (rule,) = rules("{name: a, when: {not: {any: [{words: x}, {hour: 22:00-07:00}]}}, then: {hide_for: 2h}}")
    assert Rule.model_validate(rule.model_dump(mode="json")) == rule

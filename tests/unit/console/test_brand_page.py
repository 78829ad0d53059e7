"""The page of the brand's file: all that it may say, in the reader's language, to whom it is for."""

import re
from typing import get_args

import pytest

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import GoalMetric
from portavoce.console.texts import LANGUAGES
from portavoce.measuring.figures.definitions import DEFINITIONS
from portavoce.people.model import Role
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.console import sign_in
from tests.english import ENGLISH
from tests.stage import MORNING

FULL = DOCUMENT | {
    "goals": [{"metric": "audience_growth", "target": 150, "by": "2027-06-30"}],
    "approval": "internal",
    "quiet_hours": {"from": "22:00", "to": "08:00"},
    "blackouts": [{"from": "2027-08-10", "to": "2027-08-20", "reason": "Ferragosto"}],
    "holidays": [{"date": "2027-12-25", "name": "Natale"}],
    "audiences": [{"name": "Vicini", "countries": ["IT"], "languages": ["it"], "ages": "25-44"}],
    "pillars": [{"id": "craft", "title": "Mestiere", "share": 40}],
    "inbox": {"answer_within": {"comment": "4h", "message": "1m"}, "business_hours": {"mon": "09:00-13:00"}},
    "triage": {"hide_keywords": ["truffa"], "hide_links": False},
    "crisis": {"policy": "apply", "words": ["aflatossina"]},
    "rules": [
        {
            "name": "refunds",
            "when": {"any": [{"words": ["rimborso", "resi"]}, {"regex": "ordine \\d{6}"}], "not": {"links": "own"}},
            "then": {"hide_for": "24h", "assign": "care@aurora.example", "tag": "resi", "priority": "high"},
            "priority": 10,
        },
        {
            "name": "altrove",
            "when": {"domains": "altrove.example", "hour": "22:00-07:00", "language": "it", "directed": True},
            "then": ["hide", "crisis"],
        },
    ],
    "channels": [
        {
            "id": "x",
            "platform": "x",
            "account_id": "2",
            "posts_per_week": 3,
            "slots": ["mon 09:00"],
            "track_links": False,
        }
    ],
    "links": {"track": True, "domain": "go.aurora.example"},
    "visits": {"sites": ["https://shop.aurora.example"], "currency": "EUR"},
    "analytics": [{"id": "shop", "platform": "ga4", "account_id": "123456789"}],
    "ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_1"}],
    "budgets": [
        {"id": "novembre", "ad_account": "meta", "campaign_id": "120200000000000000", "amount_minor": 100_000}
        | {"currency": "EUR", "thresholds": [80], "brake": "propose"}
    ],
    "returns": {
        "margin_percent": 60,
        "currency": "EUR",
        "costs": [{"kind": "labour", "name": "Montaggio", "monthly_minor": 40_000}],
    },
    "accounting": {"currency": "EUR", "rates": {"USD": "0.92"}},
}
UNITS = {"percent": "%", "of money": "EUR", "times the spend": "×"}


def test_the_brand_shows_addresses_to_whoever_manages_people_alone(stage: Table) -> None:
    told = DOCUMENT | {"tone_of_voice": "Caldo, <i>breve</i>", "audiences": [{"name": "Studenti"}]}
    brands().put(Brand.model_validate(told), MORNING)
    owner, analyst = sign_in(Role.OWNER), sign_in(Role.ANALYST, email="bea@aurora.example")
    text = analyst.get("/aurora/brand").main
    assert "Caldo, &lt;i&gt;breve&lt;/i&gt;" in text
    assert "Studenti" in text
    assert "sales@aurora.example" not in text
    assert "sales@aurora.example" in owner.get("/aurora/brand").main


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_brands_file_may_say_is_shown(stage: Table, language: str) -> None:
    brands().put(Brand.model_validate(FULL), MORNING)
    text = sign_in(Role.OWNER, language=language).get("/aurora/brand").main
    for said in (
        *("22:00–08:00", "Ferragosto", "Natale", "240", "truffa", "09:00", "09:00-13:00", "40 %", "25-44"),
        *("rimborso", "\\d{6}", "altrove.example", "22:00-07:00", "care@aurora.example", "resi", "aflatossina"),
        *("go.aurora.example", "utm_source={platform}", "https://shop.aurora.example", "123456789", "Novembre"),
        *("80", "120200000000000000", "Montaggio", "60 %", "1 USD ="),
    ):
        assert said in text, said
    assert language == "en" or ENGLISH.search(re.sub(r"<code>.*?</code>|<[^>]*>", " ", text)) is None


def test_a_rule_is_told_with_what_it_asks_and_what_it_does(stage: Table) -> None:
    brands().put(Brand.model_validate(FULL), MORNING)
    shown = re.sub(r"<[^>]*>", " ", sign_in(Role.OWNER).get("/aurora/brand").main)
    text = re.sub(r"\s+([:,])", r"\1", re.sub(r"\s+", " ", shown))
    for said in (
        "refunds priority 10 When a comment one of this holds: has one of these words: rimborso, resi",
        "this does not hold: links: to the brand&#39;s own sites",
        "it is hidden for: 1 day",
        "its urgency is: high",
    ):
        assert said in text, text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("metric", get_args(GoalMetric))
def test_a_goal_on_any_figure_has_a_name_and_its_unit_on_each_page(stage: Table, language: str, metric: str) -> None:
    goal = {"metric": metric, "target": "4.5", "by": "2027-06-30"}
    brands().put(Brand.model_validate(FULL | {"goals": [goal]}), MORNING)
    unit = next((sign for words, sign in UNITS.items() if DEFINITIONS[metric].unit.startswith(words)), "")
    reader = sign_in(Role.OWNER, language=language)
    for page in ("/aurora/brand", "/aurora/today/week"):
        found = reader.get(page)
        number = "4,5" if language == "it" else "4.5"
        assert (found.status, f"{number} {unit}".strip() in found.main) == (200, True), page


def test_money_in_the_brands_file_is_for_whoever_reads_money(stage: Table) -> None:
    brands().put(Brand.model_validate(FULL), MORNING)
    writer = sign_in(Role.CONTENT, email="leo@aurora.example").get("/aurora/brand").main
    assert "Montaggio" not in writer
    assert "€1,000.00" not in writer
    assert "€1,000.00" in sign_in(Role.ANALYST, email="bea@aurora.example").get("/aurora/brand").main


def test_goals_on_what_ads_cost_are_for_whoever_reads_money(stage: Table) -> None:
    goals = [{"metric": metric, "target": 7, "by": "2027-06-30"} for metric in ("cost_per_lead", "leads")]
    brands().put(Brand.model_validate(FULL | {"goals": goals}), MORNING)
    writer = sign_in(Role.CONTENT, email="leo@aurora.example").get("/aurora/brand").main
    assert ("Ad spend by leads" in writer, "Leads: 7" in writer) == (False, True)
    assert "Ad spend by leads" in sign_in(Role.ANALYST, email="bea@aurora.example").get("/aurora/brand").main

"""Figures of visits: one source alone, and only of what the brand's posts and ads led to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from portavoce.brands.visits.model import ReturnRules, VisitRules
from portavoce.measuring.visit_figures import choose_source, figures_of_landing
from portavoce.visits.model import VisitDay
from tests.aurora import AURORA, NOW

DAY = date(2026, 11, 20)


def day(**given: Any) -> VisitDay:
    made: dict[str, Any] = {"day": DAY, "source": "own", "key": "k", "visits": 10, "as_of": NOW, "platform": "x"}
    return VisitDay(**made | given)


def test_sources_are_never_added_up_and_our_own_count_is_taken_first() -> None:
    ga4, own, alone = day(source="ga4", visits=90), day(), day(platform=None, visits=500)
    assert choose_source([ga4, own, alone]) == [own]
    assert choose_source([ga4, alone]) == [ga4]
    assert choose_source([alone]) == []


def test_what_a_source_does_not_tell_is_unknown_and_no_nought() -> None:
    told = {(one.by, one.of, one.name): one for one in figures_of_landing(AURORA, [day(source="umami", bounced=4)])}
    assert told[None, None, "bounce_rate"].value == Decimal("40.00")
    assert told[None, None, "conversions"].unavailable_reason == "umami does not tell it"
    assert told["channel", "x", "visits"].value == 10
    assert told["channel", "facebook", "visits"].unavailable_reason == "no visits are counted"


def test_without_visits_each_figure_says_why() -> None:
    assert {one.unavailable_reason for one in figures_of_landing(AURORA, [])} == {"no visits are counted"}


@pytest.mark.parametrize("text", ["https://Shop.Aurora.example/", "https://shop.aurora.example:443"])
def test_a_site_is_its_origin_as_a_browser_sends_it(text: str) -> None:
    assert VisitRules(sites=(text,)).sites == ("https://shop.aurora.example",)


@pytest.mark.parametrize(
    "text",
    ["shop.example", "http://shop.example", "https://shop.example/menu", "https://a@shop.example", "https://", "*"],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="is not the origin of a site"):
        VisitRules(sites=(text,))


def test_costs_without_a_currency_are_refused() -> None:
    with pytest.raises(ValidationError, match="need returns"):
        ReturnRules.model_validate({"costs": [{"kind": "labour", "name": "Texts", "monthly_minor": 1}]})

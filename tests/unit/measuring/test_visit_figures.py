"""Figures of visits: one source alone, and only of what the brand's posts and ads led to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from portavoce.brands.visits.model import ReturnRules, VisitRules
from portavoce.measuring.figures.visits import choose_source, figures_of_landing
from portavoce.visits.model import VisitDay
from tests.aurora import AURORA, DOCUMENT, NOW, aurora

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


def test_a_channel_that_nobody_came_from_has_none_where_its_source_counts_others() -> None:
    days = [day(bounced=4, converted=1, conversions=2, confirmed_minor=900, currency="EUR")]
    told = {one.name: one for one in figures_of_landing(AURORA, days) if one.of == "facebook"}
    assert {name: told[name].value for name in ("visits", "conversions", "confirmed_value")} == {
        "visits": 0,
        "conversions": 0,
        "confirmed_value": 0,
    }
    assert told["bounce_rate"].unavailable_reason == "nobody has come"
    imported = {one.name: one for one in figures_of_landing(AURORA, [day(source="umami")]) if one.of == "facebook"}
    assert imported["visits"].value == 0
    assert imported["conversions"].unavailable_reason == "umami does not tell it"


def test_of_two_channels_on_a_platform_nobody_knows_which_a_visit_came_from_that_names_none() -> None:
    channels = [{"id": "shop", "platform": "x", "account_id": "3003"}, *DOCUMENT["channels"]]
    told = {one.of: one for one in figures_of_landing(aurora(channels=channels), [day()]) if one.name == "visits"}
    assert {of: told[of].value for of in (None, "shop", "x", "facebook")} == {
        None: 10,
        "shop": None,
        "x": None,
        "facebook": 0,
    }


def test_without_visits_each_figure_says_why() -> None:
    told = {one.name: one.unavailable_reason for one in figures_of_landing(AURORA, [])}
    assert told.pop("confirmed_value") == "no value is confirmed"
    assert {*told.values()} == {"no visits are counted"}


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

"""A goal stands on a number that the product can give; an address and an ad account are what they are however they are
written."""

from collections.abc import Sequence
from typing import Any, get_args

import pytest

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import GoalMetric
from portavoce.measuring.figures.definitions import DEFINITIONS
from tests.aurora import aurora


def test_every_metric_that_a_goal_may_name_is_a_figure_with_a_definition() -> None:
    assert set(get_args(GoalMetric)) <= DEFINITIONS.keys()


@pytest.mark.parametrize(
    "address",
    [
        "josé@aurora.example",
        "ada@aurora.example,",
        "ada@aurora.example;ugo@aurora.example",
        "ada\u200b@aurora.example",
        ".ada@aurora.example",
        "ada..b@aurora.example",
        "Ada <ada@aurora.example>",
        "ada@aurora",
        "ada@-aurora.example",
        "ada@192.0.2.7",
        "ada@aurora.example@firm.example",
    ],
)
def test_an_address_that_the_mail_service_refuses_is_refused_when_the_brand_is_applied(address: str) -> None:
    with pytest.raises(ValueError, match="should be an e-mail address"):
        aurora(people={"alerts": [address]})


def test_a_domain_that_is_not_ascii_is_kept_as_the_mail_service_takes_it() -> None:
    assert aurora(people={"alerts": ["info@caffè.example"]}).people.alerts == ("info@xn--caff-8oa.example",)


def test_more_people_than_one_message_has_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 50"):
        aurora(people={"alerts": [f"p{number}@aurora.example" for number in range(51)]})


def _with_ads(*accounts: dict[str, Any], budgets: Sequence[dict[str, Any]] = ()) -> Brand:
    return aurora(ad_accounts=list(accounts), budgets=list(budgets))


def test_an_x_ad_account_and_its_campaigns_are_the_same_in_capitals() -> None:
    campaigns = [{"id": "8WKU2", "campaign": "autumn"}]
    budget = {"id": "one", "ad_account": "x", "campaign_id": "8WKU2", "amount_minor": 100, "currency": "EUR"}
    account = {"id": "x", "platform": "x_ads", "account_id": "18CE54D4X5T", "campaigns": campaigns}
    brand = _with_ads(account, budgets=[budget])
    assert brand.ad_accounts[0].account_id == "18ce54d4x5t"
    assert (brand.ad_accounts[0].campaigns[0].id, brand.budgets[0].campaign_id) == ("8wku2", "8wku2")
    with pytest.raises(ValueError, match="stands already in entry"):
        _with_ads(account, account | {"id": "again", "account_id": "18ce54d4X5t"})
    with pytest.raises(ValueError, match="x 8wku2 stands already in entry"):
        _with_ads(account, budgets=[budget, budget | {"id": "two", "campaign_id": "8wku2"}])
    with pytest.raises(ValueError, match="8wku2 stands twice"):
        _with_ads(account | {"campaigns": [*campaigns, {"id": "8wku2", "campaign": "spring"}]})


def test_a_meta_ad_account_is_the_same_with_and_without_its_act() -> None:
    account = {"id": "meta", "platform": "meta_ads", "account_id": "77"}
    assert _with_ads(account).ad_accounts[0].account_id == "act_77"
    with pytest.raises(ValueError, match="stands already in entry"):
        _with_ads(account, account | {"id": "again", "account_id": "act_77"})

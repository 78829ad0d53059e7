"""A goal stands on a number that the product can give."""

from typing import get_args

import pytest

from portavoce.brands.strategy.model import GoalMetric
from portavoce.measuring.definitions import DEFINITIONS
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

"""What a lead came from: the ad that the brand's file knows, or the post of ours that it is under."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from portavoce.brands.model import Brand
from portavoce.community.history import lift
from portavoce.community.model import LeadPlace, PlacedLeads, StoredInteraction, list_places, name_place
from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.publishing.model import Content
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.lead_places import find_place
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.bench.meter import Meter
from tests.community import delivery
from tests.leads import add_lead
from tests.measuring import publication
from tests.stage import MORNING, stage_in_memory

FOR = LeadPlace(post_id="launch", campaign="autumn", product="beans")
CAMPAIGNS = [{"id": "120", "campaign": "autumn", "product": "beans"}, {"id": "121", "channel": "x"}]
ACCOUNTS = [{"id": "meta", "platform": "meta_ads", "account_id": "act_1", "campaigns": CAMPAIGNS}]
PRODUCTS = [{"id": "beans", "title": "Beans"}]


@pytest.fixture(autouse=True)
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    for _ in stage_in_memory(table, monkeypatch):
        brands().put(Brand.model_validate(DOCUMENT | {"ad_accounts": ACCOUNTS, "products": PRODUCTS}), MORNING)
        yield table


def heard(**given: Any) -> StoredInteraction:
    said = delivery("Quanto costa?", Verb.ADDED).model_copy(
        update={"occurred_at": MORNING, "post_id": "facebook-launch", "campaign_id": None} | given
    )
    return lift(said, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=MORNING)


@pytest.mark.parametrize("days", [1, 20, 80])
def test_a_lead_under_a_post_of_ours_came_from_what_that_is_for(table: Table, days: int) -> None:
    content = Content(text="Buongiorno", campaign="autumn", product="beans")
    post = publication("launch", "facebook", MORNING - timedelta(days=days))
    PublicationRecords(table).add(post.model_copy(update={"content": content}))
    assert find_place(heard()) == FOR
    assert find_place(heard(campaign_id="999")) == FOR


def test_of_a_post_that_is_not_found_nobody_knows_what_the_lead_came_from() -> None:
    assert find_place(heard()) is None


def test_who_writes_under_no_post_came_from_none() -> None:
    assert find_place(heard(post_id=None)) == LeadPlace()


def test_who_answers_an_ad_came_from_what_the_brands_file_says_that_it_is_for() -> None:
    assert find_place(heard(campaign_id="120")) == LeadPlace(campaign="autumn", product="beans")
    assert find_place(heard(campaign_id="999", post_id="form-1", kind=InteractionKind.LEAD_FORM)) == LeadPlace()


@pytest.mark.parametrize("place", [None, LeadPlace(), FOR, LeadPlace(campaign="Herbst #2 & 3")])
def test_the_counter_of_a_place_says_the_place(table: Table, place: LeadPlace | None) -> None:
    name = name_place(add_lead(table, place=place))
    assert list(list_places({name: 3, "leads": 5, "comments": 7})) == [PlacedLeads("facebook", place, 3)]


def fill_plan(table: Table, *, days: int) -> None:
    """Ten posts a day before the lead, each with a long text; the newest of the channel is the one of the lead."""
    records = PublicationRecords(table)
    for number in range(10 * days):
        content = Content(text=f"{number} " + "Buongiorno " * 80)
        post = publication(f"p{number}", "facebook", MORNING - timedelta(hours=1 + 2.4 * number))
        records.add(post.model_copy(update={"content": content}))


@pytest.mark.parametrize(("days_old", "units"), [(0, 2), (2, 6), (10, 26)])
def test_finding_a_post_costs_by_how_long_ago_it_left_and_nothing_is_read_twice(
    table: Table, days_old: int, units: float
) -> None:
    fill_plan(table, days=15)
    with Meter(aws.table().client).counting() as spent:
        found = find_place(heard(post_id=f"facebook-p{10 * days_old}"))
    assert found == LeadPlace(post_id=f"p{10 * days_old}")
    assert spent.read_units <= units
    with Meter(aws.table().client).counting() as never:
        assert find_place(heard(post_id="elsewhere")) is None
    assert never.read_units <= 0.5 * 150 * 1500 / 4096 + 5, "each of the 150 once"

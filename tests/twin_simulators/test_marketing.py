"""Ads as platforms/meta_marketing.md tells of them."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.twin_simulators.conftest import World
from tests.twin_simulators.meta_calls import error_of


def account(currency: str) -> dict[str, object]:
    days = {"2026-11-21": {"spend_minor": 15237, "impressions": 10450, "clicks": 318, "reach": 7901}}
    campaign = {"id": "23", "name": "Winter", "daily_budget_minor": 5000, "days": days}
    return {"id": "555", "name": "Ads", "currency": currency, "timezone_name": "Europe/Rome", "campaigns": [campaign]}


@pytest.fixture
def ads(meta: World) -> Iterator[World]:
    """Meta with one ad account in euro, asked by a system user."""
    meta.sim("ads", {"ad_accounts": [account("EUR")]})
    meta.client.headers["Authorization"] = "Bearer SYSTEM"
    yield meta


INSIGHTS = {
    "level": "campaign",
    "fields": "campaign_id,account_currency,spend,impressions,clicks",
    "time_range": json.dumps({"since": "2026-11-01", "until": "2026-11-22"}),
    "time_increment": "1",
}


@pytest.mark.parametrize(
    ("currency", "spend"), [("EUR", "152.37"), ("JPY", "15237"), ("BHD", "152.37"), ("HUF", "15237")]
)
def test_spend_is_major_units_and_budgets_are_minor_units_as_strings(ads: World, currency: str, spend: str) -> None:
    ads.sim("ads", {"ad_accounts": [account(currency)]})
    row = ads.client.get("/v26.0/act_555/insights", params=INSIGHTS).json()["data"][0]
    assert row == {
        "campaign_id": "23",
        "account_currency": currency,
        "spend": spend,
        "impressions": "10450",
        "clicks": "318",
        "date_start": "2026-11-21",
        "date_stop": "2026-11-21",
    }
    campaign = ads.client.get("/v26.0/23", params={"fields": "daily_budget,lifetime_budget"}).json()
    assert campaign == {"id": "23", "daily_budget": "5000"}
    spent = ads.client.get("/v26.0/act_555", params={"fields": "amount_spent,currency"}).json()["amount_spent"]
    assert spent == "15237"


def test_days_without_delivery_have_no_row_and_the_sum_is_exact(ads: World) -> None:
    days = {f"2026-11-{day:02d}": {"spend_minor": 10} for day in (18, 19, 20)}
    ads.sim("ads", {"ad_accounts": [account("EUR") | {"campaigns": [{"id": "23", "days": days}]}]})
    rows = ads.client.get("/v26.0/act_555/insights", params=INSIGHTS).json()["data"]
    assert [row["date_start"] for row in rows] == sorted([*days, "2026-11-21"])
    whole = {**INSIGHTS, "time_increment": "all_days", "level": "account", "fields": "spend"}
    total = ads.client.get("/v26.0/act_555/insights", params=whole).json()["data"][0]["spend"]
    assert sum(Decimal(row["spend"]) for row in rows) == Decimal(total) == Decimal("152.67")


def test_pausing_is_idempotent_and_read_back(ads: World) -> None:
    for _ in range(2):
        assert ads.client.post("/v26.0/23", data={"status": "PAUSED"}).json() == {"success": True}
    assert ads.client.get("/v26.0/23", params={"fields": "effective_status"}).json()["effective_status"] == "PAUSED"
    active = {"effective_status": '["ACTIVE"]'}
    assert ads.client.get("/v26.0/act_555/campaigns", params=active).json()["data"] == []


def test_a_dry_run_checks_and_changes_nothing(ads: World) -> None:
    dry = {"execution_options": '["validate_only"]'}
    assert ads.client.post("/v26.0/23", data={"status": "PAUSED", **dry}).json() == {"success": True}
    assert error_of(ads.client.post("/v26.0/23", data={"status": "STOPPED", **dry}))[0] == 100
    assert ads.client.get("/v26.0/23", params={"fields": "status"}).json()["status"] == "ACTIVE"


def test_an_unknown_insight_field_fails_the_call(ads: World) -> None:
    params = INSIGHTS | {"fields": "spend,engagement"}
    assert error_of(ads.client.get("/v26.0/act_555/insights", params=params))[0] == 100


def test_an_expired_marketing_version_is_upgraded_silently(ads: World) -> None:
    answer = ads.client.get("/v24.0/act_555")
    assert (answer.status_code, answer.headers["facebook-api-version"]) == (200, "v25.0")


def test_a_page_token_sees_no_ads_and_the_account_needs_its_prefix(ads: World) -> None:
    page = {"Authorization": "Bearer PAGE"}
    assert error_of(ads.client.get("/v26.0/act_555", headers=page)) == (100, 33)
    assert error_of(ads.client.get("/v26.0/555")) == (100, 33)
    assert [a["id"] for a in ads.client.get("/v26.0/me/adaccounts").json()["data"]] == ["act_555"]


def test_ads_calls_tell_their_usage(ads: World) -> None:
    headers = ads.client.get("/v26.0/act_555/insights", params=INSIGHTS).headers
    assert "acc_id_util_pct" in json.loads(headers["X-Ad-Account-Usage"])
    assert json.loads(headers["X-Business-Use-Case-Usage"])["555"][0]["type"] == "ads_insights"


def test_a_field_that_the_platform_does_not_know_is_refused_and_nothing_changes(ads: World) -> None:
    assert error_of(ads.client.post("/v26.0/23", data={"status": "PAUSED", "paused": "1"}))[0] == 100
    assert error_of(ads.client.post("/v26.0/23", data={"effective_status": "PAUSED"}))[0] == 100
    assert ads.client.get("/v26.0/23", params={"fields": "status"}).json()["status"] == "ACTIVE"


def test_the_moment_of_a_change_moves_with_the_status_and_not_with_a_budget(ads: World) -> None:
    def changed() -> str:
        return str(ads.client.get("/v26.0/23", params={"fields": "updated_time"}).json()["updated_time"])

    first = changed()
    ads.client.post("/v26.0/23", data={"daily_budget": "900"})
    assert changed() == first
    ads.client.post("/v26.0/23", data={"status": "PAUSED"})
    assert changed() != first

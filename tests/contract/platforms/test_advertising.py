"""Every platform that advertises gives exact money in the account's own days and currency."""

from datetime import date

import pytest

from portavoce.platforms.contract import AdAccount, CampaignReading, ReadFailed, ReadRefused, SpendReading
from tests.contract.platforms.stands import Stand

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 22)


def test_the_account_says_its_currency_and_zone(advertiser: Stand) -> None:
    assert advertiser.client().account() == AdAccount(
        account_id=advertiser.account_id, currency="EUR", zone="Europe/Rome"
    )


def test_budgets_come_in_minor_units(advertiser: Stand) -> None:
    assert advertiser.client().campaigns() == [
        CampaignReading(campaign_id="23", name="Autunno", status="ACTIVE", currency="EUR", daily_budget_minor=2000)
    ]


def test_spend_comes_by_campaign_and_day_to_the_cent(advertiser: Stand) -> None:
    assert advertiser.client().spend(SINCE, UNTIL) == [
        SpendReading(
            campaign_id="23", day=date(2026, 11, 21), currency="EUR", spend_minor=15237, impressions=10450, clicks=318
        ),
        SpendReading(campaign_id="23", day=date(2026, 11, 22), currency="EUR", spend_minor=5, impressions=0, clicks=0),
    ]


def test_every_page_of_a_long_answer_is_read(advertiser: Stand) -> None:
    days = {f"2026-{month:02}-{day:02}": {"spend_minor": 1} for month in range(1, 11) for day in range(1, 29)}
    advertiser.network.platform.seeds["ads"](
        {"ad_accounts": [{"id": advertiser.account_id, "campaigns": [{"id": "24", "name": "Lunga", "days": days}]}]}
    )
    rows = [row for row in advertiser.client().spend(date(2026, 1, 1), UNTIL) if row.campaign_id == "24"]
    assert len({row.day for row in rows}) == len(rows) == 280


def test_a_failed_read_and_a_refused_one_are_told_apart(advertiser: Stand) -> None:
    advertiser.fault("throttled", advertiser.publish_path)
    with pytest.raises(ReadFailed):
        advertiser.client().spend(SINCE, UNTIL)
    with pytest.raises(ReadRefused):
        advertiser.client("dead").account()

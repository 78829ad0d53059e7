"""Every platform that advertises gives exact money in the account's own days and currency."""

from datetime import date, timedelta

import pytest

from portavoce.platforms.ad_spend import AdAccount, CampaignReading, SpendReading, SpendTotal
from portavoce.platforms.contract import ReadFailed, ReadRefused
from tests.contract.platforms.stands import Stand

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 22)


def test_the_account_says_its_currency_and_zone(advertiser: Stand) -> None:
    assert advertiser.client().account() == AdAccount(
        account_id=advertiser.account_id, currency="EUR", zone="Europe/Rome"
    )


def test_budgets_come_in_minor_units(advertiser: Stand) -> None:
    assert advertiser.client().campaigns() == [
        CampaignReading(
            campaign_id="23", name="Autunno", status="ACTIVE", currency="EUR", daily_budget_minor=2000, is_on=True
        )
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
    advertiser.seed_campaigns({"id": "24", "name": "Lunga", "days": days})
    rows = [row for row in advertiser.client().spend(date(2026, 1, 1), UNTIL) if row.campaign_id == "24"]
    assert len({row.day for row in rows}) == len(rows) == 280


def test_what_a_deleted_campaign_has_spent_is_listed_or_answers_by_its_id_and_stays_in_the_total(
    advertiser: Stand,
) -> None:
    days = {"2026-11-20": {"spend_minor": 700}}
    advertiser.seed_campaigns(
        {"id": "30", "name": "Via", "status": "DELETED", "days": days},
        {"id": "31", "name": "Ferma", "status": "PAUSED", "days": days},
    )
    client, day = advertiser.client(), date(2026, 11, 20)
    listed = {one.campaign_id: one.spend_minor for one in client.spend(day, day)}
    (by_its_id,) = client.spend_of("30", day, day)
    assert listed | {"30": by_its_id.spend_minor} == {"30": 700, "31": 700}
    assert client.total_spend(day, day) == [SpendTotal(day=day, currency="EUR", spend_minor=1_400)]
    with pytest.raises(ReadRefused):
        client.spend_of("404", day, day)


@pytest.mark.takes_long("8,600 rows through the simulated API")
def test_an_account_of_two_hundred_campaigns_and_three_thousand_names_is_read(advertiser: Stand) -> None:
    days = {(date(2026, 11, 23) - timedelta(days=back)).isoformat(): {"spend_minor": 1} for back in range(28)}
    busy = [{"id": f"9{n:04}", "name": f"Campagna {n}", "days": days} for n in range(200)]
    idle = [{"id": f"8{n:04}", "name": f"Campagna {n}"} for n in range(2_800)]
    advertiser.seed_campaigns(*busy, *idle)
    client = advertiser.client()
    rows = [one for one in client.spend(date(2026, 10, 20), date(2026, 11, 23)) if one.campaign_id.startswith("9")]
    assert len({(one.campaign_id, one.day) for one in rows}) == len(rows) == 200 * 28
    assert len(client.campaigns()) == 3_001


def test_a_failed_read_and_a_refused_one_are_told_apart(advertiser: Stand) -> None:
    advertiser.fault("throttled", advertiser.publish_path)
    with pytest.raises(ReadFailed):
        advertiser.client().spend(SINCE, UNTIL)
    with pytest.raises(ReadRefused):
        advertiser.client("dead").account()

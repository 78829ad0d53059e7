"""Every platform that advertises gives exact money in the account's own days and currency."""

from collections.abc import Mapping
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
    advertiser.network.platform.seeds["ads"](
        {"ad_accounts": [{"id": advertiser.account_id, "campaigns": [{"id": "24", "name": "Lunga", "days": days}]}]}
    )
    rows = [row for row in advertiser.client().spend(date(2026, 1, 1), UNTIL) if row.campaign_id == "24"]
    assert len({row.day for row in rows}) == len(rows) == 280


def seed_campaigns(advertiser: Stand, *campaigns: Mapping[str, object]) -> None:
    advertiser.network.platform.seeds["ads"]({"ad_accounts": [{"id": advertiser.account_id, "campaigns": campaigns}]})


def test_a_campaign_that_was_deleted_is_no_longer_listed_answers_by_its_id_and_stays_in_the_total(
    advertiser: Stand,
) -> None:
    days = {"2026-11-20": {"spend_minor": 700}}
    seed_campaigns(
        advertiser,
        {"id": "30", "name": "Via", "status": "DELETED", "days": days},
        {"id": "31", "name": "Chiusa", "status": "ARCHIVED", "days": days},
    )
    client, day = advertiser.client(), date(2026, 11, 20)
    assert [one.campaign_id for one in client.spend(day, day)] == ["31"]
    assert {one.campaign_id for one in client.campaigns()} == {"23", "31"}
    assert [one.spend_minor for one in client.spend_of("30", day, day)] == [700]
    assert client.total_spend(day, day) == [SpendTotal(day=day, currency="EUR", spend_minor=1_400)]
    with pytest.raises(ReadRefused):
        client.spend_of("404", day, day)


@pytest.mark.takes_long("8,600 rows through the simulated API")
def test_an_account_of_two_hundred_campaigns_and_three_thousand_names_is_read(advertiser: Stand) -> None:
    days = {(date(2026, 11, 23) - timedelta(days=back)).isoformat(): {"spend_minor": 1} for back in range(28)}
    busy = [{"id": f"9{n:04}", "name": f"Campagna {n}", "days": days} for n in range(200)]
    idle = [{"id": f"8{n:04}", "name": f"Campagna {n}"} for n in range(2_800)]
    seed_campaigns(advertiser, *busy, *idle)
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


def seed_account(advertiser: Stand, **given: object) -> None:
    account = {"id": advertiser.account_id, "currency": "EUR", "timezone_name": "Europe/Rome"}
    advertiser.network.platform.seeds["ads"]({"ad_accounts": [account | given]})


def test_an_account_says_what_is_wrong_with_it_and_what_it_may_still_spend(advertiser: Stand) -> None:
    # 152.42 are spent already.
    seed_account(advertiser, account_status=3, spend_cap_minor=20_000)
    found = advertiser.client().account()
    assert (found.trouble, found.left_minor) == ("payment", 20_000 - 15_242)
    seed_account(advertiser, account_status=1, spend_cap_minor=0)
    found = advertiser.client().account()
    assert (found.trouble, found.cause, found.left_minor) == (None, "", None)


def test_the_ads_that_run_are_told_with_the_posts_that_they_show(advertiser: Stand) -> None:
    shows = {"story_id": "1_2", "instagram_media_id": "17"}
    ads = [
        {"id": "1", "campaign_id": "23", "name": "Spinta"} | shows,
        {"id": "2", "campaign_id": "23", "status": "PAUSED"} | shows,
        {"id": "3", "campaign_id": "23"},
        {"id": "4", "campaign_id": "23", "status": "WITH_ISSUES", "instagram_media_id": "18"},
    ]
    seed_account(advertiser, ads=ads)
    found = advertiser.client().promoted_posts()
    assert [(one.ad_id, one.post_ids, bool(one.fault)) for one in found] == [
        ("1", ("1_2", "17"), False),
        ("4", ("18",), True),
    ]
    assert (found[0].name, found[0].campaign_id) == ("Spinta", "23")

"""What Meta alone says of an ad account, its deleted campaigns and its ads."""

from datetime import date

import pytest

from tests.contract.platforms.stands import Stand, stand_for


@pytest.fixture
def advertiser() -> Stand:
    return stand_for("meta_ads")


def test_a_deleted_campaign_is_listed_no_longer_and_an_archived_one_is(advertiser: Stand) -> None:
    days = {"2026-11-20": {"spend_minor": 700}}
    advertiser.seed_campaigns(
        {"id": "30", "name": "Via", "status": "DELETED", "days": days},
        {"id": "31", "name": "Chiusa", "status": "ARCHIVED", "days": days},
    )
    client, day = advertiser.client(), date(2026, 11, 20)
    assert [one.campaign_id for one in client.spend(day, day)] == ["31"]
    assert {one.campaign_id for one in client.campaigns()} == {"23", "31"}


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

"""What Meta alone says of an ad account, its deleted campaigns and its ads."""

from datetime import UTC, date, datetime

import pytest

from portavoce.platforms.outcomes import AuthFailed, Throttled
from tests.contract.platforms.stands import Stand, stand_for

LIMITS = ((17, 2446079), (613, 1487742), (80004, None), (4, 1504022))
"""Marketing API, Rate Limiting: the account's, the ad account's and the application's limits."""


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


@pytest.mark.parametrize(("code", "subcode"), LIMITS)
def test_each_limit_of_meta_says_of_a_pause_not_now_and_nothing_changed(
    advertiser: Stand, code: int, subcode: int | None
) -> None:
    advertiser.fault("throttled", "/23$", method="POST", code=code, subcode=subcode)
    assert isinstance(advertiser.client().pause_campaign("23"), Throttled)
    assert advertiser.client().campaign("23").stands == "on"


@pytest.mark.parametrize("code", [200, 10, 294])
def test_a_missing_right_of_meta_is_told_as_one(advertiser: Stand, code: int) -> None:
    advertiser.fault("refused", "/23$", method="POST", code=code, status=403)
    assert isinstance(advertiser.client().pause_campaign("23"), AuthFailed)


def test_what_is_archived_or_past_its_end_is_not_on(advertiser: Stand) -> None:
    advertiser.seed_campaigns(
        {"id": "31", "name": "Chiusa", "status": "ARCHIVED"},
        {"id": "32", "name": "Finita", "stop_time": "2026-11-01T00:00:00+0100"},
    )
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert {one.campaign_id for one in advertiser.client().campaigns() if one.is_delivering(now)} == {"23"}
    assert advertiser.client().campaign("31").stands == "ended"

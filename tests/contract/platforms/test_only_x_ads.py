"""What X alone says of an ad account: its days, its millionths, what pays, who may look, and answers that go wrong."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portavoce.platforms.ad_spend import PromotedPost, SpendTotal
from portavoce.platforms.contract import Probe, ReadFailed, ReadRefused
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.x_ads.account_states import find_currency
from tests.contract.platforms.stands import SYSTEM_TOKEN, X_USER, Stand, stand_for

DAY = date(2026, 11, 20)


@pytest.fixture
def x_ads() -> Stand:
    return stand_for("x_ads")


def seed(stand: Stand, **account: Any) -> None:
    stand.network.platform.seeds["ads"]({"ad_accounts": [{"id": stand.account_id, "name": "Aurora"} | account]})


def restart(stand: Stand, currency: str = "EUR", zone: str = "Europe/Rome") -> None:
    """The account anew, with a card in this currency and not one campaign."""
    platform: Any = stand.network.platform
    platform.ads.store.campaigns.clear()
    seed(stand, timezone=zone, funding_instruments=[{"id": "card", "currency": currency}])


def spend_by_campaign(stand: Stand, since: date = DAY, until: date = DAY) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in stand.client().spend(since, until):
        found[one.campaign_id] = found.get(one.campaign_id, 0) + one.spend_minor
    return found


def campaign(name: str, micros: int, day: date = DAY, **more: Any) -> Mapping[str, Any]:
    return {"id": name, "name": name, "days": {day.isoformat(): {"micros": micros}}} | more


@pytest.mark.parametrize(
    ("currency", "micros", "minor"),
    [
        ("EUR", 12_345_000, 1_235),
        ("JPY", 1_500_000_000, 1_500),
        ("KWD", 1_234_000, 123),
        ("IDR", 15_000_000_000, 15_000),
    ],
)
def test_a_millionth_is_one_in_every_currency(x_ads: Stand, currency: str, micros: int, minor: int) -> None:
    restart(x_ads, currency)
    seed(x_ads, campaigns=[campaign("c1", micros, daily_budget_amount_local_micro=micros)], timezone="Europe/Rome")
    (row,) = x_ads.client().spend(DAY, DAY)
    assert (row.currency, row.spend_minor) == (currency, minor)
    assert x_ads.client().campaigns()[0].daily_budget_minor == minor


@pytest.mark.parametrize("micros", [[4_000] * 7, [5_000] * 3, [9_999, 1, 1], [0, 5_000, 5_000], [10_000]])
def test_the_campaigns_of_a_day_add_up_to_what_the_account_was_billed(x_ads: Stand, micros: list[int]) -> None:
    restart(x_ads)
    given = [campaign(f"c{n}", one) for n, one in enumerate(micros)]
    seed(x_ads, campaigns=given)
    parts = spend_by_campaign(x_ads)
    assert sum(parts.values()) == sum(one.spend_minor for one in x_ads.client().total_spend(DAY, DAY))
    assert all(abs(10_000 * parts.get(f"c{n}", 0) - one) < 10_000 for n, one in enumerate(micros))


def test_the_three_placements_of_a_campaign_are_added_up(x_ads: Stand) -> None:
    restart(x_ads)
    places = ("ALL_ON_TWITTER", "SPOTLIGHT", "TREND")
    hours = [{"at": "2026-11-20T09:00:00Z", "placement": place, "micros": 1_000_000} for place in places]
    seed(x_ads, campaigns=[{"id": "c1", "deliveries": hours}])
    assert spend_by_campaign(x_ads) == {"c1": 300}
    assert x_ads.client().total_spend(DAY, DAY) == [SpendTotal(day=DAY, currency="EUR", spend_minor=300)]


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Europe/Rome", "2026-11-19T23:00:00Z", "2026-11-20T22:00:00Z"),
        ("Asia/Kolkata", "2026-11-19T19:00:00Z", "2026-11-20T18:00:00Z"),
        ("America/Los_Angeles", "2026-11-20T08:00:00Z", "2026-11-21T07:00:00Z"),
        ("Pacific/Auckland", "2026-11-19T11:00:00Z", "2026-11-20T10:00:00Z"),
    ],
)
def test_a_day_is_the_accounts_own(x_ads: Stand, zone: str, first: str, last: str) -> None:
    restart(x_ads, zone=zone)
    hours = [datetime.fromisoformat(one) for one in (first, last)]
    around = [hours[0] - timedelta(hours=1), hours[1] + timedelta(hours=1)]
    seed(
        x_ads,
        timezone=zone,
        campaigns=[
            {"id": "in", "deliveries": [{"at": one.isoformat(), "micros": 10_000} for one in hours]},
            {"id": "out", "deliveries": [{"at": one.isoformat(), "micros": 10_000} for one in around]},
        ],
    )
    assert spend_by_campaign(x_ads) == {"in": 2}


def test_days_before_a_change_of_the_clocks_are_asked_for_by_todays_offset_and_lose_nothing(x_ads: Stand) -> None:
    restart(x_ads)
    begin = datetime(2026, 10, 23, 23, tzinfo=UTC)
    hours = [{"at": (begin + timedelta(hours=n)).isoformat(), "micros": 10_000} for n in range(4 * 24)]
    seed(x_ads, campaigns=[{"id": "c1", "deliveries": hours}])
    rows = x_ads.client().spend(date(2026, 10, 24), date(2026, 10, 27))
    assert [one.spend_minor for one in rows] == [24, 24, 24, 24]


def test_a_day_that_is_restated_is_read_as_it_stands_now(x_ads: Stand) -> None:
    restart(x_ads)
    seed(x_ads, campaigns=[campaign("c1", 5_000_000)])
    assert spend_by_campaign(x_ads) == {"c1": 500}
    seed(x_ads, campaigns=[campaign("c1", 4_000_000)])
    assert spend_by_campaign(x_ads) == {"c1": 400}
    seed(x_ads, campaigns=[campaign("c1", 0)])
    assert (spend_by_campaign(x_ads), x_ads.client().spend_of("c1", DAY, DAY)) == ({}, [])


def test_what_pays_was_billed_beyond_its_campaigns_stays_in_the_total(x_ads: Stand) -> None:
    restart(x_ads)
    seed(x_ads, campaigns=[campaign("c1", 5_000_000), campaign("lost", 70_000, unlisted=True)])
    assert spend_by_campaign(x_ads) == {"c1": 500}
    assert x_ads.client().total_spend(DAY, DAY) == [SpendTotal(day=DAY, currency="EUR", spend_minor=507)]


def test_deleted_campaigns_keep_their_names_and_their_spend(x_ads: Stand) -> None:
    restart(x_ads)
    seed(x_ads, campaigns=[campaign("gone", 5_000_000, deleted=True)])
    (one,) = x_ads.client().campaigns()
    assert (one.name, one.status, one.is_on) == ("gone", "DELETED", False)
    assert spend_by_campaign(x_ads) == {"gone": 500}


def test_an_account_that_spent_nothing_has_no_rows_and_no_total(x_ads: Stand) -> None:
    restart(x_ads)
    client = x_ads.client()
    assert (client.spend(DAY, DAY), client.total_spend(DAY, DAY), client.campaigns()) == ([], [], [])


def test_two_currencies_are_never_added(x_ads: Stand) -> None:
    pays = [{"id": "a", "currency": "EUR"}, {"id": "b", "currency": "USD"}]
    seed(x_ads, funding_instruments=pays)
    with pytest.raises(ReadRefused, match="EUR and USD"):
        x_ads.client().spend(DAY, DAY)
    seed(x_ads, funding_instruments=[pays[0], pays[1] | {"deleted": True}])
    assert x_ads.client().account().currency == "EUR"
    seed(x_ads, funding_instruments=[])
    with pytest.raises(ReadRefused, match="no way to pay yet"):
        x_ads.client().account()


def test_money_in_no_currency_is_refused_in_words(x_ads: Stand) -> None:
    seed(x_ads, funding_instruments=[{"id": "a", "currency": ""}])
    with pytest.raises(ReadRefused, match="names no currency"):
        x_ads.client().spend(DAY, DAY)
    for said in ({}, {"currency": None}, {"currency": 978}, {"currency": "euro"}):
        with pytest.raises(ReadRefused, match="names no currency"):
            find_currency([{"id": "a", "currency": "EUR"}, {"id": "b"} | said])


def test_an_account_says_why_it_runs_no_ads_and_what_its_credit_leaves(x_ads: Stand) -> None:
    line = {"id": "line", "type": "CREDIT_LINE", "credit_remaining_local_micro": 12_340_000}
    seed(x_ads, funding_instruments=[line])
    found = x_ads.client().account()
    assert (found.trouble, found.left_minor) == (None, 1_234)
    seed(x_ads, funding_instruments=[line, {"id": "card"}])
    assert x_ads.client().account().left_minor is None
    refused = {"able_to_fund": False, "reasons_not_able_to_fund": ["EXPIRED"]}
    seed(x_ads, funding_instruments=[{"id": "card"} | refused])
    found = x_ads.client().account()
    assert (found.trouble, found.cause, found.left_minor) == ("payment", "expired", None)
    seed(x_ads, approval_status="UNDER_REVIEW")
    assert x_ads.client().account().trouble == "stopped"


def test_the_ads_that_run_are_told_with_the_post_that_they_show(x_ads: Stand) -> None:
    lines = [
        {"id": "l1", "campaign_id": "23", "name": "Spinta"},
        {"id": "l2", "campaign_id": "23", "entity_status": "PAUSED"},
        {"id": "l3", "campaign_id": "23", "end_time": "2026-11-01T00:00:00Z"},
        {"id": "l4", "campaign_id": "off"},
    ]
    tweets = [{"id": f"p{n}", "line_item_id": f"l{n}", "tweet_id": f"99{n}"} for n in range(1, 5)]
    refused = {"id": "p5", "line_item_id": "l1", "tweet_id": "995", "approval_status": "REJECTED"}
    off = {"id": "off", "entity_status": "PAUSED"}
    seed(x_ads, campaigns=[{"id": "23"}, off], line_items=lines, promoted_tweets=[*tweets, refused])
    shown = PromotedPost(ad_id="p1", name="Spinta", campaign_id="23", post_ids=("991",))
    told = shown.model_copy(update={"ad_id": "p5", "post_ids": ("995",), "fault": "X has rejected it"})
    assert x_ads.client().promoted_posts() == [shown, told]


def test_three_pages_of_a_thousand_line_items_are_read(x_ads: Stand) -> None:
    lines = [{"id": f"l{n}", "campaign_id": "23"} for n in range(2_500)]
    tweet = {"id": "p1", "line_item_id": "l2499", "tweet_id": "991"}
    seed(x_ads, line_items=lines, promoted_tweets=[tweet])
    assert [one.post_ids for one in x_ads.client().promoted_posts()] == [("991",)]
    assert sum(one.url.path.endswith("/line_items") for one in x_ads.wire.seen) == 3


def test_the_keys_of_another_or_with_one_wrong_letter_are_refused_and_need_a_person(x_ads: Stand) -> None:
    for name in ("consumer_secret", "access_token_secret", "consumer_key"):
        x_ads.more_secrets = {**stand_for("x_ads").more_secrets, name: "another"}
        with pytest.raises(AccessRefused, match="UNAUTHORIZED_ACCESS"):
            x_ads.client().account()
        assert isinstance(x_ads.client().probe(), AuthFailed)


def test_a_clock_that_is_wrong_by_an_hour_is_refused(x_ads: Stand) -> None:
    client = x_ads.client()
    client.api.http.clock = lambda: x_ads.clock.now + timedelta(hours=1)
    with pytest.raises(AccessRefused):
        client.account()


def test_an_app_without_the_ads_api_and_a_user_without_the_account_are_told_what_to_do(x_ads: Stand) -> None:
    keys = {**x_ads.more_secrets, "access_token": SYSTEM_TOKEN, "user_id": X_USER}
    x_ads.network.platform.seeds["ads"]({"keys": [keys | {"may_use_ads": False}]})
    with pytest.raises(AccessRefused, match="access to the Ads API"):
        x_ads.client().account()
    x_ads.network.platform.seeds["ads"]({"keys": [keys | {"user_id": "77"}]})
    with pytest.raises(AccessRefused, match="campaign analyst"):
        x_ads.client().account()


def test_a_probe_names_the_account_and_what_its_owner_should_mend(x_ads: Stand) -> None:
    told = x_ads.client().probe()
    assert isinstance(told, Probe)
    assert (told.account_id, told.name, told.faults) == (x_ads.account_id, "Aurora", ())
    seed(x_ads, permissions={X_USER: ["CREATIVE_MANAGER"]}, approval_status="REJECTED")
    told = x_ads.client().probe()
    assert isinstance(told, Probe)
    assert [one.code for one in told.faults] == ["missing_ad_role", "ad_account_inactive"]
    x_ads.fault("server_error", "/accounts/")
    assert isinstance(x_ads.client().probe(), Unclear)


def test_the_two_hundred_and_fifty_first_call_of_a_quarter_of_an_hour_is_left_for_later(x_ads: Stand) -> None:
    x_ads.network.platform.seeds["ads"]({"limits": {"stats": 3}})
    with pytest.raises(ReadFailed, match="call limit"):
        for _ in range(4):
            x_ads.client().spend(DAY, DAY)
    x_ads.clock.move(900)
    assert x_ads.client().spend(DAY, DAY) == []


@pytest.mark.parametrize("kind", ["server_error", "throttled", "lost_answer"])
@pytest.mark.parametrize("path", ["/active_entities$", "/stats/accounts/[^/]+$", "/funding_instruments$"])
def test_a_call_that_fails_is_told_as_failed_and_never_as_no_spend(x_ads: Stand, kind: str, path: str) -> None:
    seed(x_ads, campaigns=[campaign("c1", 5_000_000)])
    x_ads.fault(kind, path)
    with pytest.raises(ReadFailed):
        x_ads.client().spend(DAY, DAY)


@pytest.mark.parametrize("body", ["", '{"data": [{"id"', "<html>busy</html>"])
def test_an_answer_that_is_cut_or_a_page_is_failed(x_ads: Stand, body: str) -> None:
    x_ads.fault("strange_answer", "/active_entities$", body=body)
    with pytest.raises(ReadFailed):
        x_ads.client().spend(DAY, DAY)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        '{"data": null}',
        '{"data": [{}]}',
        '{"data": ["23"]}',
        '{"data": [{"id": "23", "id_data": []}]}',
        '{"data": [{"id": "23", "id_data": [{"metrics": {"billed_charge_local_micro": [1, 2]}}]}]}',
        '{"data": [{"id": "23", "id_data": [{"metrics": {"billed_charge_local_micro": ["1"]}}]}]}',
        '{"data": [{"id": "23", "id_data": [{"metrics": {"billed_charge_local_micro": [true]}}]}]}',
        '{"data": [{"id": "23", "id_data": [{"metrics": {"billed_charge_local_micro": [1.5]}}]}]}',
    ],
)
def test_numbers_in_another_shape_are_refused_and_not_guessed(x_ads: Stand, body: str) -> None:
    x_ads.fault("strange_answer", "/stats/accounts/[^/]+$", body=body)
    with pytest.raises(ReadRefused):
        x_ads.client().spend(date(2026, 11, 21), date(2026, 11, 21))


def test_a_value_that_is_null_is_no_spend(x_ads: Stand) -> None:
    body = '{"data": [{"id": "23", "id_data": [{"metrics": {"billed_charge_local_micro": [null], "clicks": null}}]}]}'
    x_ads.fault("strange_answer", "/stats/accounts/[^/]+$", body=body)
    assert x_ads.client().spend(date(2026, 11, 21), date(2026, 11, 21)) == []


def test_a_list_that_leads_in_a_circle_is_refused(x_ads: Stand) -> None:
    body = '{"data": [], "next_cursor": "c-1"}'
    x_ads.fault("strange_answer", "/campaigns$", body=body, count=None)
    with pytest.raises(ReadRefused, match="read already"):
        x_ads.client().campaigns()

"""What X alone says of switching its campaigns: the one call, drafts, limits, and other accounts."""

import pytest

from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.outcomes import Done, Refused, Throttled
from tests.contract.platforms.stands import X_USER, Stand, stand_for


@pytest.fixture
def x_ads() -> Stand:
    return stand_for("x_ads")


def test_a_pause_is_one_signed_put_that_sets_the_status_and_nothing_else(x_ads: Stand) -> None:
    x_ads.wire.seen.clear()
    assert x_ads.client().pause_campaign("23") == Done()
    (sent,) = x_ads.wire.seen
    assert (sent.method, sent.url.path) == ("PUT", f"/12/accounts/{x_ads.account_id}/campaigns/23")
    assert (dict(sent.url.params), sent.content) == ({"entity_status": "PAUSED"}, b"")


@pytest.mark.parametrize("status", ["DRAFT", "SCHEDULED"])
def test_a_draft_of_x_or_a_status_that_nobody_knows_is_neither_on_nor_paused(x_ads: Stand, status: str) -> None:
    draft = {"id": x_ads.account_id, "campaigns": [{"id": "d", "name": "Bozza", "entity_status": status}]}
    x_ads.network.platform.seeds["ads"]({"ad_accounts": [draft]})
    assert x_ads.client().campaign("d").stands == "ended"
    assert not next(one for one in x_ads.client().campaigns() if one.campaign_id == "d").is_on


def test_writes_of_an_x_account_are_limited_by_the_minute(x_ads: Stand) -> None:
    x_ads.network.platform.seeds["ads"]({"limits": {"write": 1}})
    client = x_ads.client()
    assert client.pause_campaign("23") == Done()
    outcome = client.restart_campaign("23")
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == 60
    x_ads.clock.move(60)
    assert client.restart_campaign("23") == Done()


def test_another_accounts_campaign_is_out_of_reach(x_ads: Stand) -> None:
    other = {"id": "18ceother", "permissions": {X_USER: ["AD_MANAGER"]}, "campaigns": [{"id": "theirs"}]}
    x_ads.network.platform.seeds["ads"]({"ad_accounts": [other]})
    with pytest.raises(ReadRefused):
        x_ads.client().campaign("theirs")
    assert isinstance(x_ads.client().pause_campaign("theirs"), Refused)

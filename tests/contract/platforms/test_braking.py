"""Every platform whose campaigns we may pause: what a pause does, what it leaves, and what its refusals mean."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.outcomes import AuthFailed, Done, Refused, Throttled, Unknown
from tests.contract.platforms.stands import Stand

LIMITS = ((17, 2446079), (613, 1487742), (80004, None), (4, 1504022))
"""Marketing API, Rate Limiting: the account's, the ad account's and the application's limits."""


def test_a_pause_is_read_back_with_its_moment_and_repeating_it_moves_nothing(switched: Stand) -> None:
    client = switched.client()
    assert client.campaign("23").stands == "on"
    assert client.pause_campaign("23") == Done()
    paused = client.campaign("23")
    assert (paused.stands, paused.account_id) == ("paused", switched.account_id)
    switched.clock.move(120)
    assert client.pause_campaign("23") == Done()
    assert client.campaign("23").changed_at == paused.changed_at
    assert client.restart_campaign("23") == Done()
    again = client.campaign("23")
    assert again.stands == "on"
    assert again.changed_at is not None
    assert paused.changed_at is not None
    assert again.changed_at > paused.changed_at


def test_what_is_archived_or_past_its_end_is_not_on(switched: Stand) -> None:
    switched.network.platform.seeds["ads"](
        {
            "ad_accounts": [
                {
                    "id": switched.account_id,
                    "campaigns": [
                        {"id": "31", "name": "Chiusa", "status": "ARCHIVED"},
                        {"id": "32", "name": "Finita", "stop_time": "2026-11-01T00:00:00+0100"},
                    ],
                }
            ]
        }
    )
    listed = {one.campaign_id: one for one in switched.client().campaigns()}
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert {key for key, one in listed.items() if one.is_delivering(now)} == {"23"}
    assert switched.client().campaign("31").stands == "ended"


def test_a_lost_answer_is_unknown_whether_it_took_effect_or_not(switched: Stand) -> None:
    for kind, stands in (("server_error", "on"), ("lost_answer", "paused")):
        switched.fault(kind, "/23$", method="POST")
        assert isinstance(switched.client().pause_campaign("23"), Unknown)
        assert switched.client().campaign("23").stands == stands


@pytest.mark.parametrize(("code", "subcode"), LIMITS)
def test_a_limit_says_not_now_and_nothing_changed(switched: Stand, code: int, subcode: int | None) -> None:
    switched.fault("throttled", "/23$", method="POST", code=code, subcode=subcode)
    assert isinstance(switched.client().pause_campaign("23"), Throttled)
    assert switched.client().campaign("23").stands == "on"


@pytest.mark.parametrize("code", [200, 10, 294])
def test_a_missing_right_is_told_as_one(switched: Stand, code: int) -> None:
    switched.fault("refused", "/23$", method="POST", code=code, status=403)
    assert isinstance(switched.client().pause_campaign("23"), AuthFailed)


def test_a_token_that_may_only_read_pauses_nothing(switched: Stand) -> None:
    platform: Any = switched.network.platform
    platform.graph.store.tokens[switched.token].scopes -= {"ads_management"}
    assert isinstance(switched.client().pause_campaign("23"), AuthFailed)
    assert switched.client().campaign("23").stands == "on"


def test_a_campaign_that_is_gone_is_refused_as_that(switched: Stand) -> None:
    with pytest.raises(ReadRefused):
        switched.client().campaign("404")
    assert isinstance(switched.client().pause_campaign("404"), Refused)

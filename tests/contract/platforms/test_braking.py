"""Every platform whose campaigns we may pause: what a pause does, what it leaves, and what its refusals mean."""

from datetime import UTC, datetime

import pytest

from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.outcomes import AuthFailed, Done, Refused, Throttled, Unknown
from tests.contract.platforms.stands import Stand


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


def test_what_is_deleted_or_paused_is_not_on(switched: Stand) -> None:
    switched.seed_campaigns(
        {"id": "31", "name": "Cancellata", "status": "DELETED"}, {"id": "32", "name": "Ferma", "status": "PAUSED"}
    )
    client, now = switched.client(), datetime(2026, 11, 23, tzinfo=UTC)
    assert {one.campaign_id for one in client.campaigns() if one.is_delivering(now)} == {"23"}
    assert (client.campaign("31").stands, client.campaign("32").stands) == ("ended", "paused")


def test_a_lost_answer_is_unknown_whether_it_took_effect_or_not(switched: Stand) -> None:
    for kind, stands in (("server_error", "on"), ("lost_answer", "paused")):
        switched.fault(kind, "/23$", method=switched.switch_method)
        assert isinstance(switched.client().pause_campaign("23"), Unknown)
        assert switched.client().campaign("23").stands == stands


def test_a_limit_says_not_now_and_nothing_changed(switched: Stand) -> None:
    switched.fault("throttled", "/23$", method=switched.switch_method)
    assert isinstance(switched.client().pause_campaign("23"), Throttled)
    assert switched.client().campaign("23").stands == "on"


def test_keys_that_may_only_read_pause_nothing_and_are_told_what_is_missing(switched: Stand) -> None:
    switched.forbid_switching()
    outcome = switched.client().pause_campaign("23")
    assert isinstance(outcome, AuthFailed)
    assert outcome.next_step
    assert switched.client().campaign("23").stands == "on"


def test_a_campaign_that_is_gone_or_another_accounts_is_refused_as_that(switched: Stand) -> None:
    with pytest.raises(ReadRefused):
        switched.client().campaign("404")
    assert isinstance(switched.client().pause_campaign("404"), Refused)


def test_no_read_of_an_account_switches_anything(switched: Stand) -> None:
    client = switched.client()
    before = client.campaign("23")
    client.probe(), client.account(), client.campaigns(), client.promoted_posts()
    assert client.campaign("23") == before

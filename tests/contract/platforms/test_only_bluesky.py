"""What is Bluesky's alone: sessions, keys of our own, mentions, what its headers and addresses say."""

import re

import pytest

from portavoce.platforms.contract import Probe
from portavoce.platforms.outcomes import (
    Absent,
    Accepted,
    AuthFailed,
    Duplicate,
    Found,
    Published,
    Refused,
    Throttled,
    Unclear,
)
from tests.contract.platforms.bluesky import calls, records
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import BLUESKY_USER, TOKEN, Stand, stand_for

SESSION_SECONDS = 3 * 3600
LONG_SECONDS = 100 * 86_400


@pytest.fixture
def bluesky() -> Stand:
    return stand_for("bluesky")


def test_the_same_post_again_is_the_same_record_and_no_commit(bluesky: Stand) -> None:
    post = prepared(bluesky.client(), bluesky.post(images=2))
    outcomes = [bluesky.client().release(post) for _ in range(3)]
    assert isinstance(outcomes[0], Published)
    assert outcomes == outcomes[:1] * 3
    assert bluesky.network.platform.state()["commits"] == 1


def test_what_stands_is_never_replaced_by_an_edited_text(bluesky: Stand) -> None:
    client = bluesky.client()
    first = client.release(bluesky.post("Prima"))
    assert isinstance(client.release(bluesky.post("Dopo")), Duplicate)
    assert isinstance(client.look_up(bluesky.post("Dopo"), bluesky.clock.now), Found)
    bluesky.clock.move(60)
    assert isinstance(client.look_up(bluesky.post("Dopo"), bluesky.clock.now), Absent)
    later = client.release(bluesky.post("Dopo"))
    assert [seen.text for seen in bluesky.published()] == ["Prima", "Dopo"]
    assert first != later


def test_a_session_is_opened_once_and_kept(bluesky: Stand) -> None:
    client = bluesky.client()
    for number in range(40):
        bluesky.clock.move(1)
        assert isinstance(client.release(bluesky.post(f"Numero {number}")), Published)
    assert calls(bluesky, "createSession") == 1


def test_an_outdated_session_is_refreshed_and_the_call_made_once_more(bluesky: Stand) -> None:
    client = bluesky.client()
    assert isinstance(client.release(bluesky.post("Prima")), Published)
    for _ in range(2):
        bluesky.clock.move(SESSION_SECONDS)
        assert isinstance(client.release(bluesky.post("Dopo")), Published)
    assert (calls(bluesky, "createSession"), calls(bluesky, "refreshSession")) == (1, 2)


def test_a_session_that_cannot_be_refreshed_any_more_is_opened_anew(bluesky: Stand) -> None:
    client = bluesky.client()
    client.release(bluesky.post("Prima"))
    bluesky.clock.move(LONG_SECONDS)
    assert isinstance(client.release(bluesky.post("Dopo")), Published)
    assert calls(bluesky, "createSession") == 2


def test_an_app_password_that_was_taken_back_needs_a_person_once_the_session_ends(bluesky: Stand) -> None:
    client = bluesky.client()
    client.release(bluesky.post("Prima"))
    account = {"did": BLUESKY_USER, "handle": "aurora.example", "app_password": f"not {TOKEN}"}
    bluesky.network.platform.seeds["accounts"]({"accounts": [account]})
    bluesky.clock.move(LONG_SECONDS)
    assert isinstance(client.release(bluesky.post("Dopo")), AuthFailed)
    assert len(bluesky.published()) == 1


@pytest.mark.parametrize("kind", ["lost_answer", "server_error", "throttled"])
def test_a_session_that_cannot_be_opened_now_is_not_now(bluesky: Stand, kind: str) -> None:
    """Nothing was sent, so there is nothing to look up."""
    bluesky.fault(kind, "createSession$", count=2)
    assert isinstance(bluesky.client().release(bluesky.post()), Throttled)
    assert isinstance(bluesky.client().look_up(bluesky.post(), bluesky.clock.now), Unclear)
    assert isinstance(bluesky.client().release(bluesky.post()), Published)


def test_a_mention_names_the_account_and_a_handle_that_nobody_has_stays_text(bluesky: Stand) -> None:
    alice = {"did": "did:plc:alice", "handle": "alice.example"}
    bluesky.network.platform.seeds["accounts"]({"accounts": [alice]})
    client = bluesky.client()
    post = prepared(client, bluesky.post("Grazie @Alice.example e @nobody.example"))
    assert isinstance(client.release(post), Published)
    index = {"byteStart": 7, "byteEnd": 21}
    features = [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:alice"}]
    assert records(bluesky)[0]["facets"] == [{"index": index, "features": features}]


def test_a_post_is_dated_with_its_planned_moment_however_late_it_leaves(bluesky: Stand) -> None:
    post = bluesky.post()
    bluesky.clock.move(600)
    assert isinstance(bluesky.client().release(post), Published)
    assert records(bluesky)[0]["createdAt"] == "2026-11-23T10:00:00.000Z"


def test_a_handle_that_nobody_has_is_refused_at_planning_by_its_name(bluesky: Stand) -> None:
    alice = {"did": "did:plc:alice", "handle": "alice.example"}
    bluesky.network.platform.seeds["accounts"]({"accounts": [alice]})
    client = bluesky.client()
    assert client.check(bluesky.post("Grazie @alice.example")) == Accepted()
    outcome = client.check(bluesky.post("Grazie @alice.example, @allice.example"))
    assert isinstance(outcome, Refused)
    assert "@allice.example" in outcome.reason
    assert "@alice.example" not in outcome.reason


@pytest.mark.parametrize("kind", ["lost_answer", "server_error", "throttled"])
def test_a_handle_that_cannot_be_asked_about_now_is_unclear(bluesky: Stand, kind: str) -> None:
    bluesky.fault(kind, "resolveHandle$")
    assert isinstance(bluesky.client().check(bluesky.post("Grazie @alice.example")), Unclear)
    bluesky.wire.is_cut = True
    assert isinstance(bluesky.client().check(bluesky.post("Grazie @alice.example")), Unclear)


def test_a_text_without_handles_is_checked_without_a_call(bluesky: Stand) -> None:
    assert bluesky.client().check(bluesky.post("Scrivi a info@aurora.example")) == Accepted()
    assert bluesky.wire.seen == []


def test_an_allowance_that_is_used_up_is_told_with_the_post_that_used_it(bluesky: Stand) -> None:
    bluesky.network.platform.seeds["accounts"]({"points_an_hour": 6})
    client = bluesky.client()
    outcomes = []
    for number in range(2):
        outcomes.append(client.release(bluesky.post(f"Numero {number}")))
        bluesky.clock.move(600)
    assert [one.rest_seconds for one in outcomes if isinstance(one, Published)] == [None, 3000]


def test_a_probe_names_the_account_and_finds_nothing_wrong(bluesky: Stand) -> None:
    probe = bluesky.client().probe()
    assert probe == Probe(account_id=BLUESKY_USER, name="@aurora.example", scopes=frozenset({"com.atproto.appPass"}))


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"active": False}, "account_inactive"), ({"app_password": "", "password": TOKEN}, "wrong_token_kind")],
)
def test_a_probe_says_what_is_wrong_and_what_to_do(bluesky: Stand, changes: dict[str, object], code: str) -> None:
    account = {"did": BLUESKY_USER, "handle": "aurora.example", "app_password": TOKEN} | changes
    bluesky.network.platform.seeds["accounts"]({"accounts": [account]})
    probe = bluesky.client().probe()
    assert isinstance(probe, Probe)
    assert [fault.code for fault in probe.faults] == [code]
    assert probe.faults[0].remedy


def test_a_probe_that_gets_no_answer_knows_nothing_and_a_refused_password_is_a_matter_for_a_person(
    bluesky: Stand,
) -> None:
    assert isinstance(bluesky.client("dead").probe(), AuthFailed)
    bluesky.fault("server_error", "getSession$")
    assert isinstance(bluesky.client().probe(), Unclear)


@pytest.mark.parametrize("who", [BLUESKY_USER, "aurora.example"])
def test_a_posts_public_address_leads_to_its_numbers(bluesky: Stand, who: str) -> None:
    client, rule = bluesky.client(), bluesky.manifest.post_address
    outcome = client.release(bluesky.post())
    assert rule
    assert isinstance(outcome, Published)
    assert outcome.url
    found = re.fullmatch(rule.pattern, f"https://bsky.app/profile/{who}/post/{outcome.url.rpartition('/')[2]}")
    assert found
    remote_id = rule.remote_id.format(id=found["id"], account=who)
    likes = [spec for spec in bluesky.manifest.metrics if spec.name == "likes"]
    assert [one.value for one in client.post_metrics(remote_id, likes)] == [0]

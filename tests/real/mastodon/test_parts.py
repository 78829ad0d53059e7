"""Threads, first comments, warnings, visibility and polls, as a server that nobody here wrote reads them back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from portavoce.platforms.contract import Poll, Probe, Sent
from portavoce.platforms.mastodon.manifest import MANIFEST
from portavoce.platforms.mastodon.texts import comparable, returned
from portavoce.platforms.outcomes import Accepted, AuthFailed, Published, Refused
from portavoce.publishing.model import Content, Part, State
from tests.faults.clients import ClientNetwork
from tests.faults.time import VirtualClock
from tests.faults.world import World, planned
from tests.real.mastodon import server
from tests.real.mastodon.account import Wire, client_of, post, statuses

TEXTS = ["Prima del filo ☕️ 👨‍👩‍👧‍👦", "Seconda قهوة", "Terza 日本語", "Il primo commento"]


def status(url: str, status_id: str) -> dict[str, Any]:
    """One status as its author sees it."""
    headers = {"Authorization": f"Bearer {server.TOKEN}"}
    found: dict[str, Any] = httpx2.get(f"{url}/api/v1/statuses/{status_id}", headers=headers).json()
    return found


def test_a_thread_and_its_first_comment_read_back_with_what_they_answer(url: str, wire: Wire) -> None:
    client, out = client_of(url, wire), list[Published]()
    for number, text in enumerate(TEXTS):
        after = tuple(Sent(remote_id=one.remote_id, url=one.url) for one in out)
        outcome = client.release(post(text, "thread", part=number, after=after, is_comment=number == 3))
        assert isinstance(outcome, Published)
        out.append(outcome)
    first, second, *_ = (one.remote_id for one in out)
    found = [status(url, one.remote_id) for one in out]
    assert [one["in_reply_to_id"] for one in found] == [None, first, second, first]
    assert [returned(one["content"]) for one in found] == [comparable(text) for text in TEXTS]


@pytest.mark.parametrize("is_keyless", [False, True])
@pytest.mark.parametrize("dies_at", [1, 2, 3, 4])
def test_a_publisher_that_is_killed_in_a_thread_goes_on_where_it_was_and_says_nothing_twice(
    url: str, wire: Wire, dies_at: int, is_keyless: bool
) -> None:
    now = datetime.now(UTC)
    wire.dies_at, wire.is_keyless = dies_at, is_keyless
    clock = VirtualClock(now - timedelta(minutes=2))
    house = World(ClientNetwork("list", clock, client=client_of(url, wire), looked_up_by=MANIFEST.lookup))
    texts = [f"{text} {dies_at} {is_keyless}" for text in TEXTS]
    thread = tuple(Part(text=text) for text in texts[1:3])
    content = Content(text=texts[0], thread=thread, first_comment=texts[3])
    post_id = f"killed-{dies_at}-{is_keyless:d}"
    named = {"publication_id": f"aurora.{post_id}.mastodon", "post_id": post_id, "platform": "mastodon"}
    publication = planned("mastodon", planned_at=now, content=content).model_copy(update=named)
    house.plan(publication)
    ended = house.run(publication.publication_id)
    assert (ended.state, house.asked) == (State.PUBLISHED, [])
    shown = [returned(one["content"]) for one in statuses(url)]
    assert [shown.count(comparable(text)) for text in texts] == [1, 1, 1, 1]
    assert status(url, ended.sent[2].remote_id)["in_reply_to_id"] == ended.sent[1].remote_id


def test_a_warning_a_visibility_and_a_poll_read_back_as_they_were_planned(url: str, wire: Wire) -> None:
    poll = Poll(options=("Espresso", "قهوة"), duration_minutes=90)
    outgoing = post("Che cosa bevi?", "poll", poll=poll, content_warning="Zucchero", visibility="followers")
    client = client_of(url, wire)
    assert client.check(outgoing) == Accepted()
    outcome = client.release(outgoing)
    assert isinstance(outcome, Published)
    found = status(url, outcome.remote_id)
    assert (found["spoiler_text"], found["sensitive"], found["visibility"]) == ("Zucchero", True, "private")
    assert [option["title"] for option in found["poll"]["options"]] == list(poll.options)


def test_what_the_servers_own_limits_do_not_take_is_refused_at_planning(url: str, wire: Wire) -> None:
    client = client_of(url, wire)
    limits = httpx2.get(f"{url}/api/v2/instance").json()["configuration"]
    most = limits["statuses"]["max_characters"]
    assert client.check(post("a" * most, "at-the-limit")) == Accepted()
    refused = client.check(post("a" * most, "over", content_warning="b"))
    assert isinstance(refused, Refused)
    assert f"at most {most} characters" in refused.reason
    options = tuple(str(number) for number in range(limits["polls"]["max_options"] + 1))
    assert isinstance(client.check(post("?", "options", poll=Poll(options=options, duration_minutes=60))), Refused)


def test_a_probe_names_the_account_and_a_token_that_the_server_does_not_know_needs_a_person(
    url: str, wire: Wire
) -> None:
    probe = client_of(url, wire).probe()
    assert isinstance(probe, Probe)
    assert (probe.account_id, [fault.code for fault in probe.faults]) == (server.ACCOUNT, [])
    assert isinstance(client_of(url, wire, token="dead").probe(), AuthFailed)

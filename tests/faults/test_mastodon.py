"""One post on Mastodon, whether the server heeds our key or not, whatever fails and whenever the process dies.

The real client and the simulated instance, in a whole publishing house."""

from datetime import timedelta
from functools import cache
from itertools import product

import httpx2
import pytest
from pydantic import SecretStr

from infra.local.simulators.faults import Fault, transport_for
from infra.local.simulators.mastodon.app import Mastodon as SimulatedMastodon
from infra.local.simulators.mastodon.app import build
from infra.local.simulators.network import Network as Simulator
from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.http import Http
from portavoce.platforms.mastodon.client import Mastodon, connect
from portavoce.platforms.mastodon.manifest import MANIFEST
from portavoce.publishing.model import Content, State
from tests.faults.clients import ClientNetwork
from tests.faults.time import VirtualClock
from tests.faults.world import IMAGE, NINE, World, planned

TEXT = "Il caffè è pronto ☕️: https://aurora.example/menu, @ada@altrove.example! قهوتنا جاهزة 😍"
FAULTS: dict[str, tuple[Fault, ...]] = {
    "fine": (),
    "answer lost": (Fault(kind="lost_answer", method="POST", path="/api/v1/statuses$"),),
    "failed before": (Fault(kind="server_error", method="POST", path="/api/v1/statuses$"),),
    "failed after": (Fault(kind="server_error_after", method="POST", path="/api/v1/statuses$"),),
    "throttled": (Fault(kind="throttled", method="POST", path="/api/v1/statuses$", seconds=40),),
    "refused": (Fault(kind="refused", method="POST", path="/api/v1/statuses$"),),
    "upload lost": (Fault(kind="lost_answer", method="POST", path="/api/v2/media$"),),
    "look-up lags": (
        Fault(kind="lost_answer", method="POST", path="/api/v1/statuses$"),
        Fault(kind="lagging_lookup", path="/api/v1/statuses$", seconds=50),
    ),
    "look-up fails": (
        Fault(kind="lost_answer", method="POST", path="/api/v1/statuses$"),
        Fault(kind="server_error", method="GET", path="/accounts/", count=3),
    ),
}


class _Wire(httpx2.BaseTransport):
    """The instance and the place where the images are."""

    def __init__(self, simulator: Simulator) -> None:
        self._instance = transport_for(simulator)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "media.test":
            return httpx2.Response(200, content=b"\xff\xd8\xff\xd9")
        return self._instance.handle_request(request)


def connected(simulator: Simulator) -> Mastodon:
    """The client of the instance's one account."""
    access = ChannelAccess(
        channel_id="aurora.mastodon",
        account_id="@aurora@mastodon.example",
        secrets={"access_token": SecretStr("token")},
    )
    return connect(access, Http("https://mastodon.example", _Wire(simulator)))


def lived(fault: str, *, ignores_key: bool, blows_at: int | None = None) -> tuple[World, Simulator, State]:
    """A world after its one publication was settled."""
    clock = VirtualClock(NINE - timedelta(minutes=4, seconds=17))
    instance = build(clock.read)
    instance.platform.seeds["accounts"](
        {
            "instance": {"ignores_key": ignores_key},
            "users": [{"id": "3003", "username": "aurora"}],
            "tokens": [{"value": "token", "user_id": "3003"}],
        }
    )
    instance.faults.add(FAULTS[fault])
    network = ClientNetwork("list", clock, client=connected(instance), looked_up_by=MANIFEST.lookup)
    world = World(network, blows_at=blows_at)
    publication = planned("mastodon", content=Content(text=TEXT, media=(IMAGE,))).model_copy(
        update={"platform": "mastodon"}
    )
    world.plan(publication)
    return world, instance, world.run(publication.publication_id).state


@cache
def runs(fault: str, *, ignores_key: bool) -> tuple[tuple[str, World, Simulator, State], ...]:
    """One run in which nobody dies, then one for each point at which the process can."""
    calm, instance, state = lived(fault, ignores_key=ignores_key)
    found = [(f"nobody died: {state}", calm, instance, state)]
    for point, label in enumerate(calm.fuse.passed):
        world, instance, state = lived(fault, ignores_key=ignores_key, blows_at=point)
        assert len(world.fuse.passed) > point, "the fuse never blew"
        found.append((f"died {label} ({point} of {len(calm.fuse.passed)}): {state}", world, instance, state))
    return tuple(found)


@pytest.mark.parametrize(("fault", "ignores_key"), list(product(FAULTS, [False, True])))
def test_there_are_never_two_posts_and_never_a_silent_end(fault: str, ignores_key: bool) -> None:
    for story, world, instance, state in runs(fault, ignores_key=ignores_key):
        posts = list(instance.platform.posts.values())
        assert len(posts) <= 1, story
        assert all(post.received_at >= NINE for post in posts), story
        assert (state is State.PUBLISHED) == bool(posts), story
        if not posts:
            assert world.asked[-1].cause and world.asked[-1].next_step, story
        else:
            assert (posts[0].text, len(posts[0].pictures)) == (TEXT, 1), story


@pytest.mark.parametrize("ignores_key", [False, True])
def test_everything_but_a_refusal_settles_without_a_person(ignores_key: bool) -> None:
    mendable = [fault for fault in FAULTS if fault != "refused"]
    states = [state for fault in mendable for *_, state in runs(fault, ignores_key=ignores_key)]
    assert states.count(State.PUBLISHED) >= 0.95 * len(states)


@pytest.mark.parametrize("ignores_key", [False, True])
def test_a_release_that_failed_is_made_again_only_after_a_look(ignores_key: bool) -> None:
    _, instance, state = lived("failed before", ignores_key=ignores_key)
    calls = [
        entry.method
        for entry in instance.journal
        if entry.path == "/api/v1/statuses" or entry.path.endswith("3003/statuses")
    ]
    assert state is State.PUBLISHED
    assert (calls[0], calls[-1], calls.count("POST")) == ("POST", "POST", 2)
    assert "GET" in calls


def test_a_post_that_is_sent_anew_by_hand_has_a_key_of_its_own() -> None:
    """An earlier plan's key could give back what that plan had said."""
    world, instance, state = lived("refused", ignores_key=False)
    assert state is State.FAILED
    publication_id = "aurora.spring-launch.mastodon"
    world.ledger.publish_now(publication_id, world.clock.now)
    assert world.run(publication_id).state is State.PUBLISHED
    assert isinstance(instance.platform, SimulatedMastodon)
    assert [key for _, key in instance.platform.api.store.keys] == [f"{publication_id}/2"]

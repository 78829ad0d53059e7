"""Nothing that a platform delivers vanishes: what is no interaction is told by its kind."""

import json
from typing import Any

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.interaction import OTHER_PLATFORM, UNKNOWN_KIND, Heard
from tests.contract.platforms.deliveries import LISTENING, samples

PAGE, IG_USER, X_USER = "61550000000000001", "17841400000000001", "1780000000000000001"


def hear(platform: str, payload: Any) -> Heard:
    heard: Heard = discovery.part(platform, "inbox").hear(json.dumps(payload).encode())
    return heard


def page(*changes: Any, **more: Any) -> dict[str, Any]:
    return {"object": "page", "entry": [{"id": PAGE, "time": 1795601100, "changes": list(changes), **more}]}


# Graph API, Webhooks reference for Page (`feed`, `ratings`, `leadgen`, Messenger's `messaging`), for Instagram; X
# Activity API, "Event payloads".
@pytest.mark.parametrize(
    ("platform", "payload", "kinds"),
    [
        ("facebook", page({"field": "feed", "value": {"item": "reaction", "verb": "add"}}), ["feed.reaction"]),
        ("facebook", page({"field": "live_videos", "value": {"id": "1", "status": "live"}}), ["live_videos"]),
        ("facebook", page({"field": "ratings", "value": {"item": "like", "verb": "add"}}), ["ratings.like"]),
        ("facebook", page({"field": "feed", "value": {"item": "post", "verb": "add", "post_id": "1"}}), ["feed.post"]),
        (
            "facebook",
            page(
                messaging=[{"sender": {"id": "1"}}, {"sender": {"id": "2"}, "timestamp": 1, "read": {"watermark": 1}}]
            ),
            ["messaging", "messaging.read"],
        ),
        ("facebook", page(standby=[{"optin": {"ref": "a"}}]), ["standby.optin"]),
        (
            "instagram",
            {"object": "instagram", "entry": [{"id": IG_USER, "messaging": [{"read": {}}]}]},
            ["messaging.read"],
        ),
        (
            "instagram",
            {
                "object": "instagram",
                "entry": [{"id": IG_USER, "time": 1, "field": "story_insights", "value": {"a": 1}}],
            },
            ["story_insights"],
        ),
        ("x", {"data": {"event_type": "like.create", "filter": {"user_id": X_USER}, "payload": {}}}, ["like.create"]),
    ],
)
def test_a_kind_that_we_do_not_take_is_named(platform: str, payload: Any, kinds: list[str]) -> None:
    assert hear(platform, payload) == ([], [(UNKNOWN_KIND, kind) for kind in kinds], [])


@pytest.mark.parametrize(
    ("platform", "payload", "about"),
    [
        ("facebook", {"object": "instagram", "entry": [{"id": IG_USER, "time": 1, "changes": []}]}, "instagram"),
        ("instagram", page({"field": "feed", "value": {"item": "comment"}}), "page"),
        ("x", page(), "page"),
    ],
)
def test_what_came_to_another_platforms_door_is_named_and_not_read(platform: str, payload: Any, about: str) -> None:
    assert hear(platform, payload) == ([], [(OTHER_PLATFORM, about)], [])


def test_access_that_was_taken_back_is_passed_over_by_nobody() -> None:
    new = {"data": {"event_type": "oauth.revoke", "filter": {}, "payload": {"user_id": X_USER}}}
    old = {"user_event": {"revoke": {"source": {"user_id": X_USER}}}}
    assert hear("x", new) == hear("x", old) == ([], [], [])


@pytest.mark.parametrize("platform", LISTENING)
def test_every_delivery_is_heard_or_told(platform: str) -> None:
    quiet = [
        path.name
        for path in samples(platform)
        if not any(discovery.part(platform, "inbox").hear(path.read_bytes())) and "revoke" not in path.name
    ]
    assert quiet == []

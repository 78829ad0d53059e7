"""The brake, on the deployed emulator."""

import json
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.twin import wait_for
from tests.twin.running import BRAND, Running

TEXT = "This post waits behind the brake."
LEAD_SECONDS = 9


def test_a_freeze_stops_a_post_that_is_already_on_its_way_and_a_resume_lets_it_go_once(running: Running) -> None:
    planned_at = (datetime.now(UTC) + timedelta(seconds=LEAD_SECONDS)).replace(microsecond=0)
    when = {"when": f"{planned_at:%Y-%m-%d %H:%M:%S}", "zone": "UTC"}
    post = {"post": "behind-the-brake", "channel": "x", "text": TEXT} | when
    assert running.api.post(f"/brands/{BRAND}/posts", json=post).status_code == 201

    def stands() -> dict[str, object]:
        return running.publication("behind-the-brake", "x")

    assert wait_for(lambda: bool(stands().get("dispatched_at")), LEAD_SECONDS / 2, 0.2), "it should be on the queue"
    frozen = running.portavoce("freeze", "--brand", BRAND, "--reason", "a rumour is being checked")
    assert frozen.code == 0
    assert datetime.now(UTC) < planned_at, "the freeze came too late to show anything"

    time.sleep(max(0.0, (planned_at - datetime.now(UTC)).total_seconds()) + 1)
    assert wait_for(lambda: stands()["state"] == "frozen", 15)
    assert running.posts(TEXT) == []

    lifted_at = datetime.now(UTC)
    found = re.search(r"portavoce resume (\w+)", frozen.said)
    assert found
    assert running.portavoce("resume", found[1], "--keep").code == 0
    assert wait_for(lambda: stands()["state"] == "published", 45)
    assert len(running.posts(TEXT)) == 1
    assert datetime.fromisoformat(str(stands()["started_at"])) >= lifted_at


@pytest.mark.whole
def test_a_resume_is_shown_first_and_then_spreads_what_was_held_up(running: Running) -> None:
    frozen = running.portavoce("freeze", "--brand", BRAND, "--campaign", "spread", "--reason", "a rumour", "--json")
    assert frozen.code == 0, frozen.said
    freeze_id = json.loads(frozen.said)["freeze_id"]
    planned_at = (datetime.now(UTC) + timedelta(seconds=LEAD_SECONDS)).replace(microsecond=0)
    when = {"when": f"{planned_at:%Y-%m-%d %H:%M:%S}", "zone": "UTC", "channel": "x", "campaign": "spread"}
    for post in ("spread-one", "spread-two"):
        row = {"post": post, "text": f"Held up and then spread: {post}"} | when
        assert running.api.post(f"/brands/{BRAND}/posts", json=row).status_code == 201
    time.sleep(max(0.0, (planned_at - datetime.now(UTC)).total_seconds()) + 1)

    spread = ("resume", freeze_id, "--spread", "30m", "--gap", "10m")
    shown = running.portavoce(*spread, "--dry-run", "--json")
    assert [one["fate"] for one in json.loads(shown.said)["steps"]] == ["moves", "moves"]
    assert f"portavoce resume {freeze_id}" in running.portavoce("status").said
    assert running.portavoce(*spread).code == 0
    assert freeze_id not in running.portavoce("status").said

    first, second = (running.publication(post, "x") for post in ("spread-one", "spread-two"))
    times = sorted(datetime.fromisoformat(str(one["planned_at"])) for one in (first, second))
    assert times[1] - times[0] == timedelta(minutes=15)
    assert running.portavoce("post", "cancel", f"{BRAND}.spread-two.x").code == 0
    assert wait_for(lambda: running.publication("spread-one", "x")["state"] == "published", 45)
    assert running.posts("Held up and then spread: spread-two") == []

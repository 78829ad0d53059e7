"""The brake, on the deployed emulator."""

import re
import time
from datetime import UTC, datetime, timedelta

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
    frozen = running.portavoce("freeze", BRAND, "--reason", "a rumour is being checked")
    assert frozen.code == 0
    assert datetime.now(UTC) < planned_at, "the freeze came too late to show anything"

    time.sleep(max(0.0, (planned_at - datetime.now(UTC)).total_seconds()) + 1)
    assert wait_for(lambda: stands()["state"] == "frozen", 15)
    assert running.posts(TEXT) == []

    lifted_at = datetime.now(UTC)
    found = re.search(r"portavoce resume (\w+)", frozen.said)
    assert found
    assert running.portavoce("resume", found[1]).code == 0
    assert wait_for(lambda: stands()["state"] == "published", 30)
    assert len(running.posts(TEXT)) == 1
    assert datetime.fromisoformat(str(stands()["started_at"])) >= lifted_at

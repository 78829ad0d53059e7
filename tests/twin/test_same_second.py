"""Two hundred publications due in the same second, on five platforms: all out, each once, none early."""

import csv
import json
import math
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from infra.local import seed
from infra.local.figures import Item, live_posts
from infra.local.networks import SERVES
from infra.local.twin import wait_for
from portavoce.publishing.model import Outgoing
from tests.twin.running import Running

ZONE = "Europe/Rome"
POSTS = 40
AHEAD = timedelta(seconds=90)
LIMIT_SECONDS = 240
START_LIMIT_SECONDS = 2
NOTHING = 200
ACCOUNTS = {
    "facebook": ("204620000000002", "access_token"),
    "instagram": ("27841400000000002", "access_token"),
    "x": ("2580000000000000002", "access_token"),
    "bluesky": ("did:plc:borealis", "app_password"),
    "mastodon": ("@borealis@mastodon.example", "access_token"),
}
TOKEN = "token-of-borealis"
SEEDS: dict[str, dict[str, Any]] = {
    "meta": {
        "pages": [
            {
                "id": ACCOUNTS["facebook"][0],
                "name": "Borealis",
                "access_token": TOKEN,
                "app_id": "700000000000001",
                "instagram_user_id": ACCOUNTS["instagram"][0],
            }
        ],
        "instagram_users": [
            {"id": ACCOUNTS["instagram"][0], "username": "borealis", "page_id": ACCOUNTS["facebook"][0]}
        ],
    },
    "x": {
        "users": [{"id": ACCOUNTS["x"][0], "username": "borealis"}],
        "tokens": [{"value": TOKEN, "user_id": ACCOUNTS["x"][0], "client_id": "aurora-social"}],
    },
    "bluesky": {
        "accounts": [{"did": ACCOUNTS["bluesky"][0], "handle": "borealis.example", "app_password": TOKEN}],
    },
    "mastodon": {
        "users": [{"id": "4004", "username": "borealis"}],
        "tokens": [{"value": TOKEN, "user_id": "4004"}],
    },
}


def test_two_hundred_posts_of_one_second_leave_within_two_seconds_of_being_free_to_go(
    running: Running, tmp_path: Path
) -> None:
    _found_brand(running, tmp_path)
    ceiling = _idle_invocations_per_second(running)
    planned_at = datetime.now(ZoneInfo(ZONE)).replace(microsecond=0) + AHEAD
    applied = running.portavoce("apply", str(_calendar(tmp_path, planned_at)), "--brand", "borealis", "--json")
    assert applied.code == 0, applied.said
    assert wait_for(lambda: not _unfinished(running), LIMIT_SECONDS), Counter(one["state"] for one in _all(running))
    delays = sorted(_delay_seconds(one) for one in _all(running))
    told = {
        "publications": len(delays),
        "start_delay_seconds": {"p50": _p(delays, 50), "p95": _p(delays, 95), "max": round(delays[-1], 3)},
        "emulator_invocations_per_second": round(ceiling, 1),
    }
    (running.twin.home / "same_second.json").write_text(json.dumps(told, indent=2))
    assert len(delays) == POSTS * len(ACCOUNTS)
    assert delays[0] >= 0
    assert _posts_on_networks(running) == dict.fromkeys(_texts(), len(ACCOUNTS))
    assert _p(delays, 95) <= START_LIMIT_SECONDS + 0.95 * len(delays) / ceiling


def _texts() -> list[str]:
    return [f"Tostatura numero {number} ☕️ قهوة" for number in range(POSTS)]


def _found_brand(running: Running, folder: Path) -> None:
    """A brand on five platforms, its accounts on the networks, its tokens handed over."""
    channels = "\n".join(
        f'  - {{id: {platform}, platform: {platform}, account_id: "{account}"}}'
        for platform, (account, _) in ACCOUNTS.items()
    )
    file = folder / "borealis.yaml"
    file.write_text(
        f"id: borealis\nname: Borealis\nzone: {ZONE}\nlanguage: en\nlate_minutes: 60\n"
        f"channels:\n{channels}\npeople:\n  alerts: [alerts@borealis.example]\n"
    )
    for simulator, body in SEEDS.items():
        running.twin.networks.seed(simulator, "accounts", body)
    ran = running.portavoce("brand", "apply", str(file))
    assert ran.code == 0, ran.said
    for platform, (_, name) in ACCOUNTS.items():
        answer = running.api.put(f"/brands/borealis/channels/{platform}/secrets", json={"secrets": {name: TOKEN}})
        assert answer.is_success, answer.text


def _calendar(folder: Path, planned_at: datetime) -> Path:
    image = next((seed.FOLDER / "images").glob("*.jpg"))
    (folder / "one.jpg").write_bytes(image.read_bytes())
    file = folder / "calendar.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(["post", "channel", "when", "text", "media", "alt_text"])
        for number, text in enumerate(_texts()):
            for platform in ACCOUNTS:
                media = ("one.jpg", "Una tazzina") if platform == "instagram" else ("", "")
                rows.writerow([f"roast-{number}", platform, f"{planned_at:%Y-%m-%d %H:%M:%S}", text, *media])
    return file


def _all(running: Running) -> list[Item]:
    return [one for one in running.table() if one["type"] == "publication" and one["brand_id"] == "borealis"]


def _unfinished(running: Running) -> list[Item]:
    return [one for one in _all(running) if one["state"] != "published"]


def _delay_seconds(publication: Item) -> float:
    started, planned = (datetime.fromisoformat(publication[name]) for name in ("started_at", "planned_at"))
    return (started - planned).total_seconds()


def _p(delays: Sequence[float], percent: int) -> float:
    return round(delays[math.ceil(len(delays) * percent / 100) - 1], 3)


def _posts_on_networks(running: Running) -> dict[str, int]:
    wanted = set(_texts())
    states = [running.twin.networks.state(name) for name in sorted(set(SERVES.values()))]
    return dict(Counter(one["text"] for state in states for one in live_posts(state) if one["text"] in wanted))


def _idle_invocations_per_second(running: Running) -> float:
    """How many calls of the publisher that have nothing to do the emulator gets through in a second, all waiting at
    once: what no publication can beat."""
    url, sqs = running.twin.outputs.outgoing_queue_url, running.twin.client("sqs")
    nobody = Outgoing(
        publication_id=f"borealis.nobody-{uuid4().hex[:8]}.x",
        revision=1,
        step="release",
        planned_at=datetime.now(ZoneInfo(ZONE)),
    )
    body = nobody.model_dump_json()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: sqs.send_message(QueueUrl=url, MessageBody=body), range(NOTHING)))
    began, waiting = time.monotonic(), running.waiting(url)
    assert wait_for(lambda: running.waiting(url) == 0, LIMIT_SECONDS)
    return max(waiting, 1) / (time.monotonic() - began)

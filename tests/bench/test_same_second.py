"""Two hundred publications due in the same second, on five platforms: all out, each once, none early."""

import csv
import json
import math
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from infra.assembly import ROOT
from infra.local import seed
from infra.local.accounts import Accounts
from infra.local.figures import Item, live_posts
from infra.local.networks import SERVES
from infra.local.ports import free_base
from infra.local.twin import PUBLISHERS, Twin, wait_for
from portavoce.brands.brand_file import read_brand
from portavoce.platforms import discovery
from tests.twin.running import LOWEST_PORT, Running

ZONE = "Europe/Rome"
POSTS = 40
AHEAD = timedelta(seconds=210)
"""Far enough ahead that the emulator, which starts a process for every event that comes while others are at work, is
done with dispatching when the second comes."""
LIMIT_SECONDS = 240
START_LIMIT_SECONDS = 2
LOG_GROUP = "/aws/lambda/portavoce-local-publish"
REPORT = re.compile(r"REPORT RequestId: (?P<id>\S+)\tDuration: (?P<ms>\d+) ms")
LEAVE_ALONE_SECONDS, LOOK_SECONDS = 20, 10
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
        "apps": [{"id": "700000000000001", "secret": "app-secret"}],
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
        "apps": [{"client_id": "borealis", "client_secret": "s", "consumer_secret": "c", "bearer": "b"}],
        "users": [{"id": ACCOUNTS["x"][0], "username": "borealis"}],
        "tokens": [{"value": TOKEN, "user_id": ACCOUNTS["x"][0], "client_id": "borealis"}],
    },
    "bluesky": {
        "accounts": [{"did": ACCOUNTS["bluesky"][0], "handle": "borealis.example", "app_password": TOKEN}],
    },
    "mastodon": {
        "users": [{"id": "4004", "username": "borealis"}],
        "tokens": [{"value": TOKEN, "user_id": "4004"}],
    },
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The twin, with its publishers awake and no story told."""
    with Twin(free_base(LOWEST_PORT), tmp_path_factory.mktemp("home")) as twin:
        twin.start(lambda _: None)
        twin.wake_publishers()
        brand = read_brand(seed.BRAND_FILE.read_bytes(), "aurora.yaml", discovery.of_brands())
        found = Running(twin, Accounts(brand), twin.evidence(), {})
        yield found
        found.api.close()


def test_two_hundred_posts_of_one_second_leave_within_two_seconds_when_they_are_called_in_time(
    running: Running, tmp_path: Path
) -> None:
    _found_brand(running, tmp_path)
    planned_at = datetime.now(ZoneInfo(ZONE)).replace(microsecond=0) + AHEAD
    applied = running.portavoce("apply", str(_calendar(tmp_path, planned_at)), "--json")
    assert applied.code == 0, applied.said
    # Looking reads the whole table, and would keep the emulator from its work.
    time.sleep((planned_at - datetime.now(ZoneInfo(ZONE))).total_seconds() + LEAVE_ALONE_SECONDS)
    assert wait_for(lambda: not _unfinished(running), LIMIT_SECONDS, LOOK_SECONDS), Counter(
        one["state"] for one in _all(running)
    )
    delays = sorted(_delay_seconds(one) for one in _all(running))
    own = sorted(_own_delays(running))
    told = {
        "publications": len(delays),
        "duplicates": sum(_posts_on_networks(running).values()) - len(delays),
        "start_delay_seconds": _spread(delays),
        "called_in_time": len(own),
        "start_delay_called_in_time_seconds": _spread(own),
        "start_delay_by_platform_seconds": {
            name: _spread(sorted(_delay_seconds(one) for one in _all(running) if one["platform"] == name))
            for name in ACCOUNTS
        },
        "emulator_calls_of_publish_at_once": PUBLISHERS,
        "emulator_calls_of_publish_per_second": round(len(delays) / delays[-1], 1),
    }
    (ROOT / ".local/same_second.json").write_text(json.dumps(told, indent=2) + "\n")
    Console().print_json(data=told)
    assert (len(delays), told["duplicates"]) == (POSTS * len(ACCOUNTS), 0)
    assert len(own) >= len(delays) / 2, "called in time"
    assert delays[0] >= 0
    assert _posts_on_networks(running) == dict.fromkeys(_texts(), len(ACCOUNTS))
    assert _spread(own)["p95"] <= START_LIMIT_SECONDS


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


def _spread(delays: Sequence[float]) -> dict[str, float]:
    return {"p50": _p(delays, 50), "p95": _p(delays, 95), "max": round(delays[-1], 3)}


def _p(delays: Sequence[float], percent: int) -> float:
    return round(delays[math.ceil(len(delays) * percent / 100) - 1], 3)


def _posts_on_networks(running: Running) -> dict[str, int]:
    wanted = set(_texts())
    states = [running.twin.networks.state(name) for name in sorted(set(SERVES.values()))]
    return dict(Counter(one["text"] for state in states for one in live_posts(state) if one["text"] in wanted))


def _own_delays(running: Running) -> list[float]:
    """From its second to its one call, for each publication whose function was called before that second.

    The emulator has two processors for all that runs; test_burst.py says what Lambda's own ramp makes of it."""
    pages = running.twin.client("logs").get_paginator("filter_log_events").paginate(logGroupName=LOG_GROUP)
    lines = [line for page in pages for event in page["events"] for line in event["message"].splitlines()]
    lasted = {found["id"]: int(found["ms"]) for line in lines if (found := REPORT.match(line))}
    calls: dict[str, list[tuple[datetime, datetime]]] = {}
    for entry in (json.loads(line) for line in lines if '"step":"release"' in line):
        ended = datetime.strptime(entry["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z")
        began = ended - timedelta(milliseconds=lasted[entry["function_request_id"]])
        calls.setdefault(entry["publication_id"], []).append((began, ended))
    return [delay for one in _all(running) for delay in _own_delay(one, calls[one["publication_id"]])]


def _own_delay(publication: Item, calls: list[tuple[datetime, datetime]]) -> list[float]:
    """The delay within the call that made the post, if it came in time; a late one tells of the emulator alone."""
    started, planned = (datetime.fromisoformat(publication[name]) for name in ("started_at", "planned_at"))
    return [(started - planned).total_seconds() for began, ended in calls if began <= planned <= started <= ended]

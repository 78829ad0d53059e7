"""A link that is counted, on the deployed stage: planned, followed by people and a program, and listed."""

import json
from datetime import UTC, datetime, timedelta

import httpx2

from infra.local.twin import ANSWER_LIMIT_SECONDS, wait_for
from tests.twin.running import Running

BRAND = "lume"
FILE = """\
id: lume
name: Lume Bakery
zone: Europe/Rome
language: en
links: {track: true}
channels:
  - {id: facebook, platform: facebook, account_id: "104620000007777"}
people: {alerts: [ada@lume.example]}
"""
TARGET = "https://lume.example/menu?size=l"
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PROGRAM = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"


def test_a_link_is_planned_followed_counted_and_listed(running: Running) -> None:
    folder = running.twin.home
    at = datetime.now(UTC) + timedelta(days=30)
    (folder / "lume.yaml").write_text(FILE, "utf-8")
    (folder / "lume.csv").write_text(
        f"post,channel,when,text,link\nmenu,facebook,{at:%Y-%m-%d} 12:00,Our menu.,{TARGET}\n", "utf-8"
    )
    assert running.portavoce("brand", "apply", "lume.yaml").code == 0
    applied = running.portavoce("apply", "lume.csv", "--brand", BRAND)
    assert applied.code == 0, applied.said
    address = next(
        one["content"]["link"] for one in running.table() if one.get("publication_id") == "lume.menu.facebook"
    )
    # The address names the API as AWS would; on the twin it answers behind the emulator's port.
    way = f"{running.twin.outputs.api_url}/l/{address.rpartition('/')[2]}"
    for agent in (PERSON, PERSON, PROGRAM):
        answer = httpx2.get(way, headers={"user-agent": agent}, timeout=ANSWER_LIMIT_SECONDS)
        assert (answer.status_code, answer.headers["cache-control"]) == (302, "private, no-store")
        assert answer.headers["location"].startswith(f"{TARGET}&utm_source=facebook&utm_medium=social")
    assert wait_for(lambda: counted(running) == (2, 1), 20), counted(running)


def counted(running: Running) -> tuple[int, int]:
    """Clicks of people and of programs."""
    (link,) = json.loads(running.portavoce("links", "--brand", BRAND, "--json").said)["items"]
    return link["clicks"], link["bot_clicks"] + link["previews"]

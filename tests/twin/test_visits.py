"""Visits on the deployed stage: a page tells of one, it is counted, and the shop confirms what was bought."""

import json
from typing import Any

import httpx2

from infra.local.twin import ANSWER_LIMIT_SECONDS, wait_for
from tests.twin.running import Running

BRAND, SITE = "luce", "https://luce.example"
FILE = f"""\
id: luce
name: Luce Bakery
zone: Europe/Rome
language: en
visits: {{sites: ["{SITE}"], currency: EUR}}
channels:
  - {{id: facebook, platform: facebook, account_id: "104620000008888"}}
people: {{alerts: [ada@luce.example]}}
"""
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_a_visit_is_told_counted_and_confirmed(running: Running) -> None:
    folder, api = running.twin.home, running.twin.outputs.api_url
    (folder / "luce.yaml").write_text(FILE, "utf-8")
    (folder / "orders.csv").write_text("reference,amount\na8Zk-117,49.90\n", "utf-8")
    assert running.portavoce("brand", "apply", "luce.yaml").code == 0
    line = json.loads(running.portavoce("visits", "script", "--brand", BRAND, "--json").said)["script"]
    script = httpx2.get(f"{api}/t/{line.partition('/t/')[2].partition('.js')[0]}.js", timeout=ANSWER_LIMIT_SECONDS)
    assert (script.status_code, "immutable" in script.headers["cache-control"]) == (200, True)
    view = {"brand": BRAND, "kind": "view", "source": "facebook"}
    order = view | {"kind": "conversion", "name": "order", "value": "49.90", "currency": "EUR", "reference": "a8Zk-117"}
    for said, origin, status in ((view, SITE, 204), (order, SITE, 204), (order, "https://evil.example", 403)):
        headers = {"origin": origin, "user-agent": PERSON, "content-type": "text/plain;charset=UTF-8"}
        answer = httpx2.post(f"{api}/t", content=json.dumps(said), headers=headers, timeout=ANSWER_LIMIT_SECONDS)
        assert (answer.status_code, answer.headers.get("access-control-allow-origin")) == (
            status,
            SITE if status == 204 else None,
        )
    assert wait_for(lambda: counted(running)[:3] == (1, 0, 1), 30), counted(running)
    confirmed = running.portavoce("visits", "confirm", "orders.csv", "--currency", "EUR", "--brand", BRAND)
    assert confirmed.code == 0, confirmed.said
    assert counted(running) == (1, 0, 1, 4990)


def counted(running: Running) -> tuple[Any, ...]:
    """Visits, bounces, conversions and what is confirmed."""
    items = json.loads(running.portavoce("visits", "--brand", BRAND, "--json").said)["items"]
    names = ("visits", "bounced", "conversions", "confirmed_minor")
    return tuple(items[0][name] for name in names) if items else (None,) * len(names)

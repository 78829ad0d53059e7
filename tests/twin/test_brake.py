"""The brake on the deployed stage: off it asks for nothing and touches nothing; on it pauses its own, and no more."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx2
import pytest

from infra.local.accounts import GRAPH, PAGE_APP
from infra.local.numbers import AD_ZONE
from infra.local.twin import wait_for
from tests.twin.running import Running, free_ports

BRAND, TOKEN = "brenta", "brenta-ads-token"
OURS, OTHERS = "120000000000777", "120000000000778"
RUNS, STOPPED, TAKEN_OVER, STRANGERS = (f"12021000000000770{one}" for one in range(1, 5))
STARTED = {RUNS: "ACTIVE", STOPPED: "PAUSED", TAKEN_OVER: "ACTIVE", STRANGERS: "ACTIVE"}
FILE = f"""\
id: {BRAND}
name: Brenta Boats
zone: Europe/Rome
language: en
channels:
  - {{id: facebook, platform: facebook, account_id: "104620000007779"}}
ad_accounts:
  - {{id: meta, platform: meta_ads, account_id: "act_{OURS}"}}
budgets:
  - {{id: month, ad_account: meta, amount: "500.00", currency: EUR, brake: BRAKE}}
people: {{alerts: [ada@brenta.example]}}
"""
LIMIT_SECONDS = 40
pytestmark = [pytest.mark.whole, pytest.mark.takes_long("readings, orders and mails, one after the other")]


@pytest.fixture(scope="module", autouse=True)
def _alone(running: Running) -> Iterator[None]:
    """The brand goes with these tests: on the pages that others paste there is one."""
    yield
    client, table = running.twin.client("dynamodb"), running.twin.outputs.table_name
    for item in running.table():
        if item["type"] == "brand" and item["pk"].endswith(f"#{BRAND}"):
            client.delete_item(TableName=table, Key={name: {"S": item[name]} for name in ("pk", "sk")})
    assert [one["id"] for one in running.api.get("/brands").json()["items"]] == ["aurora"]


def keep_file(running: Running, brake: str) -> None:
    (running.twin.home / f"{BRAND}.yaml").write_text(FILE.replace("BRAKE", brake), "utf-8")
    applied = running.portavoce("brand", "apply", f"{BRAND}.yaml", "--yes")
    assert applied.code == 0, applied.said


def seed(running: Running) -> None:
    """An account that spends more than its budget, beside a stranger's; the token may do all that there is to do."""
    today = datetime.now(UTC).astimezone(ZoneInfo(AD_ZONE)).date().isoformat()
    campaigns = [
        {"id": one, "name": f"Campaign {one}", "status": status, "days": {today: {"spend_minor": 30_000}}}
        for one, status in STARTED.items()
    ]
    accounts = [{"id": OURS, "campaigns": campaigns[:3]}, {"id": OTHERS, "campaigns": campaigns[3:]}]
    token = {"value": TOKEN, "kind": "system", "app_id": PAGE_APP, "profile_id": "2"}
    running.twin.networks.seed("meta", "accounts", {"tokens": [token]})
    running.twin.networks.seed("meta", "ads", {"ad_accounts": accounts})
    kept = running.api.put(f"/brands/{BRAND}/ad-accounts/meta/secrets", json={"secrets": {"access_token": TOKEN}})
    assert kept.is_success, kept.text


def campaigns(running: Running) -> dict[str, Any]:
    """What Meta knows of the campaigns of the two accounts."""
    return {one["id"]: one for one in running.twin.networks.state("meta")["campaigns"] if one["id"] in STARTED}


def statuses(running: Running) -> dict[str, str]:
    return {name: one["status"] for name, one in campaigns(running).items()}


def asked_rights(running: Running) -> set[str]:
    """What `portavoce channel connect` would have the owner agree to, who then thinks better of it."""
    (port,) = free_ports(1)
    command = [str(Path(sys.executable).with_name("portavoce")), "channel", "connect", f"{BRAND}.meta", "--ads"]
    command += ["--stage", running.twin.stage, "--client-id", PAGE_APP, "--no-browser", "--port", str(port)]
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, cwd=running.twin.home, text=True, **pipes) as asking:
        assert asking.stdin
        asking.stdin.write("secret\n")
        asking.stdin.flush()
        address = next(line.strip() for line in asking.stderr or () if line.startswith("http"))
        asking.kill()
    return set(parse_qs(urlsplit(address).query)["scope"][0].replace(",", " ").split())


def brake(running: Running) -> dict[str, Any]:
    (found,) = running.api.get(f"/brands/{BRAND}/brakes").json()["items"]
    return dict(found)


def is_read(running: Running, since: datetime) -> bool:
    (found,) = running.api.get(f"/brands/{BRAND}/budgets").json()["items"]
    return bool(found["as_of"]) and datetime.fromisoformat(found["as_of"]) >= since


def read_spend(running: Running) -> None:
    """The hour's tick, until the account is read."""
    since = datetime.now(UTC)
    running.twin.tick("collect_spend")
    assert wait_for(lambda: is_read(running, since), LIMIT_SECONDS)


def count_mails(running: Running, words: str) -> int:
    mails = [one for one in running.twin.emulator.mails() if one["To"] == ["ada@brenta.example"]]
    return len([one for one in mails if words in one["Subject"]])


def switch(running: Running, campaign: str, status: str) -> None:
    """What a person does in the ad account."""
    address = f"{running.twin.networks.url('meta')}/{GRAPH}/{campaign}"
    answer = httpx2.post(address, data={"status": status}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.is_success, answer.text


def test_a_brake_that_is_off_asks_for_no_right_and_uses_none_though_the_token_has_it(running: Running) -> None:
    keep_file(running, "off")
    seed(running)
    before = campaigns(running)
    assert asked_rights(running) == {"ads_read", "business_management"}
    read_spend(running)
    refused = running.portavoce("budget", "pause", "month", "--brand", BRAND)
    assert (refused.code != 0, "brake" in refused.said) == (True, True), refused.said
    assert wait_for(lambda: count_mails(running, "of the budget") > 0, LIMIT_SECONDS), "nothing was told"
    assert campaigns(running) == before
    assert (brake(running)["order"], brake(running)["held"]) == (None, [])


def test_an_applied_brake_pauses_its_own_survives_a_lost_answer_and_resumes_only_what_it_paused(
    running: Running,
) -> None:
    keep_file(running, "apply")
    seed(running)
    assert "ads_management" in asked_rights(running)
    running.twin.networks.fault("meta", kind="lost_answer", method="POST", path=f"/{RUNS}$")
    read_spend(running)
    assert wait_for(lambda: (brake(running)["order"] or {}).get("state") == "done", LIMIT_SECONDS), brake(running)
    assert statuses(running) == STARTED | {RUNS: "PAUSED", TAKEN_OVER: "PAUSED"}
    assert {one["campaign_id"] for one in brake(running)["held"]} == {RUNS, TAKEN_OVER}
    told = "the ads of the budget Month are paused"
    assert wait_for(lambda: count_mails(running, told) > 0, LIMIT_SECONDS)
    acts = running.api.get("/audit", params={"brand": BRAND}).json()["items"]
    answers = {one["subject"].rpartition("/")[2]: one["status"] for one in acts if one["act"] == "pause campaign"}
    assert answers == {RUNS: 504, TAKEN_OVER: 200}, "no answer was lost, or something else was paused"

    time.sleep(1)  # Meta dates a change by the second.
    switch(running, TAKEN_OVER, "ACTIVE")
    switch(running, TAKEN_OVER, "PAUSED")
    ordered = running.portavoce("budget", "resume", "month", "--brand", BRAND)
    assert ordered.code == 0, ordered.said
    assert wait_for(lambda: brake(running)["order"]["state"] == "done", LIMIT_SECONDS), brake(running)
    assert statuses(running) == STARTED | {TAKEN_OVER: "PAUSED"}
    assert brake(running)["held"] == []
    read_spend(running)
    assert statuses(running) == STARTED | {TAKEN_OVER: "PAUSED"}, "the brake plays against a person"
    assert count_mails(running, told) == 1

"""A tick that has died and a mail that is refused, on the deployed stage: found, alarmed, and made good."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from infra.local.twin import wait_for
from portavoce.publishing.delays import GRACE
from portavoce.reporting.model import AlertKind
from tests.twin.running import BRAND, Running

PREFIX = "portavoce-local"
TICK = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
TWO_TICKS_SECONDS = 150


@contextmanager
def stopped(running: Running) -> Iterator[None]:
    """Nothing starts `dispatch_due`, neither the minute nor what was planned for so soon that no minute would do."""
    events = running.twin.client("events")
    rules = (
        {"Name": f"{PREFIX}-dispatch_due-every-1-min"},
        soon := {"Name": f"{PREFIX}-dispatch_due-PublicationsDueSoon"},
    )
    soon["EventBusName"] = PREFIX
    for rule in rules:
        events.disable_rule(**rule)
    try:
        yield
    finally:
        for rule in rules:
            events.enable_rule(**rule)


@contextmanager
def unverified(running: Running) -> Iterator[None]:
    """Amazon SES refuses every mail of ours, because the sender is none that it knows."""
    mail = running.twin.client("sesv2")
    mail.delete_email_identity(EmailIdentity=running.twin.outputs.mail_from)
    try:
        yield
    finally:
        mail.create_email_identity(EmailIdentity=running.twin.outputs.mail_from)


def plan(running: Running, post: str, planned_at: datetime) -> None:
    row = {"post": post, "channel": "x", "text": f"What is said by {post}", "zone": "UTC"}
    asked = running.api.post(f"/brands/{BRAND}/posts", json=row | {"when": f"{planned_at:%Y-%m-%d %H:%M:%S}"})
    assert asked.status_code == 201, asked.text


def troubles(running: Running, function: str, since: datetime) -> set[str]:
    """The kinds of trouble that a function has counted since then, as CloudWatch reads them from its log."""
    found = running.twin.client("logs").filter_log_events(
        logGroupName=f"/aws/lambda/{PREFIX}-{function}", startTime=int(since.timestamp() * 1000)
    )
    lines = [one["message"] for one in found["events"] if '"Troubles"' in one["message"]]
    return {json.loads(line[line.index("{") :])["Kind"] for line in lines}


def alarm(running: Running, name: str) -> Any:
    found = running.twin.client("cloudwatch").describe_alarms(AlarmNames=[f"{PREFIX}-{name}"])
    return found["MetricAlarms"][0]


def alert_of(running: Running, publication_id: str) -> Any:
    listed = json.loads(running.portavoce("alerts", "--json").said)["items"]
    return next((one for one in listed if one["facts"].get("publication_id") == publication_id), None)


@pytest.mark.whole
@pytest.mark.takes_long("a post is overlooked for longer than a tick could take")
def test_what_a_dead_tick_has_left_is_found_counted_and_said_once(running: Running) -> None:
    began = datetime.now(UTC)
    planned_at = (began + timedelta(seconds=3)).replace(microsecond=0)
    with stopped(running):
        plan(running, "overlooked", planned_at)
        time.sleep((planned_at + GRACE - datetime.now(UTC)).total_seconds() + 1)
        assert running.publication("overlooked", "x").get("dispatched_at") is None
        running.twin.client("lambda").invoke(FunctionName=f"{PREFIX}-reconcile", Payload=json.dumps(TICK))
        assert wait_for(lambda: running.publication("overlooked", "x")["state"] == "published", 30)
    assert len(running.posts("What is said by overlooked")) == 1
    assert "overdue" in troubles(running, "reconcile", began)
    assert (alarm(running, "troubles")["MetricName"], alarm(running, "troubles")["Threshold"]) == ("Troubles", 1)
    heart = alarm(running, "tick-stopped")
    assert (heart["MetricName"], heart["TreatMissingData"]) == ("Invocations", "breaching")
    assert heart["Dimensions"] == [{"Name": "FunctionName", "Value": f"{PREFIX}-dispatch_due"}]


@pytest.mark.whole
@pytest.mark.takes_long("the minute's tick sends what was refused")
def test_a_mail_that_is_refused_is_listed_counted_and_sent_once_when_it_is_taken(running: Running) -> None:
    began = datetime.now(UTC)
    planned_at = (began + timedelta(seconds=12)).replace(microsecond=0)
    name = f"{BRAND}.refused.x"
    with unverified(running):
        plan(running, "refused", planned_at)
        frozen = running.portavoce("freeze", "--channel", f"{BRAND}.x", "--reason", "a rumour", "--json")
        assert frozen.code == 0, frozen.said
        assert wait_for(lambda: (alert_of(running, name) or {}).get("mail") == "mail_failed", 60)
        assert alert_of(running, name)["kind"] == AlertKind.PUBLICATION_FROZEN
        assert "mail_failed" in running.portavoce("alerts").said
        assert "mail" in troubles(running, "notify", began)
    assert wait_for(lambda: alert_of(running, name)["mail"] == "sent", TWO_TICKS_SECONDS)
    sent = [one for one in running.twin.emulator.mails() if name in one["BodyText"]]
    assert len(sent) == len({tuple(one["To"]) for one in sent}) > 0
    ended = running.portavoce("resume", json.loads(frozen.said)["freeze_id"], "--drop", "--yes")
    assert ended.code == 0, ended.said

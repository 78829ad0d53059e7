"""The whole house in memory: table, queues, bus, mailbox, and simulated networks behind the real clients."""

import importlib.util
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import time_machine
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.session import get_session
from moto.ses.models import ses_backends

from infra.local.simulators.network import Network
from portavoce.links.records import LinkRecords
from portavoce.publishing.model import Approval, Content, Publication
from portavoce.publishing.records import PublicationRecords
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws_session, clock
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.aurora import aurora
from tests.contract.events.invocations import ACCOUNT, context_of, http_event
from tests.contract.events.outside import (
    CHANNEL_TOKEN,
    DOOR,
    INSTAGRAM_USER,
    PAGE,
    VERIFY_TOKEN,
    WEBHOOK_SECRET,
    X_USER,
    networks,
)
from tests.contract.events.stored_items import read_stored
from tests.grants.plugin import serving
from tests.links import counted_link
from tests.review import NOW, in_review
from tests.stage import PREFIX, QUEUES, REGION, SENDER, forget

FUNCTIONS = Path(__file__).resolve().parents[3] / "functions"
BUS = "portavoce-test"
AURORA = aurora(
    channels=[
        {"id": "facebook", "platform": "facebook", "account_id": PAGE},
        {"id": "instagram", "platform": "instagram", "account_id": INSTAGRAM_USER},
        {"id": "x", "platform": "x", "account_id": X_USER},
    ],
    ad_accounts=[],
    budgets=[],
    people={
        "alerts": ["ops@aurora.example"],
        "sales": ["sales@aurora.example"],
        "clients": ["owner@bar.example"],
    },
    triage={"assign_to": "care@aurora.example", "hide_links": True},
    visits={"sites": ["https://aurora.example"], "currency": "EUR"},
)

ALERT = Alert(
    alert_id="aurora.month.2026-11.80",
    brand_id="aurora",
    kind=AlertKind.BUDGET_THRESHOLD,
    facts={
        "budget": "month",
        "ad_account": "meta",
        "campaign": "",
        "period": "2026-11",
        "threshold_percent": "80",
        "spent_minor": "412350",
        "amount_minor": "500000",
        "forecast_minor": "561000",
        "currency": "EUR",
        "decimals": "2",
        "zone": "Europe/Rome",
        "as_of_at": "2026-11-23T10:00:00+00:00",
    },
    raised_at=NOW,
)


SIGNING_KEY, WISH = "signing-key-of-aurora", "Meno zucchero a velo, per favore"
REVIEWED = (
    in_review("facebook"),
    in_review(
        "x",
        approval=Approval(
            needed_from="client", decision="changes_requested", by="client link", decided_at=NOW, comment=WISH
        ),
    ),
)
"""A post of which a client has looked at one channel, and not yet at the other."""


def publication() -> Publication:
    """A post of words on Facebook, planned five minutes ago."""
    planned_at = NOW - timedelta(minutes=5)
    return Publication(
        publication_id="aurora.spring-launch.facebook",
        brand_id="aurora",
        post_id="spring-launch",
        channel="facebook",
        platform="facebook",
        content=Content(text="La primavera è in tazza ☕️"),
        content_hash="0",
        wall_time="2026-11-23T11:50",
        zone="Europe/Rome",
        planned_at=planned_at,
        late_after=planned_at + timedelta(minutes=15),
        updated_at=planned_at,
    )


LINK = counted_link()
"""What the samples of clicks follow."""


@dataclass
class House:
    """One stage. `invoke` runs a real handler; `effects` is everything that it may have changed."""

    table: Table
    queues: Mapping[str, str]
    bus: list[dict[str, Any]]
    networks: list[Network] = field(default_factory=list)
    loaded: dict[str, Any] = field(default_factory=dict)
    _number: Iterator[int] = field(default_factory=itertools.count)

    def invoke(self, function: str, event: Any, *, cold: bool = False) -> Any:
        """The handler's answer; `cold` loads its file and everything that the process kept anew."""
        with serving(function):
            if cold or function not in self.loaded:
                forget()
                self.loaded[function] = self._load(function)
            return self.loaded[function](event, context_of(function))

    def _load(self, function: str) -> Callable[..., Any]:
        name = f"handler_of_{function}_{next(self._number)}"
        found = importlib.util.spec_from_file_location(name, FUNCTIONS / function / "handler.py")
        assert found
        assert found.loader
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        handler: Callable[..., Any] = module.handler
        return handler

    def effects(self) -> dict[str, Any]:
        """The table, the mails, and what stands on the platforms. Which write was an item's last one is no effect."""
        return {
            "table": read_stored(self.table),
            "mails": [(mail.subject, mail.destinations) for mail in ses_backends[ACCOUNT][REGION].sent_messages],
            "posts": [sorted(network.platform.posts) for network in self.networks],
            "hidden": [
                sorted(one.id for one in network.platform.comments.values() if one.hidden) for network in self.networks
            ],
        }

    def knock(self, platform: str, headers: Mapping[str, str], body: bytes) -> int:
        """A delivery at the HTTP API's door; the status that it got."""
        answer = self.invoke("receive_webhook", http_event(platform, headers, body))
        return int(answer["statusCode"])

    def take(self, queue: str) -> list[str]:
        """Empties a queue: the bodies of its messages."""
        sqs = boto3.client("sqs", region_name=REGION)
        bodies: list[str] = []
        while messages := sqs.receive_message(QueueUrl=self.queues[queue], MaxNumberOfMessages=10).get("Messages", []):
            taken: Any = [{"Id": one["MessageId"], "ReceiptHandle": one["ReceiptHandle"]} for one in messages]
            sqs.delete_message_batch(QueueUrl=self.queues[queue], Entries=taken)
            bodies += [one["Body"] for one in messages]
        return bodies

    def told(self) -> list[dict[str, Any]]:
        """Empties the bus: the events that were put on it, as its rules would hand them over."""
        passed, self.bus[:] = list(self.bus), []
        return passed


@contextmanager
def open_house(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house where Aurora is at home, at NOW, and no time passes."""
    with time_machine.travel(NOW, tick=False):
        queues = _queues()
        _settings(monkeypatch, table, queues)
        monkeypatch.setattr(clock, "pause", lambda _seconds: None)
        bus = _bus(monkeypatch)
        _secrets()
        boto3.client("sesv2", region_name=REGION).create_email_identity(EmailIdentity=SENDER)
        house = House(table, queues, bus)
        house.networks += networks(NOW, house.knock, monkeypatch)
        forget()
        brands().put(AURORA, NOW)
        Alerts(table).raise_alert(ALERT)
        LinkRecords(table).put(LINK)
        for one in (publication(), *REVIEWED):
            PublicationRecords(table).add(one)
        yield house
        forget()
        aws_session.session.cache_clear()
        for name in [name for name in sys.modules if name.startswith("handler_of_")]:
            del sys.modules[name]


def _queues() -> dict[str, str]:
    sqs = boto3.client("sqs", region_name=REGION)
    return {name: sqs.create_queue(QueueName=f"portavoce-test-{name}")["QueueUrl"] for name in QUEUES}


def _settings(monkeypatch: pytest.MonkeyPatch, table: Table, queues: Mapping[str, str]) -> None:
    variables = {
        "STAGE": "test",
        "TABLE": table.name,
        "MEDIA_BUCKET": "portavoce-test-media",
        "INBOUND_QUEUE_URL": queues["inbound"],
        "OUTGOING_QUEUE_URL": queues["outgoing"],
        "DEAD_LETTERS_URL": queues["dead-letters"],
        "BUS": BUS,
        "PARAMETER_PREFIX": PREFIX,
        "MAIL_FROM": SENDER,
        "MAIL_SET": "portavoce-test",
        "API_URL": f"https://{DOOR}",
    }
    for name, value in variables.items():
        monkeypatch.setenv(f"PORTAVOCE_{name}", value)


def _bus(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The stage's bus; what is put on it is kept in the list. (Targets of rules are not what is looked at here.)"""
    passed: list[dict[str, Any]] = []

    def keep(*, params: Mapping[str, Any], **_: Any) -> None:
        for entry in params["Entries"]:
            assert entry["EventBusName"] == BUS
            named = {"detail-type": entry["DetailType"], "source": entry["Source"]}
            passed.append(named | {"detail": json.loads(entry["Detail"])})

    listening: Any = get_session()
    listening.register("provide-client-params.events.PutEvents", keep)
    # Lambda takes an asynchronous call and says no more; what is called is not looked at here.
    taken = AWSResponse("https://aws.test", 202, HTTPHeaders(), None), {"StatusCode": 202}
    listening.get_component("event_emitter").register_last("before-call.lambda.Invoke", lambda **_: taken)
    monkeypatch.setattr(aws_session, "get_session", lambda: listening)
    aws_session.session.cache_clear()  # another test of this process may have made one that nobody listens to
    boto3.client("events", region_name=REGION).create_event_bus(Name=BUS)
    return passed


def _secrets() -> None:
    ssm = boto3.client("ssm", region_name=REGION)
    values = {"review/links/signing_key": SIGNING_KEY}
    values |= {f"channels/{AURORA.id}.{channel.id}/access_token": CHANNEL_TOKEN for channel in AURORA.channels}
    for channel in AURORA.channels:
        values[f"webhooks/{channel.platform}/current"] = WEBHOOK_SECRET
        values[f"webhooks/{channel.platform}/verify_token"] = VERIFY_TOKEN
    for name, value in values.items():
        ssm.put_parameter(Name=f"{PREFIX}/{name}", Value=value, Type="SecureString")

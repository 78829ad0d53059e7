"""What a quiet hour costs the one who comes first: importing a function, and its first event."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from infra.assembly import ROOT
from infra.local.emulator import Emulator
from infra.local.networks import Networks
from infra.local.ports import free_base
from portavoce.brands.model import Brand
from portavoce.brands.records import BrandRecords
from portavoce.brands.service import Brands
from portavoce.people.model import Role, User
from portavoce.people.records import SessionRecords, UserMoved, UserRecords
from portavoce.people.service.sessions import Sessions
from portavoce.platforms import discovery
from portavoce.publishing.model import Content, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.runtime.clock import utc_now
from portavoce.table.table import Table
from tests import one_table, webhook_door
from tests.aurora import DOCUMENT
from tests.bench.bill import Bill
from tests.bench.deliveries import SAMPLE
from tests.bench.processes import Processes, lay_out_libraries
from tests.faults.world import planned
from tests.http_api import request_context
from tests.twin.running import LOWEST_PORT

GOALS = {
    "receive_webhook": (0.75, 1.1),
    "publish": (1.3, 2.0),
    "ingest": (1.3, 1.7),
    "api": (1.7, 2.3),
    "console": (2.0, 3.0),
}
"""Function to what its import may take, and its import with its first event: multiples of a client of boto3."""
PAGE, TOKEN, PREFIX = "61550000000000001", "token-of-aurora", "/portavoce/bench"
SEED = {
    "apps": [{"id": "700000000000001", "secret": "app-secret"}],
    "pages": [{"id": PAGE, "name": "Aurora", "access_token": TOKEN, "app_id": "700000000000001"}],
}
UNIT = "x boto3.client"


@dataclass
class House:
    """A stage without functions: a table, queues, secrets, and a network that stands in for Facebook."""

    emulator: Emulator
    table: Table
    networks: Networks
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        channels = [{"id": "facebook", "platform": "facebook", "account_id": PAGE}]
        Brands(BrandRecords(self.table), discovery.of_brands).put(
            Brand.model_validate(DOCUMENT | {"channels": channels}), utc_now()
        )
        ssm = self._client("ssm")
        secrets = {"webhooks/facebook/current": webhook_door.CURRENT, "channels/aurora.facebook/access_token": TOKEN}
        for name, value in secrets.items():
            ssm.put_parameter(Name=f"{PREFIX}/{name}", Value=value, Type="SecureString", Overwrite=True)
        self.networks.seed("meta", "accounts", SEED)

    def variables(self) -> dict[str, str]:
        """The environment of this stage's functions."""
        queues = {name: self._client("sqs").create_queue(QueueName=name)["QueueUrl"] for name in ("in", "out")}
        variables = {
            "STAGE": "bench",
            "TABLE": self.table.name,
            "INBOUND_QUEUE_URL": queues["in"],
            "OUTGOING_QUEUE_URL": queues["out"],
            "PARAMETER_PREFIX": PREFIX,
            "MEDIA_BUCKET": "none",
            "API_URL": "https://api.bench",
            "PLATFORM_URLS": json.dumps({"facebook": self.networks.url("meta")}),
        }
        return self.emulator.env() | {f"PORTAVOCE_{name}": value for name, value in variables.items()}

    def next_receive_webhook(self) -> Any:
        """A comment that Facebook delivers."""
        body = self._comment()
        event = json.loads((ROOT / "events/samples/http/webhook_facebook.json").read_text())
        return event | {"body": body, "headers": {"x-hub-signature-256": webhook_door.meta(body.encode())}}

    def next_ingest(self) -> Any:
        """The same on its queue."""
        said = {"platform": "facebook", "received_at": utc_now().isoformat(), "body": self._comment()}
        return {"Records": [{"messageId": "1", "body": json.dumps(said)}]}

    def next_publish(self) -> Any:
        """A text that is due now."""
        number, now = next(self._numbers), utc_now()
        due = planned(planned_at=now, late=timedelta(hours=1), content=Content(text=f"Buongiorno {number}"))
        due = due.model_copy(update={"publication_id": f"aurora.p{number}.facebook", "post_id": f"p{number}"})
        Ledger(PublicationRecords(self.table)).plan(due, now)
        asked = {"publication_id": due.publication_id, "revision": 1, "step": "release", "planned_at": now.isoformat()}
        return {"Records": [{"messageId": due.publication_id, "body": json.dumps(asked)}]}

    def next_api(self) -> Any:
        """A page of the brands."""
        return {
            "version": "2.0",
            "routeKey": "ANY /api/v1/{proxy+}",
            "rawPath": "/api/v1/brands",
            "rawQueryString": "",
            "headers": {},
            "requestContext": request_context("GET", "/brands", "ada"),
            "isBase64Encoded": False,
        }

    def next_console(self) -> Any:
        """Today, for somebody who is signed in."""
        now = utc_now()
        user = User(
            user_id="ada",
            email="ada@aurora.example",
            language="ar",
            roles={"aurora": (Role.OWNER,)},
            invited_by="bench",
            invited_at=now,
            seen_on=now.date(),
        )
        with suppress(UserMoved):
            UserRecords(self.table).add(user)
        opened = Sessions(SessionRecords(self.table), lambda _: user, lambda *_: None).open(user, now)
        return {
            "version": "2.0",
            "rawPath": "/console/aurora",
            "rawQueryString": "",
            "cookies": [f"__Host-session={opened.token}"],
            "headers": {"accept-encoding": "gzip"},
            "requestContext": {"http": {"method": "GET", "path": "/console/aurora", "sourceIp": "198.51.100.7"}},
            "isBase64Encoded": False,
        }

    def published(self) -> list[PublicationState]:
        """How every publication that was asked for stands."""
        ledger = Ledger(PublicationRecords(self.table))
        found = (ledger.get(f"aurora.p{number}.facebook") for number in range(next(self._numbers)))
        return [one.state for one in found if one]

    def _comment(self) -> str:
        return SAMPLE.read_text().replace("_500000000000001", f"_7000000{next(self._numbers):08}")

    def _client(self, service: Any) -> Any:
        return self.emulator.session().client(service, endpoint_url=self.emulator.url)


@pytest.fixture(scope="module")
def house(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    ports = {"meta": free_base(LOWEST_PORT + 4_000)}
    client: Any = emulator.session().client("dynamodb", endpoint_url=emulator.url)
    networks = Networks(tmp_path_factory.mktemp("networks"), ports)
    networks.launch()
    try:
        networks.await_all()
        yield House(emulator, one_table.create(client, "portavoce-start"), networks)
    finally:
        networks.stop()


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out_libraries(tmp_path_factory.mktemp("libraries"))


@pytest.mark.takes_long("fresh interpreters, a pair at a time")
@pytest.mark.parametrize("name", GOALS)
def test_a_function_is_imported_in_its_share_of_what_a_client_of_boto3_takes(
    libraries: Path, bill: Bill, name: str
) -> None:
    assert bill.hold(f"import {name}", UNIT, Processes(libraries).import_ratio(name), most=GOALS[name][0])


@pytest.mark.takes_long("fresh interpreters, a pair at a time")
@pytest.mark.parametrize("name", GOALS)
def test_the_first_event_of_a_quiet_hour_is_handled_within_its_share(
    house: House, libraries: Path, bill: Bill, name: str
) -> None:
    def check(answer: Any) -> None:
        assert answer.get("statusCode", 200) == 200, answer
        assert not answer.get("batchItemFailures"), answer

    processes = Processes(libraries, house.variables())
    measured = processes.first_event_ratio(name, getattr(house, f"next_{name}"), check)
    if name == "publish":
        assert set(house.published()) == {PublicationState.PUBLISHED}
    assert bill.hold(f"import {name}, with its first event", UNIT, measured, most=GOALS[name][1])


def test_no_goal_is_stated_for_a_function_that_is_not_there() -> None:
    assert all(Path(ROOT / "functions" / name / "handler.py").exists() for name in GOALS)

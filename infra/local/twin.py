"""The laptop twin: the emulator with both stacks deployed and the simulated networks, started and stopped as one."""

import json
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from botocore.config import Config

from infra.assembly import ROOT
from infra.interruption import hold_back
from infra.local.emulator import REGION, Emulator, Outputs, Say
from infra.local.figures import Evidence, read_table
from infra.local.networks import Networks
from infra.local.ports import DEFAULT_BASE, Ports
from portavoce.publishing.model import OutgoingMessage

ANSWER_LIMIT_SECONDS = 60
PUBLISHERS = 5
"""The emulator runs as many batches of one queue at once, as Lambda does when it begins."""


@dataclass
class Twin:
    """A running twin. `portavoce --stage local` finds it by the card that `start` writes into `home`.

    All its ports are counted from `port`, and so is what it writes: twins on other numbers run side by side."""

    port: int = DEFAULT_BASE
    home: Path = ROOT
    _held: ExitStack = field(default_factory=ExitStack)
    _clients: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self, say: Say) -> None:
        """Start everything and deploy. Raises StepFailed, PortInUse."""
        self.ports.refuse_taken()
        # Each is stopped also if it was interrupted while it started.
        self._held.callback(self.emulator.stop)
        self._held.callback(self.networks.stop)
        say("starting the AWS emulator")
        self.emulator.start()
        self.networks.launch()
        self.outputs = self.emulator.deploy(self.networks.platform_urls(), say)
        self.networks.await_all()
        self._held.callback(self._card.unlink, missing_ok=True)
        card = {"api_url": self.outputs.api_url, "region": REGION, "port": self.port, "process": os.getpid()}
        self._card.write_text(json.dumps(card))

    def stop(self) -> None:
        """Stop everything that was started, whatever signals come meanwhile."""
        with hold_back():
            self._held.close()

    outputs: Outputs = field(init=False)

    @property
    def stage(self) -> str:
        """What `portavoce --stage` takes to speak to it."""
        return self.ports.stage

    @property
    def ports(self) -> Ports:
        """Where its parts listen."""
        return Ports(self.port)

    @property
    def folder(self) -> Path:
        """Where its logs and the story's files lie."""
        return self.own_file("twin")

    @property
    def _card(self) -> Path:
        return self.own_file("twin.json")

    def own_file(self, name: str) -> Path:
        """A path under `.local` that no other twin uses; it has the port in its name unless it is the usual one."""
        plain = self.home / ".local" / name
        return plain if self.port == DEFAULT_BASE else plain.with_stem(f"{plain.stem}-{self.port}")

    @cached_property
    def networks(self) -> Networks:
        """The simulated networks, not yet started."""
        return Networks(self.folder, self.ports.networks)

    @cached_property
    def emulator(self) -> Emulator:
        """The emulator, not yet started."""
        return Emulator(self.port, self.folder)

    def client(self, service: str) -> Any:
        """An AWS client of the emulator, made once: that takes a tenth of a second."""
        if service not in self._clients:
            config = Config(read_timeout=ANSWER_LIMIT_SECONDS, retries={"total_max_attempts": 1})
            make: Any = self.emulator.session().client
            self._clients[service] = make(service, endpoint_url=self.emulator.url, config=config)
        return self._clients[service]

    def tick(self, function: str) -> None:
        """Start a function as its schedule would, now."""
        self.client("lambda").invoke(
            FunctionName=f"portavoce-local-{function}",
            InvocationType="Event",
            Payload=json.dumps({"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}),
        )

    def wake_publishers(self) -> None:
        """Have the functions on a post's way running before the first post.

        Lambda starts processes side by side on machines of its own; the emulator starts them all on this one, which
        takes seconds when many come at once. Nothing is due, and nothing is what they find.
        """
        self.tick("dispatch_due")
        nothing = OutgoingMessage(
            publication_id="no.such.post", revision=1, step="release", planned_at=datetime.now(UTC)
        )
        for _ in range(PUBLISHERS):
            self.client("sqs").send_message(
                QueueUrl=self.outputs.outgoing_queue_url, MessageBody=nothing.model_dump_json()
            )

    def evidence(self) -> Evidence:
        """What stands in the table, on the networks and in the mailbox at this moment."""
        functions = self.client("lambda").list_functions()["Functions"]
        return Evidence(
            items=read_table(self.client("dynamodb"), self.outputs.table_name),
            networks=self.networks.states(),
            mails=self.emulator.mails(),
            functions=[one["FunctionName"] for one in functions],
        )


def wait_for(what: Callable[[], bool], limit_seconds: float, pause_seconds: float = 0.5) -> bool:
    """True as soon as `what` holds, False when it does not within the limit."""
    deadline = time.monotonic() + limit_seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(pause_seconds)
    return what()

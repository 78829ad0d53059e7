"""A running twin on which the story was told once: what it left behind, and the ways in that a user has."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx2
from botocore.credentials import Credentials

from infra.local.accounts import Accounts
from infra.local.emulator import REGION
from infra.local.figures import Evidence, Item, read_table
from infra.local.twin import Twin
from portavoce.cli.client import PREFIX, SigV4

COMMAND_LIMIT_SECONDS = 60
WIDE = {"COLUMNS": "400"}
BRAND = "aurora"
LOWEST_PORT = 21_000 + os.getpid() % 400 * 10
"""Far from the ports that a demo takes, from those that the system gives away, and from another run of the tests."""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and all that it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Deployment:
    """The twin, and the ways in that a user has."""

    twin: Twin

    def portavoce(self, *arguments: str) -> Ran:
        """A command of the installed command line, called where the twin's home is."""
        return run(
            [str(Path(sys.executable).with_name("portavoce")), *arguments, "--stage", self.twin.stage], self.twin.home
        )

    @cached_property
    def api(self) -> httpx2.Client:
        """Signed requests to the HTTP API."""
        return httpx2.Client(
            base_url=self.twin.outputs.api_url + PREFIX, auth=SigV4(Credentials("test", "test"), REGION), timeout=30
        )

    def table(self) -> list[Item]:
        """Every item, in one order; without the answers that the API keeps for repeated requests and without who asked,
        refusals among both."""
        items = read_table(self.twin.client("dynamodb"), self.twin.outputs.table_name)
        kept = [one for one in items if one["type"] not in ("idempotency", "act")]
        return sorted(kept, key=lambda one: (str(one["pk"]), str(one["sk"])))

    def media(self) -> list[str]:
        """The keys in the media bucket."""
        found = self.twin.client("s3").list_objects_v2(Bucket=self.twin.outputs.media_bucket_name)
        return [one["Key"] for one in found.get("Contents", [])]

    def publication(self, post: str, channel: str) -> Item:
        """One publication as it stands in the table."""
        name = f"{BRAND}.{post}.{channel}"
        return next(one for one in self.table() if one.get("publication_id") == name and one["type"] == "publication")

    def posts(self, text: str) -> list[Item]:
        """The posts with this text that stand on the networks."""
        states = self.twin.networks.states().values()
        return [one for state in states for one in state["posts"] if one["text"] == text and not one["deleted"]]

    def waiting(self, queue_url: str) -> int:
        """How many messages a queue holds, those being worked on included."""
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        sqs = self.twin.client("sqs")
        found = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=list(names))["Attributes"]
        return sum(int(found[name]) for name in names)


@dataclass(frozen=True)
class Running(Deployment):
    """The twin after the story; `evidence` is what stood at the story's end, `figures` what it comes to."""

    accounts: Accounts
    evidence: Evidence
    figures: Mapping[str, Any]


def run(command: list[str], folder: Path) -> Ran:
    """A command that ends by itself."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | WIDE,
        check=False,
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )
    return Ran(done.returncode, done.stdout + done.stderr)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports

"""The AWS emulator of the laptop twin: installed apart, bound to loopback, deployed to with real CloudFormation.

The emulator runs Lambda code with its own interpreter, so it lives in an environment of its own that holds what the
real runtime holds (Python 3.13 and boto3) and nothing else: a dependency missing from the layer is missing here too.
"""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import boto3

from infra.assembly import ROOT, StepFailed, assembly, run, tool_environment
from infra.environments import install_once, make_python
from infra.interruption import hold_back
from infra.local.ports import DEFAULT_BASE, HOST, Ports, port_in_use
from infra.local.scratch import clear_leftovers, remove_folder, scratch_folder

VERSION = "1.5.33"
ACCOUNT, REGION = "000000000000", "us-east-1"
CDK = ROOT / "node_modules/.bin/cdk"
INSTALLATION = ROOT / ".local/emulator"
FOLDER = ROOT / ".local/twin"
STACKS = ("portavoce-local-data", "portavoce-local-app")
DEPLOYING = "deploying both stacks"
INSTALL_LIMIT_SECONDS, START_LIMIT_SECONDS = 180, 30
BOOTSTRAP_LIMIT_SECONDS, DEPLOY_LIMIT_SECONDS = 90, 120
# As the CDK command line tells of a stack: its name, how many of its resources are there, and more.
STACK_EVENT = re.compile(r"(?P<stack>[\w-]+) \| +(?P<done>\d+)[/ ]")

Say = Callable[[str], None]
"""Told what is being done: a phase, and after a colon how far it is."""


@dataclass(frozen=True)
class Outputs:
    """Where the deployed parts are. `api_url` has no slash at its end."""

    api_url: str
    table_name: str
    media_bucket_name: str
    bus_name: str
    inbound_queue_url: str
    outgoing_queue_url: str
    dead_letters_url: str
    mail_from: str


class Emulator:
    """One emulator on one port of loopback; its log lies in `folder`, what it keeps is gone when it is stopped.

    Use it as a context manager, or call `start` and `stop`.
    """

    def __init__(self, port: int = DEFAULT_BASE, folder: Path = FOLDER) -> None:
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.log = folder / f"emulator-{port}.log"
        self._folder = folder
        self._state = scratch_folder(folder, port)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Install if need be, start, and wait until it answers.

        Raises:
            PortInUse: the port is taken.
            StepFailed: it cannot be installed, or does not answer in time.
        """
        if self.port in Ports(self.port).find_taken():
            raise port_in_use(self.port, self.port)
        install()
        clear_leftovers(self._state.parent)
        self._state.mkdir(parents=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log, hold_back():
            self._process = subprocess.Popen(
                [str(INSTALLATION / "bin/python"), "-m", "ministack"],
                cwd=self._state,
                env=self._own_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the story first, which then stops the emulator in order
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Stop it and the functions that it runs; what was stored is gone."""
        process, self._process = self._process, None
        if process is not None:
            # Nothing that it holds is kept, so nothing is lost by not asking: it waits for each open connection.
            _end_group(process.pid)
            process.wait()
        remove_folder(self._state)

    def env(self) -> dict[str, str]:
        """Variables that point any AWS client here, and away from every real account."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def session(self) -> boto3.Session:
        """A boto3 session with the emulator's keys; pass `endpoint_url=emulator.url` to its clients."""
        return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)

    def deploy(self, platform_urls: Mapping[str, str] | None = None, say: Say = lambda _: None) -> Outputs:
        """Deploy both stacks with the CDK command line, the functions calling the platforms at `platform_urls`.

        Raises:
            StepFailed: a step failed or did not end within its limit.
        """
        tools = self._tool_environment()
        remedy = f"The emulator's log is {self.log}."
        say("building the layers and synthesising both stacks")
        cdk = [str(CDK), "--app", str(assembly("local")), "--no-notices", "--ci"]
        say("preparing the emulated account for the CDK")
        run([*cdk, "bootstrap", f"aws://{ACCOUNT}/{REGION}"], tools, BOOTSTRAP_LIMIT_SECONDS, remedy)
        urls = f"{STACKS[1]}:PlatformUrls={json.dumps(dict(platform_urls or {}))}"
        base = f"{STACKS[1]}:ApiBase={self._api_base}"
        deploy = ["deploy", "--all", "--require-approval", "never", "--method", "direct"]
        name = f"{STACKS[1]}:StageName={Ports(self.port).stage}"
        login = f"{STACKS[1]}:LoginUrl={self.url}"
        deploy += [word for one in (urls, base, name, login) for word in ("--parameters", one)]
        say(DEPLOYING)
        run([*cdk, *deploy], tools, DEPLOY_LIMIT_SECONDS, remedy, lambda line: _tell_stack_event(line, say))
        outputs = self.outputs()
        self._let_send_mail(outputs.mail_from)
        return outputs

    def outputs(self) -> Outputs:
        """Where the parts of the deployed stacks are."""
        cloudformation = self.session().client("cloudformation", endpoint_url=self.url)
        found: dict[str, str] = {}
        for stack in STACKS:
            described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
            found |= {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
        return Outputs(
            api_url=self._reachable(found["ApiUrl"]),
            table_name=found["TableName"],
            media_bucket_name=found["MediaBucketName"],
            bus_name=found["BusName"],
            inbound_queue_url=found["InboundQueueUrl"],
            outgoing_queue_url=found["OutgoingQueueUrl"],
            dead_letters_url=found["DeadLettersUrl"],
            mail_from=found["MailFrom"],
        )

    def mails(self) -> list[dict[str, Any]]:
        """The e-mails sent so far, oldest first: Source, To, Subject, BodyText, BodyHtml, Timestamp."""
        with urllib.request.urlopen(f"{self.url}/_ministack/ses/messages", timeout=5) as answer:
            messages = json.load(answer)["messages"]
        return [mail for account in messages.values() for mail in account]

    def _let_send_mail(self, address: str) -> None:
        # In AWS the owner of the address confirms it once, by the link that SES sends.
        mail = self.session().client("sesv2", endpoint_url=self.url)
        try:
            mail.create_email_identity(EmailIdentity=address)
        except mail.exceptions.AlreadyExistsException:
            return

    def _reachable(self, api_url: str) -> str:
        # The emulator names an API by a host of its own, which not every resolver knows; the path form always works.
        api_id = (urlsplit(api_url).hostname or "").partition(".")[0]
        return f"{self._api_base}/{api_id}"

    @property
    def _api_base(self) -> str:
        return f"{self.url}/_aws/execute-api"

    def _own_environment(self) -> dict[str, str]:
        # Nothing of the caller's environment: functions inherit all of this.
        return {
            "PATH": os.defpath,
            "HOME": str(self._state),
            "TMPDIR": str(self._state),
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "S3_DATA_DIR": str(self._state / "s3"),
            "STATE_DIR": str(self._state / "state"),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
        }

    def _tool_environment(self) -> dict[str, str]:
        return {**tool_environment(), **self.env(), "CI": "1"}

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            if self._runs() and self._answers():
                return
            time.sleep(0.1)
        self.stop()
        last_words = self.log.read_text(errors="replace")[-2000:]
        raise StepFailed(f"the emulator did not answer on {self.url} within {START_LIMIT_SECONDS} s:\n{last_words}")

    def _runs(self) -> bool:
        # By its own log: whoever else took the port in this very moment would answer just as well.
        return f"Running on {self.url}" in self.log.read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2) as answer:
                return int(answer.status) == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def install() -> None:
    """Make the emulator's environment, unless this version of it is there already.

    Raises:
        StepFailed: uv or the registry cannot be reached.
    """
    install_once(INSTALLATION, VERSION, _install)


def _install() -> None:
    wanted = [f"ministack=={VERSION}", "boto3"]
    make_python(INSTALLATION, "3.13", wanted, INSTALL_LIMIT_SECONDS, "Is the package registry in reach?")


def _tell_stack_event(line: str, say: Say) -> None:
    if found := STACK_EVENT.match(line):
        say(f"{DEPLOYING}: {found['stack']} {found['done']}")


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return

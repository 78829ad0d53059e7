"""Fresh interpreters, and what they take of a processor beside one that makes a client of boto3.

Milliseconds differ from machine to machine and from minute to minute. So each process is followed by the one that it
is compared with, and what counts is the median of the pairs' ratios."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from typing import Any

from infra.assembly import ROOT
from infra.assets import assets_folder
from infra.function import SPARES_SEARCH
from infra.layers import Target, Wheels, archive_of, core_folder

PAIRS = 7
INTERPRETER = f"{sys.base_prefix}/bin/python3"
IN_THE_RUNTIME = ("boto3", "botocore", "s3transfer", "urllib3", "jmespath", "dateutil", "six.py")
LIMIT_SECONDS = 60
COMPARED_WITH = "import boto3; boto3.client('sqs')"
IMPORT = "from functions.{name}.handler import handler"
FIRST_EVENT = f"""
{IMPORT}
import json, sys
class Context:
    function_name = "portavoce-bench"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:portavoce-bench"
    aws_request_id = "8c5fb8b7-4cd5-4a8d-9f0e-6c8f6f8f4f3d"
    get_remaining_time_in_millis = staticmethod(lambda: 60_000)
print(json.dumps(handler(json.load(sys.stdin), Context())))
"""


def lay_out_libraries(into: Path) -> Path:
    """The layer of wheels as it is shipped, built for this machine, beside what the real runtime holds: nothing else of
    the developer's environment, whose packages would be found and measured too."""
    for wheels in (Wheels.VENDOR, Wheels.CONSOLE):
        with zipfile.ZipFile(archive_of(wheels, Target.THIS_MACHINE)) as packed:
            packed.extractall(into)
    for name in IN_THE_RUNTIME:
        found = Path(sysconfig.get_path("purelib"), name)
        if not (into / "python" / name).exists():
            (into / "python" / name).symlink_to(found)
    return into / "python"


@dataclass(frozen=True)
class Processes:
    """Processes that import what is shipped, the layers with their bytecode.

    `libraries` is the folder of the wheels, `variables` are the environment that the functions find."""

    libraries: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def import_ratio(self, function: str) -> float:
        """What importing a function's handler takes, as a multiple."""
        statement = IMPORT.format(name=function)
        return self._ratio(lambda: self._run(statement)[0])

    def first_event_ratio(self, function: str, next_event: Callable[[], Any], check: Callable[[Any], None]) -> float:
        """What importing it and handling one event takes; `check` is given each answer."""
        statement = FIRST_EVENT.format(name=function)

        def handle() -> float:
            taken, said = self._run(statement, json.dumps(next_event()))
            check(json.loads(said.splitlines()[-1]))
            return taken

        return self._ratio(handle)

    def _ratio(self, run: Callable[[], float]) -> float:
        run(), self._run(COMPARED_WITH)  # each compiles what has no bytecode yet
        return median(run() / self._run(COMPARED_WITH)[0] for _ in range(PAIRS))

    def _run(self, statement: str, given: str = "") -> tuple[float, str]:
        """Seconds of a processor, because a neighbour's work does not count in them, and what was printed."""
        before = getrusage(RUSAGE_CHILDREN)
        done = subprocess.run(
            [INTERPRETER, "-c", statement],
            input=given,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=LIMIT_SECONDS,
            cwd=ROOT / ".local",
            env=self._environment(),
        )
        after = getrusage(RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout

    def _environment(self) -> dict[str, str]:
        shipped = {
            "PATH": os.defpath,
            "PYTHONPATH": f"{core_folder() / 'python'}:{self.libraries}:{assets_folder() / 'python'}:{ROOT}",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        return shipped | SPARES_SEARCH | dict(self.variables)

"""Processes that ours starts: each in a group of its own, so that Ctrl-C in a terminal reaches ours alone, which then
ends them and whatever they started."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from infra.interruption import hold_back

END_LIMIT_SECONDS = 3


@contextmanager
def run_apart(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], errors: int = subprocess.PIPE
) -> Iterator[subprocess.Popen[str]]:
    """A process in `folder` whose output can be read, as text; what of it still runs at the end is ended.

    `errors` is where what it says of errors goes, as `subprocess.Popen` takes it. Raises FileNotFoundError."""
    with ExitStack() as held:
        with hold_back():
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
            held.enter_context(process)
            held.callback(end_group, process)
        yield process


def capture(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], limit_seconds: float
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, as `run_apart` does. Raises FileNotFoundError, subprocess.TimeoutExpired."""
    with run_apart(command, folder, environment) as process:
        printed, errors = process.communicate(timeout=limit_seconds)
    return subprocess.CompletedProcess(command, process.returncode, printed, errors)


def end_group(process: subprocess.Popen[str]) -> None:
    """Ends a process that leads a group, and its group, unless it has ended by itself.

    First it is asked to, so that it may remove what it has half made."""
    if process.poll() is not None:
        return
    _signal_group(process, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(END_LIMIT_SECONDS)
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)

"""Whatever the demo starts is ended by the demo, with all that it started, and hears no Ctrl-C but through it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.assembly import ROOT
from infra.processes import capture, run_apart

LIMIT_SECONDS = 20
WITH_A_CHILD = """
import subprocess, sys
print(subprocess.Popen(["sleep", "600"]).pid, flush=True)
print("x" * 1_000_000)
"""
HALF_MADE = """
import tempfile, time
with tempfile.TemporaryDirectory() as folder:
    print(folder, flush=True)
    time.sleep(600)
"""


def has_ended(process: int) -> bool:
    """Whether it is gone, or waits for nothing but to be forgotten."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def leave_in_the_middle(script: str, folder: Path) -> tuple[int, str]:
    """The process and the first line of a program that somebody interrupted the reading of."""
    first = ""
    with (
        pytest.raises(KeyboardInterrupt),
        run_apart([sys.executable, "-c", script], folder, os.environ | {"TMPDIR": str(folder)}) as process,
    ):
        first = (process.stdout or pytest.fail("nothing to read")).readline().strip()
        raise KeyboardInterrupt
    return process.pid, first


def test_a_key_pressed_in_the_terminal_reaches_none_of_them(tmp_path: Path) -> None:
    tells_its_group = [sys.executable, "-c", "import os; print(os.getpgid(0), os.getsid(0))"]
    group, session = capture(tells_its_group, tmp_path, os.environ, LIMIT_SECONDS).stdout.split()
    assert (int(group), int(session)) != (os.getpgid(0), os.getsid(0))
    assert group == session


def test_who_is_interrupted_leaves_neither_the_process_nor_one_that_it_started(tmp_path: Path) -> None:
    process, child = leave_in_the_middle(WITH_A_CHILD, tmp_path)
    assert has_ended(process)
    assert has_ended(int(child))


def test_what_is_ended_removes_first_what_it_has_half_made(tmp_path: Path) -> None:
    _, folder = leave_in_the_middle(HALF_MADE, tmp_path)
    assert Path(folder).parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_one_that_does_not_end_in_time_is_ended(tmp_path: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        capture(["sleep", "600"], tmp_path, os.environ, 0.2)


def test_what_it_printed_and_how_it_ended_is_told(tmp_path: Path) -> None:
    script = "import sys; print('said'); print('wrong', file=sys.stderr); sys.exit(3)"
    done = capture([sys.executable, "-c", script], tmp_path, os.environ, LIMIT_SECONDS)
    assert (done.returncode, done.stdout, done.stderr) == (3, "said\n", "wrong\n")


def test_who_tells_the_story_does_not_load_the_cdk_which_starts_a_process_of_its_own() -> None:
    script = "import sys, infra.local.demo; print({'aws_cdk', 'jsii'} & set(sys.modules))"
    path = {"PYTHONPATH": f"{ROOT / 'layers/core/python'}"}
    done = capture([sys.executable, "-c", script], ROOT, os.environ | path, LIMIT_SECONDS * 3)
    assert (done.stdout.strip(), done.stderr) == ("set()", "")

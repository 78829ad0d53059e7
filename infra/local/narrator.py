"""Tells what is done: headings, lines, and commands of the product with what they answered."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from infra.assembly import StepFailed
from infra.local.twin import Twin
from infra.processes import capture

COMMAND_LIMIT_SECONDS = 60
NARROWEST = 80


def command_line(twin: Twin, *arguments: str) -> str:
    """A command of the product as a person pastes it into a terminal that stands in the twin's home."""
    program = Path(sys.executable).with_name("portavoce").relative_to(twin.home, walk_up=True)
    return shlex.join([str(program), *arguments, "--stage", twin.stage])


def run_product(twin: Twin, command: str, columns: int = NARROWEST) -> subprocess.CompletedProcess[str]:
    """Runs what `command_line` made, for a terminal of so many columns. Raises StepFailed when it does not end."""
    # What it keeps, and what one that is killed leaves, lies where it disturbs nobody.
    own = {"COLUMNS": str(columns)} | dict.fromkeys(("TMPDIR", "XDG_CACHE_HOME"), str(twin.folder))
    try:
        return capture(shlex.split(command), twin.home, os.environ | own, COMMAND_LIMIT_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise StepFailed(f"{command} did not end in {COMMAND_LIMIT_SECONDS} s") from late


def show_heading(console: Console, title: str) -> None:
    """A heading that wraps where a rule would be cut."""
    console.print()
    console.rule(style="dim")
    console.print(title, style="bold", highlight=False)


@dataclass
class Narrator:
    """Speaks on a console of what happens on a twin."""

    twin: Twin
    console: Console

    def _say(self, text: str) -> None:
        self.console.print(f"  {text}", highlight=False, markup=False)

    def _portavoce(self, *arguments: str, last_lines: int = 0, fails: bool = False) -> str:
        command = command_line(self.twin, *arguments)
        self.console.print(f"$ {command}", style="bold cyan", highlight=False, markup=False, soft_wrap=True)
        done = run_product(self.twin, command, max(NARROWEST, self.console.width))
        if bool(done.returncode) is not fails:
            raise StepFailed(f"{command} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        lines = (done.stderr if fails else done.stdout).rstrip().splitlines()
        # A command in it is to be copied, whatever the width.
        self.console.print("\n".join(lines[-last_lines:]), markup=False, highlight=False, soft_wrap=True)
        return done.stdout

"""A terminal with `make demo` in it, as a person has it, and what must be gone when it has ended."""

import os
import pty
import re
import signal
import socket
import subprocess
import sys
import termios
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Self

from infra.assembly import ROOT
from infra.local.ports import Ports

HOST = "127.0.0.1"
SIZE = (24, 80)
CTRL_C = b"\x03"
LOOK_SECONDS = 0.1
MARK = "PORTAVOCE_TEST_TERMINAL"
# A shell gives what it starts the terminal that it has.
IN_TERMINAL = (
    "import fcntl, os, sys, termios as t; fcntl.ioctl(0, t.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


@dataclass
class Terminal:
    """`make demo PORT=base`, with a home and a folder for temporary files of its own, to see what it leaves there."""

    base: int
    folder: Path
    _seen: bytearray = field(default_factory=bytearray)

    def __enter__(self) -> Self:
        for place in ("home", "tmp"):
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, SIZE)
        self.process = subprocess.Popen(
            [sys.executable, "-c", IN_TERMINAL, "make", "demo", f"PORT={self.base}"],
            cwd=ROOT,
            env=self._environment(),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.press_ctrl_c()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, 9)
            self.process.wait()
        self._reader.join(5)
        os.close(self._ours)

    @property
    def screen(self) -> str:
        """All that was shown so far, without colours."""
        return ESCAPES.sub("", self._seen.decode(errors="replace"))

    def shows(self, text: str, limit_seconds: float) -> bool:
        """Waits until the text is shown; False when the demo ended or the time was over before."""
        deadline = time.monotonic() + limit_seconds
        while text not in self.screen:
            if self.process.poll() is not None or time.monotonic() > deadline:
                return text in self.screen
            time.sleep(LOOK_SECONDS)
        return True

    def press_ctrl_c(self) -> None:
        """The key, not the signal: whoever stands in the foreground of the terminal gets it."""
        with suppress(OSError):
            os.write(self._ours, CTRL_C)

    def interrupt_all(self) -> None:
        """The signal to every process that shares the terminal with `make`, as some programs send it instead."""
        os.killpg(self.process.pid, signal.SIGINT)

    def seconds_to_end(self, limit_seconds: float) -> float:
        """How long it takes from now until `make` has ended."""
        began = time.monotonic()
        self.process.wait(limit_seconds)
        return time.monotonic() - began

    def leftovers(self) -> list[str]:
        """Processes, ports and files outside the project's folder that are still there."""
        ports = [f"port {port}" for port in range(self.base, Ports(self.base).mailbox + 1) if _answers(port)]
        places = (Path("/dev/shm"), self.folder / "home", self.folder / "tmp")
        files = [str(path) for place in places for path in place.glob("*") if place.parent == self.folder]
        memory = [str(path) for path in places[0].glob(f"portavoce-emulator-{self.base}-*")]
        return [*self._processes(), *ports, *files, *memory]

    def _environment(self) -> dict[str, str]:
        own = {"HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"), MARK: str(self.base)}
        return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"} | own

    def _processes(self) -> list[str]:
        signs = (f"{MARK}={self.base}".encode(), f"portavoce-emulator-{self.base}-".encode())
        found = []
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended meanwhile
                known = (one / "environ").read_bytes() + (one / "cmdline").read_bytes()
                known += os.fsencode((one / "cwd").readlink())
                if any(sign in known for sign in signs):
                    found.append((one / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        return found

    def _read(self) -> None:
        with suppress(OSError):  # the other end is closed
            while piece := os.read(self._ours, 65_536):
                self._seen += piece


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0

"""The ports of one twin, counted from one number: a second twin on another number finds room beside the first."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass

from infra.assembly import StepFailed
from infra.stage import LOCAL

HOST = "127.0.0.1"
DEFAULT_BASE = 4566
SIMULATORS = ("meta", "x", "bluesky", "mastodon")
APART = 10
HIGHEST = 65_535


class PortInUse(StepFailed):
    """Another program listens on a port that the twin needs; the message names a number at which all are free."""


class PortUnfit(StepFailed):
    """What was given as a port is none that the others can be counted from; the message says what to write."""


@dataclass(frozen=True)
class Ports:
    """The emulator is on `base`, the simulated networks on the numbers after it, the mailbox on the last."""

    base: int = DEFAULT_BASE

    @property
    def stage(self) -> str:
        """What `portavoce --stage` takes to speak to the twin on them."""
        return LOCAL if self.base == DEFAULT_BASE else f"{LOCAL}:{self.base}"

    @property
    def emulator(self) -> int:
        return self.base

    @property
    def networks(self) -> Mapping[str, int]:
        """Each simulator's port."""
        return {name: self.base + at for at, name in enumerate(SIMULATORS, start=1)}

    @property
    def mailbox(self) -> int:
        return self.base + len(SIMULATORS) + 1

    def find_taken(self) -> list[int]:
        """Those that another program listens on."""
        return [port for port in range(self.base, self.mailbox + 1) if not _is_free(port)]

    def refuse_taken(self) -> None:
        """Raises PortInUse."""
        if taken := self.find_taken():
            raise port_in_use(taken[0], self.base)


def port_in_use(port: int, base: int) -> PortInUse:
    """What to say of a port that another program has, where all ports were counted from `base`."""
    return PortInUse(
        f"port {port} of {HOST} is in use by another program: stop it, or choose other ports, "
        f"as in `make demo PORT={free_base(base + APART)}`"
    )


def read_base(text: str) -> int:
    """The number that a person named. Raises PortUnfit."""
    lowest, highest = 1024, HIGHEST - len(SIMULATORS) - 1
    if not (text.isascii() and text.isdecimal() and lowest <= int(text) <= highest):
        raise PortUnfit(
            f"PORT={text} is no number from {lowest} to {highest}: write one, "
            f"as in `make demo PORT={DEFAULT_BASE + 100}`"
        )
    return int(text)


def free_base(start: int) -> int:
    """The first number from `start` on, in steps, from which every port is free."""
    return next((base for base in range(start, HIGHEST - APART, APART) if not Ports(base).find_taken()), DEFAULT_BASE)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True

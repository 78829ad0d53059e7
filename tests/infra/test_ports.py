"""What `make demo PORT=` takes, and what it says of the rest."""

import subprocess

import pytest

from infra.assembly import ROOT
from infra.local.ports import Ports, PortUnfit, read_base


def run_demo(port: str) -> "subprocess.CompletedProcess[str]":
    # Tools that stand are not installed again, and a port that is none is found before anything is started.
    return subprocess.run(
        ["make", "-o", "tools", "demo", f"PORT={port}"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.takes_long(reason="a process of its own, as a person starts it")
def test_a_port_that_is_none_is_told_what_to_write_and_no_step_has_failed() -> None:
    ran = run_demo("abc")
    assert ran.returncode != 0
    assert "PORT=abc is no number from 1024 to" in ran.stdout
    assert "make demo PORT=4666" in ran.stdout
    assert "step failed" not in ran.stdout


@pytest.mark.parametrize("text", ["abc", "80", "65531", "-4666", "46.66", "４６６６", ""])
def test_what_no_ports_can_be_counted_from_is_refused(text: str) -> None:
    with pytest.raises(PortUnfit):
        read_base(text)


@pytest.mark.parametrize("base", [1024, 4666, 65530])
def test_from_the_number_that_is_taken_every_port_can_be_counted(base: int) -> None:
    assert Ports(read_base(str(base))).mailbox <= 65_535

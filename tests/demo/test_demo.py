"""`make demo` as a person runs it: in a terminal, without ONCE, looked around in, a second one beside it, and ended.

Apart from the other tests because it takes about two minutes, most of them the story's own."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from infra.assembly import ROOT
from infra.interruption import STOPPED
from infra.local.ports import APART, free_base
from tests.demo.terminal import Terminal

LOWEST_PORT = 26_000 + os.getpid() % 400 * 10
TELL_LIMIT_SECONDS, STEP_LIMIT_SECONDS, COMMAND_LIMIT_SECONDS = 300, 120, 60
STOP_LIMIT_SECONDS = 10
LAST_WORDS = "Ctrl-C stops everything."
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
COMMAND = re.compile(r"\.venv/bin/portavoce .*")
API = re.compile(r".*/_aws/execute-api/\w+")
MOMENTS = (
    ("starting the AWS emulator", Terminal.press_ctrl_c),
    ("building the layers", Terminal.interrupt_all),
    ("preparing the emulated account", Terminal.press_ctrl_c),
    ("deploying both", Terminal.interrupt_all),
    ("A calendar becomes a plan", Terminal.press_ctrl_c),
    ("A calendar becomes a plan", Terminal.interrupt_all),
)
INTERRUPTED = (-signal.SIGINT, 2)
"""What `make` ends with: by the signal, or with its own number where the demo's 130 came first."""
NOISE = re.compile(r"Traceback.*|.*Error(?! 1).*|.*Exception.*")
"""`make` names a status by `Error` as well: 130, or 1 of a story that did not hold on a busy machine."""
ASKS = {"/api/v1/openapi.json": 403, "/console": 303}
pytestmark = pytest.mark.takes_long("it is the whole demo")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A demo whose story is told, and which waits for a person."""
    subprocess.run(["make", "tools"], cwd=ROOT, check=True, capture_output=True)
    with Terminal(free_base(LOWEST_PORT), tmp_path_factory.mktemp("demo")) as terminal:
        assert terminal.shows(LAST_WORDS, TELL_LIMIT_SECONDS), terminal.screen
        yield terminal


def paste(command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A line pasted into a fresh terminal, which has nothing of ours on its path."""
    plain = {"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=plain,
        check=False,
        capture_output=True,
        text=True,
        timeout=COMMAND_LIMIT_SECONDS,
    )


def card(terminal: Terminal) -> Path:
    """The file by which the command line finds the demo."""
    return ROOT / f".local/twin-{terminal.base}.json"


def test_the_story_says_what_became_of_the_lost_answer_and_cuts_no_heading(told: Terminal) -> None:
    assert "answer lost, looked up, found: one post" in told.screen
    assert "Posts leave at their second, people comment; one of Facebook's answers gets lost" in told.screen.replace(
        "\n", " "
    ).replace("  ", " ")
    assert "HTTP/1" not in told.screen


def test_every_printed_address_answers(told: Terminal) -> None:
    addresses = set(ADDRESS.findall(told.screen))
    assert len(addresses) == 7
    answers = {address: httpx2.get(address).status_code for address in addresses}
    # The API asks for a signature, the console for a sign-in.
    assert answers == {address: ASKS.get(API.sub("", address), 200) for address in addresses}
    networks = [httpx2.get(f"http://127.0.0.1:{told.base + at}/").text for at in range(1, 5)]
    assert all("Aurora" in page or "aurora" in page for page in networks), "posts stand on each network that is named"


def test_every_printed_command_works_when_it_is_pasted(told: Terminal) -> None:
    commands = list(dict.fromkeys(COMMAND.findall(told.screen)))
    assert len(commands) >= 8
    ran = {command: paste(f"cd {ROOT} && {command}", told.folder) for command in commands}
    answers = {command: ran.pop(command) for command in commands if " comments reply " in command}
    assert {command: one.stderr for command, one in ran.items() if one.returncode} == {}
    # Who was answered is not answered twice, and a review is never answered by an application.
    assert len(answers) == 4
    assert {command: one.stderr for command, one in answers.items() if not one.stderr.startswith("Nothing was ")} == {}


@pytest.mark.parametrize("arguments", ["status", "comments --brand aurora --json"])
def test_a_command_works_from_another_folder(told: Terminal, tmp_path: Path, arguments: str) -> None:
    ran = paste(f"{ROOT}/.venv/bin/portavoce {arguments} --stage local:{told.base}", tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "aurora" in ran.stdout


def test_a_demo_on_the_same_ports_is_refused_and_touches_nothing(told: Terminal) -> None:
    report = ROOT / f".local/demo-{told.base}.json"
    before = card(told).read_bytes(), report.read_bytes()
    taken = subprocess.run(
        ["make", "demo", f"PORT={told.base}"], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )
    assert taken.returncode == 2
    assert re.search(rf"port {told.base} .*`make demo PORT=\d+`", taken.stdout)
    assert (card(told).read_bytes(), report.read_bytes()) == before


def test_a_second_demo_beside_it_is_ended_in_its_story_and_the_first_goes_on(told: Terminal, tmp_path: Path) -> None:
    before = card(told).read_bytes()
    with Terminal(free_base(told.base + APART), tmp_path) as second:
        assert second.shows("A calendar becomes a plan", STEP_LIMIT_SECONDS), second.screen
        ran = paste(f"{ROOT}/.venv/bin/portavoce status --stage local:{second.base}", tmp_path)
        assert (ran.returncode, "Aurora Coffee" in ran.stdout) == (0, True), ran.stderr
        second.process.send_signal(signal.SIGTERM)
        assert second.seconds_to_end(STOP_LIMIT_SECONDS) < STOP_LIMIT_SECONDS
        assert second.leftovers() == []
        assert not card(second).exists()
    assert card(told).read_bytes() == before
    assert paste(f"{ROOT}/.venv/bin/portavoce status --stage local:{told.base}", tmp_path).returncode == 0


@pytest.mark.parametrize(("moment", "end"), MOMENTS)
def test_ctrl_c_before_all_is_told_leaves_nothing_and_says_so(
    told: Terminal, tmp_path: Path, moment: str, end: Callable[[Terminal], None]
) -> None:
    with Terminal(free_base(told.base + 2 * APART), tmp_path) as starting:
        assert starting.shows(moment, STEP_LIMIT_SECONDS), starting.screen
        end(starting)
        assert starting.seconds_to_end(STOP_LIMIT_SECONDS) < STOP_LIMIT_SECONDS
        assert starting.leftovers() == []
        assert not card(starting).exists()
        assert NOISE.findall(starting.screen) == []
        assert starting.screen.count(STOPPED) == 1
        assert starting.process.returncode in INTERRUPTED


def test_ctrl_c_ends_it_within_seconds_and_leaves_nothing(told: Terminal) -> None:
    assert told.process.poll() is None, "it stays until a person ends it"
    told.press_ctrl_c()
    assert told.seconds_to_end(STOP_LIMIT_SECONDS) < STOP_LIMIT_SECONDS
    assert told.leftovers() == []
    assert not card(told).exists()
    assert told.screen.count(STOPPED) == 1
    assert NOISE.findall(told.screen) == []

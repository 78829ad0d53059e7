"""docs/first-week.md, command by command, as somebody pastes them who knows nothing else."""

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from typing import Any

import httpx2
import pytest

from infra.assembly import ROOT
from infra.local.twin import wait_for
from tests.twin.running import BRAND, Running

PAGE = (ROOT / "docs" / "first-week.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
CLIENT = "client@aurora.example"
CHANNELS = ("facebook", "x", "bluesky")
PLANNED = [f"{post}.{channel}" for post in ("beans", "workshop") for channel in CHANNELS] + ["cake.x", "cake.bluesky"]
# The reader has minutes; the test has what its own steps take.
SOONER = {"6 minutes": "50 seconds", "7 minutes": "51 seconds"}
MAIL_SECONDS, LEAVE_SECONDS = 30, 70
DONE = "-- the block has ended --"
pytestmark = [pytest.mark.whole, pytest.mark.takes_long("posts leave at times that lie ahead")]


class Terminal:
    """One shell, in which each block finds what those before it have set; a command that fails ends it."""

    def __init__(self, running: Running) -> None:
        folder = running.twin.home / "first-week"
        folder.mkdir()
        for name in (".venv", "infra"):
            (folder / name).symlink_to(ROOT / name)
        self._stage = running.twin.stage
        both: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        self._process = subprocess.Popen(["bash", "-eu"], cwd=folder, stdin=subprocess.PIPE, **both)

    def paste(self, block: str) -> str:
        """All that the block's commands said."""
        for before, after in SOONER.items():
            block = block.replace(before, after)
        block = block.replace("PORTAVOCE_STAGE=local", f"PORTAVOCE_STAGE={self._stage}")
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{block}\necho '{DONE}'\n")
        self._process.stdin.flush()
        said = ""
        while not said.endswith(f"{DONE}\n"):
            line = self._process.stdout.readline()
            assert line, f"a command failed: {said}"
            said += line
        return said.removesuffix(f"{DONE}\n")

    def end(self) -> int:
        """The exit code: not 0 when one command has failed."""
        self._process.communicate(timeout=10)
        return self._process.returncode


@pytest.fixture
def terminal(running: Running) -> Iterator[Terminal]:
    """A shell beside the demo; the brand is put back and what was planned is taken back afterwards."""
    before: dict[str, Any] = running.api.get(f"/brands/{BRAND}").json()
    opened = Terminal(running)
    yield opened
    opened.end()
    assert running.api.put(f"/brands/{BRAND}", json=before).is_success
    for post in ("cake", "workshop"):
        running.portavoce("post", "cancel", f"{BRAND}.{post}")


def review_links(running: Running) -> list[str]:
    """The addresses behind the buttons of the client's mails, in their order."""
    bodies = [str(one["BodyText"]) for one in running.twin.emulator.mails() if CLIENT in one["To"]]
    return list(dict.fromkeys(found for body in bodies for found in re.findall(r"http\S+/review/\S+", body)))


def is_told(running: Running, subject: str) -> bool:
    return any(subject in str(one["Subject"]) for one in running.twin.emulator.mails())


def state(running: Running, post: str, channel: str) -> str:
    return str(running.publication(post, channel)["state"])


def test_somebody_who_pastes_the_page_plans_a_week_approves_it_and_finds_out_why_one_post_stayed(
    running: Running, terminal: Terminal
) -> None:
    start, brand, applied, template, planned, written, standing, left, why, mended = BLOCKS
    assert "Aurora Coffee" in terminal.paste(start)
    assert "Written as version" in terminal.paste(brand + applied + template)
    assert "says the same on this channel" in " ".join(terminal.paste(planned).split())
    asked = terminal.paste(written)
    assert ("8 new" in asked, "Nothing to do: 8 publications" in asked) == (True, True), asked
    assert all(f"{BRAND}.{name}" in asked for name in PLANNED), asked

    assert wait_for(lambda: len(review_links(running)) == 3, MAIL_SECONDS), review_links(running)
    for link in review_links(running):
        shown = unescape(httpx2.get(link, timeout=30).text)
        assert ">Approve<" in shown
        assert httpx2.post(link, data={"decision": "approved"}, timeout=30).status_code == 200
    terminal.paste(standing)
    assert {state(running, *name.split(".")) for name in PLANNED} == {"scheduled"}

    assert wait_for(lambda: all(state(running, "beans", one) == "published" for one in CHANNELS), LEAVE_SECONDS)
    assert terminal.paste(left).count("http") == 3
    assert wait_for(lambda: state(running, "cake", "x") == "failed", LEAVE_SECONDS)
    said = terminal.paste(why)
    assert "Needs you" in said
    assert "aurora.cake.x: aurora.x has said the same within 30 days, as aurora.beans.x" in said
    assert f"`portavoce post now aurora.cake.x --allow duplicate --stage {running.twin.stage}`" in said
    assert wait_for(lambda: is_told(running, "cake was not sent to"), MAIL_SECONDS)

    assert "client" in terminal.paste(mended)
    assert terminal.end() == 0
    assert state(running, "cake", "x") == "in_review"

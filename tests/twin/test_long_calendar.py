"""A calendar of many pieces that Ctrl-C ends half-way, and the same command again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.local.twin import wait_for
from tests.twin.running import BRAND, WIDE, Running

ROWS, CHANNELS = 300, ("facebook", "x", "mastodon")
# Far from what other tests look at.
BEGINS = datetime.now(UTC) + timedelta(days=200)
ANSWER_SECONDS, END_SECONDS = 30, 60
pytestmark = [pytest.mark.whole, pytest.mark.takes_long("300 rows are checked and written, and checked once more")]


def calendar() -> str:
    rows = (
        f"long-{number // 3:03},{CHANNELS[number % 3]},{BEGINS + timedelta(hours=number // 3):%Y-%m-%d %H:00},"
        f"Cup number {number}\n"
        for number in range(ROWS)
    )
    return "".join(["post,channel,when,text\n", *rows])


def planned(running: Running) -> list[str]:
    return [str(one["publication_id"]) for one in running.table() if str(one.get("post_id", "")).startswith("long-")]


def test_a_calendar_that_ctrl_c_ends_half_way_goes_on_there_and_no_row_is_doubled_or_lost(running: Running) -> None:
    file = running.twin.home / "long.csv"
    file.write_text(calendar())
    command = [str(Path(sys.executable).with_name("portavoce")), "apply", str(file), "--brand", BRAND]
    command += ["--stage", running.twin.stage]
    with heeding_ctrl_c():
        applying = subprocess.Popen(
            command,
            cwd=running.twin.home,
            env=os.environ | WIDE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert wait_for(lambda: bool(planned(running)), ANSWER_SECONDS, 0.05)
    applying.send_signal(signal.SIGINT)
    _, said = applying.communicate(timeout=END_SECONDS)
    assert applying.returncode == 128 + signal.SIGINT
    assert "Run the same command again: it goes on where it stopped." in said
    assert wait_for(is_still(running), ANSWER_SECONDS, 1)
    half = planned(running)
    assert 0 < len(half) < ROWS
    again = running.portavoce("apply", str(file), "--brand", BRAND)
    assert again.code == 0, again.said
    assert f"{ROWS - len(half)} new, 0 changed, {len(half)} unchanged" in again.said
    ids = planned(running)
    wanted = {f"{BRAND}.long-{number:03}.{channel}" for number in range(ROWS // 3) for channel in CHANNELS}
    assert (len(ids), set(ids)) == (ROWS, wanted)


@contextmanager
def heeding_ctrl_c() -> Iterator[None]:
    """Whoever runs the tests in the background lets them, and all that they start, pass over Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def is_still(running: Running) -> Callable[[], bool]:
    """Whether the piece that was being sent is written: nothing was added since it was asked the last time."""
    counts = [-1]

    def ask() -> bool:
        counts.append(len(planned(running)))
        return counts[-1] == counts[-2]

    return ask

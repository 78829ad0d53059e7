"""What a user may get wrong, on the deployed stage: one clear message, a non-zero exit, and nothing half-written."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from infra.assembly import ROOT
from infra.local import seed
from infra.local.ports import PortInUse
from infra.local.twin import Twin
from tests.twin.running import Ran, Running, run

HEADER = "post,channel,when,text,media\n"
IN_A_YEAR = f"{datetime.now(UTC) + timedelta(days=365):%Y-%m-%d 12:00}"
GOOD_ROW = f"good-row,facebook,{IN_A_YEAR},This row is fine.,\n"
# 300 of X's 280, and of Facebook's 63,206 (platforms/x.md and facebook.md, text limits).
TOO_LONG_FOR_X = "a" * 300


def gap_of_rome() -> str:
    """Half past two on the last Sunday of the next year's March: Directive 2000/84/EC puts the clocks of the Union
    forward at 01:00 UTC of that day, which is 02:00 in Rome."""
    end = datetime(datetime.now(UTC).year + 1, 3, 31, tzinfo=UTC)
    return f"{end - timedelta(days=(end.weekday() + 1) % 7):%Y-%m-%d} 02:30"


@pytest.fixture
def unchanged(running: Running) -> Iterator[Running]:
    """The running twin, which the test leaves as it was: every item of the table and every image."""
    before = running.table(), running.media()
    yield running
    assert (running.table(), running.media()) == before


def applied(running: Running, content: str | bytes, name: str = "bad.csv") -> Ran:
    file = running.twin.home / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return running.portavoce(*(("brand",) if name.endswith("yaml") else ()), "apply", name)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param(
            f"post,channel,when\ngood-row,facebook,{IN_A_YEAR}\n", ["bad.csv", "column", "text"], id="missing column"
        ),
        pytest.param(
            f"{HEADER}{GOOD_ROW}one,myspace,{IN_A_YEAR},Hello,\n", ["3", "one", "myspace"], id="unknown channel"
        ),
        pytest.param(f"{HEADER}{GOOD_ROW}one,facebook,2024-05-01 12:00,Hello,\n", ["3", "one", "past"], id="past time"),
        pytest.param(
            f"{HEADER}{GOOD_ROW}one,facebook,{gap_of_rome()},Hello,\n",
            ["3", "one", "does not exist in Europe/Rome", "03:00"],
            id="time in a DST gap",
        ),
        pytest.param(
            f"{HEADER}{GOOD_ROW}one,facebook,{IN_A_YEAR},Hello,nowhere.jpg\n",
            ["3", "one", "nowhere.jpg", "not there"],
            id="missing image",
        ),
        pytest.param(
            (HEADER + GOOD_ROW).encode() + f"one,facebook,{IN_A_YEAR},Perché no,\n".encode("latin-1"),
            ["bad.csv", "UTF-8"],
            id="not UTF-8",
        ),
    ],
)
def test_a_bad_calendar_is_refused_as_a_whole_and_says_where(
    unchanged: Running, content: str | bytes, named: list[str]
) -> None:
    ran = applied(unchanged, content)
    assert ran.code == 1
    assert [word for word in named if word not in ran.said] == []
    assert "Traceback" not in ran.said


def test_a_caption_too_long_for_x_refuses_that_row_alone_by_name(unchanged: Running) -> None:
    rows = "".join(f"long,{channel},{IN_A_YEAR},{TOO_LONG_FOR_X},\n" for channel in ("facebook", "x"))
    ran = applied(unchanged, HEADER + rows)
    assert ran.code == 1
    assert "300 of 280" in ran.said
    refused = {" ".join(line.split()[2:5]) for line in ran.said.splitlines() if line.startswith("row ")}
    assert refused == {"long on x:"}


@pytest.mark.parametrize(
    ("written", "instead", "field"),
    [
        pytest.param("language: it", "language: it\ncolour: red", "colour", id="unknown field"),
        pytest.param('amount: "300.00"', "amount: -5", "budgets[0].amount", id="budget of -5"),
    ],
)
def test_a_bad_brand_file_is_refused_with_file_line_and_field(
    unchanged: Running, written: str, instead: str, field: str
) -> None:
    before = seed.BRAND_FILE.read_text("utf-8")
    after = before.replace(written, instead, 1)
    line = next(number for number, text in enumerate(after.splitlines(), 1) if instead.splitlines()[-1] in text)
    ran = applied(unchanged, after, "bad.yaml")
    assert ran.code == 1
    assert f"bad.yaml:{line}" in ran.said
    assert field in ran.said
    assert "Traceback" not in ran.said


def test_a_demo_on_a_port_in_use_says_which_and_what_to_do(unchanged: Running) -> None:
    taken = unchanged.twin.port
    ran = run([sys.executable, "-m", "infra.local", "--once", "--port", str(taken)], ROOT)
    assert ran.code == 2
    assert f"port {taken}" in ran.said
    assert re.search(r"make demo PORT=\d+`", ran.said)


def test_a_twin_that_cannot_start_leaves_the_running_one_to_be_found(unchanged: Running) -> None:
    with pytest.raises(PortInUse), Twin(unchanged.twin.port, unchanged.twin.home) as second:
        second.start(lambda _: None)
    assert unchanged.portavoce("status").code == 0

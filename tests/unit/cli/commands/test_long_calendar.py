"""A calendar longer than one request: checked whole before the first write, and resumed where it stopped."""

from collections.abc import Iterator

import httpx2
import pytest
import time_machine

from portavoce.cli import calendar_pieces
from tests.http_api import call
from tests.in_process import InProcess
from tests.stage import MORNING
from tests.unit.cli.conftest import Ran, Shell

HEADER = "post,channel,when,text\n"
PIECE = 4


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(calendar_pieces, "PIECE_ROWS", PIECE)
    with time_machine.travel(MORNING, tick=False):
        yield


def rows(count: int, when: str = "") -> str:
    return "".join(f"p{number:03},x,{when or f'2027-03-20 09:{number:02}'},Post {number}\n" for number in range(count))


def apply(shell: Shell, calendar: str, *options: str) -> Ran:
    return shell.run("apply", shell.write("calendar.csv", HEADER + calendar), "--brand", "aurora", *options)


def planned() -> int:
    return len(call("GET", "/brands/aurora/publications").json["items"])


def plans(network: InProcess) -> list[str]:
    """Each request that planned, as `dry` or `real`."""
    asked = [one for one in network.requests if one.url.path.endswith("/plans")]
    return ["dry" if one.url.params["dry_run"] == "true" else "real" for one in asked]


def test_all_pieces_are_checked_before_the_first_is_written(aurora: Shell) -> None:
    ran = apply(aurora, rows(10), "--json")
    assert (ran.code, len(ran.json["new"]), planned()) == (0, 10, 10)
    assert plans(aurora.network) == ["dry"] * 3 + ["real"] * 3
    assert [one["row"] for one in ran.json["new"]] == list(range(2, 12))


def test_a_row_refused_in_the_last_piece_lets_no_piece_be_written(aurora: Shell) -> None:
    ran = apply(aurora, rows(10) + "z,x,2020-01-01 09:00,Late\n", "--json")
    assert (ran.code, [one["row"] for one in ran.json["refused"]], planned()) == (1, [12], 0)
    assert "real" not in plans(aurora.network)


class _Tears(InProcess):
    """A network that tears at one of the requests that write, before or after the API has done what it asks."""

    def __init__(self, at: int, *, done: bool, error: BaseException | None = None) -> None:
        super().__init__()
        self.at, self.done, self.error = at, done, error or httpx2.ReadTimeout("no answer")

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        tears = request.url.path.endswith("/plans") and plans(self).count("real") == self.at
        if tears and request.url.params["dry_run"] == "false":
            if self.done:
                super().handle_request(request)
            raise self.error
        return super().handle_request(request)


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_an_interrupted_calendar_says_how_far_it_came_and_goes_on_there(aurora: Shell, done: bool) -> None:
    whole, aurora.network = aurora.network, _Tears(at=1, done=done)
    ran = apply(aurora, rows(10))
    assert ran.code == 1
    assert "At least 4 of 10 rows are written. Run the same command again: it goes on where it stopped." in ran.err
    assert planned() == (8 if done else 4)
    aurora.network = whole
    again = apply(aurora, rows(10), "--json")
    assert (again.code, len(again.json["new"]), len(again.json["unchanged"])) == (0, 2 if done else 6, 8 if done else 4)
    assert planned() == 10
    assert plans(whole).count("real") == (1 if done else 2)


@pytest.mark.parametrize(
    ("at", "told"),
    [(0, "Some rows may be written."), (1, "At least 4 of 10 rows are written.")],
    ids=["first", "later"],
)
def test_ctrl_c_is_told_how_far_it_came_and_nothing_is_doubled_or_lost(aurora: Shell, at: int, told: str) -> None:
    whole, aurora.network = aurora.network, _Tears(at=at, done=True, error=KeyboardInterrupt())
    ran = apply(aurora, rows(10), "--json")
    assert (ran.code, ran.out) == (130, "")
    assert f"{told} Run the same command again: it goes on where it stopped." in ran.err
    written = 4 * (at + 1)
    assert planned() == written
    aurora.network = whole
    again = apply(aurora, rows(10), "--json")
    assert (again.code, len(again.json["new"]), len(again.json["unchanged"])) == (0, 10 - written, written)
    assert planned() == 10


def test_rows_of_different_pieces_are_given_different_slots_and_none_that_a_row_names(shell: Shell) -> None:
    channels = [{"id": "x", "platform": "x", "account_id": "1", "slots": ["mon 09:00", "thu 18:30"]}]
    assert shell.run("brand", "apply", shell.brand(channels=channels)).code == 0
    calendar = rows(6, "next-slot") + "".join(
        f"q{number},x,2027-03-{day} 09:00,Fixed {number}\n" for number, day in enumerate((15, 22, 29))
    )
    path = shell.write("calendar.csv", HEADER + calendar)
    dry = shell.run("plan", path, "--json").json["new"]
    real = shell.run("apply", path, "--json").json["new"]
    times = [one["planned_at"] for one in dry]
    assert len(set(times)) == 9
    assert [one["planned_at"] for one in real] == times
    assert times[:6] == sorted(times[:6])


def test_a_small_calendar_is_one_request_also_where_it_asks_for_slots(shell: Shell) -> None:
    channels = [{"id": "x", "platform": "x", "account_id": "1", "slots": ["mon 09:00"]}]
    assert shell.run("brand", "apply", shell.brand(channels=channels)).code == 0
    assert apply(shell, rows(1, "next-slot") + "q,x,2027-03-20 09:00,Fixed\n").code == 0
    assert plans(shell.network) == ["real"]


def test_a_piece_holds_no_more_than_a_request_may(aurora: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_pieces, "PIECE_BYTES", 1500)
    assert apply(aurora, rows(4).replace("Post", "Post " + "a" * 200)).code == 0
    sent = [len(one.content) for one in aurora.network.requests if one.url.path.endswith("/plans")]
    assert len(sent) > 2
    assert max(sent) < 2000

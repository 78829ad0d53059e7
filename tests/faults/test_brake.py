"""Pausing ads, whatever dies, is lost or comes between: the right campaigns, no other, and only ours run again.

Every point at which a process can die, times every fault of the call, times every behaviour of the reading."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from portavoce.advertising.brake.model import HoldProgress
from tests.aurora import NOW
from tests.brakes import CALL_FAULTS, READ_FAULTS, AdCampaign, Garage, SwitchBoard
from tests.faults.memory import MemoryTable
from tests.faults.time import VirtualClock
from tests.faults.world import Fuse

MOST_POINTS = 200
OURS, THEIRS = ("c1", "c3"), ("c2", "c4", "c5")


def build(fault: str = "", reads: str = "", loses: int | None = None) -> tuple[Garage, Fuse, MemoryTable]:
    """An account with two campaigns that run, one that a person has paused, one that has ended, and a stranger's."""
    clock, fuse = VirtualClock(NOW), Fuse()
    campaigns = {
        "c1": AdCampaign("Launch"),
        "c2": AdCampaign("By hand", status="PAUSED"),
        "c3": AdCampaign("Evergreen"),
        "c4": AdCampaign("Over", ends_at=NOW - timedelta(days=1)),
        "c5": AdCampaign("Elsewhere", account_id="43"),
    }
    unread = {"fails once": 1, "fails twice": 2}.get(reads, 0)
    board = SwitchBoard(clock, campaigns, [fault] if fault else [], unread)
    table = MemoryTable(lambda _: None, lambda old, new: None, clock.read, loses)
    garage = Garage(table, board)
    board.step = table.step = fuse.step
    table.writes = 0
    return garage, fuse, table


def each_point(fault: str, reads: str, run: Callable[[Garage], None]) -> Iterator[Garage]:
    """The garage after `run`, for each point at which whoever works can die; the last one dies nowhere."""
    for point in range(MOST_POINTS):
        garage, fuse, _ = build(fault, reads)
        fuse.blows_at = point
        run(garage)
        yield garage
        if fuse.blows_at is not None:
            return
    pytest.fail("more points than are tried")


def judge_paused(garage: Garage, fault: str) -> None:
    board = garage.board
    assert not any(board.campaigns_by_id[one].switched for one in THEIRS), "another campaign was touched"
    paused = {key for key, one in garage.held.items() if one is HoldProgress.PAUSED}
    assert {*OURS} - board.on == paused, "what is paused and what is remembered differ"
    assert all(set(board.campaigns_by_id[one].switched) <= {"PAUSED"} for one in OURS), "it was let run again"
    if fault not in {"refused", "no right"}:
        assert paused == {*OURS}
    assert {"applied", "failed"} & {*garage.mailed}, "nobody was told"


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize("reads", READ_FAULTS)
@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_whoever_dies_wherever_the_right_campaigns_are_paused_and_no_other(fault: str, reads: str) -> None:
    def brake(garage: Garage) -> None:
        garage.look()
        garage.work()

    for garage in each_point(fault, reads, brake):
        judge_paused(garage, fault)


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize("reads", READ_FAULTS)
@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_whoever_dies_wherever_only_what_we_paused_runs_again(fault: str, reads: str) -> None:
    for point in range(MOST_POINTS):
        garage, fuse, _ = build()
        garage.look()
        garage.board.by_hand("c3", "ACTIVE")
        garage.clock.sleep_until(NOW + timedelta(minutes=30))
        garage.board.by_hand("c3", "PAUSED")
        garage.board.faults, garage.board.unread = [fault] if fault else [], READ_FAULTS.index(reads)
        fuse.blows_at = len(fuse.passed) + point
        garage.order("restart")
        garage.work()
        held, on = garage.held, garage.board.on
        assert not any(garage.board.campaigns_by_id[one].switched for one in THEIRS)
        assert "c3" not in on, "what a person has paused was let run again"
        is_ordered = garage.records.order("aurora", "month").act == "restart"  # type: ignore[union-attr]
        assert ("c1" in on) == (held["c1"] is HoldProgress.RESTARTED)
        if is_ordered:
            assert held["c3"] is HoldProgress.LEFT or fault == "no right"
            assert fault in {"refused", "no right"} or "c1" in on
            assert {"released", "failed"} & {*garage.mailed}
        if fuse.blows_at is not None:
            return
    pytest.fail("more points than are tried")


@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_an_answer_of_our_own_write_that_is_lost_changes_nothing(fault: str) -> None:
    for number in range(MOST_POINTS):
        garage, _, table = build(fault, loses=number)
        garage.look()
        garage.work()
        judge_paused(garage, fault)
        if table.writes <= number:
            return
    pytest.fail("more writes than are tried")


@pytest.mark.parametrize("status", ["ACTIVE", "PAUSED"])
@pytest.mark.parametrize("fault", ["", "lost before", "lost after", "throttled"])
def test_what_a_person_sets_an_hour_after_a_death_stays_as_they_set_it(fault: str, status: str) -> None:
    """A person finds the account half-braked, and decides."""
    for point in range(MOST_POINTS):
        garage, fuse, _ = build(fault)
        fuse.blows_at = point
        garage.look()
        is_last = fuse.blows_at is not None
        garage.clock.sleep_until(NOW + timedelta(minutes=30))
        before = garage.board.campaigns_by_id["c1"].status
        garage.board.by_hand("c1", status)  # type: ignore[arg-type]
        garage.work()
        campaign = garage.board.campaigns_by_id["c1"]
        if before == "PAUSED" and status == "ACTIVE":
            assert campaign.status == "ACTIVE", "the brake plays against a person"
        if before == "ACTIVE" and status == "PAUSED":
            garage.order("restart")
            garage.work()
            assert campaign.status == "PAUSED", "what a person paused was let run again"
        if is_last:
            return
    pytest.fail("more points than are tried")


def test_two_who_work_at_once_pause_the_same_campaigns_once_each() -> None:
    for point in range(MOST_POINTS):
        garage, fuse, _ = build()
        fuse.act = garage.look
        fuse.blows_at = point
        garage.look()
        garage.work()
        judge_paused(garage, "")
        assert [len(garage.board.campaigns_by_id[one].switched) for one in OURS] == [1, 1]
        if fuse.blows_at is not None:
            return
    pytest.fail("more points than are tried")

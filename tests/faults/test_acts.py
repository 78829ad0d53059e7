"""Answers and hidings, whatever dies, is lost, comes twice or comes between: once, never silent, nothing false.

Every point at which a process can die, times every fault of the call, times every behaviour of the list."""

from contextlib import suppress

import pytest

from portavoce.community.acts.model import ActEntry
from portavoce.community.acts.service.acts import AnsweredAlready, Busy
from portavoce.community.model import ActProgress
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.table.item_value import read_value
from tests.acts import CALL_FAULTS, LOOK_FAULTS, Desk, TalkingPlatform, clock
from tests.faults.memory import MemoryTable
from tests.faults.world import Died, Fuse

TEXT = "Sì, fino alle 20."
MOST_POINTS = 200
SECOND = "Certo!"


def build(fault: str, looks: str, loses: int | None = None) -> tuple[Desk, Fuse, MemoryTable]:
    here, fuse = clock(), Fuse()
    table = MemoryTable(lambda _: None, lambda old, new: None, here.read, loses)
    platform = TalkingPlatform(here, [fault] if fault else [], looks)
    desk = Desk(table, platform, copies=2)
    table.step = platform.step = fuse.step
    table.writes = 0
    return desk, fuse, table


def ask(desk: Desk, text: str = TEXT, by: str = "ada") -> bool:
    """Whether whoever asked has heard anything at all."""
    try:
        desk.ask(text, by=by)
    except Died:
        return False
    except (AnsweredAlready, Busy):
        return True
    return True


def judge(desk: Desk, table: MemoryTable) -> None:
    said = [text for _, text in desk.platform.said]
    assert len(said) == len(set(said)), f"said twice: {said}"
    ends = {one.number: one for one in desk.row.acts}
    entries = [read_value(ActEntry, item) for key, item in table.items.items() if key.sk.startswith("ACT#")]
    for entry in entries:
        assert entry.number in ends, "an act that nobody hears of any more"
        match ends[entry.number].progress:
            case ActProgress.DONE:
                assert entry.text in said
            case ActProgress.REFUSED | ActProgress.GIVEN_UP:
                assert entry.text not in said
            case ActProgress.UNCERTAIN:
                assert (entry.number, ActProgress.UNCERTAIN) in {(one.number, one.progress) for one in desk.told}
    assert {entry.text for entry in entries} >= set(said), "said, and nowhere written down"


@pytest.mark.parametrize("looks", LOOK_FAULTS)
@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_whoever_dies_wherever_the_answer_is_said_once_or_a_person_is_asked(fault: str, looks: str) -> None:
    for point in range(MOST_POINTS):
        desk, fuse, table = build(fault, looks)
        fuse.blows_at = point
        ask(desk)
        desk.work()
        judge(desk, table)
        if fuse.blows_at is not None:
            return
    pytest.fail("more points than are tried")


@pytest.mark.parametrize("looks", LOOK_FAULTS)
@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_whoever_answers_between_says_their_own_or_nothing(fault: str, looks: str) -> None:
    for point in range(MOST_POINTS):
        desk, fuse, table = build(fault, looks)
        fuse.act = lambda desk=desk: ask(desk, SECOND, "bob")  # type: ignore[misc]
        fuse.blows_at = point
        ask(desk)
        desk.work()
        judge(desk, table)
        assert len(desk.platform.said) <= 1
        if fuse.blows_at is not None:
            return
    pytest.fail("more points than are tried")


def judge_hiding(desk: Desk, table: MemoryTable) -> None:
    entries = [key for key in table.items if key.sk.startswith("ACT#")]
    assert len(desk.row.acts) == len(entries), "an act that nobody hears of any more"
    is_done = [one.progress for one in desk.row.acts] == [ActProgress.DONE]
    assert (desk.row.hidden, desk.platform.done[-1:]) == ((True, [Deed.HIDE]) if is_done else (False, []))


@pytest.mark.parametrize("fault", CALL_FAULTS)
@pytest.mark.parametrize("hours", [None, 24])
@pytest.mark.parametrize("dies", [True, False], ids=["somebody dies", "an answer of our own write is lost"])
def test_a_hiding_ends_as_it_is_told(fault: str, hours: int | None, *, dies: bool) -> None:
    for point in range(MOST_POINTS):
        desk, fuse, table = build(fault, "", None if dies else point)
        fuse.blows_at = point if dies else None
        with suppress(Died):
            desk.ask(None, what=Deed.HIDE, hours=hours)
        desk.work()
        judge_hiding(desk, table)
        if fuse.blows_at is not None if dies else table.writes <= point:
            return
    pytest.fail("more points than are tried")


@pytest.mark.parametrize("looks", LOOK_FAULTS)
@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_a_message_is_said_once_or_a_person_is_asked(fault: str, looks: str) -> None:
    for point in range(MOST_POINTS):
        desk, fuse, table = build(fault, looks)
        fuse.blows_at = point
        with suppress(Died):
            desk.ask(TEXT, what=AnswerKind.MESSAGE)
        desk.work()
        judge(desk, table)
        if fuse.blows_at is not None:
            return
    pytest.fail("more points than are tried")


@pytest.mark.parametrize("looks", LOOK_FAULTS)
@pytest.mark.parametrize("fault", CALL_FAULTS)
def test_an_answer_of_our_own_write_that_is_lost_loses_nothing(fault: str, looks: str) -> None:
    for number in range(MOST_POINTS):
        desk, _, table = build(fault, looks, loses=number)
        ask(desk)
        desk.work()
        judge(desk, table)
        assert [end.progress for end in desk.row.acts], "no end"
        if table.writes <= number:
            return
    pytest.fail("more writes than are tried")

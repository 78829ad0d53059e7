"""Hidings that end by themselves, and acts that are taken back: what came later is never hit."""

from datetime import timedelta

import pytest

from portavoce.community.acts.model import ActMessage
from portavoce.community.acts.service.acts import NothingToUndo, Report
from portavoce.community.model import ActProgress
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Verb
from portavoce.table.table import Table
from tests.acts import Desk, TalkingPlatform, clock
from tests.community import delivery


def desk(table: Table) -> Desk:
    return Desk(table, TalkingPlatform(clock()))


def do(here: Desk, what: Deed, *, hours: int | None = None) -> Report:
    """A person does it, a minute after what was done before."""
    here.clock.sleep_until(here.clock.now + timedelta(minutes=1))
    return here.ask(what=what, text=None, hours=hours)


def end_of_time(here: Desk, number: int) -> None:
    """The message that comes when the time of the hiding of this number is over."""
    here.clock.sleep_until(here.clock.now + timedelta(minutes=1))
    here.acts.finish(ActMessage(platform="facebook", interaction_id="c1", act=number, undo=True), here.clock.now)


@pytest.mark.parametrize("ended_by", ["unhide", "undo"])
def test_a_hiding_for_good_is_not_ended_by_the_time_of_one_before_it(table: Table, ended_by: str) -> None:
    here = desk(table)
    do(here, Deed.HIDE, hours=24)
    if ended_by == "unhide":
        do(here, Deed.UNHIDE)
    else:
        here.clock.sleep_until(here.clock.now + timedelta(minutes=1))
        here.acts.undo("facebook", "c1", None, "ada", here.clock.now)
    do(here, Deed.HIDE)
    end_of_time(here, 1)
    assert (here.row.hidden, here.platform.done) == (True, [Deed.HIDE, Deed.UNHIDE, Deed.HIDE])


def test_what_is_hidden_for_a_time_can_be_hidden_for_good_and_the_other_way_about(table: Table) -> None:
    here = desk(table)
    do(here, Deed.HIDE, hours=24)
    do(here, Deed.HIDE)
    end_of_time(here, 1)
    assert here.row.hidden
    assert do(here, Deed.HIDE).entry is None
    do(here, Deed.HIDE, hours=48)
    end_of_time(here, 3)
    assert not here.row.hidden


def test_a_hiding_that_the_platform_has_ended_is_not_ended_again(table: Table) -> None:
    here = desk(table)
    do(here, Deed.HIDE, hours=24)
    here.acts.community.take_in(delivery(None, Verb.UNHIDDEN, after_seconds=7200), here.clock.now)  # an hour on
    end_of_time(here, 1)
    assert here.platform.done == [Deed.HIDE]


def test_a_hiding_that_the_platform_does_not_end_in_time_is_told(table: Table) -> None:
    here = desk(table)
    do(here, Deed.HIDE, hours=24)
    here.platform.faults.append("refused")
    end_of_time(here, 1)
    assert [(one.what, one.progress) for one in here.told] == [(Deed.UNHIDE, ActProgress.REFUSED)]


@pytest.mark.parametrize(("deed", "back"), [(Deed.LIKE, Deed.UNLIKE), (Deed.BLOCK, Deed.UNBLOCK)])
def test_taking_an_older_act_back_leaves_a_newer_one_of_its_kind(table: Table, deed: Deed, back: Deed) -> None:
    here = desk(table)
    for what in (deed, back, deed):
        do(here, what)
    with pytest.raises(NothingToUndo, match="act 3"):
        here.acts.undo("facebook", "c1", 1, "ada", here.clock.now)
    assert here.platform.done == [deed, back, deed]


def test_undoing_act_after_act_leads_back_to_where_it_began(table: Table) -> None:
    here = desk(table)
    for what in (Deed.LIKE, Deed.UNLIKE, Deed.LIKE):
        do(here, what)
    for _ in range(3):
        here.acts.undo("facebook", "c1", None, "ada", here.clock.now)
    assert here.platform.done[3:] == [Deed.UNLIKE, Deed.LIKE, Deed.UNLIKE]
    with pytest.raises(NothingToUndo):
        here.acts.undo("facebook", "c1", None, "ada", here.clock.now)


def test_an_undoing_that_was_taken_back_itself_leaves_the_act_standing(table: Table) -> None:
    here = desk(table)
    do(here, Deed.LIKE)
    for number in (1, 2, 1):
        here.acts.undo("facebook", "c1", number, "ada", here.clock.now)
    assert here.platform.done == [Deed.LIKE, Deed.UNLIKE, Deed.LIKE, Deed.UNLIKE]

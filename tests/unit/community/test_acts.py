"""What a person does about an interaction: once, told how it ended, and taken back."""

from datetime import timedelta

import pytest

from portavoce.community.acts.model import ActMessage
from portavoce.community.acts.service.acts import AnsweredAlready, NothingToUndo, Report
from portavoce.community.model import ActProgress, InboxStatus
from portavoce.community.service.inbox import NoInteraction
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.table.table import Table
from tests.acts import Desk, TalkingPlatform, clock
from tests.community import delivery, dump


def desk(table: Table, *faults: str, looks: str = "", copies: int = 1) -> Desk:
    return Desk(table, TalkingPlatform(clock(), list(faults), looks), copies=copies)


def test_an_answer_is_said_once_and_waits_for_theirs(table: Table) -> None:
    here = desk(table, copies=2)
    report = here.ask()
    assert report.ended
    assert (report.ended.progress, report.ended.by, report.ended.remote_id) == (ActProgress.DONE, "ada", "a0")
    assert report.row.waiting
    here.work()
    assert [text for _, text in here.platform.said] == ["Sì, fino alle 20."]


def test_an_answer_can_take_the_comment_off_the_list(table: Table) -> None:
    assert desk(table).ask(done_with=True).row.status is InboxStatus.DONE


def test_of_two_who_answer_one_wins_and_the_other_is_told_who(table: Table) -> None:
    here = desk(table)
    here.ask()
    with pytest.raises(AnsweredAlready, match="ada answered"):
        here.ask("Certo!", by="bob")
    assert len(here.platform.said) == 1
    here.ask("E domani dalle 8.", by="bob", again=True)
    assert len(here.platform.said) == 2


def test_whoever_answers_while_another_is_answering_says_nothing(table: Table) -> None:
    """The other's answer is on its way: written down, and the platform has not said anything yet."""
    here = desk(table)
    here.platform.step = lambda label: _interrupt(here, label)
    here.ask()
    assert [text for _, text in here.platform.said] == ["Sì, fino alle 20."]


def _interrupt(here: Desk, label: str) -> None:
    if label == "before call":
        here.platform.step = lambda _: None
        with pytest.raises(AnsweredAlready, match="ada"):
            here.ask("Certo!", by="bob")


def test_an_answer_whose_call_was_lost_is_looked_up_and_found(table: Table) -> None:
    here = desk(table, "lost after")
    assert here.ask().ended is None
    here.work()
    assert here.row.acts[0].progress is ActProgress.DONE
    assert len(here.platform.said) == 1


def test_an_answer_that_is_certainly_not_there_is_said_again(table: Table) -> None:
    here = desk(table, "lost before", looks="sure")
    here.ask()
    here.work()
    assert (len(here.platform.said), here.row.acts[0].progress) == (1, ActProgress.DONE)


def test_an_answer_that_nothing_proves_missing_is_a_persons_to_look_for(table: Table) -> None:
    here = desk(table, "lost before")
    here.ask()
    here.work()
    assert here.platform.said == []
    assert [one.progress for one in here.told] == [ActProgress.UNCERTAIN]
    assert here.row.acts == tuple(here.told)


def test_what_the_platform_refuses_is_told_at_once_and_stays_open(table: Table) -> None:
    here = desk(table, "refused")
    report = here.ask()
    assert report.ended
    assert (report.ended.progress, report.ended.reason) == (ActProgress.REFUSED, "1: not allowed")
    assert not report.row.waiting
    here.work()
    assert (here.told, here.platform.said) == ([], [])


def test_what_may_not_be_said_now_is_said_later(table: Table) -> None:
    here = desk(table, "throttled", "throttled")
    here.ask()
    here.work()
    assert (len(here.platform.said), here.row.acts[0].progress) == (1, ActProgress.DONE)


def test_no_chain_of_messages_is_longer_than_lambda_lets_it_be(table: Table) -> None:
    here = desk(table, *["throttled"] * 40)
    here.ask()
    here.work(timedelta(days=1))
    assert max(here.links) < 12
    assert [one.progress for one in here.told] == [ActProgress.GIVEN_UP]


def test_a_hiding_and_its_undoing_leave_the_platform_and_the_row_as_they_were(table: Table) -> None:
    here = desk(table)
    before = here.row
    assert here.ask(what=Deed.HIDE, text=None).row.status is InboxStatus.HIDDEN
    here.acts.undo("facebook", "c1", None, "ada", here.clock.now + timedelta(minutes=1))
    assert here.platform.done == [Deed.HIDE, Deed.UNHIDE]
    after = here.row.model_copy(update={"acts": (), "visibility_at": None, "changed_at": before.changed_at})
    assert after == before


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


def test_an_answer_is_taken_back_and_nobody_waits_any_more(table: Table) -> None:
    here = desk(table)
    here.ask()
    report = here.acts.undo("facebook", "c1", 1, "ada", here.clock.now)
    assert (here.platform.said, report.row.waiting, report.row.status) == ([], False, InboxStatus.OPEN)
    here.ask("Sì, fino alle 21.")
    assert len(here.platform.said) == 1


def test_what_cannot_be_taken_back_says_so(table: Table) -> None:
    here = desk(table)
    here.ask(what=Deed.REPORT, text=None)
    with pytest.raises(NothingToUndo, match="report"):
        here.acts.undo("facebook", "c1", 1, "ada", here.clock.now)
    with pytest.raises(NothingToUndo):
        here.acts.undo("facebook", "c1", 7, "ada", here.clock.now)


def test_undoing_twice_undoes_once(table: Table) -> None:
    here = desk(table)
    here.ask(what=Deed.LIKE, text=None)
    for _ in range(2):
        here.acts.undo("facebook", "c1", 1, "ada", here.clock.now)
    assert here.platform.done == [Deed.LIKE, Deed.UNLIKE]


def test_a_report_of_which_nobody_knows_is_not_made_twice(table: Table) -> None:
    here = desk(table, "lost after")
    report = here.ask(what=Deed.REPORT, text=None)
    here.work()
    assert report.ended
    assert (report.ended.progress, here.platform.done) == (ActProgress.UNCERTAIN, [Deed.REPORT])


def test_a_comment_that_was_deleted_keeps_no_word(table: Table) -> None:
    here = desk(table)
    here.ask(what=Deed.DELETE, text=None)
    assert here.row.removed
    assert "aperti" not in str(dump(table))


def test_what_is_gone_is_not_answered(table: Table) -> None:
    here = desk(table)
    here.acts.community.take_in(delivery(None, Verb.REMOVED, after_seconds=9), here.clock.now)
    with pytest.raises(NoInteraction):
        here.ask()


def test_when_somebody_last_wrote_to_us_alone_is_known_whatever_they_said_since(table: Table) -> None:
    here = desk(table)
    records = here.acts.community.records
    assert records.last_message_at("aurora", "facebook", "u9") is None
    for number, kind in enumerate((InteractionKind.MESSAGE, InteractionKind.MESSAGE, InteractionKind.COMMENT)):
        said = delivery(interaction_id=f"m{number}", kind=kind, after_seconds=60 * number)
        here.acts.community.take_in(said, here.clock.now)
    assert records.last_message_at("aurora", "facebook", "u9") == delivery(after_seconds=60).occurred_at
    assert records.last_message_at("aurora", "facebook", "u1") is None

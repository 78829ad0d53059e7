"""What a person does about an interaction: once, told how it ended, and taken back."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.community.acts.model import ActEntry, ActOrder
from portavoce.community.acts.outcomes import Again, after_look_up
from portavoce.community.acts.service.acts import AnsweredAlready, NothingToUndo
from portavoce.community.acts.service.neighbours import MOST_NEIGHBOURS
from portavoce.community.desk.model import InboxChange
from portavoce.community.model import ActProgress, InboxStatus
from portavoce.community.service.inbox import NoInteraction
from portavoce.community.service.revisions import ChangedMeanwhile
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.platforms.outcomes import Absent
from portavoce.table.table import Table
from tests.acts import Desk, TalkingPlatform, clock
from tests.community import ADA, delivery, dump
from tests.community import desk as open_desk
from tests.faults.memory import MemoryTable


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


@pytest.mark.parametrize(
    ("what", "facts"),
    [
        (AnswerKind.REPLY, {"parent_id": "p1"}),
        (AnswerKind.MESSAGE, {"kind": InteractionKind.MESSAGE}),
        (AnswerKind.PRIVATE_REPLY, {}),
    ],
)
def test_a_lost_answer_is_not_found_in_the_same_words_that_were_said_to_a_neighbour(
    table: Table, what: AnswerKind, facts: dict[str, Any]
) -> None:
    here = desk(table, "lost before", looks="sure")
    for name in ("c2", "c3"):
        here.acts.community.take_in(delivery("Siete aperti?", interaction_id=name, **facts), here.clock.now)
        order = ActOrder(what=what, text="Sì, fino alle 20.")
        here.acts.ask("facebook", name, order, "ada", here.clock.now)
    here.work()
    ids = [here.find(name).acts[0].remote_id for name in ("c2", "c3")]
    assert (len(here.platform.said), len(set(ids))) == (2, 2)


def test_a_lost_answer_among_more_than_can_be_looked_through_is_a_persons_to_look_for() -> None:
    time = clock()
    here = desk(MemoryTable(lambda _: None, lambda old, new: None, time.read), "lost after")
    for number in range(MOST_NEIGHBOURS + 1):
        here.acts.community.take_in(delivery(interaction_id=f"n{number}"), here.clock.now)
    here.ask()
    here.work()
    assert [one.progress for one in here.told] == [ActProgress.UNCERTAIN]


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


def test_an_answer_in_doubt_is_settled_by_a_person_who_looks_and_answers_again_or_marks_it_done(table: Table) -> None:
    here = desk(table, "lost before")
    here.ask()
    here.work()
    with pytest.raises(AnsweredAlready, match="nobody knows whether that is there"):
        here.ask("Sì!")
    settled = open_desk(table).change("facebook", "c1", InboxChange(done=True), ADA)
    assert settled.status is InboxStatus.DONE
    assert here.ask(again=True).ended
    assert [text for _, text in here.platform.said] == ["Sì, fino alle 20."]


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


def test_whoever_acts_on_what_has_changed_since_they_saw_it_does_nothing_and_is_told_what_changed(table: Table) -> None:
    here = desk(table)
    open_desk(table).change("facebook", "c1", InboxChange(assignee="bea@aurora.example"), ADA)
    for order in ({"text": "Certo!"}, {"what": Deed.HIDE, "text": None}):
        with pytest.raises(ChangedMeanwhile, match=r"ada assigned it to bea@aurora\.example") as told:
            here.ask(by="bob", revision=1, **order)
        assert told.value.words == order["text"]
    here.ask("Certo!", by="bob", revision=2)
    with pytest.raises(ChangedMeanwhile):
        here.acts.undo("facebook", "c1", None, "ada", here.clock.now, revision=2)
    assert len(here.platform.said) == 1


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


def test_an_answer_is_not_said_again_for_a_list_that_shows_what_is_dated_later_than_the_look() -> None:
    at = clock().now
    now = at + timedelta(minutes=2)
    entry = ActEntry(number=1, what=AnswerKind.REPLY, asked_by="ada", asked_at=at, leased_at=at, called_at=at)
    assert after_look_up(entry, Absent(newest_at=now), now) is Again.SAY
    assert after_look_up(entry, Absent(newest_at=now + timedelta(seconds=1)), now) is not Again.SAY

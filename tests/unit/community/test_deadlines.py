"""By when what is said is to be answered."""

from datetime import timedelta

import pytest

from portavoce.community.desk.deadlines import answer_by
from portavoce.community.desk.model import InboxChange
from portavoce.community.desk.waits import measure_wait
from portavoce.community.model import ActEnd, ActProgress, PersonChange, StoredInteraction
from portavoce.platforms.conversation import AnswerKind
from portavoce.platforms.interaction import InteractionKind
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.community import ADA, delivery, desk, listening

AURORA = aurora(inbox={"answer_within": {"comment": "4h", "message": "1h", "review": "24h"}})


def said(table: Table, kind: InteractionKind) -> StoredInteraction:
    listening(table).take_in(delivery(kind=kind), NOW)
    return desk(table).show("facebook", "c1")


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        (InteractionKind.COMMENT, 4),
        (InteractionKind.REPLY, 4),
        (InteractionKind.VISITOR_POST, 4),
        (InteractionKind.MESSAGE, 1),
        (InteractionKind.STORY_REPLY, 1),
        (InteractionKind.REVIEW, 24),
    ],
)
def test_each_kind_has_its_own_time_from_the_moment_of_receipt(table: Table, kind: InteractionKind, hours: int) -> None:
    assert answer_by(AURORA, said(table, kind)) == NOW + timedelta(hours=hours)


def test_a_kind_that_is_not_named_has_no_deadline(table: Table) -> None:
    assert answer_by(AURORA, said(table, InteractionKind.MENTION)) is None


def test_what_is_not_ours_to_answer_has_none_and_a_new_one_when_it_is_opened_again(table: Table) -> None:
    said(table, InteractionKind.COMMENT)
    done = desk(table).change("facebook", "c1", InboxChange(done=True), ADA)
    assert answer_by(AURORA, done) is None
    again = desk(table).change("facebook", "c1", InboxChange(done=False), ADA._replace(at=NOW + timedelta(hours=9)))
    assert answer_by(AURORA, again) == NOW + timedelta(hours=13)


def test_a_wait_ends_with_our_first_act_and_is_late_by_its_own_deadline(table: Table) -> None:
    row = said(table, InteractionKind.MESSAGE)
    later = NOW + timedelta(hours=3)
    assert measure_wait(AURORA, row, later) == (180, True, True)
    acts = [
        ActEnd(number=number, what=AnswerKind.REPLY, by="ada", at=NOW + timedelta(minutes=minutes), progress=progress)
        for number, minutes, progress in (
            (1, 5, ActProgress.REFUSED),
            (2, 50, ActProgress.DONE),
            (3, 90, ActProgress.DONE),
        )
    ]
    assert measure_wait(AURORA, row.model_copy(update={"acts": tuple(acts)}), later) == (50, False, False)


def test_a_wait_of_a_kind_without_a_deadline_is_never_late(table: Table) -> None:
    row = said(table, InteractionKind.MENTION)
    assert measure_wait(AURORA, row, NOW + timedelta(days=9)).is_late is None
    touched = PersonChange(by="ada", at=NOW + timedelta(minutes=7), what="marked it done")
    closed = row.model_copy(update={"done": True, "touched": touched})
    assert measure_wait(AURORA, closed, NOW + timedelta(days=9)) == (7, False, None)

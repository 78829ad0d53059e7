"""Whatever a platform takes as an answer is given once, found again when its answer is lost, and taken back."""

from typing import Any

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.conversation import Answered, AnswerKind
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.manifest import Capability
from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Done,
    Duplicate,
    Found,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from tests.contract.platforms.talk import WORDS, Talk, is_listed, open_answers

OPEN = open_answers()
LISTED = [one for one in OPEN if is_listed(one[0], one[2])]
ANSWERING = discovery.with_capability(Capability.ANSWER)
TO_COMMENTS = [one for one in OPEN if one[1] is not AnswerKind.MESSAGE]
each = pytest.mark.parametrize(("name", "kind", "to"), OPEN)
each_listed = pytest.mark.parametrize(("name", "kind", "to"), LISTED)


@each
def test_an_answer_is_given(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    outcome = talk.client.answer(talk.answer(talk.hear(to), kind))
    assert isinstance(outcome, Answered)
    assert outcome.remote_id
    assert talk.ours() == [WORDS]


@each_listed
def test_a_given_answer_is_found_as_itself(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    outcome = talk.client.answer(answer)
    found = talk.client.look_up_answer(answer, talk.stand.clock())
    assert isinstance(found, Found)
    assert found.remote_id == outcome.remote_id


@each_listed
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "lost_answer"},
        {"kind": "server_error_after"},
        {"kind": "strange_answer", "status": 200, "body": '{"id": "1'},
        {"kind": "strange_answer", "status": 200, "body": "{}"},
        {"kind": "strange_answer", "status": 403, "body": "<html>"},
    ],
    ids=str,
)
def test_an_answer_whose_answer_is_lost_is_found_and_not_given_twice(
    name: str, kind: AnswerKind, to: InteractionKind, fault: dict[str, Any]
) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    talk.fault(**fault)
    assert isinstance(talk.client.answer(answer), Unknown)
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)
    assert talk.ours() == [WORDS]


@each_listed
def test_an_answer_that_was_never_given_is_not_found(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    talk.fault("server_error")
    assert isinstance(talk.client.answer(answer), Unknown)
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Absent)
    assert isinstance(talk.client.answer(answer), Answered)
    assert talk.ours() == [WORDS]


@each_listed
def test_the_same_words_to_somebody_else_are_not_taken_for_this_answer(
    name: str, kind: AnswerKind, to: InteractionKind
) -> None:
    talk = Talk(name)
    first, second = talk.hear(to, author_id="9001"), talk.hear(to, author_id="9002")
    given = talk.client.answer(talk.answer(first, kind, key="a-1"))
    other = talk.answer(second, kind, key="a-2", claimed=frozenset({given.remote_id}))
    assert isinstance(talk.client.look_up_answer(other, talk.stand.clock()), Absent)


@each_listed
def test_the_same_words_to_the_same_person_earlier_are_not_taken_for_this_answer(
    name: str, kind: AnswerKind, to: InteractionKind
) -> None:
    talk = Talk(name)
    said = talk.hear(to)
    talk.client.answer(talk.answer(said, kind, key="a-1"))
    talk.stand.clock.move(3_600)
    later = talk.answer(said, kind, key="a-2")
    assert isinstance(talk.client.look_up_answer(later, talk.stand.clock()), Absent)


@each_listed
def test_a_list_that_lags_is_no_proof_that_there_is_no_answer(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    talk.stand.clock.move(300)
    talk.fault("lost_answer")
    talk.fault("lagging_lookup", seconds=120)
    assert isinstance(talk.client.answer(answer), Unknown)
    asked_at = talk.stand.clock()
    match talk.client.look_up_answer(answer, asked_at):
        case Absent(is_sure=True):
            again = talk.client.answer(answer)
            assert isinstance(again, Answered | Duplicate), "calling again must make nothing twice"
        case Absent(newest_at=newest_at):
            assert newest_at is None or newest_at < asked_at
        case other:
            assert isinstance(other, Found | Unclear)
    talk.stand.clock.move(121)
    assert isinstance(talk.client.look_up_answer(answer, asked_at), Found)
    assert talk.ours() == [WORDS]


@each_listed
def test_a_look_up_that_fails_says_so(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    talk.client.answer(answer)
    for fault in ("lost_answer", "server_error", "throttled"):
        talk.stand.fault(fault, "", method="GET")
        assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Unclear)


@each
def test_what_cannot_be_given_now_is_told_with_its_time(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    talk.fault("throttled", seconds=120)
    outcome = talk.client.answer(answer)
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds > 0
    talk.stand.wire.is_cut = True
    assert isinstance(talk.client.answer(answer), Throttled)
    assert talk.ours() == []


@each
def test_a_dead_token_needs_a_person(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    assert isinstance(talk.stand.client("dead").answer(talk.answer(talk.hear(to), kind)), AuthFailed)


@each
def test_an_answer_is_taken_back_as_often_as_one_likes_where_that_can_be(
    name: str, kind: AnswerKind, to: InteractionKind
) -> None:
    talk = Talk(name)
    given = talk.client.answer(talk.answer(talk.hear(to), kind))
    rule = discovery.manifest(name).conversation.answer_rule(kind, to)
    assert rule
    if rule.is_final:
        assert isinstance(talk.client.retract(kind, given.remote_id), Refused)
        assert talk.ours() == [WORDS]
        return
    talk.stand.fault("lost_answer", "", method="DELETE")
    talk.stand.fault("lost_answer", "deleteRecord")
    assert isinstance(talk.client.retract(kind, given.remote_id), Unknown)
    talk.stand.network.faults.clear()
    assert talk.client.retract(kind, given.remote_id) == Done()
    assert talk.client.retract(kind, given.remote_id) == Done()
    assert talk.ours() == []


@pytest.mark.parametrize(("name", "kind", "to"), TO_COMMENTS)
def test_what_was_taken_back_by_its_author_is_answered_no_more(
    name: str, kind: AnswerKind, to: InteractionKind
) -> None:
    talk = Talk(name)
    said = talk.hear(to)
    for one in (*talk.network.comments.values(), *talk.network.posts.values()):
        one.deleted = True
    outcome = talk.client.answer(talk.answer(said, kind))
    assert isinstance(outcome, Refused)
    assert outcome.next_step
    assert talk.ours() == []


@pytest.mark.parametrize("name", ANSWERING)
def test_what_the_manifest_closes_is_refused_and_never_tried(name: str) -> None:
    talk = Talk(name)
    said = talk.hear(InteractionKind.COMMENT)
    talk.client.answer(talk.answer(said, AnswerKind.REPLY, text="aperti"))
    calls = len(talk.stand.wire.seen)
    rule = discovery.manifest(name).conversation
    for kind in AnswerKind:
        for to in InteractionKind:
            if rule.answer_rule(kind, to) is None:
                about = said.model_copy(update={"kind": to})
                outcome = talk.client.answer(talk.answer(about, kind))
                assert isinstance(outcome, Refused)
                assert outcome.next_step
    assert len(talk.stand.wire.seen) == calls

"""What only a Page and an Instagram account have: windows, one private reply, conversations that others lead."""

from datetime import timedelta

import pytest

from infra.local.simulators.visits import Visit
from portavoce.platforms.conversation import Answered, AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.outcomes import Absent, Done, Duplicate, Found, Refused, Throttled, Unclear
from tests.contract.platforms.talk import WORDS, Talk


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_message_outside_its_time_is_refused_and_a_person_may_write_for_a_week(name: str) -> None:
    talk = Talk(name)
    said = talk.hear(InteractionKind.MESSAGE)
    talk.stand.clock.move(timedelta(hours=24).total_seconds())
    late = talk.client.answer(talk.answer(said, AnswerKind.MESSAGE))
    assert isinstance(late, Refused)
    assert "write again" in (late.next_step or "")
    by_rule = talk.answer(said, AnswerKind.MESSAGE, is_late=True, by_person=False)
    assert isinstance(talk.client.answer(by_rule), Refused)
    assert talk.ours() == []
    assert isinstance(talk.client.answer(talk.answer(said, AnswerKind.MESSAGE, is_late=True)), Answered)
    talk.stand.clock.move(timedelta(days=6).total_seconds())
    assert isinstance(talk.client.answer(talk.answer(said, AnswerKind.MESSAGE, is_late=True)), Refused)


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_second_private_reply_counts_as_the_first(name: str) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(InteractionKind.COMMENT), AnswerKind.PRIVATE_REPLY)
    assert isinstance(talk.client.answer(answer), Answered)
    assert isinstance(talk.client.answer(answer), Duplicate)
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)
    assert talk.ours() == [WORDS]


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_conversation_that_another_application_leads_is_handed_to_a_person(name: str) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(InteractionKind.MESSAGE), AnswerKind.MESSAGE)
    talk.network.graph.store.led_elsewhere.add("9001")
    outcome = talk.client.answer(answer)
    assert isinstance(outcome, Refused)
    assert "Take the conversation over" in (outcome.next_step or "")


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_person_who_cannot_be_reached_is_let_be(name: str) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(InteractionKind.MESSAGE), AnswerKind.MESSAGE)
    talk.network.graph.store.unreachable.add("9001")
    outcome = talk.client.answer(answer)
    assert isinstance(outcome, Refused)
    assert "blocked the account" in (outcome.next_step or "")


@pytest.mark.parametrize("name", ["facebook", "instagram"])
@pytest.mark.parametrize(
    ("code", "subcode", "wanted"),
    [
        (10, 2018278, Refused),
        (10, 2534022, Refused),
        (10, 2018300, Refused),
        (100, 2534037, Refused),
        (551, 1545041, Refused),
        (100, 2018001, Refused),
        (100, 2018292, Refused),
        (100, 2534014, Refused),
        (10903, None, Refused),
        (10900, None, Duplicate),
        (100, 2534025, Duplicate),
        (10, 1893063, Throttled),
        (100, 2534013, Throttled),
    ],
)
def test_each_of_metas_refusals_of_a_message_has_its_own_way_on(
    name: str, code: int, subcode: int | None, wanted: type
) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(InteractionKind.MESSAGE), AnswerKind.MESSAGE)
    talk.fault("refused", code=code, subcode=subcode)
    outcome = talk.client.answer(answer)
    assert isinstance(outcome, wanted)
    assert not isinstance(outcome, Refused) or outcome.next_step


def test_a_message_that_instagram_wrote_and_then_refused_is_looked_for() -> None:
    talk = Talk("instagram")
    answer = talk.answer(talk.hear(InteractionKind.COMMENT), AnswerKind.REPLY)
    body = '{"error": {"message": "blocked", "type": "OAuthException", "code": 20, "error_subcode": 1772107}}'
    talk.fault("strange_answer", status=400, body=body)
    assert not isinstance(talk.client.answer(answer), Answered | Refused)
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)


def test_a_message_of_a_page_carries_our_key() -> None:
    talk = Talk("facebook")
    talk.client.answer(talk.answer(talk.hear(InteractionKind.MESSAGE), AnswerKind.MESSAGE, key="a-77"))
    [sent] = [one for one in talk.network.messages.values() if one.is_own]
    assert sent.metadata == "a-77"


@pytest.mark.parametrize("to", [InteractionKind.COMMENT, InteractionKind.LIVE_COMMENT])
def test_a_hidden_comment_and_one_on_a_live_video_take_no_public_reply_on_instagram(to: InteractionKind) -> None:
    talk = Talk("instagram")
    said = talk.hear(to)
    talk.client.do(Deed.HIDE, said)
    outcome = talk.client.answer(talk.answer(said, AnswerKind.REPLY))
    assert isinstance(outcome, Refused)
    assert talk.ours() == []


def test_a_deletion_that_the_token_may_not_see_is_not_called_done() -> None:
    talk = Talk("facebook")
    said = talk.hear(InteractionKind.COMMENT)
    talk.stand.fault("refused", said.interaction_id, method="DELETE", code=100, subcode=33)
    talk.stand.fault("refused", f"{talk.stand.account_id}$", method="GET", code=100, subcode=33)
    assert talk.client.do(Deed.DELETE, said) != Done()


def test_somebody_without_a_conversation_cannot_be_blocked_on_instagram() -> None:
    talk = Talk("instagram")
    stranger = talk.hear(InteractionKind.COMMENT).model_copy(update={"kind": InteractionKind.MESSAGE})
    assert isinstance(talk.client.do(Deed.BLOCK, stranger), Refused)


@pytest.mark.parametrize("name", ["facebook", "instagram"])
@pytest.mark.parametrize(
    ("kind", "to"),
    [(AnswerKind.REPLY, InteractionKind.COMMENT), (AnswerKind.MESSAGE, InteractionKind.MESSAGE)],
)
def test_an_answer_behind_more_than_a_page_of_others_is_found(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    said = talk.hear(to)
    answer = talk.answer(said, kind)
    given = talk.client.answer(answer)
    for _ in range(120):
        if to is InteractionKind.MESSAGE:
            talk.hear(to)
        else:
            visit = Visit(post_id=said.post_id or "", parent_id=said.interaction_id, author_id="9", text="E poi?")
            talk.network.visit(visit)
    found = talk.client.look_up_answer(answer, talk.stand.clock())
    assert isinstance(found, Found)
    assert found.remote_id == given.remote_id


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_two_answers_of_ours_with_the_same_words_under_one_comment_are_left_open(name: str) -> None:
    talk = Talk(name)
    first = talk.hear(InteractionKind.REPLY)
    second = first.model_copy(update={"interaction_id": "another reply under the same comment"})
    answers = [talk.answer(one, AnswerKind.REPLY, key=key) for one, key in ((first, "a-1"), (second, "a-2"))]
    given = [talk.client.answer(one) for one in answers]
    looked = [talk.client.look_up_answer(one, talk.stand.clock()) for one in answers]
    assert all(isinstance(one, Unclear) for one in looked)
    known = answers[1].model_copy(update={"claimed": frozenset({given[0].remote_id})})
    assert talk.client.look_up_answer(known, talk.stand.clock()) == Found(
        remote_id=given[1].remote_id, url=None, is_proven=False
    )


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_comment_that_is_not_there_is_not_hidden(name: str) -> None:
    talk = Talk(name)
    gone = talk.hear(InteractionKind.COMMENT).model_copy(update={"interaction_id": "404"})
    assert isinstance(talk.client.do(Deed.HIDE, gone), Refused)


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_comment_that_is_deleted_already_is_deleted(name: str) -> None:
    talk = Talk(name)
    said = talk.hear(InteractionKind.COMMENT)
    talk.network.comments[said.interaction_id].deleted = True
    assert talk.client.do(Deed.DELETE, said) == Done()


@pytest.mark.parametrize("name", ["facebook", "instagram"])
def test_a_private_reply_that_is_not_found_may_be_given_again_as_meta_takes_one(name: str) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(InteractionKind.COMMENT), AnswerKind.PRIVATE_REPLY)
    assert talk.client.look_up_answer(answer, talk.stand.clock()) == Absent(is_sure=True)


@pytest.mark.parametrize("name", ["facebook", "instagram"])
@pytest.mark.parametrize(
    ("kind", "to"),
    [(AnswerKind.REPLY, InteractionKind.COMMENT), (AnswerKind.MESSAGE, InteractionKind.MESSAGE)],
)
def test_the_same_words_of_somebody_else_are_not_ours(name: str, kind: AnswerKind, to: InteractionKind) -> None:
    talk = Talk(name)
    said = talk.hear(to)
    if to is InteractionKind.MESSAGE:
        talk.hear(to, text=WORDS)
    else:
        talk.network.visit(Visit(post_id=said.post_id or "", parent_id=said.interaction_id, text=WORDS))
    assert isinstance(talk.client.look_up_answer(talk.answer(said, kind), talk.stand.clock()), Absent)

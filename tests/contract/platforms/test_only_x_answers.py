"""What only X has: who may be answered, names before a reply's words, a conversation of messages in pages."""

from infra.local.simulators.timeline import Message
from portavoce.platforms.conversation import Answered, AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.outcomes import Duplicate, Found, Refused, Unclear, Unknown
from tests.contract.platforms.talk import WORDS, Talk


def test_whom_x_lets_no_application_answer_is_handed_to_a_person() -> None:
    talk = Talk("x")
    said = talk.hear(InteractionKind.COMMENT)
    talk.network.comments[said.interaction_id].text = "Quanto costa?"
    outcome = talk.client.answer(talk.answer(said, AnswerKind.REPLY))
    assert isinstance(outcome, Refused)
    assert "by hand" in (outcome.next_step or "")
    assert talk.ours() == []


def test_the_same_reply_again_counts_as_the_one_that_is_there() -> None:
    talk = Talk("x")
    answer = talk.answer(talk.hear(InteractionKind.MENTION), AnswerKind.REPLY)
    assert isinstance(talk.client.answer(answer), Answered)
    assert isinstance(talk.client.answer(answer), Duplicate)
    assert talk.ours() == [WORDS]


def test_a_reply_that_comes_back_with_names_before_its_words_is_the_one() -> None:
    talk = Talk("x")
    answer = talk.answer(talk.hear(InteractionKind.MENTION), AnswerKind.REPLY)
    given = talk.client.answer(answer)
    talk.network.posts[given.remote_id].text = f"@ana @bob {WORDS}"
    found = talk.client.look_up_answer(answer, talk.stand.clock())
    assert isinstance(found, Found)
    assert found.remote_id == given.remote_id


def test_a_reply_with_a_link_is_found_behind_its_short_address() -> None:
    talk = Talk("x")
    words = "Ecco: https://aurora.example/listino?x=1&y=2 <3"
    answer = talk.answer(talk.hear(InteractionKind.MENTION), AnswerKind.REPLY, text=words)
    talk.fault("lost_answer")
    assert isinstance(talk.client.answer(answer), Unknown)
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)


def test_a_message_among_more_than_a_hundred_is_found() -> None:
    talk = Talk("x")
    answer = talk.answer(talk.hear(InteractionKind.MESSAGE), AnswerKind.MESSAGE)
    talk.client.answer(answer)
    store = talk.network.api.store
    for _ in range(150):
        more = Message(store.new_id(), talk.stand.account_id, "9001", "Ci siete?", talk.stand.clock())
        store.messages[more.id] = more
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)


def test_an_encrypted_message_is_not_answered_in_plain_words() -> None:
    talk = Talk("x")
    said = talk.hear(InteractionKind.MESSAGE).model_copy(update={"attachments": ("encrypted",)})
    assert isinstance(talk.client.answer(talk.answer(said, AnswerKind.MESSAGE)), Refused)
    assert talk.ours() == []


def test_only_who_has_written_is_written_to() -> None:
    talk = Talk("x")
    stranger = talk.hear(InteractionKind.MENTION).model_copy(update={"kind": InteractionKind.MESSAGE})
    answer = talk.answer(stranger, AnswerKind.MESSAGE)
    assert isinstance(talk.client.answer(answer), Refused)
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Unclear)


def test_a_reply_in_a_conversation_of_others_is_not_hidden() -> None:
    talk = Talk("x")
    elsewhere = talk.hear(InteractionKind.MENTION).model_copy(update={"kind": InteractionKind.REPLY})
    assert isinstance(talk.client.do(Deed.HIDE, elsewhere), Refused)


def test_a_reply_that_is_not_there_is_not_hidden() -> None:
    talk = Talk("x")
    gone = talk.hear(InteractionKind.COMMENT).model_copy(update={"interaction_id": "404"})
    assert isinstance(talk.client.do(Deed.HIDE, gone), Refused)

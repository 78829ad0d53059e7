"""What only Mastodon has: who may see an answer, whom it names, keys that not every server heeds."""

import json

import pytest

from portavoce.platforms.conversation import Answered, AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.outcomes import Found, Refused, Throttled, Unknown
from tests.contract.platforms.mastodon import seed, sent
from tests.contract.platforms.talk import WORDS, Talk

STATUSES = "/api/v1/statuses"


def statuses(talk: Talk) -> list[dict[str, object]]:
    return [json.loads(one.content) for one in sent(talk.stand, STATUSES) if b"in_reply_to_id" in one.content]


def manner_of(talk: Talk, status_id: str) -> str:
    return str(talk.network.api.store.manners[status_id].visibility)


def test_an_answer_to_a_direct_message_stays_between_the_two() -> None:
    talk = Talk("mastodon")
    said = talk.hear(InteractionKind.MESSAGE)
    given = talk.client.answer(talk.answer(said, AnswerKind.MESSAGE))
    assert manner_of(talk, given.remote_id) == "direct"


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private", "direct"])
def test_an_answer_is_never_more_public_than_what_it_answers(visibility: str) -> None:
    talk = Talk("mastodon")
    said = talk.hear(InteractionKind.REPLY)
    talk.network.api.store.manners[said.interaction_id].visibility = visibility
    given = talk.client.answer(talk.answer(said, AnswerKind.REPLY))
    assert manner_of(talk, given.remote_id) == visibility


def test_a_message_is_answered_in_private_even_where_the_instance_calls_it_public() -> None:
    talk = Talk("mastodon")
    said = talk.hear(InteractionKind.MESSAGE)
    talk.network.api.store.manners[said.interaction_id].visibility = "public"
    given = talk.client.answer(talk.answer(said, AnswerKind.MESSAGE))
    assert manner_of(talk, given.remote_id) == "direct"


def test_nothing_is_said_while_it_is_not_known_who_may_see_it() -> None:
    talk = Talk("mastodon")
    said = talk.hear(InteractionKind.REPLY)
    talk.network.api.store.manners[said.interaction_id].visibility = "circle"
    assert isinstance(talk.client.answer(talk.answer(said, AnswerKind.REPLY)), Throttled)
    talk.stand.fault("lost_answer", said.interaction_id)
    assert isinstance(talk.client.answer(talk.answer(said, AnswerKind.REPLY)), Throttled)
    assert statuses(talk) == []


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Grazie", "@ana Grazie"),
        ("@ana Grazie", "@ana Grazie"),
        ("@Ana Grazie", "@Ana Grazie"),
        ("@anabel c'è", "@ana @anabel c'è"),
    ],
)
def test_whom_it_answers_is_named_first_and_once(words: str, written: str) -> None:
    talk = Talk("mastodon")
    answer = talk.answer(talk.hear(InteractionKind.MENTION), AnswerKind.REPLY, text=words)
    talk.client.answer(answer)
    assert [one["status"] for one in statuses(talk)] == [written]
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)


def test_somebody_on_another_server_is_named_with_it_and_the_answer_is_found() -> None:
    talk = Talk("mastodon")
    said = talk.hear(InteractionKind.MENTION)
    talk.network.comments[said.interaction_id].author_name = "ana@far.example"
    answer = talk.answer(said, AnswerKind.REPLY)
    talk.fault("lost_answer")
    assert isinstance(talk.client.answer(answer), Unknown)
    assert [one["status"] for one in statuses(talk)] == [f"@ana@far.example {WORDS}"]
    assert isinstance(talk.client.look_up_answer(answer, talk.stand.clock()), Found)


def test_the_same_answer_again_is_one_status_where_the_server_heeds_keys() -> None:
    talk = Talk("mastodon")
    answer = talk.answer(talk.hear(InteractionKind.REPLY), AnswerKind.REPLY)
    given = talk.client.answer(answer)
    assert talk.client.answer(answer) == given
    assert talk.ours() == [WORDS]


def test_an_answer_too_long_for_the_instance_is_refused_in_its_words() -> None:
    talk = Talk("mastodon")
    seed(talk.stand, instance={"max_characters": 20})
    outcome = talk.client.answer(talk.answer(talk.hear(InteractionKind.REPLY), AnswerKind.REPLY))
    assert isinstance(outcome, Refused)
    assert "20" in outcome.reason


def test_a_token_of_before_says_which_rights_it_lacks() -> None:
    talk = Talk("mastodon")
    before = ["profile", "read:accounts", "read:notifications", "read:statuses", "write:statuses", "write:media"]
    seed(talk.stand, tokens=[{"value": "of-before", "user_id": "3003", "scopes": before}])
    client = talk.stand.client("of-before")
    said = talk.hear(InteractionKind.REPLY)
    assert isinstance(client.answer(talk.answer(said, AnswerKind.REPLY)), Answered)
    outcome = client.do(Deed.LIKE, said)
    assert "allow all" in (outcome.next_step or "")
    [fault] = client.probe().faults
    assert fault.code == "missing_scope"
    for scope in ("write:favourites", "write:mutes", "write:blocks", "write:reports"):
        assert scope in fault.what

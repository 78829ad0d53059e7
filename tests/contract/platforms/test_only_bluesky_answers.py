"""What only Bluesky has: keys of our own, references to what is answered, a thread's gate that is changed with care."""

from datetime import timedelta
from typing import Any

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.outcomes import Done, Duplicate, Found, Refused
from tests.contract.platforms.bluesky import calls, records
from tests.contract.platforms.talk import WORDS, Talk

GATES = "app.bsky.feed.threadgate"


def gates(talk: Talk) -> list[dict[str, Any]]:
    return [one for one in records(talk.stand) if one["$type"] == GATES]


def open_gate(talk: Talk, said: Interaction, **more: object) -> dict[str, Any]:
    """A gate that somebody has set in the application."""
    root = said.thread_id or ""
    gate = {"$type": GATES, "post": root, "createdAt": "2026-11-01T10:00:00Z", **more}
    tokens = talk.network.api.store.tokens
    access = next(one.value for one in tokens.values() if one.kind == "access")
    body = {"repo": talk.stand.account_id, "collection": GATES, "rkey": root.rpartition("/")[2], "record": gate}
    http = talk.client.http
    answer = http.request(
        "POST", "/xrpc/com.atproto.repo.putRecord", json=body, headers={"Authorization": f"Bearer {access}"}
    )
    assert answer.status == 200, answer.body
    return gate


def test_a_reply_names_the_first_post_of_the_thread_and_the_one_that_it_answers() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.REPLY)
    given = talk.client.answer(talk.answer(said, AnswerKind.REPLY))
    record = talk.network.api.store.records[given.remote_id].value
    assert record["reply"]["root"]["uri"] == said.thread_id
    assert record["reply"]["parent"]["uri"] == said.interaction_id


def test_the_same_answer_again_is_one_post_whenever_it_is_given() -> None:
    talk = Talk("bluesky")
    answer = talk.answer(talk.hear(InteractionKind.COMMENT), AnswerKind.REPLY)
    given = talk.client.answer(answer)
    talk.stand.clock.move(86_400)
    assert talk.client.answer(answer) == given
    assert talk.ours() == [WORDS]


def test_other_words_under_the_same_key_replace_nothing() -> None:
    talk = Talk("bluesky")
    answer = talk.answer(talk.hear(InteractionKind.COMMENT), AnswerKind.REPLY)
    talk.client.answer(answer)
    assert isinstance(talk.client.answer(answer.model_copy(update={"text": "altro"})), Duplicate)
    found = talk.client.look_up_answer(answer, talk.stand.clock())
    assert isinstance(found, Found)
    assert found.is_proven
    assert talk.ours() == [WORDS]


def test_hiding_keeps_what_the_gate_says_besides() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.COMMENT)
    talk.client.do(Deed.MUTE, said)
    before = open_gate(talk, said, allow=[], hiddenReplies=["at://did:plc:x/app.bsky.feed.post/3kother"])
    assert talk.client.do(Deed.HIDE, said) == Done()
    [gate] = gates(talk)
    assert gate == before | {"hiddenReplies": [*before["hiddenReplies"], said.interaction_id]}
    assert talk.client.do(Deed.UNHIDE, said) == Done()
    assert gates(talk) == [before]


def test_a_gate_of_ours_lets_everybody_answer_as_before() -> None:
    talk = Talk("bluesky")
    talk.client.do(Deed.HIDE, talk.hear(InteractionKind.COMMENT))
    [gate] = gates(talk)
    assert "allow" not in gate


def test_a_gate_that_somebody_changes_meanwhile_is_read_again_and_nothing_is_lost() -> None:
    talk = Talk("bluesky")
    said, other = talk.hear(InteractionKind.COMMENT), talk.hear(InteractionKind.COMMENT, "Idioti")
    talk.client.do(Deed.MUTE, said)
    fault = '{"error": "InvalidSwap", "message": "Record was at bafyother"}'
    store = talk.network.api.store
    open_gate(talk, said, hiddenReplies=[other.interaction_id])
    commits = store.commits
    talk.stand.fault("strange_answer", "putRecord$", status=400, body=fault)
    assert talk.client.do(Deed.HIDE, said) == Done()
    [gate] = gates(talk)
    assert set(gate["hiddenReplies"]) == {other.interaction_id, said.interaction_id}
    assert store.commits == commits + 1


def test_the_three_hundred_and_first_reply_is_not_hidden_and_a_person_is_told() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.COMMENT)
    talk.client.do(Deed.MUTE, said)
    full = [f"at://did:plc:x/app.bsky.feed.post/{number}" for number in range(300)]
    open_gate(talk, said, hiddenReplies=full)
    outcome = talk.client.do(Deed.HIDE, said)
    assert isinstance(outcome, Refused)
    assert "Show some of the replies again" in (outcome.next_step or "")
    assert gates(talk)[0]["hiddenReplies"] == full


def test_a_reply_in_the_thread_of_others_is_not_hidden_and_nothing_is_asked() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.REPLY).model_copy(update={"thread_id": "at://did:plc:x/app.bsky.feed.post/3k"})
    assert isinstance(talk.client.do(Deed.HIDE, said), Refused)
    assert calls(talk.stand, "getRecord") == 0


def test_a_like_and_a_block_that_were_given_by_hand_are_taken_back() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.COMMENT)
    store = talk.network.api.store
    for deed in (Deed.LIKE, Deed.BLOCK):
        assert talk.client.do(deed, said) == Done()
    for uri in [one for one in store.records if "/app.bsky.feed.like/" in one or "/app.bsky.graph.block/" in one]:
        record = store.records.pop(uri)
        record.uri = uri.rpartition("/")[0] + "/3kbyhand22222"
        store.records[record.uri] = record
    refused = talk.client.do(Deed.UNLIKE, said)
    assert isinstance(refused, Refused)
    assert "Unblock" in (refused.next_step or "")
    for back in (Deed.UNBLOCK, Deed.UNLIKE):
        assert talk.client.do(back, said) == Done()
    assert talk.standing(said) == set()


def test_our_own_like_of_somebody_who_is_blocked_is_taken_back() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.COMMENT)
    for deed in (Deed.LIKE, Deed.BLOCK, Deed.UNLIKE, Deed.UNBLOCK):
        assert talk.client.do(deed, said) == Done()
    assert talk.standing(said) == set()


def test_blocking_somebody_for_two_things_is_one_block() -> None:
    talk = Talk("bluesky")
    first = talk.hear(InteractionKind.COMMENT)
    talk.stand.clock.move(60)
    second = talk.hear(InteractionKind.COMMENT, "Ancora")
    for said in (first, second):
        assert talk.client.do(Deed.BLOCK, said) == Done()
    assert len([one for one in records(talk.stand) if one["$type"] == "app.bsky.graph.block"]) == 1
    assert talk.client.do(Deed.UNBLOCK, second) == Done()
    assert talk.standing(first) == set()


def polled(talk: Talk) -> list[str]:
    return [one.key for one in talk.client.poll(talk.stand.clock() - timedelta(hours=48))]


def test_what_others_say_is_polled_but_for_what_is_hidden_and_whom_the_account_mutes_or_blocks() -> None:
    talk = Talk("bluesky")
    comment, mention = talk.hear(InteractionKind.COMMENT), talk.hear(InteractionKind.MENTION, author_id="9002")
    both = {comment.interaction_id, mention.interaction_id}
    assert set(polled(talk)) == both
    for deed, back in ((Deed.MUTE, Deed.UNMUTE), (Deed.BLOCK, Deed.UNBLOCK), (Deed.HIDE, Deed.UNHIDE)):
        assert talk.client.do(deed, comment) == Done()
        assert polled(talk) == [mention.interaction_id], deed
        assert talk.client.do(back, comment) == Done()
        assert set(polled(talk)) == both, deed


def test_somebody_who_is_blocked_is_not_answered_and_can_be_reported() -> None:
    talk = Talk("bluesky")
    said = talk.hear(InteractionKind.COMMENT)
    assert talk.client.do(Deed.BLOCK, said) == Done()
    refused = talk.client.answer(talk.answer(said, AnswerKind.REPLY))
    assert isinstance(refused, Refused)
    assert "blocked" in (refused.next_step or "")
    assert talk.client.do(Deed.REPORT, said) == Done()
    assert talk.network.api.store.reports == [said.interaction_id]

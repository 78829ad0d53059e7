"""What a platform still shows of what was said: what is new, what has other words, what is gone for sure."""

from datetime import timedelta

import pytest

from infra.local.simulators.visits import Visit
from portavoce.platforms.contract import ReadFailed, ReadRefused, Reread
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.outcomes import Done
from tests.aurora import NOW
from tests.contract.platforms.talk import Talk

SINCE = NOW - timedelta(days=7)
META = ("facebook", "instagram")


@pytest.fixture
def talk(reread: str) -> Talk:
    return Talk(reread)


def read_again(talk: Talk, *known: Interaction) -> Reread:
    found: Reread = talk.client.reread(known, SINCE)
    return found


def remove(talk: Talk, said: Interaction) -> None:
    talk.network.visit(Visit(action="remove", comment_id=said.interaction_id))


def test_what_is_still_there_is_not_gone(talk: Talk) -> None:
    said, answer = talk.hear(InteractionKind.COMMENT), talk.hear(InteractionKind.REPLY, "Anch'io lo vorrei sapere")
    assert read_again(talk, said, answer).gone == ()


def test_what_its_author_took_back_is_gone(talk: Talk) -> None:
    said, answer, other = (talk.hear(InteractionKind.COMMENT, words) for words in ("Uno", "Due", "Tre"))
    remove(talk, said)
    remove(talk, answer)
    assert set(read_again(talk, said, answer, other).gone) == {said.interaction_id, answer.interaction_id}


def test_nothing_is_said_while_the_platform_does_not_answer(talk: Talk) -> None:
    said = talk.hear(InteractionKind.COMMENT)
    remove(talk, said)
    talk.stand.fault("server_error", "", count=None, method="GET")
    with pytest.raises(ReadFailed):
        read_again(talk, said)


def test_a_token_that_is_refused_says_nothing_of_what_it_would_have_shown(talk: Talk) -> None:
    said = talk.hear(InteractionKind.COMMENT)
    with pytest.raises(ReadRefused):
        talk.stand.client("no-token").reread([said], SINCE)


def test_no_round_makes_more_calls_than_the_manifest_says(talk: Talk) -> None:
    rule = talk.stand.manifest.reread
    assert rule
    said = [talk.hear(InteractionKind.COMMENT, f"Numero {number}") for number in range(70)]
    for one in said:
        remove(talk, one)
    read_again(talk)  # a session is opened apart
    talk.stand.wire.seen.clear()
    found = read_again(talk, *said)
    assert len([one for one in talk.stand.wire.seen if one.method == "GET"]) == rule.most_calls
    assert set(found.gone) < {one.interaction_id for one in said}


@pytest.mark.parametrize("name", META)
def test_every_comment_and_answer_of_a_recent_post_is_shown_as_its_delivery_would_have_told_it(name: str) -> None:
    talk = Talk(name)
    comments = [talk.hear(InteractionKind.COMMENT, f"Numero {number}") for number in range(120)]
    answers = [talk.hear(InteractionKind.REPLY, "Anch'io"), talk.hear(InteractionKind.REPLY, "Io no")]
    shown = {one.interaction_id: one for one in read_again(talk).shown}
    for said in (*comments, *answers):
        # The stand does not say where Facebook shows a comment, and every platform calls the thread its own way.
        found = shown[said.interaction_id].model_copy(update={"permalink": None, "thread_id": said.thread_id})
        assert found == said
    assert len(shown) == len(comments) + len(answers) + len(answers)


@pytest.mark.parametrize("name", META)
def test_more_answers_than_stand_beside_their_comment_are_all_shown(name: str) -> None:
    talk = Talk(name)
    talk.hear(InteractionKind.COMMENT)
    top = next(iter(talk.network.comments.values()))
    for number in range(60):
        talk.network.visit(Visit(post_id=top.post_id, parent_id=top.id, text=f"Numero {number}"))
    assert len(read_again(talk).shown) == 61


@pytest.mark.parametrize("name", META)
def test_a_comment_that_a_list_leaves_out_is_not_gone_while_it_can_be_read_by_itself(name: str) -> None:
    talk = Talk(name)
    said = talk.hear(InteractionKind.COMMENT)
    talk.network.comments[said.interaction_id].hidden_reads = 1
    assert read_again(talk, said) == Reread()


@pytest.mark.parametrize("name", META)
def test_a_post_from_before_is_not_read_and_what_was_said_under_it_is_not_gone(name: str) -> None:
    talk = Talk(name)
    said = talk.hear(InteractionKind.COMMENT)
    remove(talk, said)
    found: Reread = talk.client.reread([said], NOW + timedelta(hours=1))
    assert found == Reread()


def test_words_that_were_changed_are_shown_with_the_moment_of_the_edit_where_it_is_told() -> None:
    for name, is_told in (("facebook", False), ("mastodon", True)):
        talk = Talk(name)
        said = talk.hear(InteractionKind.COMMENT)
        talk.stand.clock.move(3600)
        talk.network.visit(Visit(action="edit", comment_id=said.interaction_id, text="Quanto costano due?"))
        (shown,) = read_again(talk, said).shown
        assert shown.text == "Quanto costano due?"
        assert (shown.occurred_at > said.occurred_at) is is_told


def test_what_a_block_hides_on_bluesky_is_not_taken_for_deleted() -> None:
    talk = Talk("bluesky")
    said, other = talk.hear(InteractionKind.COMMENT), talk.hear(InteractionKind.COMMENT, "Due")
    assert isinstance(talk.client.do(Deed.BLOCK, said), Done)
    remove(talk, other)
    assert read_again(talk, said, other).gone == (other.interaction_id,)

"""On a Mastodon of other authors: what others say arrives, is answered once and as discreetly, and is liked."""

from collections.abc import Callable

import boto3
import pytest

from portavoce.community.acts.service.acts import NotAllowed
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.mastodon.texts import comparable, returned_text
from portavoce.platforms.outcomes import Published
from tests import one_table
from tests.faults.world import Died
from tests.real.desk import Desk, done
from tests.real.mastodon.account import Wire, client_of, post, statuses
from tests.real.mastodon.person import Person
from tests.real.mastodon.server import ACCOUNT

ANSWER = "Sì, dalle 8 ☕"


@pytest.fixture(scope="module")
def regular(url: str) -> Person:
    """Somebody else."""
    return Person.on(url, "regular")


@pytest.fixture
def desk(aws: None, url: str, wire: Wire) -> Desk:
    """Aurora's inbox, empty."""
    return Desk(one_table.create(boto3.client("dynamodb")), "mastodon", ACCOUNT, client_of(url, wire))


def begin(url: str, wire: Wire, name: str) -> str:
    """A post of the account's."""
    outcome = client_of(url, wire).release(post(f"Il caffè è pronto {name}", name))
    assert isinstance(outcome, Published)
    return outcome.remote_id


def texts(url: str) -> list[str]:
    """The account's own public words as they are compared, without the names before them."""
    return [returned_text(one["content"]).removeprefix("@regular ") for one in statuses(url)]


def test_mentions_replies_and_direct_messages_arrive_once_with_who_said_what(
    url: str, wire: Wire, desk: Desk, regular: Person
) -> None:
    ours = begin(url, wire, "arrive")
    expected = {
        regular.say("@testuser siete aperti domani? ☕"): (InteractionKind.MENTION, None),
        regular.say("@testuser buono! قهوة", in_reply_to_id=ours): (InteractionKind.REPLY, ours),
        regular.say("@testuser in privato", visibility="direct"): (InteractionKind.MESSAGE, None),
    }
    said = [desk.wait_for(one).interaction for one in expected]
    assert {one.interaction_id: (one.kind, one.post_id) for one in said} == expected
    assert [one.text for one in said][1] == "@testuser buono! قهوة"
    assert {(one.author_id, one.author_name, one.language) for one in said} == {(regular.account_id, "regular", "it")}
    assert desk.listen() == []


def test_an_answer_is_seen_under_what_it_answers_and_names_whom(
    url: str, wire: Wire, desk: Desk, regular: Person
) -> None:
    comment = regular.say("@testuser siete aperti?", in_reply_to_id=begin(url, wire, "answered"))
    report = desk.act(desk.wait_for(comment), AnswerKind.REPLY, ANSWER)
    assert done(report)
    assert report.ended
    [answer] = regular.answers(comment)
    assert (answer["id"], answer["in_reply_to_id"], answer["visibility"]) == (report.ended.remote_id, comment, "public")
    assert returned_text(answer["content"]) == comparable(f"@regular {ANSWER}")
    assert [one["acct"] for one in answer["mentions"]] == ["regular"]


@pytest.mark.parametrize("visibility", ["unlisted", "private", "direct"])
def test_an_answer_is_no_more_public_than_what_it_answers(desk: Desk, regular: Person, visibility: str) -> None:
    mention = regular.say(f"@testuser {visibility}", visibility=visibility)
    kind = AnswerKind.MESSAGE if visibility == "direct" else AnswerKind.REPLY
    assert done(desk.act(desk.wait_for(mention), kind, f"Certo, {visibility}"))
    assert [one["visibility"] for one in regular.answers(mention)] == [visibility]


@pytest.mark.parametrize("is_keyless", [False, True])
def test_an_answer_whose_answer_is_lost_is_said_once(
    url: str, wire: Wire, desk: Desk, regular: Person, is_keyless: bool
) -> None:
    words = f"Una volta sola {is_keyless}"
    said = desk.wait_for(regular.say("@testuser quanto costa?"))
    wire.is_keyless, wire.answers_to_lose = is_keyless, 1
    assert desk.act(said, AnswerKind.REPLY, words).ended is None
    assert [done(one) for one in desk.see_to_what_is_left()] == [True]
    assert texts(url).count(comparable(words)) == 1


def test_an_answer_of_whoever_died_over_it_is_said_once(url: str, wire: Wire, desk: Desk, regular: Person) -> None:
    said = desk.wait_for(regular.say("@testuser e il decaffeinato?"))
    wire.is_keyless, wire.dies_at = True, 1
    with pytest.raises(Died):
        desk.act(said, AnswerKind.REPLY, "Anche")
    assert [done(one) for one in desk.see_to_what_is_left()] == [True]
    assert texts(url).count(comparable("Anche")) == 1


def test_an_answer_that_is_taken_back_is_seen_no_more(desk: Desk, regular: Person) -> None:
    mention = regular.say("@testuser chi siete?")
    said = desk.wait_for(mention)
    assert done(desk.act(said, AnswerKind.REPLY, "Un refuso"))
    assert done(desk.undo(said))
    assert regular.answers(mention) == []


def test_what_its_author_has_taken_back_is_not_answered(url: str, desk: Desk, regular: Person) -> None:
    mention = regular.say("@testuser niente, scusate")
    said = desk.wait_for(mention)
    regular.take_back(mention)
    report = desk.act(said, AnswerKind.REPLY, "Prego")
    assert report.ended
    assert not done(report)
    assert comparable("Prego") not in texts(url)


def test_likes_blocks_and_mutes_stand_and_are_taken_back(url: str, wire: Wire, desk: Desk) -> None:
    nuisance = Person.on(url, "nuisance")
    mention = nuisance.say("@testuser ehi")
    said = desk.wait_for(mention)
    looks: dict[Deed, Callable[[], int]] = {
        Deed.LIKE: lambda: int(nuisance.read(f"/api/v1/statuses/{mention}")["favourites_count"]),
        Deed.MUTE: lambda: relationship(url, nuisance)["muting"],
        Deed.BLOCK: lambda: relationship(url, nuisance)["blocking"],
    }
    for deed, look in looks.items():
        assert not look()
        assert done(desk.act(said, deed))
        assert look() == 1, deed
        assert done(desk.undo(said))
        assert not look(), deed


def test_nothing_can_be_hidden_here_and_that_is_said(desk: Desk, regular: Person) -> None:
    said = desk.wait_for(regular.say("@testuser comprate da me"))
    with pytest.raises(NotAllowed):
        desk.act(said, Deed.HIDE)


def relationship(url: str, other: Person) -> dict[str, bool]:
    """What the account has done about another."""
    [found] = Person(url, "mock_token", "").read("/api/v1/accounts/relationships", **{"id[]": other.account_id})
    return {name: found[name] for name in ("muting", "blocking")}

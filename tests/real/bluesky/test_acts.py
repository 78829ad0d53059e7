"""On the real network: what is said and done about others' words stands there once, as everybody sees it."""

import json
from typing import Any

import httpx2
import pytest

from portavoce.community.acts.service.acts import AnsweredAlready
from portavoce.community.model import InboxStatus
from portavoce.platforms.conversation import AnswerKind, Deed
from tests.faults.world import Died
from tests.real.bluesky.account import Account, Meddler, begin
from tests.real.bluesky.person import Person
from tests.real.desk import Desk, done, eventually

pytestmark = pytest.mark.takes_long("the network shows to others what was said after a second or two")

ANSWER = "Sì, dalle 8 ☕. Lo sa anche @regular.test: https://aurora.example/orari"


def losing(method: str, *, dies: bool = False) -> Meddler:
    """Once, a write of this kind reaches the server and its answer does not come back; or whoever wrote dies then."""
    lost = False

    def meddle(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        nonlocal lost
        answer = onward.handle_request(request)
        if lost or not request.url.path.endswith(method):
            return answer
        lost = True
        answer.read()
        answer.close()
        if dies:
            raise Died
        raise httpx2.RemoteProtocolError("Server disconnected without sending a response.", request=request)

    return meddle


def said_by(aurora: Account, text: str) -> list[dict[str, Any]]:
    """The account's records with these words."""
    return [one["value"] for one in aurora.records() if one["value"]["text"] == text]


def test_an_answer_to_a_comment_is_seen_under_it_with_its_mention_and_its_link(
    desk: Desk, aurora: Account, regular: Person
) -> None:
    ours = begin(aurora)
    comment = regular.reply("Siete aperti domani?", ours)
    report = desk.act(desk.wait_for(comment["uri"]), AnswerKind.REPLY, ANSWER)
    assert done(report)
    assert report.ended
    answer = eventually(lambda: regular.answers(comment["uri"]))
    assert answer == {report.ended.remote_id: ANSWER}
    [record] = said_by(aurora, ANSWER)
    assert record["reply"] == {"root": ours, "parent": comment}
    features = [one for facet in record["facets"] for one in facet["features"]]
    assert [one.get("did") or one.get("uri") for one in features] == [regular.did, "https://aurora.example/orari"]
    assert report.row.waiting


def test_mentions_and_quotes_elsewhere_are_answered_in_their_own_threads(
    desk: Desk, aurora: Account, regular: Person, passerby: Person
) -> None:
    root = passerby.say("Dove bevete il caffè?")
    mention = regular.reply("Da @aurora.test", root)
    quote = regular.quote("Guardate", begin(aurora))
    for said in (mention, quote):
        assert done(desk.act(desk.wait_for(said["uri"]), AnswerKind.REPLY, f"Grazie {said['uri'][-4:]}"))
    [to_mention], [to_quote] = (said_by(aurora, f"Grazie {said['uri'][-4:]}") for said in (mention, quote))
    assert to_mention["reply"] == {"root": root, "parent": mention}
    assert to_quote["reply"] == {"root": quote, "parent": quote}
    assert eventually(lambda: passerby.answers(mention["uri"]))


def test_an_answer_is_said_once_however_often_it_is_tried(desk: Desk, aurora: Account, regular: Person) -> None:
    said = desk.wait_for(regular.reply("Quanto costa?", begin(aurora))["uri"])
    desk.client = aurora.client(losing("putRecord"))
    assert desk.act(said, AnswerKind.REPLY, "Due euro").ended is None
    assert [done(one) for one in desk.see_to_what_is_left()] == [True]
    with pytest.raises(AnsweredAlready):
        desk.act(said, AnswerKind.REPLY, "Tre euro")
    assert [len(said_by(aurora, text)) for text in ("Due euro", "Tre euro")] == [1, 0]


def test_an_answer_of_whoever_died_over_it_is_found(desk: Desk, aurora: Account, regular: Person) -> None:
    said = desk.wait_for(regular.reply("E il decaffeinato?", begin(aurora))["uri"])
    desk.client = aurora.client(losing("putRecord", dies=True))
    with pytest.raises(Died):
        desk.act(said, AnswerKind.REPLY, "Anche")
    [report] = desk.see_to_what_is_left()
    assert done(report)
    assert len(said_by(aurora, "Anche")) == 1


def test_an_answer_that_is_taken_back_is_seen_no_more(desk: Desk, aurora: Account, regular: Person) -> None:
    comment = regular.reply("Chi siete?", begin(aurora))
    said = desk.wait_for(comment["uri"])
    desk.act(said, AnswerKind.REPLY, "Un refuso")
    assert eventually(lambda: regular.answers(comment["uri"]))
    assert done(desk.undo(said))
    eventually(lambda: not regular.answers(comment["uri"]))
    assert said_by(aurora, "Un refuso") == []


def test_what_its_author_has_taken_back_is_not_answered(desk: Desk, aurora: Account, regular: Person) -> None:
    comment = regular.reply("Scusate, niente", begin(aurora))
    said = desk.wait_for(comment["uri"])
    regular.take_back(comment)
    eventually(lambda: not regular.is_there(comment["uri"]))
    report = desk.act(said, AnswerKind.REPLY, "Prego")
    assert report.ended
    assert "no longer" in report.ended.reason
    assert said_by(aurora, "Prego") == []


def test_a_like_is_counted_once_and_taken_back(desk: Desk, aurora: Account, regular: Person) -> None:
    mention = regular.say("Buono, @aurora.test!")
    said = desk.wait_for(mention["uri"])
    desk.client = aurora.client(losing("putRecord"))
    assert desk.act(said, Deed.LIKE).ended is None
    assert [done(one) for one in desk.see_to_what_is_left()] == [True]
    assert done(desk.act(said, Deed.LIKE))
    assert eventually(lambda: regular.post(mention["uri"])["likeCount"]) == 1
    assert done(desk.act(said, Deed.UNLIKE))
    eventually(lambda: regular.post(mention["uri"])["likeCount"] == 0)


def test_a_hidden_reply_is_shown_on_demand_alone_until_it_is_shown_again(
    desk: Desk, aurora: Account, regular: Person, passerby: Person
) -> None:
    ours = begin(aurora)
    other, comment = regular.reply("Buono", ours)["uri"], regular.reply("Comprate da me", ours)["uri"]
    said = desk.wait_for(comment)
    assert done(desk.act(said, Deed.HIDE))
    eventually(lambda: comment not in passerby.branches(ours["uri"]))
    assert passerby.branches(ours["uri"], "getPostThreadOtherV2") == [comment]
    assert other in passerby.branches(ours["uri"])
    assert desk.inbox(InboxStatus.HIDDEN) == [comment]
    assert done(desk.undo(said))
    assert eventually(lambda: comment in passerby.branches(ours["uri"]))
    assert passerby.branches(ours["uri"], "getPostThreadOtherV2") == []


def test_what_another_hides_in_the_thread_meanwhile_stays_hidden(
    desk: Desk, aurora: Account, regular: Person, passerby: Person
) -> None:
    ours = begin(aurora)
    first, second = (regular.reply(text, ours)["uri"] for text in ("Comprate", "Comprate!"))
    one, two = desk.wait_for(first), desk.wait_for(second)
    by_hand = aurora.client()
    wrote = False

    def meddle(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        nonlocal wrote
        if request.url.path.endswith("putRecord") and not wrote:
            wrote = True
            by_hand.do(Deed.HIDE, two.interaction)
        return onward.handle_request(request)

    desk.client = aurora.client(meddle)
    assert done(desk.act(one, Deed.HIDE))
    eventually(lambda: {first, second} == set(passerby.branches(ours["uri"], "getPostThreadOtherV2")))
    assert wrote


def test_what_somebody_said_who_is_blocked_can_still_be_reported(desk: Desk, aurora: Account, network: str) -> None:
    spammer = Person.on(network, "spammer.test")
    mention = spammer.say("Comprate, @aurora.test")
    said = desk.wait_for(mention["uri"])
    assert done(desk.act(said, Deed.BLOCK))
    eventually(lambda: not desk.is_heard(spammer.did))
    reported: list[dict[str, Any]] = []

    def moderate(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
        if not request.url.path.endswith("createReport"):
            return onward.handle_request(request)
        reported.append(json.loads(request.read())["subject"])
        return httpx2.Response(200, json={"id": 1})

    desk.client = aurora.client(moderate)
    assert done(desk.act(said, Deed.REPORT))
    assert reported == [{"$type": "com.atproto.repo.strongRef", **mention}]

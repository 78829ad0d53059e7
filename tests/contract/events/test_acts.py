"""What people do about comments, through the real handlers, clients and a simulated Facebook."""

import json
from datetime import timedelta

import pytest
import time_machine

from infra.local.simulators.faults import Fault
from infra.local.simulators.visits import Visit
from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import Published
from portavoce.runtime.wiring.channels import client_for
from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event
from tests.contract.events.outside import PAGE
from tests.http_api import Answered, call
from tests.review import NOW

WORDS = "Siete aperti domani?"


@pytest.fixture
def comment(house: House) -> str:
    """A comment that has been taken in: its name in the inbox."""
    outcome = client_for("facebook", "aurora.facebook", PAGE).release(
        OutgoingPost(publication_id="aurora.spring-launch.facebook", planned_at=NOW, text="Buongiorno")
    )
    assert isinstance(outcome, Published)
    return hear(house, Visit(post_id=outcome.remote_id, text=WORDS, author_name="Ana"))


def hear(house: House, visit: Visit) -> str:
    """What somebody says, taken in: its name in the inbox."""
    meta, before = house.networks[0], house.effects()["table"]
    meta.platform.visit(visit)
    meta.courier.carry(meta.platform.parcels(duplicated=False, reordered=False))
    house.invoke("ingest", sqs_event("inbound", house.take("inbound")))
    (found,) = [pk for pk, sk in house.effects()["table"].keys() - before.keys() if sk == "INTERACTION"]
    return str(found).removeprefix("INTERACTION#").replace("#", "/")


def act(comment: str, what: str, **more: object) -> Answered:
    return call("POST", f"/comments/{comment}/acts", {"what": what, **more})


def messages(house: House, after: timedelta) -> list[str]:
    """The outgoing queue's, taken by `publish` when their time has come."""
    with time_machine.travel(NOW + after, tick=False):
        bodies = [body for body in house.take("outgoing") if "act" in json.loads(body)]
        answer = house.invoke("publish", sqs_event("outgoing", bodies))
    assert answer == {"batchItemFailures": []}
    return bodies


def said(house: House) -> list[str]:
    return [one.text for one in house.networks[0].platform.comments.values() if one.text != WORDS and not one.deleted]


def test_a_comment_is_answered_once_and_the_answer_is_seen_there(house: House, comment: str) -> None:
    answer = act(comment, "reply", text="Sì, dalle 8.").json
    assert answer["ended"]["progress"] == "done"
    assert answer["comment"]["waiting"]
    second = act(comment, "reply", text="Certo!").json
    assert (second["type"].rpartition(":")[2], second["words"]) == ("answered-already", "Certo!")
    assert [note["words"] for note in call("GET", f"/comments/{comment}").json["notes"]] == ["Certo!"]
    assert len(messages(house, timedelta(seconds=91))) == 1
    assert said(house) == ["Sì, dalle 8."]


@pytest.mark.parametrize("changed", [False, True], ids=["answered already", "changed since"])
def test_whoever_is_too_late_with_a_long_answer_loses_no_word_of_it(
    house: House, comment: str, *, changed: bool
) -> None:
    long = " ".join(f"parola{number}" for number in range(400))
    if changed:
        call("PATCH", f"/comments/{comment}", {"priority": "high"}, user="bea")
    else:
        act(comment, "reply", text="Sì, dalle 8.")
    refused = act(comment, "reply", text=long, revision=1)
    assert (refused.status, refused.json["words"]) == (409, long)
    assert ("bea gave it high priority" in refused.json["detail"]) == changed
    notes = [note["words"] for note in call("GET", f"/comments/{comment}").json["notes"]]
    assert "".join(notes) == long
    assert long not in said(house)


def test_an_answer_whose_answer_was_lost_is_found_and_not_said_again(house: House, comment: str) -> None:
    house.networks[0].faults.add([Fault(kind="lost_answer", path="/comments")])
    assert act(comment, "reply", text="Sì, dalle 8.").json["ended"] is None
    messages(house, timedelta(seconds=91))
    shown = call("GET", f"/comments/{comment}").json["comment"]
    assert [one["progress"] for one in shown["acts"]] == ["done"]
    assert said(house) == ["Sì, dalle 8."]


@pytest.mark.parametrize("what", ["reply", "message"])
def test_a_lost_answer_is_not_found_in_the_same_words_said_to_a_neighbour(
    house: House, comment: str, what: str
) -> None:
    parent = comment.partition("/")[2]
    post_id = house.networks[0].platform.comments[parent].post_id
    if what == "reply":
        names = [hear(house, Visit(post_id=post_id, parent_id=parent, text=WORDS, author_name=one)) for one in "ab"]
    else:
        names = [hear(house, Visit(action="message", account_id=PAGE, text=WORDS)) for _ in range(2)]
    house.networks[0].faults.add([Fault(kind="server_error", path="/comments" if what == "reply" else "/messages")])
    assert act(names[0], what, text="Sì, dalle 8.").json["ended"] is None
    assert act(names[1], what, text="Sì, dalle 8.").json["ended"]["progress"] == "done"
    messages(house, timedelta(seconds=91))
    lost, given = (call("GET", f"/comments/{one}").json["comment"]["acts"] for one in names)
    assert (lost, [one["progress"] for one in given]) == ([], ["done"])


def test_a_lost_message_is_found_there_and_not_said_again(house: House) -> None:
    first = hear(house, Visit(action="message", account_id=PAGE, text=WORDS))
    house.networks[0].faults.add([Fault(kind="lost_answer", path="/messages")])
    assert act(first, "message", text="Sì, dalle 8.").json["ended"] is None
    messages(house, timedelta(seconds=91))
    assert [one["progress"] for one in call("GET", f"/comments/{first}").json["comment"]["acts"]] == ["done"]
    assert [one.text for one in house.networks[0].platform.messages.values() if one.is_own] == ["Sì, dalle 8."]


def test_an_answer_is_taken_back_there_too(house: House, comment: str) -> None:
    act(comment, "reply", text="Sì, dalle 8.")
    undone = call("POST", f"/comments/{comment}/acts/undo", {})
    assert undone.json["ended"]["progress"] == "done"
    assert said(house) == []
    assert call("POST", f"/comments/{comment}/acts/undo", {}).status == 409


def test_a_hiding_ends_by_itself_when_its_time_is_over(house: House, comment: str) -> None:
    assert act(comment, "hide", hours=2).json["comment"]["status"] == "hidden"
    messages(house, timedelta(seconds=91))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        house.invoke("reconcile", {})
    assert messages(house, timedelta(hours=1)) == []
    with time_machine.travel(NOW + timedelta(hours=2, minutes=1), tick=False):
        house.invoke("reconcile", {})
    assert len(messages(house, timedelta(hours=2, minutes=1))) == 1
    assert house.effects()["hidden"][0] == []
    assert call("GET", f"/comments/{comment}").json["comment"]["status"] == "open"


def test_what_is_hidden_for_a_time_is_listed_the_first_to_end_first_until_something_else_hides_it(
    house: House, comment: str
) -> None:
    post = house.networks[0].platform.comments[comment.partition("/")[2]].post_id
    second = hear(house, Visit(post_id=post, text="E domenica?", author_name="Bea"))
    act(second, "hide", hours=2)
    act(comment, "hide", hours=1)
    listed = call("GET", "/brands/aurora/hidings").json["items"]
    assert [f"facebook/{one['interaction']['interaction_id']}" for one in listed] == [comment, second]
    assert [one["hidden_until"] for one in listed] == ["2026-11-23T11:55:00Z", "2026-11-23T12:55:00Z"]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        act(comment, "hide")
        act(second, "unhide")
    assert call("GET", "/brands/aurora/hidings").json["items"] == []
    assert call("GET", f"/comments/{comment}").json["comment"]["hidden_until"] is None


def test_what_the_platform_does_not_offer_is_said_and_not_tried(house: House, comment: str) -> None:
    before = len(house.networks[0].journal)
    refused = act(comment, "report")
    assert (refused.status, refused.json["type"].rpartition(":")[2]) == (409, "not-allowed-there")
    assert len(house.networks[0].journal) == before


def test_an_answer_without_words_is_none(comment: str) -> None:
    assert act(comment, "reply", text="  ").status == 422


def test_who_acted_is_kept_and_nobody_s_words_are_logged(
    house: House, comment: str, lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    act(comment, "reply", text="Sì, dalle 8.")
    messages(house, timedelta(seconds=91))
    shown = call("GET", f"/comments/{comment}").json
    assert shown["comment"]["acts"][0]["by"] == "ada"
    assert [(one["number"], one["text"]) for one in shown["acts"]] == [(1, "Sì, dalle 8.")]
    written = "\n".join([*lines, *capfd.readouterr()])
    assert "dalle 8" not in written


def test_a_saved_answer_is_said_with_the_name_of_whom_it_answers(house: House, comment: str) -> None:
    put = call("PUT", "/brands/aurora/answers/thanks/languages/it", {"words": "Grazie {name}, a presto!"})
    assert put.status == 200
    assert act(comment, "reply", saved_answer="thanks").json["ended"]["progress"] == "done"
    assert said(house) == ["Grazie Ana, a presto!"]
    assert act(comment, "reply", saved_answer="hello", again=True).status == 404


def test_a_message_is_answered_within_its_window_which_a_later_message_opens_anew(house: House) -> None:
    first = hear(house, Visit(action="message", account_id=PAGE, text=WORDS))
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        closed = act(first, "message", text="Sì, dalle 8.")
        assert (closed.status, closed.json["type"].rpartition(":")[2]) == (409, "not-allowed-there")
    hear(house, Visit(action="message", account_id=PAGE, text="C'è nessuno?"))
    assert act(first, "message", text="Sì, dalle 8.").json["ended"]["progress"] == "done"
    assert [one.text for one in house.networks[0].platform.messages.values() if one.is_own] == ["Sì, dalle 8."]

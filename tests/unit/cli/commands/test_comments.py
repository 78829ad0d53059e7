"""Working the inbox from the command line."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from portavoce.community.acts.model import ActOrder
from portavoce.platforms.conversation import Deed
from portavoce.runtime import aws
from tests.community import Platform, acting, delivery, listening
from tests.http_api import call
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

BSKY = "at://did:plc:abc/app.bsky.feed.post/3kxyz"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def take_in(interaction_id: str, text: str, *, platform: str = "facebook", minutes: int = 0) -> None:
    said = delivery(text, platform=platform, interaction_id=interaction_id, occurred_at=MORNING)
    listening(aws.table()).take_in(said, MORNING + timedelta(minutes=minutes))


def test_what_somebody_is_to_answer_is_listed_by_their_address(aurora: Shell) -> None:
    take_in("77_1", "Bello")
    take_in("77_2", "Rotto", minutes=1)
    aurora.run("comments", "assign", "facebook/77_2", "--to", "bea@aurora.example", "--anyway")
    mine = aurora.run("comments", "--mine", "bea@aurora.example")
    assert "facebook/77_2" in mine.out
    assert "facebook/77_1" not in mine.out
    assert "Nothing found" in aurora.run("comments", "--mine", "ada@aurora.example").out


def test_a_search_that_ends_early_says_how_far_back_it_looked_and_how_to_look_further(aurora: Shell) -> None:
    take_in("77_1", "Il caffè è rotto")
    take_in("77_2", "Rotto di nuovo", minutes=1)
    ran = aurora.run("comments", "--search", "ROTTO", "--most", "1")
    assert "facebook/77_2" in ran.out
    assert "Looked back to 2027-03-10 09:01 UTC" in ran.out
    cursor = ran.out.rsplit("--further ", 1)[1].strip()
    rest = aurora.run("comments", "--search", "ROTTO", "--most", "1", "--further", cursor)
    assert "facebook/77_1" in rest.out


def test_a_mood_is_shown_and_found_by(aurora: Shell) -> None:
    take_in("77_1", "Servizio pessimo, mai più!")
    take_in("77_2", "Bellissimo, grazie!", minutes=1)
    found = aurora.run("comments", "--sentiment", "negative").out
    assert "facebook/77_1" in found
    assert "facebook/77_2" not in found
    assert "positive" in aurora.run("comments").out
    assert "read as negative: " in aurora.run("comments", "show", "facebook/77_1").out


def test_notes_tags_and_priority_are_shown_with_the_comment(aurora: Shell) -> None:
    take_in("77_1", "Rotto")
    assert aurora.run("comments", "note", "facebook/77_1", "Cliente da anni.").out.strip() == "Noted: facebook/77_1"
    assert aurora.run("comments", "tag", "facebook/77_1", "vip", "Reso").code == 0
    assert aurora.run("comments", "tag", "facebook/77_1", "vip", "--remove").code == 0
    assert aurora.run("comments", "priority", "facebook/77_1", "urgent").code == 0
    shown = aurora.run("comments", "show", "facebook/77_1").out
    assert "Cliente da anni." in shown
    assert "#reso" in shown
    assert "#vip" not in shown
    assert "urgent" in shown
    assert aurora.run("comments", "--tag", "reso", "--json").json["items"][0]["revision"] == 4


def test_a_comment_is_shown_with_what_its_author_said_besides(aurora: Shell) -> None:
    take_in("77_1", "Quanto costa il corso?")
    take_in("77_2", "C'è nessuno?", minutes=1)
    shown = aurora.run("comments", "show", "facebook/77_2").out
    assert shown.index("C'è nessuno?") < shown.index("Lately by the same person:") < shown.index("Quanto costa")


def test_what_is_hidden_for_a_time_says_until_when(aurora: Shell) -> None:
    take_in("77_1", "Rotto")
    here = acting(aws.table(), Platform()).acts
    here.ask("facebook", "77_1", ActOrder(what=Deed.HIDE, hours=24), "ada", MORNING)
    for told in (("--hidden-until",), ("--status", "hidden"), ("show", "facebook/77_1")):
        assert "hidden until 2027-03-11 09:00 UTC" in aurora.run("comments", *told).out
    assert "Nothing here" in aurora.run("comments").out


def test_whoever_is_too_late_is_told_who_was_first_and_what_they_did(aurora: Shell) -> None:
    take_in("77_1", "Rotto")
    aurora.run("comments", "assign", "facebook/77_1", "--to", "bea@aurora.example", "--anyway")
    late = aurora.run("comments", "done", "facebook/77_1", "--revision", "1")
    assert late.code == 1
    assert "ada assigned it to bea@aurora.example" in late.err
    assert aurora.run("comments", "done", "facebook/77_1", "--revision", "2").code == 0


def test_words_that_are_refused_come_back(aurora: Shell) -> None:
    del aurora
    take_in("77_1", "Rotto")
    assert call("PATCH", "/comments/facebook/77_1", {"done": True}, user="bea").status == 200
    body = {"priority": "high", "note": "La chiamo.", "revision": 1}
    refused = call("PATCH", "/comments/facebook/77_1", body)
    assert (refused.status, refused.json["words"]) == (409, "La chiamo.")
    assert refused.json["type"] == "urn:portavoce:problem:changed-by-another"
    assert "bea marked it done" in refused.json["detail"]


@pytest.mark.parametrize(
    "path",
    [f"/comments/bluesky/{BSKY}", "/comments/bluesky/at%3A%2F%2Fdid%3Aplc%3Aabc%2Fapp.bsky.feed.post%2F3kxyz"],
    ids=["decoded by the gateway", "encoded"],
)
def test_an_id_with_slashes_and_colons_names_its_comment_however_it_arrives(aurora: Shell, path: str) -> None:
    del aurora
    row = listening(aws.table()).take_in(delivery("Bello", occurred_at=MORNING), MORNING)
    assert row
    there = row.interaction.model_copy(update={"platform": "bluesky", "interaction_id": BSKY})
    listening(aws.table()).records.create(row.model_copy(update={"interaction": there}))
    assert call("GET", path).json["comment"]["interaction"]["interaction_id"] == BSKY
    assert call("PATCH", path, {"done": True}).json["status"] == "done"


def test_a_comment_of_bluesky_is_worked_by_the_name_that_the_inbox_shows(aurora: Shell) -> None:
    row = listening(aws.table()).take_in(delivery("Bello", occurred_at=MORNING), MORNING)
    assert row
    there = row.interaction.model_copy(update={"platform": "bluesky", "interaction_id": BSKY})
    listening(aws.table()).records.create(row.model_copy(update={"interaction": there}))
    assert f"bluesky/{BSKY}" in aurora.run("comments").out
    assert aurora.run("comments", "done", f"bluesky/{BSKY}").out.strip() == f"Done: bluesky/{BSKY}"
    assert "done, revision 2" in aurora.run("comments", "show", f"bluesky/{BSKY}").out


def test_saved_answers_are_put_listed_and_removed_and_unknown_variables_refused(aurora: Shell) -> None:
    assert aurora.run("answers", "put", "thanks", "Grazie {name}!").out.strip() == "Saved: thanks"
    assert aurora.run("answers", "put", "thanks", "Thanks {name}!", "--language", "en").code == 0
    assert [one["language"] for one in aurora.run("answers", "list", "--json").json["items"]] == ["en", "it"]
    refused = aurora.run("answers", "put", "hello", "Ciao {nome}!")
    assert refused.code == 1
    assert "{nome} is not known; an answer may name {name}" in refused.err
    assert aurora.run("answers", "remove", "thanks", "--language", "en").out.strip() == "Removed: thanks"
    assert aurora.run("answers", "remove", "thanks", "--language", "en").code == 1
    assert "Grazie {name}!" in aurora.run("answers", "list").out


def test_a_comment_is_shown_with_what_an_answer_needs(aurora: Shell) -> None:
    voice = {"tone_of_voice": "Warm and brief.", "audiences": [{"name": "Baristas"}]}
    aurora.run("brand", "apply", aurora.brand(**voice, inbox={"answer_within": {"comment": "4h"}}))
    take_in("77_1", "Il caffè è rotto")
    said = delivery("Anche il mio", interaction_id="77_2", parent_id="77_1", occurred_at=MORNING)
    listening(aws.table()).take_in(said, MORNING)
    shown = aurora.run("comments", "show", "facebook/77_2").out
    assert shown.index("Il caffè è rotto") < shown.index("Anche il mio")
    assert "to be answered by 2027-03-10 13:00 UTC" in shown
    assert "Aurora Coffee speaks: Warm and brief." in shown
    assert "to Baristas" in shown

"""The story on the deployed emulator, read back from the table, the networks, the mailbox and the queues."""

from collections import Counter

from infra.local.figures import shortfalls
from infra.local.visitors import DUPLICATED, REMARKS
from infra.topology import FUNCTIONS
from tests.twin.running import Running


def test_the_story_keeps_every_promise(running: Running) -> None:
    assert shortfalls(running.figures) == []


def test_every_function_of_the_topology_is_deployed(running: Running) -> None:
    assert sorted(running.evidence.functions) == sorted(f"portavoce-local-{one.name}" for one in FUNCTIONS)


def test_a_post_whose_answer_was_lost_stands_once_and_is_known_as_published(running: Running) -> None:
    meta = running.evidence.networks["meta"]
    assert meta["faults"] == [], "the fault must have struck, or this shows nothing"
    stands = Counter((one["network"], one["text"]) for one in meta["posts"] if not one["deleted"])
    publications = {one["remote_id"]: one for one in running.evidence.of_type("publication") if one.get("remote_id")}
    asked = [one for one in meta["posts"] if publications[one["id"]]["started_at"] and one["network"] == "facebook"]
    assert asked
    for post in asked:
        assert stands[post["network"], post["text"]] == 1
        assert publications[post["id"]]["state"] == "published"


def test_a_batch_of_webhooks_that_came_twice_is_one_interaction_each(running: Running) -> None:
    assert running.twin.networks.state("meta")["deliveries"][-1]["status"] == 200
    delivered = [one["events"] for one in running.evidence.networks["meta"]["deliveries"]]
    assert sum(delivered) > len([one for one in REMARKS if one.platform != "x"]) + len(DUPLICATED)
    heard = Counter(one["interaction"]["text"] for one in running.evidence.of_type("interaction"))
    assert {one.text: heard[one.text] for one in DUPLICATED} == dict.fromkeys((one.text for one in DUPLICATED), 1)


def test_every_mail_was_sent_once(running: Running) -> None:
    sent = Counter((tuple(one["To"]), one["Subject"], one["BodyText"]) for one in running.evidence.mails)
    assert [mail for mail, times in sent.items() if times > 1] == []


def test_no_message_had_to_be_parked(running: Running) -> None:
    assert running.waiting(running.twin.outputs.dead_letters_url) == 0


def test_a_calendar_applied_again_after_its_posts_have_left_finds_nothing_to_do(running: Running) -> None:
    table, media = running.table(), running.media()
    again = running.portavoce("apply", ".local/twin/calendar.csv")
    assert again.code == 0
    assert "nothing to do" in again.said.lower()
    assert (running.table(), running.media()) == (table, media)

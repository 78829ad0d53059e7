"""The story on the deployed emulator, read back from the table, the networks, the mailbox and the queues."""

import os
from collections import Counter

import httpx2

from infra.local.figures import shortfalls
from infra.local.visitors import DUPLICATED
from infra.topology import FUNCTIONS
from tests.twin.running import BRAND, Running


def test_the_story_keeps_every_promise(running: Running) -> None:
    load = os.getloadavg()
    assert shortfalls(running.figures) == [], f"{running.figures} while the machine's load was {load}"


def test_every_function_of_the_topology_is_deployed(running: Running) -> None:
    assert sorted(running.evidence.functions) == sorted(f"portavoce-local-{one.name}" for one in FUNCTIONS)


def test_a_post_whose_answer_was_lost_stands_once_and_was_never_sent_again(running: Running) -> None:
    journal = httpx2.get(f"{running.twin.networks.url('meta')}/_sim/journal").json()["requests"]
    lost = [one for one in journal if one["fault"] == "lost_answer"]
    assert [one["status"] for one in lost] == [None], "one answer is lost, or this shows nothing"
    pages = [one for one in running.evidence.networks["meta"]["posts"] if one["network"] == "facebook"]
    post = max((one for one in pages if one["received_at"] <= lost[0]["time"]), key=lambda one: one["received_at"])
    assert len(running.posts(post["text"])) == sum(
        1 for one in running.evidence.of_type("publication") if one["content"]["text"] == post["text"]
    )
    publication = next(one for one in running.evidence.of_type("publication") if one.get("remote_id") == post["id"])
    assert (publication["state"], publication["attempts"]) == ("published", 1)


def test_a_batch_of_webhooks_that_came_twice_is_one_interaction_each(running: Running) -> None:
    taken = [one for one in running.evidence.networks["meta"]["deliveries"] if one["events"] == len(DUPLICATED)]
    assert [one["status"] for one in taken] == [200, 200], "the batch comes twice, or this shows nothing"
    heard = Counter(one["interaction"]["text"] for one in running.evidence.of_type("interaction"))
    assert {one.text: heard[one.text] for one in DUPLICATED} == {one.text: 1 for one in DUPLICATED}


def test_every_mail_was_sent_once(running: Running) -> None:
    sent = Counter((tuple(one["To"]), one["Subject"], one["BodyText"]) for one in running.evidence.mails)
    assert [mail for mail, times in sent.items() if times > 1] == []


def test_every_command_in_a_mail_can_be_pasted_for_it_names_the_twin_that_it_came_from(running: Running) -> None:
    stage = f"--stage {running.twin.stage}"
    commands = [
        line.strip()
        for mail in running.evidence.mails
        for line in mail["BodyText"].splitlines()
        if line.strip().startswith("portavoce ")
    ]
    assert commands, "some mail names a command, or this shows nothing"
    assert [one for one in commands if not one.endswith(stage)] == []
    ran = {one: running.portavoce(*one.removesuffix(stage).split()[1:]) for one in set(commands) if " show " in one}
    assert {command: one.said for command, one in ran.items() if one.code} == {}


def test_no_message_had_to_be_parked(running: Running) -> None:
    assert running.waiting(running.twin.outputs.dead_letters_url) == 0


def test_a_calendar_applied_again_after_its_posts_have_left_finds_nothing_to_do(running: Running) -> None:
    table, media = running.table(), running.media()
    again = running.portavoce("apply", str(running.twin.folder / "calendar.csv"), "--brand", BRAND)
    assert again.code == 0
    assert "nothing to do" in again.said.lower()
    assert (running.table(), running.media()) == (table, media)

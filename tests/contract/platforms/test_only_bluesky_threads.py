"""Threads and first comments on Bluesky: each part names the first post and the one before it, and comes once."""

from datetime import timedelta

import pytest

from portavoce.platforms.contract import OutgoingPost, Sent
from portavoce.platforms.outcomes import Absent, Found, Published, Refused, Throttled, Unclear
from tests.contract.platforms.bluesky import records
from tests.contract.platforms.stands import Stand, stand_for


@pytest.fixture
def bluesky() -> Stand:
    return stand_for("bluesky")


def part(stand: Stand, number: int, after: list[Published], *, is_comment: bool = False) -> OutgoingPost:
    sent = tuple(Sent(remote_id=one.remote_id, url=one.url) for one in after)
    update = {"part": number, "after": sent, "is_comment": is_comment}
    return stand.post(f"Parte {number}").model_copy(update=update)


def thread(stand: Stand, length: int) -> list[Published]:
    client, out = stand.client(), list[Published]()
    for number in range(length):
        outcome = client.release(part(stand, number, out))
        assert isinstance(outcome, Published)
        out.append(outcome)
    return out


def reply(record: dict[str, object]) -> tuple[str, str]:
    found = record["reply"]
    assert isinstance(found, dict)
    return found["root"]["uri"], found["parent"]["uri"]


def test_each_part_answers_the_one_before_it_and_a_first_comment_the_first(bluesky: Stand) -> None:
    out = thread(bluesky, 3)
    comment = bluesky.client().release(part(bluesky, 3, out, is_comment=True))
    assert isinstance(comment, Published)
    first, second, _ = (one.remote_id for one in out)
    assert [reply(record) for record in records(bluesky)[1:]] == [(first, first), (first, second), (first, first)]


def test_parts_are_dated_in_their_order(bluesky: Stand) -> None:
    planned_at = bluesky.clock()
    thread(bluesky, 3)
    wanted = [(planned_at + timedelta(milliseconds=number)).isoformat(timespec="milliseconds") for number in range(3)]
    assert [record["createdAt"] for record in records(bluesky)] == [at.replace("+00:00", "Z") for at in wanted]


def test_a_part_that_is_sent_again_is_the_same_record_and_looked_up_by_its_own_key(bluesky: Stand) -> None:
    out = thread(bluesky, 2)
    again = part(bluesky, 1, out[:1])
    assert bluesky.client().release(again) == out[1]
    assert len(bluesky.published()) == 2
    assert bluesky.client().look_up(again, bluesky.clock.now) == Found(remote_id=out[1].remote_id, url=out[1].url)
    assert isinstance(bluesky.client().look_up(part(bluesky, 2, out), bluesky.clock.now), Absent)


def test_a_thread_is_not_continued_under_a_post_that_is_gone(bluesky: Stand) -> None:
    out = thread(bluesky, 2)
    bluesky.network.platform.posts[out[0].remote_id].deleted = True
    outcome = bluesky.client().release(part(bluesky, 2, out))
    assert isinstance(outcome, Refused)
    assert "no longer" in outcome.reason


@pytest.mark.parametrize("kind", ["lost_answer", "server_error", "throttled"])
def test_what_fails_before_the_one_call_is_not_now_rather_than_unknown(bluesky: Stand, kind: str) -> None:
    out = thread(bluesky, 1)
    bluesky.fault(kind, "getRecord$")
    assert isinstance(bluesky.client().release(part(bluesky, 1, out)), Throttled)
    bluesky.fault(kind, "getRecord$")
    assert isinstance(bluesky.client().look_up(part(bluesky, 1, out), bluesky.clock.now), Unclear)


def test_a_first_post_that_a_person_named_by_its_handle_is_answered_by_its_identity(bluesky: Stand) -> None:
    [first] = thread(bluesky, 1)
    named = first.model_copy(update={"remote_id": first.remote_id.replace("did:plc:aurora", "aurora.example")})
    assert isinstance(bluesky.client().release(part(bluesky, 1, [named])), Published)
    assert reply(records(bluesky)[1]) == (first.remote_id, first.remote_id)

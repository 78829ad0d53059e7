"""What people who work the inbox can count on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portavoce.community.desk.changes import TooManyTags
from portavoce.community.desk.model import Hand, InboxChange
from portavoce.community.desk.service import InboxDesk
from portavoce.community.history import derive_status
from portavoce.community.model import InboxStatus, Priority, StoredInteraction
from portavoce.community.records import VersionedInteraction
from portavoce.community.service.inbox import NoInteraction
from portavoce.community.service.revisions import ChangedMeanwhile
from portavoce.platforms.interaction import Verb
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import ADA, delivery, desk, dump, listening

BEA = Hand("bea", NOW + timedelta(minutes=5))
CARE = "care@aurora.example"


def one_comment(table: Table, text: str = "Bello") -> InboxDesk:
    listening(table).take_in(delivery(text), NOW)
    return desk(table)


def waits_for_them(table: Table) -> None:
    """As an answer of ours leaves it."""
    community = listening(table)
    standing = community.records.get("facebook", "c1")
    assert standing
    community.change(standing, lambda row: derive_status(row.model_copy(update={"waiting": True})), NOW)


def listed(table: Table, status: InboxStatus) -> list[StoredInteraction]:
    return list(desk(table).list_page("aurora", status, limit=50).items)


def test_what_else_somebody_has_said_lately_is_shown_with_two_requests_the_latest_first(table: Table) -> None:
    community = listening(table)
    for number in range(20):
        community.take_in(delivery(f"{number}", interaction_id=f"m{number}", after_seconds=60 * number), NOW)
    community.take_in(delivery("Bea", interaction_id="other", author_id="u1", after_seconds=3000), NOW)
    people = desk(table)
    row, before = people.show("facebook", "m18"), table.consumed.requests
    assert [one.interaction.text for one in people.list_of_person(row)] == ["19", *map(str, range(17, 9, -1))]
    assert table.consumed.requests == before + 2


def test_of_a_person_nothing_is_shown_that_they_took_back_or_that_has_expired(table: Table) -> None:
    community = listening(table)
    for number in range(3):
        community.take_in(delivery(f"{number}", interaction_id=f"at://u9/m{number}", after_seconds=60 * number), NOW)
    community.take_in(delivery(None, Verb.REMOVED, interaction_id="at://u9/m1", author_id="u9", after_seconds=900), NOW)
    people = desk(table)
    row = people.show("facebook", "at://u9/m2")
    assert [one.interaction.text for one in people.list_of_person(row)] == ["0"]
    table.clock = lambda: row.keep_until
    assert people.list_of_person(row) == []


def test_of_whom_nobody_knows_nothing_else_is_shown(table: Table) -> None:
    row = one_comment(table).show("facebook", "c1")
    unnamed = row.model_copy(update={"interaction": row.interaction.model_copy(update={"author_id": None})})
    assert desk(table).list_of_person(unnamed) == []


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, InboxStatus.OPEN),
        ({"assignee": CARE}, InboxStatus.ASSIGNED),
        ({"assignee": CARE, "waiting": True}, InboxStatus.WAITING),
        ({"assignee": CARE, "waiting": True, "done": True}, InboxStatus.DONE),
        ({"assignee": CARE, "waiting": True, "done": True, "hidden": True}, InboxStatus.HIDDEN),
        ({"assignee": CARE, "waiting": True, "done": True, "hidden": True, "removed": True}, InboxStatus.REMOVED),
    ],
)
def test_what_is_true_of_a_comment_says_where_it_stands(
    table: Table, facts: dict[str, object], status: InboxStatus
) -> None:
    row = one_comment(table).show("facebook", "c1").model_copy(update=facts)
    assert derive_status(row).status is status


def test_the_inbox_is_in_the_order_of_receipt_whatever_the_platforms_clock_says(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery(interaction_id="first", after_seconds=50), NOW)
    community.take_in(delivery(interaction_id="late", after_seconds=-9000), NOW + timedelta(seconds=1))
    assert [one.interaction.interaction_id for one in listed(table, InboxStatus.OPEN)] == ["late", "first"]


def test_whoever_is_named_has_it_until_somebody_else_or_nobody_is(table: Table) -> None:
    working = one_comment(table)
    assert working.change("facebook", "c1", InboxChange(assignee=CARE), ADA).status is InboxStatus.ASSIGNED
    (row,) = listed(table, InboxStatus.ASSIGNED)
    assert (row.assignee, row.assigned_at) == (CARE, ADA.at)
    again = working.change("facebook", "c1", InboxChange(assignee=CARE), BEA)
    assert again.assigned_at == ADA.at
    nobody = working.change("facebook", "c1", InboxChange(assignee=None), BEA)
    assert (nobody.status, nobody.assignee, nobody.assigned_at) == (InboxStatus.OPEN, None, None)


def test_what_is_not_named_stays_as_it_is(table: Table) -> None:
    working = one_comment(table)
    working.change("facebook", "c1", InboxChange(assignee=CARE, add_tags=("VIP ",), priority=Priority.HIGH), ADA)
    row = working.change("facebook", "c1", InboxChange(add_tags=("rotto",)), ADA)
    assert (row.assignee, row.tags, row.priority) == (CARE, ("rotto", "vip"), Priority.HIGH)
    assert working.change("facebook", "c1", InboxChange(remove_tags=("vip",)), ADA).tags == ("rotto",)


def test_the_same_change_again_writes_nothing(table: Table) -> None:
    working = one_comment(table)
    working.change("facebook", "c1", InboxChange(done=True, add_tags=("vip",)), ADA)
    before = dump(table)
    working.change("facebook", "c1", InboxChange(done=True, add_tags=("vip",)), BEA)
    assert dump(table) == before


def test_a_comment_carries_few_tags(table: Table) -> None:
    working = one_comment(table)
    with pytest.raises(TooManyTags, match="at most 10 tags"):
        working.change("facebook", "c1", InboxChange(add_tags=tuple(f"t{one}" for one in range(11))), ADA)


def test_notes_are_kept_in_their_order_with_their_author_as_long_as_the_words(table: Table) -> None:
    working = one_comment(table)
    working.change("facebook", "c1", InboxChange(note="Chiamata ieri."), ADA)
    row = working.change("facebook", "c1", InboxChange(note="Richiamare lunedì."), BEA)
    assert [(one.by, one.words) for one in working.notes.list_all(row)] == [
        ("ada", "Chiamata ieri."),
        ("bea", "Richiamare lunedì."),
    ]
    ends = {item["expires_at"]["N"] for item in dump(table).values()}
    assert ends == {str(int(row.keep_until.timestamp()))}


def test_a_change_of_what_another_has_changed_is_refused_with_who_and_what_and_no_word_lost(table: Table) -> None:
    working = one_comment(table)
    seen = working.show("facebook", "c1").revision
    working.change("facebook", "c1", InboxChange(done=True), ADA)
    with pytest.raises(ChangedMeanwhile, match=r"ada marked it done at 2026-11-23 10:00:00 UTC; it is done") as refused:
        working.change("facebook", "c1", InboxChange(assignee=CARE, note="La prendo io.", revision=seen), BEA)
    assert refused.value.words == "La prendo io."
    assert working.show("facebook", "c1").assignee is None
    kept = working.change("facebook", "c1", InboxChange(note="La prendo io.", revision=seen), BEA)
    assert [one.words for one in working.notes.list_all(kept)] == ["La prendo io."]


def test_of_two_who_change_what_they_both_saw_one_wins_and_the_other_is_told(table: Table) -> None:
    working = one_comment(table)
    seen = working.show("facebook", "c1").revision

    class Slow(InboxDesk):
        def find(self, platform: str, interaction_id: str) -> VersionedInteraction:
            standing = super().find(platform, interaction_id)
            if standing.row.touched is None:
                working.change("facebook", "c1", InboxChange(assignee=CARE, revision=seen), ADA)
            return standing

    slow = Slow(working.community, working.records, working.notes)
    with pytest.raises(ChangedMeanwhile, match=r"ada assigned it to care@aurora\.example"):
        slow.change("facebook", "c1", InboxChange(done=True, revision=seen), BEA)
    assert working.show("facebook", "c1").status is InboxStatus.ASSIGNED


def test_what_a_platform_told_in_between_is_told_as_that(table: Table) -> None:
    working = one_comment(table)
    seen = working.show("facebook", "c1").revision
    listening(table).take_in(delivery("Rotto", Verb.EDITED, after_seconds=5), NOW + timedelta(seconds=9))
    with pytest.raises(ChangedMeanwhile, match="something was heard of it or done about it at 2026-11-23 10:00:09"):
        working.change("facebook", "c1", InboxChange(done=True, revision=seen), BEA)


def test_without_a_revision_the_last_one_counts(table: Table) -> None:
    working = one_comment(table)
    working.change("facebook", "c1", InboxChange(done=True), ADA)
    assert working.change("facebook", "c1", InboxChange(done=False), BEA).status is InboxStatus.OPEN


def test_what_is_opened_again_waits_from_that_moment_and_stands_there(table: Table) -> None:
    working = one_comment(table)
    working.change("facebook", "c1", InboxChange(done=True), ADA)
    listening(table).take_in(delivery(interaction_id="c2"), NOW + timedelta(minutes=1))
    assert working.change("facebook", "c1", InboxChange(done=False), BEA).waits_since == BEA.at
    assert [one.interaction.interaction_id for one in listed(table, InboxStatus.OPEN)] == ["c1", "c2"]


def test_an_edit_opens_what_waited_and_it_waits_from_then(table: Table) -> None:
    one_comment(table)
    waits_for_them(table)
    assert [one.status for one in listed(table, InboxStatus.WAITING)] == [InboxStatus.WAITING]
    later = NOW + timedelta(hours=3)
    row = listening(table).take_in(delivery("E rotto", Verb.EDITED, after_seconds=9), later)
    assert row is not None
    assert (row.status, row.waits_since) == (InboxStatus.OPEN, later)


def test_what_is_not_there_is_said(table: Table) -> None:
    with pytest.raises(NoInteraction):
        desk(table).change("facebook", "nobody", InboxChange(done=True), ADA)
    with pytest.raises(NoInteraction):
        desk(table).show("facebook", "nobody")


def test_a_change_and_a_note_together_are_three_requests(table: Table) -> None:
    working = one_comment(table)
    counted = replace(table.consumed)
    working.change("facebook", "c1", InboxChange(assignee=CARE, note="Sua."), ADA)
    assert table.consumed.requests - counted.requests == 3

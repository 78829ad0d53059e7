"""What becomes of deliveries."""

import dataclasses
from datetime import timedelta
from itertools import islice, permutations
from typing import Any

import pytest

from portavoce.community.desk.model import InboxChange
from portavoce.community.model import Action, InboxStatus
from portavoce.community.records import CommunityRecords, Taken, VersionedInteraction
from portavoce.community.sentiment.model import Mood
from portavoce.community.service.inbox import Contended, NoBrand
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import ADA, AURORA, CHANNEL, Platform, delivery, desk, dump, inbox_of, listening


def test_a_new_comment_is_one_write_and_no_read(table: Table) -> None:
    listening(table).take_in(delivery("Che bello! 😍"), NOW)
    assert (table.consumed.requests, table.consumed.read_units) == (1, 0.0)


def test_a_new_comment_stands_in_the_inbox_with_its_decision_and_its_time_to_live(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery("Quanto costa?"), NOW)
    (row,), cursor = inbox_of(community, "aurora", InboxStatus.OPEN, limit=10)
    assert cursor is None
    assert (row.interaction.text, row.channel_id) == ("Quanto costa?", "aurora.facebook")
    assert row.decision.actions == (Action.ASSIGN, Action.LEAD)
    (item,) = dump(table).values()
    assert int(item["expires_at"]["N"]) == int(delivery().occurred_at.timestamp()) + 90 * 86_400


def test_a_comment_carries_its_mood_in_the_same_write_and_other_words_another(table: Table) -> None:
    community = listening(table)
    row = community.take_in(delivery("Che schifo, mai più!"), NOW)
    assert row
    assert row.sentiment
    assert (row.sentiment.mood, row.sentiment.language) == (Mood.NEGATIVE, "it")
    assert table.consumed.requests == 1
    edited = community.take_in(delivery("Siete bravissimi, grazie!", Verb.EDITED, 5), NOW)
    assert edited
    assert edited.sentiment
    assert edited.sentiment.mood is Mood.POSITIVE
    removed = community.take_in(delivery(None, Verb.REMOVED, 9), NOW)
    assert removed
    assert removed.sentiment is None


@pytest.mark.parametrize("given", [{"text": " "}, {"text": None}, {"text": "a", "kind": InteractionKind.LEAD_FORM}])
def test_what_is_not_said_in_words_has_no_mood(table: Table, given: dict[str, Any]) -> None:
    row = listening(table).record(delivery().model_copy(update=given), CHANNEL, NOW)
    assert row.sentiment is None


@pytest.mark.parametrize("days", [90, 400, 365 * 6], ids=["just now", "long ago", "longer than DynamoDB looks back"])
def test_what_is_dated_back_further_than_words_are_kept_is_counted_and_not_stored(table: Table, days: int) -> None:
    """DynamoDB removes nothing that should have gone more than five years ago (Working with TTL)."""
    passed_over = list[Interaction]()
    community = dataclasses.replace(listening(table), pass_over=passed_over.append)
    old = delivery(occurred_at=NOW - timedelta(days=days))
    assert community.take_in(old, NOW) is None
    assert (passed_over, dump(table)) == ([old], {})
    recent = delivery(occurred_at=NOW - timedelta(days=89))
    assert community.take_in(recent, NOW)
    (item,) = dump(table).values()
    assert int(item["expires_at"]["N"]) == int((NOW + timedelta(days=1)).timestamp())


def test_what_says_that_it_was_said_in_the_future_is_kept_no_longer_than_what_is_said_now(table: Table) -> None:
    community = listening(table)
    for later in (timedelta(), timedelta(hours=1)):
        assert community.take_in(delivery(occurred_at=NOW + timedelta(days=900)), NOW + later)
    (item,) = dump(table).values()
    assert int(item["expires_at"]["N"]) == int((NOW + timedelta(days=90)).timestamp())


def test_words_that_no_item_could_hold_are_kept_as_far_as_they_fit(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery("Quanto costa? " + "😀" * 240_000, author_name="😀" * 9_000), NOW)
    (row,), _ = inbox_of(community, "aurora", InboxStatus.OPEN, limit=10)
    assert row.interaction.text
    assert row.interaction.text.startswith("Quanto costa? 😀")
    assert (len(row.interaction.text), row.interaction.text[-1]) == (25_001, "…")
    assert len(row.interaction.author_name or "") == 500


def test_the_same_comment_again_changes_nothing(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery(), NOW)
    before = dump(table)
    community.take_in(delivery(), NOW.replace(hour=11))
    assert dump(table) == before


def test_an_echo_of_our_own_is_dropped_even_when_the_author_is_known_only_after_a_look(table: Table) -> None:
    class Ours(Platform):
        def complete(self, interaction: Interaction) -> Interaction:
            return interaction.model_copy(update={"text": "Grazie!", "author_id": "1001"})

    community = listening(table, Ours())
    assert community.take_in(delivery("Grazie!", author_id="1001"), NOW) is None
    assert community.take_in(delivery(None, author_id=None), NOW) is None
    assert dump(table) == {}


def test_what_is_said_to_an_account_that_is_no_channel_is_not_kept(table: Table) -> None:
    assert listening(table).take_in(delivery(account_id="9999"), NOW) is None
    assert dump(table) == {}


def test_a_mention_that_came_as_ids_only_is_completed_once(table: Table) -> None:
    platform = Platform(texts={"c1": "Vorrei ordinare"})
    row = listening(table, platform).take_in(delivery(None), NOW)
    assert row is not None
    assert row.decision.actions == (Action.LEAD,)
    assert platform.reads == 1


def test_a_mention_that_is_gone_is_kept_without_words_and_one_that_lags_is_asked_for_again(table: Table) -> None:
    class Failing(Platform):
        failure: type[Exception] = ReadRefused

        def complete(self, interaction: Interaction) -> Interaction:
            raise self.failure("no")

    platform = Failing()
    platform.failure = ReadFailed
    with pytest.raises(ReadFailed):
        listening(table, platform).take_in(delivery(None), NOW)
    assert dump(table) == {}
    platform.failure = ReadRefused
    row = listening(table, platform).take_in(delivery(None), NOW)
    assert row is not None
    assert (row.status, row.interaction.text) == (InboxStatus.OPEN, None)


def test_one_delivery_that_fails_keeps_no_other_of_its_message_out(table: Table) -> None:
    class Failing(Platform):
        def complete(self, interaction: Interaction) -> Interaction:
            raise ReadFailed("later")

    longer_than_a_key_may_be = "2" * 3000
    ids = {"a": "Bello", "b": None, longer_than_a_key_may_be: "Bello", "c": "Bello"}
    said = [delivery(text, interaction_id=interaction_id) for interaction_id, text in ids.items()]
    platform = Failing()
    assert len(listening(table, platform).take_in_all(said, NOW)) == 2
    assert {pk for pk, _ in dump(table)} == {"INTERACTION#facebook#a", "INTERACTION#facebook#c"}
    assert platform.aside == [said[1], said[2]]


def test_what_fails_alone_or_with_all_its_neighbours_is_asked_for_again_as_it_came(table: Table) -> None:
    platform = Platform()
    bad = delivery("Bello", interaction_id="2" * 3000)
    for said in ([bad], [bad, bad]):
        with pytest.raises(ExceptionGroup, match=f"{len(said)} deliveries could not be taken in"):
            listening(table, platform).take_in_all(said, NOW)
    assert (platform.aside, listening(table, platform).take_in_all([], NOW)) == ([], [])


def test_an_edit_is_triaged_again_and_a_late_one_is_not(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery("Bello"), NOW)
    community.take_in(delivery("Quanto costa?", Verb.EDITED, after_seconds=20), NOW)
    row = community.take_in(delivery("Brutto", Verb.EDITED, after_seconds=10), NOW)
    assert row is not None
    assert (row.interaction.text, row.decision.actions) == ("Quanto costa?", (Action.ASSIGN, Action.LEAD))


def test_a_removed_comment_leaves_no_word_and_no_name_and_does_not_come_back(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery("Sono Ana, il mio numero è 555", permalink="https://p/Ana"), NOW)
    community.take_in(delivery(verb=Verb.REMOVED, after_seconds=5), NOW)
    community.take_in(delivery("Sono Ana, il mio numero è 555", permalink="https://p/Ana"), NOW)
    assert "Ana" not in repr(dump(table))
    assert "u9" not in repr(dump(table))
    (item,) = dump(table).values()
    assert item["status"]["S"] == InboxStatus.REMOVED
    assert inbox_of(community, "aurora", InboxStatus.REMOVED, limit=10) == ([], None)


def test_hidden_and_unhidden_follow_the_platforms_clock(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery(), NOW)
    community.take_in(delivery(verb=Verb.UNHIDDEN, after_seconds=30), NOW)
    row = community.take_in(delivery(verb=Verb.HIDDEN, after_seconds=10), NOW)
    assert row is not None
    assert row.status is InboxStatus.OPEN


def test_a_comment_dealt_with_is_open_again_when_its_words_change(table: Table) -> None:
    community = listening(table)
    community.take_in(delivery("Bello"), NOW)
    assert desk(table).change("facebook", "c1", InboxChange(done=True), ADA).status is InboxStatus.DONE
    community.take_in(delivery("Bello"), NOW)
    assert inbox_of(community, "aurora", InboxStatus.OPEN, limit=10)[0] == []
    row = community.take_in(delivery("È arrivato rotto", Verb.EDITED, after_seconds=5), NOW)
    assert row is not None
    assert row.status is InboxStatus.OPEN


def test_a_channel_whose_brand_is_gone_is_asked_for_again(table: Table) -> None:
    with pytest.raises(NoBrand):
        listening(table, brand=AURORA.model_copy(update={"id": "other"})).take_in(delivery(), NOW)


def test_of_two_writers_at_once_neither_is_lost(table: Table) -> None:
    interruptions = [delivery(verb=Verb.HIDDEN, after_seconds=5)]

    class Interrupted(CommunityRecords):
        def replace(self, standing: VersionedInteraction, row: Any) -> None:
            if interruptions:
                listening(table).take_in(interruptions.pop(), NOW)
            super().replace(standing, row)

    listening(table).take_in(delivery("Bello"), NOW)
    slow = dataclasses.replace(listening(table), records=Interrupted(table))
    row = slow.take_in(delivery("Bellissimo", Verb.EDITED, after_seconds=9), NOW)
    assert row is not None
    assert (row.status, row.interaction.text) == (InboxStatus.HIDDEN, "Bellissimo")


def test_endless_contention_is_asked_for_again_and_not_fought_for_ever(table: Table) -> None:
    class Busy(CommunityRecords):
        def replace(self, standing: VersionedInteraction, row: Any) -> None:
            raise Taken(standing)

    listening(table).take_in(delivery("Bello"), NOW)
    busy = dataclasses.replace(listening(table), records=Busy(table))
    with pytest.raises(Contended):
        busy.take_in(delivery("Bellissimo", Verb.EDITED, after_seconds=9), NOW)


def test_the_inbox_is_listed_by_receipt_newest_first_and_a_page_is_one_query(table: Table) -> None:
    community = listening(table)
    for place in range(5):
        community.take_in(delivery(interaction_id=f"c{place}"), NOW + timedelta(seconds=place))
    table.consumed.requests = 0
    rows, cursor = inbox_of(community, "aurora", InboxStatus.OPEN, limit=3)
    assert [row.interaction.interaction_id for row in rows] == ["c4", "c3", "c2"]
    assert table.consumed.requests == 1
    rest, end = inbox_of(community, "aurora", InboxStatus.OPEN, limit=3, cursor=cursor)
    assert ([row.interaction.interaction_id for row in rest], end) == (["c1", "c0"], None)


@pytest.mark.takes_long("every order of the history is tried")
@pytest.mark.parametrize("one_in", [5, pytest.param(1, marks=pytest.mark.whole)])
def test_every_order_of_a_history_leaves_the_same_item_in_the_table(table: Table, one_in: int) -> None:
    history = [
        delivery("Bello"),
        delivery("Quanto costa?", Verb.EDITED, after_seconds=10),
        delivery("idioti", Verb.EDITED, after_seconds=20),
        delivery(verb=Verb.HIDDEN, after_seconds=15),
        delivery(verb=Verb.UNHIDDEN, after_seconds=30),
    ]
    for place, order in enumerate(islice(permutations(history), 0, None, one_in)):
        for one in order:
            listening(table).take_in(one.model_copy(update={"interaction_id": f"c{place:03}"}), NOW)
    # Each order has an interaction of its own: its id, and the mark of it at the end of its place, differ.
    ends = {
        repr(item | {"version": None, "list_sk": item["list_sk"]["S"][:-4]}).replace(pk[-4:], "")
        for (pk, _), item in dump(table).items()
    }
    assert len(ends) == 1

"""What a webhook did not tell is found by reading again, told once, and never brings anything back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from portavoce.community.history import lift, merge
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.rereads.gap import choose_known
from portavoce.community.rereads.model import EVERY, MissedKind, RereadMemory
from portavoce.community.rereads.records import RereadRecords
from portavoce.community.rereads.service import ChannelRereader, RereadRound
from portavoce.community.service.inbox import Community
from portavoce.platforms.contract import ReadFailed, Reread
from portavoce.platforms.facebook.manifest import REREAD
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.rules.reread_rule import RereadRule
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.community import AURORA, delivery, listening

HOUR = timedelta(hours=1)


@dataclass
class World:
    """Aurora's Page. `shown` and `gone` are what Facebook answers, `trouble` is what it does instead."""

    table: Table
    shown: list[Interaction] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    trouble: Exception | None = None
    asked: list[tuple[list[str], datetime]] = field(default_factory=list)
    queued: list[Interaction] = field(default_factory=list)
    missed: Counter[MissedKind] = field(default_factory=Counter)
    erased: set[str] = field(default_factory=set)
    rule: RereadRule = REREAD
    inbox: Community = field(init=False)

    def __post_init__(self) -> None:
        self.inbox = listening(self.table)

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread:
        self.asked.append((sorted(one.interaction_id for one in known), since))
        if self.trouble:
            raise self.trouble
        return Reread(shown=tuple(self.shown), gone=tuple(self.gone))

    def round(self, now: datetime = NOW, **changed: Any) -> RereadRound:
        """One round; what it has queued is taken in."""
        fields: dict[str, Any] = {
            "community": self.inbox.records,
            "records": RereadRecords(self.table),
            "brands": lambda: [AURORA],
            "rule_of": lambda platform: self.rule if platform == "facebook" else None,
            "connect": lambda *_: self,
            "was_erased": lambda _, said: said.author_id in self.erased,
            "enqueue": self.queued.append,
            "tell_missed": lambda platform, what, number: self.missed.update({what: number}),
        }
        done = ChannelRereader(**(fields | changed)).reread(now, lambda: True)
        for one in self.queued:
            self.inbox.take_in(Interaction.model_validate_json(one.model_dump_json()), now)
        return done

    def row(self, interaction_id: str = "c1") -> StoredInteraction:
        found = self.inbox.records.get("facebook", interaction_id)
        assert found
        return found.row

    @property
    def memory(self) -> RereadMemory:
        return RereadRecords(self.table).get("aurora.facebook")


@pytest.fixture
def world(table: Table) -> World:
    began = NOW - timedelta(days=6)
    RereadRecords(table).put(RereadMemory(channel_id="aurora.facebook").remember({}, began), NOW)
    return World(table)


def test_a_comment_that_nobody_told_of_is_taken_in_once_and_counted(world: World) -> None:
    world.inbox.take_in(delivery("Uno"), NOW)
    world.shown = [delivery("Uno"), delivery("Quanto costa?", interaction_id="c2")]
    assert world.round().told == 1
    assert (world.row("c2").interaction.text, world.row("c2").status) == ("Quanto costa?", InboxStatus.OPEN)
    assert "question" in world.row("c2").decision.labels
    assert world.missed == {MissedKind(InteractionKind.COMMENT, Verb.ADDED): 1}
    assert world.round(NOW + EVERY).told == 0


def test_a_channel_is_read_again_every_four_hours_and_no_sooner(world: World) -> None:
    for minutes in (0, 5, 239, 240, 245):
        world.round(NOW + timedelta(minutes=minutes))
    assert [since for _, since in world.asked] == [NOW - timedelta(days=7), NOW + EVERY - timedelta(days=7)]


def test_what_was_said_before_a_channel_was_read_for_the_first_time_is_not_taken_in_and_not_counted(
    table: Table,
) -> None:
    world = World(table, shown=[delivery("Uno")])
    assert world.round().told == 0
    world.shown.append(delivery("Due", interaction_id="c2", occurred_at=NOW + HOUR))
    assert world.round(NOW + EVERY).told == 1
    assert world.row("c2").interaction.text == "Due"
    assert world.inbox.records.get("facebook", "c1") is None


def test_a_comment_that_is_still_on_its_way_is_not_missed(world: World) -> None:
    world.shown = [delivery(interaction_id="c2", occurred_at=NOW - timedelta(minutes=14))]
    assert world.round().told == 0
    assert world.round(NOW + EVERY).told == 1


def test_our_own_words_and_those_of_nobody_known_are_not_taken_for_somebody_elses(world: World) -> None:
    world.shown = [delivery(interaction_id="c2", author_id="1001"), delivery(interaction_id="c3", author_id=None)]
    assert world.round().told == 0


def test_who_was_erased_does_not_come_back_and_is_not_counted(world: World) -> None:
    world.erased, world.shown = {"u9"}, [delivery()]
    assert (world.round().told, world.missed) == (0, {})


def test_what_was_removed_or_has_expired_does_not_come_back_and_is_not_counted(world: World) -> None:
    world.inbox.take_in(delivery("Uno"), NOW)
    world.inbox.take_in(delivery(verb=Verb.REMOVED), NOW)
    world.shown = [delivery("Uno"), delivery("Due", interaction_id="c2", occurred_at=NOW - timedelta(days=3))]
    day = aurora(triage={"retention_days": 2})
    assert (world.round(brands=lambda: [day]).told, world.missed) == (0, {})
    assert world.row().interaction.text is None


def test_words_that_were_changed_unheard_are_taken_over_and_looked_at_again(world: World) -> None:
    world.inbox.take_in(delivery("Buono"), NOW)
    world.shown = [delivery("Comprate al casino")]
    world.round()
    row = world.row()
    assert (row.interaction.text, len(row.edited_at)) == ("Comprate al casino", 1)
    assert row.decision.actions
    assert world.missed == {MissedKind(InteractionKind.COMMENT, Verb.EDITED): 1}
    assert world.round(NOW + EVERY).told == 0


def test_words_that_are_newer_than_what_was_read_stay(world: World) -> None:
    world.inbox.take_in(delivery("Uno"), NOW)
    world.inbox.take_in(delivery("Due", Verb.EDITED, occurred_at=NOW - timedelta(seconds=30)), NOW)
    world.shown = [delivery("Uno")]
    assert world.round().told == 0
    assert world.row().interaction.text == "Due"


def test_an_edit_that_is_told_late_wins_over_what_was_read_before_it_and_loses_to_what_was_read_after(
    world: World,
) -> None:
    world.inbox.take_in(delivery("Uno"), NOW)
    world.shown = [delivery("Tre")]
    world.round()
    world.inbox.take_in(delivery("Due", Verb.EDITED, occurred_at=NOW - HOUR / 2), NOW + HOUR)
    assert world.row().interaction.text == "Tre"
    # The platform's clock may be behind ours: an edit of the moment after the reading bears a moment before it.
    world.inbox.take_in(delivery("Quattro", Verb.EDITED, occurred_at=NOW - timedelta(seconds=20)), NOW + HOUR)
    assert world.row().interaction.text == "Quattro"


def test_what_its_author_took_back_unheard_keeps_no_word_and_comes_back_by_nothing(world: World) -> None:
    world.inbox.take_in(delivery("Cana Rina"), NOW)
    world.gone = ["c1"]
    world.round()
    row = world.row()
    assert (row.status, row.interaction.text, row.interaction.author_name) == (InboxStatus.REMOVED, None, None)
    assert world.missed == {MissedKind(InteractionKind.COMMENT, Verb.REMOVED): 1}
    assert world.round(NOW + EVERY).told == 0
    heard = lift(delivery("Rina"), brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW)
    assert merge(row, heard).interaction.text is None


def test_only_what_the_webhook_is_to_tell_counts_as_missed(world: World) -> None:
    world.rule = REREAD.model_copy(update={"told": frozenset({Verb.ADDED})})
    world.inbox.take_in(delivery("Uno"), NOW)
    world.gone, world.shown = ["c1"], [delivery(interaction_id="c2")]
    assert world.round().told == 2
    assert world.missed == {MissedKind(InteractionKind.COMMENT, Verb.ADDED): 1}


def test_what_was_missed_is_remembered_for_a_week(world: World) -> None:
    world.shown = [delivery(interaction_id="c2"), delivery(interaction_id="c3")]
    world.round()
    assert [(one.day, one.number) for one in world.memory.missed] == [(NOW.date(), 2)]
    world.round(NOW + timedelta(days=7))
    assert len(world.memory.missed) == 1
    world.round(NOW + timedelta(days=8))
    assert not world.memory.missed


def test_a_platform_that_does_not_answer_changes_nothing_and_is_asked_in_the_next_round(world: World) -> None:
    world.inbox.take_in(delivery("Uno"), NOW)
    world.trouble, world.gone = ReadFailed("no answer"), ["c1"]
    assert world.round().failures == ["aurora.facebook: ReadFailed"]
    assert world.row().interaction.text == "Uno"
    world.trouble = None
    assert world.round(NOW + EVERY).told == 1


def test_what_nobody_foresaw_is_raised_and_not_tried_again_at_once(world: World) -> None:
    world.trouble = ValueError("strange")
    with pytest.raises(ExceptionGroup):
        world.round()
    assert world.round(NOW + timedelta(minutes=5)).channels == 0


def test_all_that_is_known_is_looked_for_in_turns_whatever_is_asked_for_at_once() -> None:
    known = [delivery(interaction_id=f"c{number}") for number in range(7)]
    turns = [[one.interaction_id for one in choose_known(known, 3, turn)] for turn in range(3)]
    assert [len(one) for one in turns] == [3, 3, 3]
    assert {one for turn in turns for one in turn} == {one.interaction_id for one in known}
    assert choose_known(known, 7, 5) == known

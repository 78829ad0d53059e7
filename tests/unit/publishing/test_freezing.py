"""Which freeze stops what, and until when."""

from datetime import timedelta

import pytest

from portavoce.publishing.freezes import Freezes, NoFreeze
from portavoce.publishing.freezing import stopping
from portavoce.publishing.ledger import Ledger
from portavoce.publishing.model import Freeze
from portavoce.publishing.records import FreezeRecords, PublicationRecords
from portavoce.table.table import Table
from tests.faults.world import NINE, planned


def freeze(brand_id: str | None = None, channel: str | None = None, minutes: int | None = None) -> Freeze:
    until = None if minutes is None else NINE + timedelta(minutes=minutes)
    return Freeze(
        freeze_id="f1", brand_id=brand_id, channel=channel, reason="crisis", by="ada", since=NINE, until=until
    )


@pytest.fixture
def freezes(table: Table) -> Freezes:
    return Freezes(FreezeRecords(table), Ledger(PublicationRecords(table)))


@pytest.mark.parametrize(
    ("one", "stops"),
    [
        (freeze(), True),
        (freeze("aurora"), True),
        (freeze("aurora", "facebook"), True),
        (freeze("aurora", "x"), False),
        (freeze("borealis"), False),
        (freeze("borealis", "facebook"), False),
    ],
)
def test_a_freeze_stops_what_it_covers_and_nothing_else(one: Freeze, stops: bool) -> None:
    assert (stopping(planned(), [one], NINE) is one) is stops


def test_a_freeze_holds_until_its_end_and_not_at_it() -> None:
    one = freeze(minutes=1)
    assert stopping(planned(), [one], NINE + timedelta(seconds=59.999)) is one
    assert stopping(planned(), [one], NINE + timedelta(seconds=60)) is None


def test_several_freezes_are_all_active_until_each_is_lifted(freezes: Freezes) -> None:
    first = freezes.freeze(reason="crisis", by="ada", now=NINE, brand_id="aurora")
    second = freezes.freeze(reason="mourning", by="ada", now=NINE)
    assert freezes.active() == [first, second]
    assert freezes.resume(first.freeze_id, by="ada", now=NINE) == first
    assert freezes.active() == [second]


def test_a_freeze_of_the_same_id_stands_once(freezes: Freezes) -> None:
    first = freezes.freeze(reason="crisis", by="watch", now=NINE, freeze_id="crisis-1")
    again = freezes.freeze(reason="crisis", by="watch", now=NINE + timedelta(minutes=1), freeze_id="crisis-1")
    assert (again, freezes.active()) == (first, [first])


def test_a_freeze_that_ran_out_is_dropped_when_the_next_is_written(freezes: Freezes) -> None:
    freezes.freeze(reason="crisis", by="ada", now=NINE, until=NINE + timedelta(minutes=1))
    second = freezes.freeze(reason="crisis", by="ada", now=NINE + timedelta(minutes=2))
    assert freezes.active() == [second]


def test_lifting_what_is_not_frozen_says_so(freezes: Freezes) -> None:
    with pytest.raises(NoFreeze, match="f9"):
        freezes.resume("f9", by="ada", now=NINE)


def test_who_froze_and_who_lifted_is_kept(freezes: Freezes, table: Table) -> None:
    one = freezes.freeze(reason="crisis", by="ada", now=NINE)
    freezes.resume(one.freeze_id, by="grace", now=NINE + timedelta(minutes=5))
    (kept,) = table.query_all("pk = :pk AND begins_with(sk, :one)", {":pk": "FREEZES", ":one": "FREEZE#"})
    assert (kept["by"], kept["lifted_by"], kept["lifted_at"]) == ("ada", "grace", "2026-11-24T09:05:00Z")

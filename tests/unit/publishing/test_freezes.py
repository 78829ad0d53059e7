"""Which freeze stops what, and until when."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.publishing.freeze_scope import stopping_freeze
from portavoce.publishing.model import Content, Freeze
from portavoce.publishing.records import FreezeRecords, PublicationRecords
from portavoce.publishing.resume_plan import How
from portavoce.publishing.service.freezes import Freezes, NoFreeze
from portavoce.publishing.service.ledger import Ledger
from portavoce.table.table import Table
from tests.faults.world import NINE, planned


def freeze(
    brand_id: str | None = None,
    channel: str | None = None,
    minutes: int | None = None,
    campaign: str | None = None,
    exempt: tuple[str, ...] = (),
) -> Freeze:
    return Freeze(
        freeze_id="f1",
        brand_id=brand_id,
        channel=channel,
        campaign=campaign,
        exempt=exempt,
        reason="crisis",
        by="ada",
        since=NINE,
        until=None if minutes is None else NINE + timedelta(minutes=minutes),
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
        (freeze("aurora", campaign="spring"), True),
        (freeze("aurora", "facebook", campaign="spring"), True),
        (freeze("aurora", campaign="autumn"), False),
        (freeze(exempt=("aurora.spring-launch",)), False),
        (freeze("aurora", "facebook", exempt=("aurora.spring-launch",)), False),
        (freeze(exempt=("aurora.other", "borealis.spring-launch")), True),
    ],
)
def test_a_freeze_stops_what_it_covers_and_nothing_else(one: Freeze, stops: bool) -> None:
    publication = planned(content=Content(text="Fresh beans", campaign="spring"))
    assert (stopping_freeze(publication, [one], NINE) is one) is stops


def test_a_post_of_no_campaign_is_in_none(freezes: Freezes) -> None:
    assert stopping_freeze(planned(), [freeze("aurora", campaign="spring")], NINE) is None


def test_a_freeze_holds_until_its_end_and_not_at_it() -> None:
    one = freeze(minutes=1)
    assert stopping_freeze(planned(), [one], NINE + timedelta(seconds=59.999)) is one
    assert stopping_freeze(planned(), [one], NINE + timedelta(seconds=60)) is None


def test_several_freezes_are_all_active_until_each_is_lifted(freezes: Freezes) -> None:
    first = freezes.freeze(reason="crisis", by="ada", now=NINE, brand_id="aurora")
    second = freezes.freeze(reason="mourning", by="ada", now=NINE)
    assert freezes.active() == [first, second]
    assert freezes.resume(first.freeze_id, How(), by="ada", now=NINE).freeze == first
    assert freezes.active() == [second]


def test_a_freeze_of_the_same_id_stands_once(freezes: Freezes) -> None:
    first = freezes.freeze(reason="crisis", by="watch", now=NINE, freeze_id="crisis-1")
    again = freezes.freeze(reason="crisis", by="watch", now=NINE + timedelta(minutes=1), freeze_id="crisis-1")
    assert (again, freezes.active()) == (first, [first])


@pytest.mark.parametrize(
    "other",
    [{"brand_id": "aurora"}, {"brand_id": "brio", "channel": "x"}, {"until": NINE + timedelta(hours=9)}],
    ids=str,
)
def test_a_freeze_of_something_else_stands_too_whatever_its_id(freezes: Freezes, other: dict[str, Any]) -> None:
    first = freezes.freeze(reason="crisis", by="ada", now=NINE, brand_id="brio", freeze_id="crisis-1")
    second = freezes.freeze(reason="crisis", by="ada", now=NINE, freeze_id="crisis-1", **other)
    assert freezes.active() == [first, second]
    assert second.freeze_id != first.freeze_id


def test_a_freeze_that_ran_out_stands_until_what_it_held_up_has_its_times(freezes: Freezes) -> None:
    first = freezes.freeze(reason="crisis", by="ada", now=NINE, until=NINE + timedelta(minutes=1))
    second = freezes.freeze(reason="crisis", by="ada", now=NINE + timedelta(minutes=2))
    assert freezes.active() == [first, second]
    freezes.end_those_run_out(freezes.active(), NINE + timedelta(minutes=3))
    assert freezes.active() == [second]


def test_lifting_what_is_not_frozen_says_so(freezes: Freezes) -> None:
    with pytest.raises(NoFreeze, match="f9"):
        freezes.resume("f9", How(), by="ada", now=NINE)


def test_who_froze_and_who_lifted_is_kept(freezes: Freezes, table: Table) -> None:
    one = freezes.freeze(reason="crisis", by="ada", now=NINE)
    freezes.resume(one.freeze_id, How(), by="grace", now=NINE + timedelta(minutes=5))
    (kept,) = table.query_all("pk = :pk AND begins_with(sk, :one)", {":pk": "FREEZES", ":one": "FREEZE#"})
    assert (kept["by"], kept["lifted_by"], kept["lifted_at"]) == ("ada", "grace", "2026-11-24T09:05:00Z")

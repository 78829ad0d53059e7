"""The secret address of a calendar feed: one answer for whoever has it, and one for everybody else."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from icalendar import Calendar

from portavoce.feed.records import FeedRecords
from portavoce.feed.service.address import Feeds
from portavoce.feed.service.door import NOT_FOUND, FeedDoor
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.faults.world import planned


@pytest.fixture
def feeds(table: Table) -> Feeds:
    return Feeds(FeedRecords(table))


@pytest.fixture
def door(table: Table, feeds: Feeds) -> FeedDoor:
    ledger = Ledger(PublicationRecords(table))
    for days in (-31, -29, 0, 89, 91):
        one = planned(planned_at=NOW + timedelta(days=days))
        named = {"publication_id": f"aurora.day{days}.facebook", "post_id": f"day{days}"}
        ledger.plan(one.model_copy(update=named), NOW - timedelta(days=40))
    known = {"aurora": AURORA}
    return FeedDoor(opens=feeds.opens, brand=known.get, between=ledger.between)


def made(feeds: Feeds, *, rotate: bool = False) -> str:
    secret = feeds.make("aurora", rotate=rotate, by="ada", now=NOW).secret
    assert secret
    return secret


def test_the_feed_holds_the_last_thirty_and_the_next_ninety_days(feeds: Feeds, door: FeedDoor) -> None:
    answer = door.look("aurora", f"{made(feeds)}.ics", "", NOW)
    assert (answer.status, answer.headers["content-type"]) == (HTTPStatus.OK, "text/calendar; charset=utf-8")
    found = [str(one["UID"]) for one in Calendar.from_ical(answer.body).walk("VEVENT")]
    assert found == ["aurora.day-29.facebook", "aurora.day0.facebook", "aurora.day89.facebook"]


def test_a_feed_that_is_known_already_is_not_sent_again(feeds: Feeds, door: FeedDoor) -> None:
    name = f"{made(feeds)}.ics"
    etag = door.look("aurora", name, "", NOW).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        again = door.look("aurora", name, known, NOW + timedelta(minutes=5))
        assert (again.status, again.body, again.headers["etag"]) == (HTTPStatus.NOT_MODIFIED, "", etag)
        assert again.headers["cache-control"] == "private, max-age=900"
    assert door.look("aurora", name, '"other"', NOW).status == HTTPStatus.OK


def test_every_wrong_address_finds_the_same_nothing(feeds: Feeds, door: FeedDoor) -> None:
    secret = made(feeds)
    wrong = [
        ("aurora", f"{secret[:-1]}.ics"),
        ("aurora", f"{secret}x.ics"),
        ("aurora", secret),
        ("aurora", ".ics"),
        ("aurora", "è\udc80.ics"),
        ("borealis", f"{secret}.ics"),
        ("Aurora#", f"{secret}.ics"),
        ("a" * 3000, f"{secret}.ics"),
    ]
    assert [door.look(brand, name, "*", NOW) for brand, name in wrong] == [NOT_FOUND] * len(wrong)


def test_a_new_address_closes_the_one_before_it(feeds: Feeds) -> None:
    first = made(feeds)
    second = made(feeds, rotate=True)
    assert (feeds.opens("aurora", first), feeds.opens("aurora", second)) == (False, True)


def test_an_address_is_told_once_and_kept_nowhere(feeds: Feeds, table: Table) -> None:
    secret = made(feeds)
    again = feeds.make("aurora", rotate=False, by="grace", now=NOW)
    assert (again.secret, again.made_by, again.made_at) == (None, "ada", NOW)
    assert feeds.opens("aurora", secret)
    (item,) = table.query_all("pk = :pk", {":pk": "FEED#aurora"})
    assert secret not in str(item)

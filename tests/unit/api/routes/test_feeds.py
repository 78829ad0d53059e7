"""The calendar feed over HTTP: made by a signed caller, read by whoever has the address."""

import json
from typing import Any

import pytest
import time_machine

from functions.feed.handler import handler
from tests.contract.events.samples import FOLDER
from tests.grants.plugin import serving
from tests.http_api import CONTEXT, call

MADE = "/brands/aurora/calendar-feed"


def fetched(url: str) -> dict[str, Any]:
    """What a calendar program gets from that address."""
    sample = json.loads((FOLDER / "http/feed_wrong_secret.json").read_text())
    brand, name = url.split("/")[-2:]
    with serving("feed"):
        return handler(sample | {"pathParameters": {"brand": brand, "name": name}}, CONTEXT)


@pytest.fixture
def url(aurora: time_machine.Traveller) -> str:
    row = {"post": "spring", "channel": "x", "when": "2027-03-10 10:30", "text": "È primavera ☕️"}
    assert call("POST", "/brands/aurora/posts", row).status == 201
    made = call("PUT", MADE, {}, user="ada")
    assert (made.status, made.json["made_by"]) == (200, "ada")
    found: str = made.json["url"]
    return found


def test_the_address_shows_the_brands_calendar(url: str) -> None:
    answer = fetched(url)
    assert answer["statusCode"] == 200
    assert "UID:aurora.spring.x" in answer["body"]


def test_the_address_is_shown_once_and_a_new_one_closes_it(url: str) -> None:
    assert call("PUT", MADE, {}).json["url"] is None
    assert fetched(url)["statusCode"] == 200
    assert fetched(call("PUT", MADE, {"rotate": True}).json["url"])["statusCode"] == 200
    assert fetched(url)["statusCode"] == 404


def test_a_brand_that_is_not_there_has_no_feed(url: str) -> None:
    assert call("PUT", "/brands/borealis/calendar-feed", {}).status == 404
    assert fetched(url.replace("/aurora/", "/borealis/")) == fetched("https://api.test/calendar/aurora/wrong.ics")


def test_no_log_holds_the_address(url: str, caplog: pytest.LogCaptureFixture) -> None:
    fetched(url)
    written = str([vars(record) for record in caplog.records])
    assert "calendar feed" in written
    assert url.rpartition("/")[2].removesuffix(".ics") not in written

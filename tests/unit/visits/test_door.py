"""The door of visits: registered sites are heard, people who may be counted are handed on, and nobody is known."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
from pydantic import ValidationError

from portavoce.brands.visits.model import VisitRules
from portavoce.visits.hit import Hit
from portavoce.visits.script import caching_of, read_script
from portavoce.visits.service.door import VisitDoor, VisitRequest
from tests.aurora import aurora
from tests.visits import BROWSER, SITE

NOW = datetime(2026, 11, 28, 22, 59, 59, tzinfo=UTC)
BRAND = aurora(visits={"sites": [SITE], "currency": "EUR"})
VIEW = {"brand": "aurora", "kind": "view", "link": "7NqKd2VbXw"}
ADDRESS = "203.0.113.7"


@dataclass
class Hall:
    """A door, and what was handed on behind it."""

    heard: list[Hit] = field(default_factory=list)

    def say(self, body: Any = VIEW, at: datetime = NOW, address: str = ADDRESS, **headers: str) -> tuple[int, Any]:
        door = VisitDoor(
            brand=lambda name: BRAND if name == "aurora" else None,
            salt=lambda day: hashlib.sha256(day.isoformat().encode()).digest(),
            is_person=lambda agent: agent == BROWSER,
            hand_on=self.heard.append,
        )
        sent = {"origin": SITE, "user-agent": BROWSER} | {name.replace("_", "-"): it for name, it in headers.items()}
        text = body if isinstance(body, str) else json.dumps(body)
        answer = door.hear(VisitRequest(f"r{len(self.heard)}", sent, address, text), at)
        return answer.status, answer.headers


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_a_registered_site_is_heard_and_answered_for_itself_alone(hall: Hall) -> None:
    status, headers = hall.say()
    assert status == HTTPStatus.NO_CONTENT
    assert (headers["access-control-allow-origin"], headers["vary"]) == (SITE, "Origin")
    (hit,) = hall.heard
    assert (hit.kind, hit.way, hit.day) == ("view", "link:7NqKd2VbXw", "2026-11-28")


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", f"{SITE}.evil.example", "http://aurora.example", f"{SITE}:444"]
)
def test_no_other_origin_is_heard(hall: Hall, origin: str) -> None:
    status, headers = hall.say(origin=origin)
    assert (status, hall.heard) == (HTTPStatus.FORBIDDEN, [])
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"dnt": "1"},
        {"sec_gpc": "1"},
        {"dnt": "1, 1"},
        {"sec_gpc": " 1,1"},
        {"dnt": "1xyz"},
        {"user_agent": "Googlebot/2.1"},
    ],
)
def test_who_asks_not_to_be_followed_and_programs_are_not_counted(hall: Hall, headers: dict[str, str]) -> None:
    assert hall.say(VIEW, NOW, ADDRESS, **headers)[0] == HTTPStatus.NO_CONTENT
    assert hall.heard == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("x" * 2049, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        ("{}", HTTPStatus.BAD_REQUEST),
        (VIEW | {"brand": "nobody"}, HTTPStatus.FORBIDDEN),
    ],
)
def test_what_is_too_long_malformed_or_of_no_brand_is_refused(hall: Hall, body: Any, status: HTTPStatus) -> None:
    assert (hall.say(body)[0], hall.heard) == (status, [])


def test_nothing_handed_on_tells_who_it_was(hall: Hall) -> None:
    hall.say({"brand": "aurora", "kind": "conversion", "name": "order", "reference": "2026-117"})
    said = repr(hall.heard)
    assert ADDRESS not in said
    assert "Mozilla" not in said
    assert "2026-117" not in said


def test_the_same_browser_is_one_visitor_until_the_brands_midnight_and_no_two_are_one(hall: Hall) -> None:
    midnight = datetime(2026, 11, 28, 23, tzinfo=UTC)
    hall.say()
    hall.say(at=NOW.replace(hour=1))
    hall.say(at=midnight)
    hall.say(address="203.0.113.8")
    first, again, next_day, other = (one.visitor for one in hall.heard)
    assert first == again
    assert len({first, next_day, other}) == 3
    assert hall.heard[2].day == "2026-11-29"


def test_the_script_has_less_than_1500_bytes_stores_nothing_and_may_be_kept_under_its_name() -> None:
    script = read_script()
    assert len(script.text.encode()) < 1500
    assert not [word for word in ("cookie", "localStorage", "sessionStorage", "indexedDB") if word in script.text]
    assert "immutable" in caching_of(script.name, script)
    assert "immutable" not in caching_of("0123456789abcdef.js", script)


@pytest.mark.parametrize(
    "site",
    ["https://b\u00fccher.example", "https://*.aurora.example", "https://sh op.example", "https://x\u202ey.example"],
)
def test_a_site_that_no_browser_names_so_is_refused_and_says_how_it_is_named(site: str) -> None:
    with pytest.raises(ValidationError, match="xn--"):
        VisitRules.model_validate({"sites": [site]})
    assert VisitRules.model_validate({"sites": ["HTTPS://XN--BCHER-KVA.example:443/"]}).sites == (
        "https://xn--bcher-kva.example",
    )

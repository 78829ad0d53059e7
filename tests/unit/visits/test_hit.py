"""What a page may say, and nothing else is heard."""

import json
from typing import Any

import pytest

from portavoce.visits.hit import Beacon, read_beacon, read_value, way_of

VIEW = {"brand": "aurora", "kind": "view"}
ORDER = {"brand": "aurora", "kind": "conversion", "name": "order", "value": "12.50", "currency": "EUR"}


@pytest.mark.parametrize(
    "body",
    [
        VIEW,
        VIEW | {"link": "7NqKd2VbXw", "source": "Instagram"},
        VIEW | {"kind": "engaged"},
        ORDER,
        ORDER | {"reference": "2026-0117-ÄB"},
        {"brand": "aurora", "kind": "conversion", "name": "lead"},
    ],
)
def test_what_our_script_says_is_heard(body: dict[str, str]) -> None:
    assert read_beacon(json.dumps(body)) == Beacon(**body)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    [
        [],
        "view",
        {"brand": "aurora"},
        VIEW | {"kind": "click"},
        VIEW | {"brand": "Aurora#1"},
        VIEW | {"brand": 1},
        VIEW | {"visitor": "ada@aurora.example"},
        VIEW | {"link": "x" * 101},
        VIEW | {"value": "12.50", "currency": "EUR"},
        ORDER | {"value": 12.5},
        ORDER | {"value": "1" * 101},
        ORDER | {"name": ""},
        ORDER | {"reference": "a\nb"},
    ],
)
def test_whatever_else_is_said_is_not_heard(body: Any) -> None:
    assert read_beacon(json.dumps(body)) is None


@pytest.mark.parametrize(
    "body", ["", "{", "[" * 2000, "{" + " " * 2048 + "}", '{"brand":"\\ud800","kind":"view"}', "\ud800"]
)
def test_a_body_that_is_no_json_of_ours_is_not_heard(body: str) -> None:
    assert read_beacon(body) is None


@pytest.mark.parametrize(
    ("value", "currency", "of", "minor"),
    [
        ("12.50", "EUR", "EUR", 1250),
        ("12.5", "EUR", "EUR", 1250),
        ("12", "EUR", "EUR", 1200),
        ("0", "EUR", "EUR", 0),
        ("1200", "JPY", "JPY", 1200),
        ("12.50", "JPY", "JPY", None),
        ("12.50", "USD", "EUR", None),
        ("1200.00", "JPY", "JPY", 1200),
        ("12.500", "KWD", "KWD", 1250),
        ("12.505", "KWD", "KWD", None),
        ("0.30000000000000004", "EUR", "EUR", None),
        ("12,50", "EUR", "EUR", None),
        ("-12.50", "EUR", "EUR", None),
        ("1e9", "EUR", "EUR", None),
        ("1234567890", "EUR", "EUR", None),
        ("12.50", "eur", "EUR", None),
        ("12.50", "", "EUR", None),
        ("", "EUR", "EUR", None),
    ],
)
def test_a_value_is_minor_units_of_the_brands_currency_or_not_told_and_the_order_is_heard(
    value: str, currency: str, of: str, minor: int | None
) -> None:
    said = Beacon("aurora", "conversion", name="order", value=value, currency=currency)
    assert read_value(said, of) == minor
    assert read_beacon(json.dumps({name: it for name, it in said._asdict().items() if it})) == said


def test_what_led_there_is_a_link_of_ours_or_a_platform_of_the_brands() -> None:
    platforms = {"instagram": "instagram", "ig": "instagram"}
    assert way_of(Beacon("a", "view", link="7NqKd2VbXw", source="ig"), platforms) == "link:7NqKd2VbXw"
    assert way_of(Beacon("a", "view", link="../admin", source="IG"), platforms) == "platform:instagram"
    assert way_of(Beacon("a", "view", source="newsletter"), platforms) == ""

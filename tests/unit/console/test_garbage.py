"""Whatever stands in an address, a form or a cookie: a page answers, and never with an error of ours."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

import portavoce.console.pages
from portavoce.console.app import every_route
from portavoce.console.routes import PageRoute
from portavoce.people.model import Role
from portavoce.publishing.model import PublicationState
from portavoce.runtime import aws
from portavoce.runtime.wiring.community import community
from portavoce.runtime.wiring.ledger import freezes
from portavoce.table.layout import INDEXES, PARTITION, SORT
from portavoce.table.table import Table
from tests.community import delivery
from tests.console import Browser, make_pool, sign_in
from tests.console_rows import keep_post
from tests.stage import MORNING

FIELDS = sorted(
    {
        name
        for file in Path(portavoce.console.pages.__file__).parent.rglob("*.py")
        for name in re.findall(r'(?:form|query|fields)\.(?:one|many|number)\(\s*"(\w+)"', file.read_text())
    }
    - {"csrf"}
)
GARBAGE = {
    "nothing": "",
    "long": "k" * 3000,
    "long for a sort key": "s" * 1100,
    "long in bytes": "é" * 1500,
    "markup": "<script>alert(1)</script>{{ 7*7 }}%(x)s%n",
    "zero and escape": "\x00\x1b[2J\u202e",
    "marks": "e" + "\u0301" * 2000,
    "outside the plane": "\U0001f9ff" * 100,
    "number": "9" * 15,
    "endless number": "9" * 5000,
    "sign": "-1",
    "year one": "0001-01-01T00:00+23:59",
    "last moment": "9999-12-31T23:59-23:59",
    "last day": "9999-12-31",
    "week": "2026-W54",
    "key": "facebook/../../x#y",
    "cursor of another": "eyJwayI6IHsiUyI6ICJhIn0sICJzayI6IHsiUyI6ICJiIn19",
    "json": '{"pk": {"S": ""}}',
}
NAMES = re.compile("{([a-z_]+)}")
ROUTES = [one for one in every_route() if "/return" not in one.path]
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda one: f"{one.method} {one.path}")
MOST_ADDRESS_BYTES = 10_240  # docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html


@pytest.fixture
def strict(stage: Table) -> Iterator[list[str]]:
    """The stage with the limits of DynamoDB that the table in memory does not hold; gives what was over them."""
    over = list[str]()

    def check(params: Mapping[str, Any], **_: Any) -> None:
        keys = {**params.get("Key", {}), **params.get("Item", {}), **params.get("ExclusiveStartKey", {})}
        sorts = {SORT, *(sort for _, _, sort in INDEXES)}
        for name in {PARTITION, *sorts, *(one for _, one, _ in INDEXES)} & keys.keys():
            size = len(keys[name]["S"].encode())
            if not 0 < size <= (1024 if name in sorts else 2048):
                over.append(f"{name} of {size} bytes")
        for name, value in params.get("ExpressionAttributeValues", {}).items():
            if "KeyConditionExpression" in params and not 0 < len(value.get("S", "-").encode()) <= 2048:
                over.append(f"{name} of {len(value['S'])} letters")

    aws.table().client.meta.events.register("provide-client-params.dynamodb.*", check)
    yield over
    aws.table().client.meta.events.unregister("provide-client-params.dynamodb.*", check)


def ask(browser: Browser, route: PageRoute, fields: Mapping[str, str]) -> None:
    """Asks, and sees that the answer is one that a browser and the gateway take."""
    path = NAMES.sub("aurora", route.path)
    asked = f"{path}?{urlencode(fields)}"
    found = browser.get(asked) if route.method == "GET" else browser.post(path, dict(fields))
    assert found.status < 500, (fields, found.main[-400:])
    sent = sum(len(name) + len(value) for name, value in found.headers.items()) + sum(map(len, found.cookies))
    assert sent < MOST_ADDRESS_BYTES, (sent, fields)
    assert all(len(one) < 4096 for one in found.cookies)


@pytest.mark.takes_long("each piece of garbage")
@pytest.mark.enumerated(one_in=4)
@each_route
def test_a_route_is_thrown_garbage_and_stands(
    strict: list[str], route: PageRoute, capsys: pytest.CaptureFixture[str]
) -> None:
    browser = sign_in(Role.OWNER)
    for value in GARBAGE.values():
        kept = dict(browser.cookies)
        ask(browser, route, dict.fromkeys(FIELDS, value))
        browser.cookies = browser.cookies if "__Host-session" in browser.cookies else kept
    assert strict == []
    assert '"level":"ERROR"' not in capsys.readouterr().out


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize("route", [one for one in ROUTES if one.door == "brand"], ids=lambda one: one.path)
@pytest.mark.takes_long("a pool of sign-ins in memory, and each piece of garbage")
def test_a_form_that_names_what_there_is_may_hold_garbage_besides(
    strict: list[str], route: PageRoute, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pool(monkeypatch)
    browser = sign_in(Role.OWNER)
    named = name_what_there_is(browser)
    for value in GARBAGE.values():
        ask(browser, route, dict.fromkeys(FIELDS, value) | named)
    assert strict == []
    assert '"level":"ERROR"' not in capsys.readouterr().out


def name_what_there_is(browser: Browser) -> dict[str, str]:
    """A comment, a post with no answer, a person, a freeze."""
    said = delivery("Quanto costa?", interaction_id="c1", occurred_at=MORNING)
    community().take_in(said, MORNING)
    lost: dict[str, Any] = {
        "state": PublicationState.UNCERTAIN,
        "started_at": MORNING,
        "cause": "No answer",
        "next_step": "Look",
    }
    one = keep_post(aws.table(), "winter", MORNING - timedelta(hours=1), **lost)
    stopped = freezes().freeze(
        brand_id="aurora", channel=None, campaign=None, reason="storm", by="ada@aurora.example", now=MORNING
    )
    return {
        "comment": f"{said.platform}/c1",
        "publication": one.publication_id,
        "chosen": f"{one.publication_id}@{one.revision}",
        "post": f"{one.publication_id}@{one.revision}",
        "person": "user-of-ada@aurora.example",
        "version": "1",
        "freeze": stopped.freeze_id,
        "how": "reply",
        "what": "hide",
        "mode": "spread",
        "answer": "out",
    }


def test_a_name_longer_than_any_key_is_not_there(strict: list[str]) -> None:
    browser = sign_in(Role.OWNER)
    for length in (900, 1024, 1100, 2048, 2100, 9000):
        assert browser.get(f"/aurora/inbox/thread?comment=facebook/{'k' * length}").status == 404
        assert browser.get(f"/{'b' * length}/inbox").status == 404
    assert strict == []


def test_whoever_wanted_a_page_with_an_endless_address_comes_in_all_the_same(stage: Table) -> None:
    wanted = "/aurora/inbox?search=" + "a" * 6000
    led = Browser().get(wanted).headers["location"]
    assert led == "/console/sign_in"
    stranger = Browser()
    stranger.get(f"/sign_in/begin?wanted={quote(wanted)}")
    assert len(stranger.cookies["__Host-signin"]) < 400


@pytest.mark.parametrize("cookie", ["__Host-session", "__Host-signin"])
def test_a_cookie_of_anything_is_nobodys(strict: list[str], cookie: str) -> None:
    for value in (*GARBAGE.values(), "a.b.c.d", "....", "a.b.c." + "=" * 5000, "\udcff"):
        for path in ("/aurora", "/sign_in", "/sign_in/return?state=x&code=y"):
            assert Browser(cookies={cookie: value}).get(path).status < 500
    assert strict == []


@pytest.mark.takes_long("a form of 300,000 letters")
def test_bodies_that_are_no_form_and_repeated_names_are_read_as_far_as_they_can_be(strict: list[str]) -> None:
    browser = sign_in(Role.OWNER)
    for query in (
        "%ff%fe=%c3%28",
        "a=1;b=2&&&==",
        "comment=%00&comment=facebook/c1&comment",
        "%",
        "state=open&state=done",
    ):
        assert browser.get(f"/aurora/inbox?{query}").status == 200
        assert browser.get(f"/aurora/inbox/thread?{query}").status == 404
    large = browser.post("/aurora/inbox/answer", {"text": "a" * 300_000})
    assert large.status == 400

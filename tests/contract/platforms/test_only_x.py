"""What is X's alone: bare 403s, credits, its own clock, texts that come back rewritten, numbers that it hides."""

from decimal import Decimal

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.contract import Probe
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import (
    Absent,
    Accepted,
    AuthFailed,
    Duplicate,
    Found,
    Published,
    Refused,
    Throttled,
    Unclear,
)
from portavoce.platforms.x.api import failure_of
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand, stand_for

MONTH = 31 * 86_400


@pytest.fixture
def x() -> Stand:
    return stand_for("x")


def test_a_bare_403_for_something_said_already_is_a_duplicate_and_any_other_is_refused(x: Stand) -> None:
    client = x.client()
    assert isinstance(client.release(x.post("Ciao")), Published)
    assert isinstance(client.release(x.post("Ciao")), Duplicate)
    x.fault("refused", x.publish_path)
    assert isinstance(client.release(x.post("Altro")), Refused)


def test_a_bare_403_that_cannot_be_looked_into_is_taken_for_a_duplicate(x: Stand) -> None:
    x.fault("refused", x.publish_path, method="POST")
    x.fault("server_error", "/users/", method="GET")
    assert isinstance(x.client().release(x.post("Ciao")), Duplicate)


def test_used_up_credits_need_a_person(x: Stand) -> None:
    x.network.platform.seeds["accounts"]({"credits": False})
    outcome = x.client().release(x.post())
    assert isinstance(outcome, AuthFailed)
    assert outcome.code.startswith("402")


def test_a_window_ends_by_xs_own_clock() -> None:
    headers = {"x-rate-limit-reset": "1795430490", "Date": "Mon, 23 Nov 2026 10:40:00 GMT"}
    assert failure_of(Answer(429, headers, {})) == Throttled(
        retry_after_seconds=90, reason="X's call limit is reached (429)"
    )


@pytest.mark.parametrize("headers", [{}, {"x-rate-limit-reset": "soon", "Date": "Mon, 23 Nov 2026 10:40:00 GMT"},
                                     {"x-rate-limit-reset": "1795430490", "Date": "today"}])  # fmt: skip
def test_a_limit_without_an_end_lasts_a_window(headers: dict[str, str]) -> None:
    outcome = failure_of(Answer(429, headers, {}))
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == 900


@pytest.mark.parametrize(
    "text",
    [
        "Tre & due < quattro > uno &amp; basta",
        "Leggi https://aurora.example/menu?a=1&b=2, poi aurora.coffee!",
        "https://aurora.example/a e https://aurora.example/a",
        "&lt;non è un tag&gt;",
    ],
)
def test_a_text_that_comes_back_rewritten_is_known_again(x: Stand, text: str) -> None:
    client = x.client()
    for images in (0, 2):
        post = prepared(client, x.post(text, images=images))
        assert isinstance(client.release(post), Published)
        found = client.look_up(post, x.clock.now)
        assert isinstance(found, Found)
        assert found.remote_id == x.published()[-1].id


def test_another_link_is_another_post(x: Stand) -> None:
    client = x.client()
    client.release(x.post("Leggi https://aurora.example/a"))
    assert isinstance(client.look_up(x.post("Leggi https://aurora.example/b"), x.clock.now), Absent)


def test_numbers_that_x_stops_showing_become_unavailable_and_the_others_stay(x: Stand) -> None:
    client = x.client()
    outcome = client.release(x.post())
    assert isinstance(outcome, Published)
    numbers = {"counters": {"like_count": 3, "retweet_count": 2}, "metrics": {"url_link_clicks": 5}}
    x.network.platform.seeds["accounts"]({"posts": [{"id": outcome.remote_id, **numbers}]})
    specs = [spec for spec in discovery.manifest("x").metrics if spec.level == "post"]
    young = {one.metric: one.value for one in client.post_metrics(outcome.remote_id, specs)}
    assert (young["likes"], young["shares"], young["clicks"]) == (Decimal(3), Decimal(2), Decimal(5))
    x.clock.move(MONTH)
    old = {one.metric: one for one in client.post_metrics(outcome.remote_id, specs)}
    assert old["likes"].value == 3
    assert old["clicks"].value is None
    assert old["clicks"].unavailable_reason


def test_a_probe_says_whose_token_it_is(x: Stand) -> None:
    assert x.client().probe() == Probe(account_id="2002", name="@auroracoffee")


def test_a_probe_finds_a_token_of_another_account_and_an_account_that_nobody_sees(x: Stand) -> None:
    another = {"id": "3003", "username": "luna", "protected": True}
    token = {"value": "token-of-luna", "user_id": "3003", "client_id": "c"}
    x.network.platform.seeds["accounts"]({"users": [another], "tokens": [token]})
    probe = x.client("token-of-luna").probe()
    assert isinstance(probe, Probe)
    assert (probe.account_id, probe.name) == ("3003", "@luna")
    assert [fault.code for fault in probe.faults] == ["wrong_account", "protected_account"]
    assert all(fault.what and fault.remedy for fault in probe.faults)


def test_a_probe_tells_a_dead_token_from_a_platform_that_does_not_answer(x: Stand) -> None:
    assert isinstance(x.client("dead").probe(), AuthFailed)
    assert isinstance(x.client("app-bearer").probe(), AuthFailed)
    narrow = {"value": "narrow", "user_id": "2002", "client_id": "c", "scopes": ["tweet.write"]}
    x.network.platform.seeds["accounts"]({"tokens": [narrow]})
    assert isinstance(x.client("narrow").probe(), AuthFailed)
    for kind in ("server_error", "throttled", "lost_answer"):
        x.fault(kind, "/2/users/me", method="GET")
        assert isinstance(x.client().probe(), Unclear)
    x.network.platform.seeds["accounts"]({"credits": False})
    assert isinstance(x.client().probe(), AuthFailed)


LONG = "Una lunga storia. " * 60


@pytest.mark.parametrize(("subscription", "fits"), [("None", False), ("Basic", True), ("PremiumPlus", True)])
def test_an_account_with_premium_is_asked_for_and_writes_longer(x: Stand, subscription: str, fits: bool) -> None:
    premium = {"id": "2002", "username": "auroracoffee", "subscription_type": subscription}
    x.network.platform.seeds["accounts"]({"users": [premium]})
    post = x.post(LONG.strip())
    outcome = x.client().check(post)
    assert isinstance(outcome, Accepted if fits else Refused)
    assert isinstance(x.client().release(post), Published if fits else Refused)
    if isinstance(outcome, Refused):
        assert "1079 of 280" in outcome.reason


def test_a_text_of_usual_length_is_not_asked_about(x: Stand) -> None:
    assert x.client().check(x.post("a" * 280)) == Accepted()
    assert x.wire.seen == []


def test_an_account_that_cannot_be_asked_is_unclear(x: Stand) -> None:
    x.fault("server_error", "users/me")
    assert isinstance(x.client().check(x.post(LONG)), Unclear)

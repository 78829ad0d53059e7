"""What the functions wrote to their logs, all through the story and the tests of this half before this one."""

import json
from collections.abc import Iterator
from dataclasses import fields

import pytest

from infra.local.visitors import DUPLICATED, REMARKS
from infra.topology import FUNCTIONS
from tests.twin.canaries import CLIENT, CURRENT, PREVIOUS, WISH
from tests.twin.running import Running
from tests.twin.sides import WOKEN_BY, side_of

BY_THE_CLOCK = {"reconcile", "extend_series", "poll_channels", "read_moods", "watch_inbox", "watch_reputation"}
"""Whether these have been called is a matter of the hour."""


@pytest.fixture(scope="module")
def logged(running: Running, side: str) -> dict[str, str]:
    """Each function's log as one text, at the end of a half of the tests."""
    return {one.name: "\n".join(_lines(running, f"/aws/lambda/portavoce-local-{one.name}")) for one in FUNCTIONS}


def _lines(running: Running, group: str) -> Iterator[str]:
    pages = running.twin.client("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    return (event["message"] for page in pages for event in page["events"])


def leaked(text: str, canaries: list[str]) -> list[str]:
    """The canaries in a log, as they are or as JSON escapes them."""
    return [one for one in canaries if one in text or json.dumps(one)[1:-1] in text]


def test_every_function_that_was_woken_has_a_log(logged: dict[str, str], side: str) -> None:
    silent = {name for name, text in logged.items() if "START RequestId" not in text}
    not_woken = {name for name, module in WOKEN_BY.items() if side_of(module) != side}
    assert silent <= {*not_woken, *BY_THE_CLOCK}, "a log that is not there cannot show that it is clean"


def test_no_log_holds_a_token_or_a_webhook_secret(running: Running, logged: dict[str, str]) -> None:
    accounts = running.accounts
    secrets = [str(getattr(accounts, one.name)) for one in fields(accounts) if one.name != "brand"]
    assert len(secrets) == 9
    found = {name: len(leaked(text, [*secrets, PREVIOUS, CURRENT])) for name, text in logged.items()}
    assert found == dict.fromkeys(logged, 0)


def test_no_log_holds_the_text_of_a_comment(logged: dict[str, str]) -> None:
    texts = [one.text for one in (*REMARKS, *DUPLICATED)]
    assert {name: leaked(text, texts) for name, text in logged.items()} == {name: [] for name in logged}


def test_no_log_holds_a_review_link_or_what_a_client_wrote(logged: dict[str, str]) -> None:
    parts = [f".asked-{post}.client." for post in ("and-approved", "often", "in-vain")]
    canaries = [CLIENT, WISH, *parts]
    assert {name: leaked(text, canaries) for name, text in logged.items()} == {name: [] for name in logged}


def test_no_function_broke_off(logged: dict[str, str]) -> None:
    signs = ["Traceback (most recent call last)", "Task timed out", "[ERROR]"]
    assert {name: leaked(text, signs) for name, text in logged.items()} == {name: [] for name in logged}

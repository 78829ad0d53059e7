"""What X tells us is listed, ended and begun: X Activity API, in the shapes of X's own client (`xdk.activity`)."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, ReadFailed
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import AuthFailed, Done, Throttled, Unknown
from portavoce.platforms.rules.listening_rule import Subscription
from portavoce.platforms.x.subscriptions import XSubscriptions, connect

MENTIONS = Subscription(subscription_id="1", event_type="post.mention.create", webhook_id="9", tag="acc-7")


def row(number: str, kind: str, user: str = "2002", **more: Any) -> dict[str, Any]:
    at = "2026-11-23T10:00:00.000Z"
    named = {"subscription_id": number, "event_type": kind, "filter": {"user_id": user}, "webhook_id": "9"}
    return {**named, "created_at": at, "updated_at": at, **more}


def subscriptions(answering: Callable[[httpx2.Request], httpx2.Response]) -> XSubscriptions:
    access = ChannelAccess(channel_id="aurora.x", account_id="2002", secrets={"access_token": SecretStr("s")})
    return connect(access, Http("https://api.x.com", transport=httpx2.MockTransport(answering)))


def test_what_is_billed_of_this_account_is_listed_and_nothing_else() -> None:
    rows = [
        row("1", "post.mention.create", tag="acc-7"),
        row("2", "post.mention.create", user="3003"),
        row("3", "post.create"),
        row("4", "dm.received"),
        row("5", "oauth.revoke") | {"filter": {}},
    ]
    found = subscriptions(lambda _: httpx2.Response(200, json={"data": rows, "meta": {"total_subscriptions": 5}}))
    assert [(one.subscription_id, one.event_type) for one in found.list_billed()] == [
        ("1", "post.mention.create"),
        ("4", "dm.received"),
    ]
    assert found.list_billed()[0] == MENTIONS
    with pytest.raises(ReadFailed):
        subscriptions(lambda _: httpx2.Response(503, json={"title": "Service Unavailable"})).list_billed()


def test_ending_and_beginning_are_one_call_each_with_what_was_there() -> None:
    asked: list[tuple[str, str, Any]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.method, request.url.path, json.loads(request.content or b"null")))
        status = 200 if request.method == "DELETE" else 201
        return httpx2.Response(status, json={"data": {"deleted": True}, "meta": {"total_subscriptions": 0}})

    found = subscriptions(answer)
    assert (found.stop(MENTIONS), found.begin(MENTIONS)) == (Done(), Done())
    body = {"event_type": "post.mention.create", "filter": {"user_id": "2002"}, "webhook_id": "9", "tag": "acc-7"}
    path = "/2/activity/subscriptions"
    assert asked == [("DELETE", f"{path}/1", None), ("POST", path, body)]


def test_what_is_so_already_is_done_and_what_fails_is_told() -> None:
    missing = {
        "title": "Not Found Error",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
        "status": 404,
    }
    exists = {
        "errors": [{"message": "DuplicateSubscriptionFailed: Subscription already exists"}],
        "title": "Invalid Request",
        "type": "https://api.twitter.com/2/problems/invalid-request",
        "status": 400,
    }
    assert subscriptions(lambda _: httpx2.Response(404, json=missing)).stop(MENTIONS) == Done()
    assert subscriptions(lambda _: httpx2.Response(400, json=exists)).begin(MENTIONS) == Done()
    unauthorized = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
    assert isinstance(subscriptions(lambda _: httpx2.Response(401, json=unauthorized)).stop(MENTIONS), AuthFailed)
    slow = {"title": "Too Many Requests", "type": "about:blank", "status": 429, "detail": "Too Many Requests"}
    assert isinstance(subscriptions(lambda _: httpx2.Response(429, json=slow)).begin(MENTIONS), Throttled)
    assert isinstance(subscriptions(lambda _: httpx2.Response(502, text="<html>")).stop(MENTIONS), Unknown)

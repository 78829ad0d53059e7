"""The door of counted links, as its function uses it.

Imports the least: a reader waits, and neither the settings nor their pydantic are needed here."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from portavoce.links.link import Click, CountedLink, link_place, read_link, write_click
from portavoce.links.service.door import LinkAnswer, LinkDoor, LinkRequest
from portavoce.runtime.aws_session import make_client
from portavoce.table.table import Key, Table

_CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=1, read_timeout=2)
COUNTER = "count_clicks"
_MOST_LETTERS = 500
"""Of what a program calls itself; more is no name."""


def answer_follower(event: Mapping[str, Any], now: datetime) -> LinkAnswer:
    """What the door answers to a request of the HTTP API. Its id names the click."""
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    code, context = event["pathParameters"]["code"], event["requestContext"]
    request = LinkRequest(code, context["http"]["method"], event.get("queryStringParameters") or {}, headers)
    agent = headers.get("user-agent", "")[:_MOST_LETTERS]
    return link_door().follow(request, Click(context["requestId"], code, now, agent, ""))


@cache
def link_door() -> LinkDoor:
    """The door to this stage's links."""
    table = Table(make_client("dynamodb", _CONFIG), os.environ["PORTAVOCE_TABLE"])

    def find(code: str) -> CountedLink | None:
        item = table.get(Key(*link_place(code)))
        return read_link(item) if item else None

    return LinkDoor(find=find, hand_on=_hand_on)


@cache
def _functions() -> Any:
    return make_client("lambda", _CONFIG)


def _hand_on(click: Click) -> None:
    # Called and not queued: Lambda polls the queues for comments and posts, and a click must hold up neither.
    stage = os.environ["PORTAVOCE_STAGE"].partition(":")[0]
    try:
        _functions().invoke(
            FunctionName=f"portavoce-{stage}-{COUNTER}",
            InvocationType="Event",
            Payload=json.dumps(write_click(click)).encode(),
        )
    except (BotoCoreError, ClientError) as error:
        sys.stdout.write(json.dumps({"message": "a click was not counted", "error": type(error).__name__}) + "\n")

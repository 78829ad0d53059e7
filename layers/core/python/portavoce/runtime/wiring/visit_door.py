"""The door of visits, as its function uses it: the script, and what pages tell."""

import base64
import json
import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from portavoce.links.agents import identify_follower
from portavoce.runtime import aws
from portavoce.runtime.logs import logger
from portavoce.runtime.visit_salt import visit_salt
from portavoce.runtime.wiring.brands import brands
from portavoce.visits.hit import Hit, write_hit
from portavoce.visits.script import caching_of, read_script
from portavoce.visits.service.door import VisitAnswer, VisitDoor, VisitRequest

COUNTER = "count_visits"


def answer_page(event: Mapping[str, Any], now: datetime) -> VisitAnswer:
    """What the door answers to what a page tells. The request's id names the hit."""
    context = event["requestContext"]
    body = event.get("body") or ""
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode("utf-8", "replace")
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    return visit_door().hear(VisitRequest(context["requestId"], headers, context["http"]["sourceIp"], body), now)


def answer_script(name: str) -> tuple[str, Mapping[str, str]]:
    """The script and its headers, under whatever name it is asked for."""
    script = read_script()
    return script.text, {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": caching_of(name, script),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "cross-origin",
    }


@cache
def visit_door() -> VisitDoor:
    """The door to this stage's brands."""
    return VisitDoor(
        brand=brands().brand_of,
        salt=visit_salt,
        is_person=lambda agent: identify_follower(agent, "") == "person",
        hand_on=_hand_on,
    )


def _hand_on(hit: Hit) -> None:
    # Called and not queued: Lambda polls the queues for comments and posts, and a visit must hold up neither.
    stage = os.environ["PORTAVOCE_STAGE"].partition(":")[0]
    try:
        aws.functions().invoke(
            FunctionName=f"portavoce-{stage}-{COUNTER}",
            InvocationType="Event",
            Payload=json.dumps(write_hit(hit)).encode(),
        )
    except (BotoCoreError, ClientError) as error:
        logger.warning("a visit was not counted", error=type(error).__name__)

"""Lead whoever follows a link of ours to its target. Triggers: GET and HEAD /l/{code}."""

from typing import Any

from portavoce.runtime.clock import utc_now
from portavoce.runtime.wiring.link_door import answer_follower


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """One request, answered at once. HTTP API, payload format 2.0."""
    answer = answer_follower(event, utc_now())
    return {"statusCode": int(answer.status), "headers": dict(answer.headers), "body": ""}

"""What Lambda hands to a function, by who wakes it."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from tests.review import NOW
from tests.stage import REGION

ACCOUNT = "123456789012"


def context_of(function: str) -> Any:
    """What Lambda tells a function of where it runs."""
    return SimpleNamespace(
        function_name=f"portavoce-test-{function}",
        memory_limit_in_mb=512,
        invoked_function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:portavoce-test-{function}",
        aws_request_id="8c5fb8b7-4cd5-4a8d-9f0e-6c8f6f8f4f3d",
        get_remaining_time_in_millis=lambda: 240_000,
    )


def sqs_event(queue: str, bodies: list[str]) -> dict[str, Any]:
    """Messages as Lambda hands them over."""
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:portavoce-test-{queue}"
    return {
        "Records": [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs", "eventSourceARN": arn, "attributes": {}}
            for number, body in enumerate(bodies)
        ]
    }


def http_event(platform: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """A delivery as API Gateway hands it over."""
    path = f"/webhooks/{platform}"
    return {
        "routeKey": "POST /webhooks/{platform}",
        "headers": dict(headers),
        "requestContext": {"http": {"method": "POST", "path": path}},
        "pathParameters": {"platform": platform},
        "body": body.decode(),
        "isBase64Encoded": False,
    }


def stream_event(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> dict[str, Any]:
    """What the table's stream says between two dumps of it."""
    records = []
    for number, key in enumerate(sorted(before.keys() | after.keys())):
        old, new = before.get(key), after.get(key)
        if old != new:
            images = {"OldImage": old, "NewImage": new}
            body = {name: image for name, image in images.items() if image}
            body |= {"SequenceNumber": f"{number:021}", "ApproximateCreationDateTime": NOW.timestamp()}
            records.append({"eventID": f"{number:032x}", "eventSource": "aws:dynamodb", "dynamodb": body})
    return {"Records": records}

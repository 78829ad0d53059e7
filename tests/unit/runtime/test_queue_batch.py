"""A batch of a queue's messages, each for itself."""

from collections.abc import Mapping
from typing import Any

from portavoce.runtime.queue_batch import take_each


def test_a_message_that_fails_is_asked_for_again_and_keeps_no_neighbour_back() -> None:
    taken: list[str] = []

    def take(record: Mapping[str, Any]) -> None:
        if record["body"] == "poison":
            raise LookupError(record["body"])
        taken.append(record["body"])

    records = [{"messageId": str(at), "body": body} for at, body in enumerate(["first", "poison", "last"])]
    assert take_each({"Records": records}, take) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert taken == ["first", "last"]

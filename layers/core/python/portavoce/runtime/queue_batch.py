"""A batch of a queue's messages, each taken by itself: Lambda asks again for those that failed, and for no other."""

from collections.abc import Callable, Mapping
from typing import Any

Record = Mapping[str, Any]


def take_each(event: Mapping[str, Any], take: Callable[[Record], None]) -> dict[str, Any]:
    """Lambda's partial batch response. `take` has said itself what it raises.

    docs.aws.amazon.com/lambda/latest/dg/, "Handling errors for an SQS event source": ReportBatchItemFailures."""
    failed = [record["messageId"] for record in event["Records"] if not _is_taken(record, take)]
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def _is_taken(record: Record, take: Callable[[Record], None]) -> bool:
    try:
        take(record)
    except Exception:  # noqa: BLE001 - whatever it is, the message comes again and its neighbours are done
        return False
    return True

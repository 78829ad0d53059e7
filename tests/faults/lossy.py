"""A DynamoDB client that hears of no conditional write at once: each is done, its answer is lost, it is sent again.

The client then hears of the second alone, as botocore does after a connection that broke. A transaction that comes
again under its token is answered as the first time and writes nothing, which moto does not know (API reference,
TransactWriteItems, ClientRequestToken)."""

import json
from dataclasses import dataclass, field
from typing import Any

from moto.core.models import botocore_stubber

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems")


@dataclass
class LostAnswers:
    """Loses the answers of one client. `lost` counts them."""

    lost: int = 0
    _answered: dict[str, Any] = field(default_factory=dict)

    def strike(self, client: Any) -> None:
        """From now on."""
        for operation in WRITES:
            client.meta.events.register_first(f"before-send.dynamodb.{operation}", self._lose)

    def _lose(self, event_name: str, request: Any, **_: object) -> Any:
        body = json.loads(request.body)
        if event_name.endswith("TransactWriteItems"):
            self.lost += 1
            self._transact(body["ClientRequestToken"], event_name, request)
            return self._transact(body["ClientRequestToken"], event_name, request)
        if "ConditionExpression" in body:
            self.lost += 1
            botocore_stubber(event_name, request)
        return botocore_stubber(event_name, request)

    def _transact(self, token: str, event_name: str, request: Any) -> Any:
        if token not in self._answered:
            self._answered[token] = botocore_stubber(event_name, request)
        return self._answered[token]

"""The one table, made from the layout that the stack is made from."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from portavoce.runtime.clock import utc_now
from portavoce.table import layout
from portavoce.table.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def create(client: "DynamoDBClient", name: str = "portavoce", clock: Callable[[], datetime] = utc_now) -> Table:
    """Makes the table, empty."""
    keys = [layout.PARTITION, layout.SORT, *(key for _, *pair in layout.INDEXES for key in pair)]
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[
            {"AttributeName": layout.PARTITION, "KeyType": "HASH"},
            {"AttributeName": layout.SORT, "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": partition, "KeyType": "HASH"},
                    {"AttributeName": sort, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL" if shape in layout.HOLDING_ALL else "KEYS_ONLY"},
            }
            for shape in layout.INDEXES
            for index, partition, sort in [shape]
        ],
    )
    return Table(client, name, clock=clock)

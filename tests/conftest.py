"""What every test may ask for: the table in memory, made from the layout that the stack is made from."""

import os
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from portavoce.table import layout
from portavoce.table.table import Table

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="eu-south-1",
    AWS_EC2_METADATA_DISABLED="true",
)
os.environ.setdefault("POWERTOOLS_TRACE_DISABLED", "true")


@pytest.fixture
def aws() -> Iterator[None]:
    """AWS in memory: every boto3 client made inside speaks to it."""
    with mock_aws():
        yield


@pytest.fixture
def table(aws: None) -> Table:
    """The one table, empty."""
    client = boto3.client("dynamodb")
    indexes = [layout.DUE_INDEX, layout.LISTING_INDEX]
    keys = [layout.PARTITION, layout.SORT, *(key for _, *pair in indexes for key in pair)]
    client.create_table(
        TableName="portavoce",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[
            {"AttributeName": layout.PARTITION, "KeyType": "HASH"},
            {"AttributeName": layout.SORT, "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": name,
                "KeySchema": [
                    {"AttributeName": partition, "KeyType": "HASH"},
                    {"AttributeName": sort, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY" if name == "due" else "ALL"},
            }
            for name, partition, sort in indexes
        ],
    )
    return Table(client, "portavoce")

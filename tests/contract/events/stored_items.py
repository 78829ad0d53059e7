"""All that stands in a table of moto's, read past its answers, which take a second for a thousand items."""

from typing import Any

from moto.dynamodb.models import dynamodb_backends

from portavoce.table.layout import WRITE_ID
from portavoce.table.table import Table
from tests.stage import REGION

ACCOUNT = "123456789012"
"""Whose everything is, in moto."""


def read_stored(table: Table) -> dict[tuple[str, str], dict[str, Any]]:
    """Every item as a scan gives it, but for what chance has named."""
    ranges = dynamodb_backends[ACCOUNT][REGION].tables[table.name].items.values()
    items = [item.to_json()["Attributes"] for one in ranges for item in one.values()]
    return {(one["pk"]["S"], one["sk"]["S"]): {name: one[name] for name in one if name != WRITE_ID} for one in items}

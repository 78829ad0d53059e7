"""The steps of a transaction, in plain values. Pure."""

from collections.abc import Mapping
from typing import Any

from portavoce.table.layout import PARTITION, SORT

_ALL_OLD = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def transact_put(
    item: Mapping[str, Any], *, condition: str | None = None, values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """One step of a transaction: write the whole item."""
    return {"Put": make_expressions(condition, None, values) | {"Item": item} | _ALL_OLD}


def transact_update(
    key: tuple[str, str],
    expression: str,
    *,
    condition: str | None = None,
    names: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One step of a transaction: change the item."""
    return {
        "Update": make_expressions(condition, names, values)
        | {"Key": _key(key), "UpdateExpression": expression}
        | _ALL_OLD
    }


def transact_delete(
    key: tuple[str, str], *, condition: str | None = None, values: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """One step of a transaction: remove the item if it is there."""
    return {"Delete": make_expressions(condition, None, values) | {"Key": _key(key)} | _ALL_OLD}


def make_expressions(
    condition: str | None, names: Mapping[str, str] | None, values: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The parameters of a condition, without those that are not there."""
    found = {
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    return {name: value for name, value in found.items() if value}


def _key(key: tuple[str, str]) -> dict[str, str]:
    return dict(zip((PARTITION, SORT), key, strict=True))

"""The expressions of one update. Pure."""

from collections.abc import Mapping
from typing import Any


class UpdateExpression:
    """An update expression with its condition, built name by name; a dotted name is a path, None is "not there"."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.values: dict[str, Any] = {}
        self._sets: list[str] = []
        self._removes: list[str] = []
        self._conditions: list[str] = []

    def change(self, fields: Mapping[str, Any]) -> None:
        """Sets these fields, and removes those that are None."""
        for name, value in fields.items():
            if value is None:
                self._removes.append(self._path(name))
            else:
                self._sets.append(f"{self._path(name)} = {self._value(value)}")

    def require(self, fields: Mapping[str, Any]) -> None:
        """Makes it hold only while these fields are as given."""
        for name, value in fields.items():
            if value is None:
                self._conditions.append(f"attribute_not_exists({self._path(name)})")
            else:
                self._conditions.append(f"{self._path(name)} = {self._value(value)}")

    @property
    def expression(self) -> str:
        """What DynamoDB calls UpdateExpression."""
        sets = f"SET {', '.join(self._sets)}" if self._sets else ""
        removes = f"REMOVE {', '.join(self._removes)}" if self._removes else ""
        return f"{sets} {removes}".strip()

    @property
    def condition(self) -> str:
        """What DynamoDB calls ConditionExpression."""
        return " AND ".join(self._conditions)

    def _path(self, name: str) -> str:
        parts = [f"#{len(self.names) + index}" for index, _ in enumerate(name.split(".", 1))]
        self.names |= dict(zip(parts, name.split(".", 1), strict=True))
        return ".".join(parts)

    def _value(self, value: object) -> str:
        placeholder = f":{len(self.values)}"
        self.values[placeholder] = value
        return placeholder

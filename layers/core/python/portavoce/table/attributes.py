"""Plain values as DynamoDB's attributes and back. Pure; the client's own maker of them would import all of boto3.

| here | there |
|---|---|
| None, bool, str, bytes | NULL, BOOL, S, B |
| int, Decimal | N; a whole number comes back as an int |
| set of str | SS |
| list, tuple | L |
| dict | M |
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import NoneType
from typing import Any


def dump_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item as DynamoDB writes it. Raises TypeError for a value that has no attribute, such as a float."""
    return {name: _dump(value) for name, value in item.items()}


def load_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item in plain values. Raises TypeError for an attribute that is none of those above."""
    return {name: _load(value) for name, value in item.items()}


def _dump(value: Any) -> dict[str, Any]:
    kind = type(value)
    own = _DUMPS.get(kind) or next((_DUMPS[base] for base in kind.__mro__ if base in _DUMPS), None)
    if own is None:
        raise TypeError(f"{kind.__name__} is no attribute of an item")
    return own(value)


def _load(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    own = _LOADS.get(kind)
    if own is None:
        raise TypeError(f"an attribute of type {kind} is none of ours")
    return own(value)


def _same(value: Any) -> Any:
    return value


def _number(text: str) -> int | Decimal:
    if text.isdecimal():
        return int(text)
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _dump_number(value: int | Decimal) -> dict[str, Any]:
    return {"N": str(value)}


def _dump_list(value: Iterable[Any]) -> dict[str, Any]:
    return {"L": [_dump(one) for one in value]}


def _dump_set(value: Iterable[Any]) -> dict[str, Any]:
    members = list(value)
    if not all(isinstance(one, str) for one in members):
        raise TypeError("only text can be a member of a set")
    return {"SS": members}


_DUMPS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    NoneType: lambda _: {"NULL": True},
    str: lambda value: {"S": value},
    bool: lambda value: {"BOOL": value},
    bytes: lambda value: {"B": value},
    int: _dump_number,
    Decimal: _dump_number,
    dict: lambda value: {"M": dump_item(value)},
    list: _dump_list,
    tuple: _dump_list,
    set: _dump_set,
    frozenset: _dump_set,
}
_LOADS: Mapping[str, Callable[[Any], Any]] = {
    "NULL": lambda _: None,
    "S": _same,
    "BOOL": _same,
    "B": _same,
    "N": _number,
    "M": load_item,
    "L": lambda value: [_load(one) for one in value],
    "SS": set,
}

"""A table in memory that knows just the expressions of publishing: thousands of runs take seconds.

`test_memory.py` holds it to what moto answers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, cast

from portavoce.table import layout
from portavoce.table.table import ConditionFailed, Item, Key, Page, Table

_PARTITION = re.compile(r"(\w+) = (:\w+)(?: AND (\w+) (?:BETWEEN (:\w+) AND (:\w+)|>= (:\w+)))?")
_WITHIN = re.compile(r"pk = (:\w+) AND begins_with\(sk, (:\w+)\)")


class MemoryTable(Table):
    """Calls `step` before and after each write, and `stream` with the old and new image of each.

    Of the write of the number `loses`, counted from 0, the answer is lost: the client sends it once more, as botocore
    does, and hears of the second alone. `writes` counts them."""

    def __init__(
        self,
        step: Callable[[str], None],
        stream: Callable[[Item | None, Item], None],
        clock: Callable[[], datetime],
        loses: int | None = None,
    ) -> None:
        super().__init__(client=cast("Any", None), name="memory", clock=clock)
        self.items: dict[Key, Item] = {}
        self.step, self.stream, self.loses, self.writes = step, stream, loses, 0

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        return deepcopy(next(self._lasting([self.items[key]]), None)) if key in self.items else None

    def write(self, operation: str, request: Item) -> Item:
        number, self.writes = self.writes, self.writes + 1
        if number == self.loses:
            self._write(operation, request)
        return self._write(operation, request)

    def _write(self, operation: str, request: Item) -> Item:
        self.step("before write")
        names, values = request.get("ExpressionAttributeNames", {}), request.get("ExpressionAttributeValues", {})
        key = Key(**request["Key"]) if "Key" in request else Key(request["Item"]["pk"], request["Item"]["sk"])
        condition = request.get("ConditionExpression")
        if condition and not _holds(self.items.get(key, {}), condition, names, values):
            raise ConditionFailed(deepcopy(self.items.get(key)))
        if operation == "put_item":
            self._store(key, request["Item"])
            return {}
        if operation == "delete_item":
            self.items.pop(key, None)
            return {}
        item = _updated(self.items[key], request["UpdateExpression"], names, values)
        self._store(key, item)
        return deepcopy(item)

    def transact(self, steps: Sequence[Mapping[str, Any]]) -> None:
        self.step("before write")
        for one in steps:
            item = one["Put"]["Item"]
            self._store(Key(item["pk"], item["sk"]), item)

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        return [item for key in dict.fromkeys(keys) if (item := self.get(key))]

    def query(self, condition: str, values: Item, **options: Any) -> Page:
        """One page of a partition's items: all, those between two sort keys, or from one on."""
        named = _PARTITION.fullmatch(condition)
        assert named is not None and options.get("cursor") is None, f"a query that this fake does not know: {condition}"
        partition, of, _, first, last, since = named.groups()
        sort = next((sort for name, _, sort in layout.INDEXES if name == options.get("index")), layout.SORT)
        lowest, highest = values.get(first or since, ""), values.get(last, "~")
        ours = (item for item in self._lasting(self.items.values()) if item.get(partition) == values[of])
        found = sorted((item for item in ours if lowest <= item[sort] <= highest), key=lambda item: str(item[sort]))
        if options.get("newest_first"):
            found.reverse()
        most = options.get("limit") or len(found)
        return Page(deepcopy(found[:most]), "more" if len(found) > most else None)

    def query_all(self, condition: str, values: Item, **options: Any) -> Iterator[Item]:
        index = options.get("index")
        if named := _WITHIN.fullmatch(condition):
            of, begins = (values[name] for name in named.groups())
            ours = (item for item in self.items.values() if item["pk"] == of and str(item["sk"]).startswith(begins))
            yield from sorted(deepcopy(list(self._lasting(ours))), key=lambda item: str(item["sk"]))
            return
        found = [item for item in self._lasting(self.items.values()) if _holds(item, condition, {}, values)]
        yield from sorted(deepcopy(found), key=lambda item: str(item["due_sk" if index == "due" else "sk"]))

    def _lasting(self, items: Iterable[Item]) -> Iterator[Item]:
        return (item for item in items if self._lasts(item))

    def _store(self, key: Key, item: Item) -> None:
        old, self.items[key] = self.items.get(key), deepcopy(item)
        self.stream(old, deepcopy(item))
        self.step("after write")


def _updated(item: Item, expression: str, names: Mapping[str, str], values: Item) -> Item:
    item = deepcopy(item)
    sets, _, removes = expression.removeprefix("SET ").partition("REMOVE ")
    for assignment in filter(None, sets.strip().split(", ")):
        path, _, placeholder = assignment.partition(" = ")
        owner, name = _resolve(item, path, names)
        owner[name] = values[placeholder]
    for path in filter(None, removes.split(", ")):
        owner, name = _resolve(item, path, names)
        owner.pop(name, None)
    return item


def _holds(item: Item, condition: str, names: Mapping[str, str], values: Item) -> bool:
    either = [part.split(" AND ") for part in condition.split(" OR ")]
    return any(all(_term_holds(item, term, names, values) for term in terms) for terms in either)


def _term_holds(item: Item, term: str, names: Mapping[str, str], values: Item) -> bool:
    absent = re.fullmatch(r"attribute_not_exists\((.+)\)", term)
    path, sign, placeholder = (absent[1], "", "") if absent else term.split(" ")
    owner, name = _resolve(item, path, names)
    match sign:
        case "":
            return name not in owner
        case "=":
            return name in owner and bool(owner[name] == values[placeholder])
        case "<":
            return name in owner and bool(owner[name] < values[placeholder])
        case _:
            raise ValueError(f"a condition that this fake does not know: {term}")


def _resolve(item: Item, path: str, names: Mapping[str, str]) -> tuple[Item, str]:
    *owners, last = (names.get(part, part) for part in path.split("."))
    for owner in owners:
        item = item.get(owner, {})
    return item, last

"""The `fields` parameter: its small language, and what each kind of node can be asked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.local.simulators.meta.errors import GraphError, no_such_field
from infra.local.simulators.meta.graph import Graph

ABSENT = object()
"""What a reader answers when the platform leaves the key out."""


@dataclass(frozen=True)
class Field:
    """One asked field: `comments.limit(0).summary(true){id}`."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Field", ...] = ()


Reader = Callable[[Graph, Any, Field], object]
READERS: dict[str, dict[str, Reader]] = {}
"""Plain fields by kind of node; their values may be trimmed to the asked sub-fields."""
EDGES: defaultdict[str, dict[str, Reader]] = defaultdict(dict)
"""Connections by kind of node; they read their own sub-fields."""
DEFAULTS: dict[str, str] = {}
"""What a node answers when no fields are asked."""


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def fields(self, closing: str = "") -> tuple[Field, ...]:
        found = [self._field()]
        while self._peek() == ",":
            self._at += 1
            found.append(self._field())
        if self._peek() != closing:
            raise _syntax_error(self._text)
        self._at += 1
        return tuple(found)

    def _field(self) -> Field:
        name = self._word()
        args = {}
        while self._peek() == ".":
            self._at += 1
            key = self._word()
            end = self._text.find(")", self._at)
            if self._peek() != "(" or end < 0:
                raise _syntax_error(self._text)
            args[key] = self._text[self._at + 1 : end]
            self._at = end + 1
        children: tuple[Field, ...] = ()
        if self._peek() == "{":
            self._at += 1
            children = self.fields("}")
        return Field(name, args, children)

    def _word(self) -> str:
        start = self._at
        while self._peek() == "_" or self._peek().isalnum():
            self._at += 1
        if start == self._at:
            raise _syntax_error(self._text)
        return self._text[start : self._at]

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]


def _syntax_error(text: str) -> GraphError:
    return GraphError(2500, f"Syntax error in the field expression: {text[:80]}")


def graph_time(moment: datetime) -> str:
    """A time as the Graph API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def parse_fields(text: str) -> tuple[Field, ...]:
    """The asked fields. Raises `GraphError` 2500 on a syntax error."""
    return _Parser("".join(text.split())).fields()


def read(graph: Graph, kind: str, node: Any, fields: Iterable[Field]) -> dict[str, object]:
    """One node as JSON with the asked fields; `id` always comes along. Raises `GraphError` 100."""
    answer: dict[str, object] = {}
    for asked in fields or parse_fields(DEFAULTS[kind]):
        if edge := EDGES.get(kind, {}).get(asked.name):
            value = edge(graph, node, asked)
        elif reader := READERS[kind].get(asked.name):
            value = _trim(reader(graph, node, asked), asked, kind)
        else:
            raise no_such_field(asked.name, kind)
        if value is not ABSENT:
            answer[asked.name] = value
    return answer | {"id": answer.get("id", _id_of(graph, kind, node))}


def _id_of(graph: Graph, kind: str, node: Any) -> object:
    return READERS[kind]["id"](graph, node, Field("id"))


def _trim(value: object, asked: Field, kind: str) -> object:
    if not asked.children:
        return value
    if isinstance(value, list):
        return [_trim(item, asked, kind) for item in value]
    if isinstance(value, dict) and "data" in value:
        return {**value, "data": _trim(value["data"], asked, kind)}
    if not isinstance(value, dict):
        return value
    for child in asked.children:
        if child.name not in value and child.name not in _OPTIONAL:
            raise no_such_field(child.name, kind)
    return {child.name: _trim(value[child.name], child, kind) for child in asked.children if child.name in value}


_OPTIONAL = frozenset({"target", "media", "url", "subattachments", "permalink", "type", "media_type", "title"})
"""Keys of nested objects that the platform leaves out when there is nothing to say."""

"""Writes `events/schemas/`: the JSON Schema of every event on the bus, from the code that sends it.

`python -m events.generate` after an event has changed; a test fails while the two differ."""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import portavoce
from portavoce.outbox.model import Envelope, Event

SCHEMAS = Path(__file__).resolve().parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def kinds() -> list[type[Event]]:
    """Every event of every room's `events.py`, by name."""
    rooms = (path.parent.name for folder in portavoce.__path__ for path in Path(folder).glob("*/events.py"))
    modules = [import_module(f"portavoce.{room}.events") for room in rooms]
    found = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
    }
    return sorted(found, key=lambda kind: kind.__name__)


def schema_of(kind: type[Event]) -> dict[str, Any]:
    """The schema of the event's `detail`: our envelope with this event's data in it."""
    detail = Envelope.model_json_schema(mode="serialization")
    data = kind.model_json_schema(mode="serialization")
    shared = data.pop("$defs", {})
    properties = detail["properties"] | {"version": {"const": kind.VERSION}, "data": data}
    head = {"$schema": DIALECT, "title": kind.__name__, "description": kind.__doc__}
    return detail | head | {"properties": properties} | ({"$defs": shared} if shared else {})


def files() -> Iterator[tuple[Path, str]]:
    """Each schema's file and what stands in it."""
    for kind in kinds():
        yield SCHEMAS / f"{kind.__name__}.v{kind.VERSION}.json", as_text(schema_of(kind))


def as_text(document: Mapping[str, Any]) -> str:
    """A document as it is checked in."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Write them all. A schema of an older version is left: its events may still be on their way."""
    SCHEMAS.mkdir(exist_ok=True)
    for path, text in files():
        path.write_text(text)


if __name__ == "__main__":
    main()

"""What a new brand file would change, in words: for `portavoce brand apply --dry-run`."""

from collections.abc import Iterator
from typing import Any

from portavoce.brands.model import Brand
from portavoce.value import Value


class FieldChange(Value):
    """One field that changes, such as `channels[facebook].account_id`; None stands for what is not there."""

    field: str
    before: str | None
    after: str | None


def changes(old: Brand | None, new: Brand) -> list[FieldChange]:
    """Every field whose value differs, in the order of the brand's fields; entries with an id are matched by it."""
    before = dict(_fields("", old.model_dump(mode="json"))) if old else {}
    after = dict(_fields("", new.model_dump(mode="json")))
    return [
        FieldChange(field=field, before=before.get(field), after=after.get(field))
        for field in after | before
        if before.get(field) != after.get(field)
    ]


def _fields(path: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case dict():
            for name, inner in value.items():
                yield from _fields(f"{path}.{name}".removeprefix("."), inner)
        case list() if any(isinstance(entry, dict) for entry in value):
            for index, entry in enumerate(value):
                yield from _fields(f"{path}[{entry.get('id', index)}]", entry)
        case list():
            if value:
                yield path, ", ".join(map(str, value))
        case _:
            yield path, str(value)

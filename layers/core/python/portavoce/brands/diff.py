"""What a new brand file would change, in words: for `portavoce brand apply --dry-run`."""

from collections.abc import Iterator, Sequence
from typing import Any

from portavoce.brands.model import Brand
from portavoce.value import Value

_NAMES = ("id", "name")
"""By which an entry of a list is known again, the first that all entries have, each its own."""


class FieldChange(Value):
    """One field that changes, such as `channels[facebook].account_id`; None stands for what is not there."""

    field: str
    before: str | None
    after: str | None


def changes(old: Brand | None, new: Brand) -> list[FieldChange]:
    """Every field whose value differs, in the order of the brand's fields; entries with an id or a name are matched by
    it. What comes or goes with an entry and is as if it had been left out is not told."""
    before, after = _all_fields(old), _all_fields(new)
    said = _said_fields(old) | _said_fields(new)
    return _reorderings(old, new) + [
        FieldChange(field=field, before=before.get(field), after=after.get(field))
        for field in after | before
        if before.get(field) != after.get(field) and (field in said or (field in before and field in after))
    ]


def _reorderings(old: Brand | None, new: Brand) -> list[FieldChange]:
    """The same rules in another order: of two that want different things the first has its way."""
    before, after = ([one.name for one in brand.rules] if brand else [] for brand in (old, new))
    if before == after or sorted(before) != sorted(after):
        return []
    return [FieldChange(field="rules", before=", ".join(before), after=", ".join(after))]


def _all_fields(brand: Brand | None) -> dict[str, str]:
    return dict(_fields("", brand.model_dump(mode="json"))) if brand else {}


def _said_fields(brand: Brand | None) -> set[str]:
    """Those that are not as if they had been left out."""
    return {field for field, _ in _fields("", brand.model_dump(mode="json", exclude_defaults=True))} if brand else set()


def _fields(path: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case None:
            return
        case dict():
            for name, inner in value.items():
                yield from _fields(f"{path}.{name}".removeprefix("."), inner)
        case list() if any(isinstance(entry, dict) for entry in value):
            for name, entry in zip(_name_entries(value), value, strict=True):
                yield from _fields(f"{path}[{name}]", entry)
        case list():
            if value:
                yield path, ", ".join(map(str, value))
        case _:
            yield path, str(value)


def _name_entries(entries: Sequence[dict[str, Any]]) -> list[Any]:
    for key in _NAMES:
        names = [entry.get(key) for entry in entries]
        if None not in names and len(set(names)) == len(names):
            return names
    return list(range(len(entries)))

"""A brand from one YAML file, or everything that is wrong with it: file, line, column, field, what is allowed.

For the command line: functions are given JSON and have no YAML reader."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from portavoce.brands.file_errors import describe_error, show_value
from portavoce.brands.known_platforms import unknown_platforms
from portavoce.brands.model import Brand
from portavoce.brands.written_amount import is_amount, resolve_amounts
from portavoce.platforms.manifest import PlatformNames
from portavoce.utf8 import NotUtf8, decode

Place = tuple[int | str, ...]
"""Where a value stands: field names and, in lists, positions from 0."""


class Mark(NamedTuple):
    """A position in the file; both count from 1."""

    line: int
    column: int


class FileProblem(NamedTuple):
    """One thing to correct. `field` is empty when the file as a whole is meant."""

    file: str
    mark: Mark
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.mark.line}:{self.mark.column}: {field}{self.message}"


class BrandFileRefused(Exception):
    """The file is no brand; `problems` holds all that was found, in the order of the file."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = sorted(problems, key=lambda one: one.mark)
        super().__init__("\n".join(str(one) for one in self.problems))


def read_brand(content: bytes, file: str, platforms: PlatformNames) -> Brand:
    """The brand in `content`; `file` is its name for messages, `platforms` are those that exist.

    Raises BrandFileRefused. References between entries are checked once each entry is right by itself."""
    document, marks, repeated, written, unclear = _load(content, file)
    problems = [
        FileProblem(file, mark, _path(place, document), "this field stands here a second time")
        for place, mark in repeated
    ]
    found = resolve_amounts(document, written)
    found += [(place, _say_number(text)) for place, text in unclear.items() if not is_amount(place)]
    told = {place for place, _ in found}
    try:
        brand = Brand.model_validate(document)
    except ValidationError as error:
        errors = [one for one in error.errors(include_url=False) if not _is_echo(one) and one["loc"] not in told]
        found += [(one["loc"], describe_error(_as_written(one, written))) for one in errors]
    else:
        found += [(one.place, one.message) for one in unknown_platforms(brand, platforms)]
        if not found and not problems:
            return brand
    raise BrandFileRefused(
        problems
        + [FileProblem(file, _nearest(marks, place), _path(place, document), message) for place, message in found]
    )


def _say_number(written: str) -> str:
    return (
        f"{written} is no plain number, and would be read as another one: put it in quotes, '{written}', if it is an "
        "id or text; or write the number with digits alone, and no 0 before it"
    )


def _as_written(error: ErrorDetails, written: dict[Place, str]) -> ErrorDetails:
    """With a number that should be text as the file has it: 1.50, and not 1.5."""
    found = error["input"]
    is_number = error["type"] == "string_type" and isinstance(found, int | float) and not isinstance(found, bool)
    return {**error, "input": written.get(error["loc"], found)} if is_number else error


def _is_echo(error: ErrorDetails) -> bool:
    """A list whose entries are all refused counts as empty besides: said once is enough."""
    return error["type"] == "too_short" and bool(error["input"])


class _Loader(yaml.SafeLoader):
    """Leaves dates and times of day as they are written: the field that wants one reads it, and says so when it cannot.

    YAML 1.1 would read 22:30 as 1350, a number to the base of 60."""


_INT = "tag:yaml.org,2002:int"
_PLAIN_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_TIME_OF_DAY = ("tag:yaml.org,2002:str", re.compile(r"[0-9]{1,2}:[0-9]{2}$"))
_Loader.yaml_implicit_resolvers = {
    first: [_TIME_OF_DAY, *(one for one in resolvers if not one[0].endswith(":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Loaded(NamedTuple):
    """The document, where each of its fields stands, those that stand twice, and each value as it is written; `unclear`
    are the numbers that YAML takes for others than they look like: 0123 for 83, 1:30:00 for 5400."""

    document: Any
    marks: dict[Place, Mark]
    repeated: list[tuple[Place, Mark]]
    written: dict[Place, str]
    unclear: dict[Place, str]


def _load(content: bytes, file: str) -> _Loaded:
    try:
        loader = _Loader(decode(content))
        root = loader.get_single_node()
        document = loader.construct_document(root) if root else None
    except NotUtf8 as error:
        raise BrandFileRefused(
            [FileProblem(file, Mark(error.where.line, error.where.position), "", str(error))]
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise BrandFileRefused([_unreadable(error, file)]) from None
    if root is None or not isinstance(document, dict):
        message = f"a brand is a list of fields such as “name: Aurora Coffee”, not {show_value(document)}"
        raise BrandFileRefused([FileProblem(file, Mark(1, 1), "", message)])
    marks: dict[Place, Mark] = {}
    repeated = []
    written: dict[Place, str] = {}
    unclear: dict[Place, str] = {}
    for place, mark, value in _positions(root, (), frozenset()):
        if place in marks:
            repeated.append((place, mark))
        marks.setdefault(place, mark)
        written.setdefault(place, text := _text(value))
        if value.tag == _INT and not _PLAIN_INT.fullmatch(text):
            unclear.setdefault(place, text)
    return _Loaded(document, marks, repeated, written, unclear)


def _unreadable(error: Exception, file: str) -> FileProblem:
    mark = getattr(error, "problem_mark", None)
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    return FileProblem(file, _mark(mark) if mark else Mark(1, 1), "", f"this is not YAML: {words}")


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _positions(node: yaml.Node, place: Place, inside: frozenset[int]) -> Iterator[tuple[Place, Mark, yaml.Node]]:
    """Where each field's name and each list's entry begins, and its value. An alias may lead back to a node that it
    stands in."""
    if id(node) in inside:
        return
    inside |= {id(node)}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, str(key.value)), _mark(key.start_mark), value
            yield from _positions(value, (*place, str(key.value)), inside)
    elif isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            yield (*place, index), _mark(entry.start_mark), entry
            yield from _positions(entry, (*place, index), inside)


def _text(node: yaml.Node) -> str:
    """As it is written; empty for what holds others."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _nearest(marks: dict[Place, Mark], place: Place) -> Mark:
    """The place's own position, or that of what it would stand in when it is missing."""
    while place and place not in marks:
        place = place[:-1]
    return marks.get(place, Mark(1, 1))


def _path(place: Place, document: Any) -> str:
    """The place in words: a rule is called by its name."""
    if place[:1] == ("rules",) and len(place) > 1:
        place = ("rules", _rule_name(document["rules"], place[1]), *place[2:])
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).removeprefix(".")


def _rule_name(rules: Any, index: int | str) -> int | str:
    rule = rules[index] if isinstance(rules, list) and isinstance(index, int) else None
    return str(rule["name"]) if isinstance(rule, dict) and rule.get("name") else index

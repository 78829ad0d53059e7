"""What pydantic found, said to a person who writes a brand file: what is wrong and what is allowed."""

from collections.abc import Callable
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from portavoce.brands.model import Brand
from portavoce.brands.pattern_words import describe_pattern

_WRITTEN_AS = {"amount_minor": "amount"}
"""Fields of a brand that its file writes in another way (written_amount.py)."""


def describe_error(error: ErrorDetails) -> str:
    """One sentence for one error of `Brand`."""
    if error["loc"][-1:] == ("[key]",):
        return _no_name(error)
    say = _BY_TYPE.get(error["type"])
    if say:
        return say(error)
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if message == error["msg"]:
        return f"{show_value(error['input'])}: {message}"
    return message if error["type"] == "value_error" else f"{show_value(error['input'])} {message}"


def show_value(value: object) -> str:
    """A value as it may stand in a sentence, never longer than 60 characters."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a list of fields"
    if isinstance(value, list | tuple):
        return "a list of entries"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - said in the docstring


def _unknown_field(error: ErrorDetails) -> str:
    *parents, name = error["loc"]
    allowed = [
        _WRITTEN_AS.get(own) or field.alias or own for own, field in _model_at(tuple(parents)).model_fields.items()
    ]
    near = get_close_matches(str(name), allowed, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"unknown field; {hint}allowed: {', '.join(allowed)}"


def _model_at(place: tuple[int | str, ...]) -> type[BaseModel]:
    found: type[BaseModel] = Brand
    for part in place:
        if isinstance(part, str):
            found = _model_in(_field(found, part).annotation)
    return found


def _field(model: type[BaseModel], written: str) -> FieldInfo:
    """The field that a file calls so."""
    return next(one for own, one in model.model_fields.items() if written in (own, one.alias))


def _model_in(annotation: Any) -> type[BaseModel]:
    """The model inside `tuple[Model, ...]`, `Model | None` or `Model`."""
    if get_origin(annotation) in (tuple, Union, UnionType, Annotated):
        return next(_model_in(one) for one in get_args(annotation) if one not in (Ellipsis, type(None)))
    model: type[BaseModel] = annotation
    return model


def _pattern(error: ErrorDetails) -> str:
    return f"{show_value(error['input'])} {describe_pattern(error['ctx']['pattern'])}"


def _text(error: ErrorDetails) -> str:
    found = error["input"]
    if isinstance(found, bool) or found is None or isinstance(found, dict | list):
        return f"should be text, not {show_value(found)}: text such as yes, no or on needs quotes"
    return f"should be text: put it in quotes, '{found}'"


def _one_of(error: ErrorDetails) -> str:
    return f"{show_value(error['input'])} is not one of them; allowed: {error['ctx']['expected'].replace(' or ', ', ')}"


def _no_name(error: ErrorDetails) -> str:
    return (
        f"{show_value(error['input'])} stands where a field's name should: between {{ and }} a comma ends a value, so "
        "an amount with one, such as '12,50', needs quotes"
    )


def _as_said(error: ErrorDetails) -> str:
    return error["msg"]


_BY_TYPE: dict[str, Callable[[ErrorDetails], str]] = {
    "bool_type": lambda error: f"{show_value(error['input'])} is neither true nor false",
    "bool_parsing": lambda error: f"{show_value(error['input'])} is neither true nor false",
    "date_from_datetime_parsing": lambda error: f"{show_value(error['input'])} is not a date such as 2027-03-31",
    "extra_forbidden": _unknown_field,
    "invalid_key": _no_name,
    "literal_error": _one_of,
    "missing": lambda _: "is missing here",
    "model_type": lambda error: f"should be fields such as “id: …”, not {show_value(error['input'])}",
    "reference": _as_said,
    "string_pattern_mismatch": _pattern,
    "string_type": _text,
    "too_short": lambda _: "needs at least one entry",
    "too_long": lambda error: f"holds more than {error['ctx']['max_length']} entries",
    "tuple_type": lambda error: f"should be a list (lines that begin with “- ”), not {show_value(error['input'])}",
}

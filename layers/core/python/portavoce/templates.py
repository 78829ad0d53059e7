"""How every template of the product is read: a missing value is an error, HTML is escaped, and no control
character passes. What turns the direction of words is the template's to contain, by the element around it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portavoce.contained_text import strip_controls


def open_templates(folder: Path, extensions: Sequence[str] = ()) -> Environment:
    """The templates of a folder; those named `.html` escape what is put into them. `extensions` are Jinja's own."""
    return Environment(
        extensions=extensions,
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        finalize=_strip,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _strip(value: Any) -> Any:
    # Markup stays Markup: what was escaped is not escaped again.
    return type(value)(strip_controls(value)) if isinstance(value, str) else value

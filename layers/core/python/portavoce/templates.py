"""How every template of the product is read: a missing value is an error, and HTML is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def open_templates(folder: Path) -> Environment:
    """The templates of a folder; those named `.html` escape what is put into them."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

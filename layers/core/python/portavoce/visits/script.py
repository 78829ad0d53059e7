"""The script that a brand's pages load, as it leaves: without its indentation, and named by its content."""

import re
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

_A_YEAR, _AN_HOUR = "public, max-age=31536000, immutable", "public, max-age=3600"


class ScriptFile(NamedTuple):
    """The script: its text, and the name under which a browser may keep it for ever."""

    text: str
    name: str


def read_script() -> ScriptFile:
    """The script of this version."""
    lines = files(__package__).joinpath("script.js").read_text("utf-8").splitlines()
    text = re.sub(r" ?([=?:&|<>{}(),;!+]+) ?", r"\1", "\n".join(line.strip() for line in lines)) + "\n"
    return ScriptFile(text, f"{sha256(text.encode()).hexdigest()[:16]}.js")


def caching_of(name: str, script: ScriptFile) -> str:
    """How long a browser may keep what it got under `name`: a page that names an older script gets this one, and asks
    again within the hour."""
    return _A_YEAR if name == script.name else _AN_HOUR

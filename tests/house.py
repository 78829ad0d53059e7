"""The sources of the house, for the tests of its rules."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


@cache
def sources() -> Sequence[tuple[str, str, ast.Module]]:
    """Path, text and syntax tree of every file that is not a test."""
    found = []
    for folder in ("layers/core/python", "functions", "infra", "events"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text("utf-8")
            found.append((path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return found

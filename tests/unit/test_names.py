"""How modules, functions and classes are named: what is named for being done tells nobody what does it to what."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import sources

PARTICIPLE = re.compile(
    r"""[a-z]+(?:ed|ing)
    | (?:fore|mis|out|over|re|un|under|with)?
    (?:begun|born|bought|bound|broken|brought|built|caught|chosen|dealt|done|drawn|driven|fallen|fed|felt|found|frozen
    |given|gone|gotten|grown|heard|held|hidden|kept|known|laid|led|left|lent|lit|lost|made|meant|met|paid|proven|risen
    |said|seen|sent|shown|slept|sold|spent|spoken|stolen|stood|stuck|struck|sunk|swept|taken|taught|thought|thrown|told
    |torn|woken|won|worn|wound|written)
    | forbidden | forgiven | forgotten""",
    re.VERBOSE,
)
NO_PARTICIPLES = frozenset({"bring", "embed", "feed", "need", "seed"})
"""Nouns and verbs that end as a participle does."""
ROOMS_BY_ACTIVITY = frozenset({"advertising", "measuring", "planning", "publishing", "reporting", "wiring"})
"""Rooms, and the wiring of all: the trade calls these activities by these names. `pacing` is a noun of advertising."""


def is_participle(name: str) -> bool:
    """Whether a name is one bare word that says what was done, or is being done, and not what does it to what."""
    word = name.strip("_")
    return word not in NO_PARTICIPLES and PARTICIPLE.fullmatch(word) is not None


@pytest.mark.parametrize("name", ["claimed", "_claimed", "importing", "seen", "unseen", "withdrawn", "overslept"])
def test_a_bare_participle_is_known(name: str) -> None:
    assert is_participle(name)


@pytest.mark.parametrize(
    "name", ["claim", "mark_claimed", "media_checked", "feed", "read", "put", "reading_of", "under"]
)
def test_what_is_a_verb_a_noun_or_more_than_one_word_is_no_bare_participle(name: str) -> None:
    assert not is_participle(name)


def test_a_module_is_named_by_a_noun() -> None:
    modules = {part for path, _, _ in sources() for part in Path(path).with_suffix("").parts}
    assert len(modules) > 200
    assert {one for one in modules if is_participle(one)} == ROOMS_BY_ACTIVITY | {"pacing"}


def test_a_function_is_named_by_verb_and_object() -> None:
    participles = [
        f"{path}:{node.lineno} {node.name}"
        for path, _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_participle(node.name)
    ]
    assert participles == []


def test_a_class_name_stands_once_in_the_product() -> None:
    """Classes and the names of types, so that one word is one thing."""
    places: dict[str, list[str]] = {}
    for path, _, tree in sources():
        if "/portavoce/" in path:
            for name in type_names(tree):
                places.setdefault(name, []).append(path.partition("/portavoce/")[2])
    assert len(places) > 300
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def type_names(tree: ast.Module) -> Iterator[str]:
    """The public classes of a module, and what it assigns to a name that is written as a class's."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name) | ast.TypeAlias(name=ast.Name(id=name)):
                found = name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found = name
            case _:
                continue
        if re.fullmatch(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*", found):
            yield found

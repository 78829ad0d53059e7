"""The topology held against the calls that the functions made: nothing more, nothing less."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from infra.shapes import Function
from tests.grants.needs import Need


class Use(NamedTuple):
    """What one function needed once."""

    function: str
    need: Need

    def __str__(self) -> str:
        return f"{self.function}: {self.need}"


def list_grants(functions: Iterable[Function]) -> set[Use]:
    """Every action on every thing that a function is granted by name, and on each of the keys that it is held to.

    What its triggers bring with them is left out: with those Lambda itself reads queues and streams and parks events.
    """
    return {
        Use(function.name, Need(action, grant.resource, key))
        for function in functions
        for grant in function.grants
        for action in grant.actions
        for key in grant.keys or ("",)
    }


def find_calls_not_granted(functions: Iterable[Function], calls: Mapping[Use, str]) -> list[str]:
    """A line for each use that no grant covers, with the test that made the call first."""
    granted = list_grants(functions)
    return sorted(f"{use}, called in {test}" for use, test in keep_keys(functions, calls).items() if use not in granted)


def find_grants_not_used(functions: Iterable[Function], calls: Mapping[Use, str]) -> list[str]:
    """A line for each grant that no call needed."""
    return sorted(str(use) for use in list_grants(functions) - keep_keys(functions, calls).keys())


def keep_keys(functions: Iterable[Function], calls: Mapping[Use, str]) -> dict[Use, str]:
    """The calls as the grants speak of them: with keys only where the function is held to some."""
    held = {(one.name, str(grant.resource)) for one in functions for grant in one.grants if grant.keys}
    return {
        use if (use.function, str(use.need.resource)) in held else Use(use.function, use.need._replace(key="")): test
        for use, test in calls.items()
    }

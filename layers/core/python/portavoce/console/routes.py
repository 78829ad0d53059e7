"""A page's routes: what it answers to, and the rights that open it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from portavoce.people.roles import Right

if TYPE_CHECKING:
    from portavoce.console.answer import PageAnswer
    from portavoce.console.visit import Visit

Method = Literal["GET", "POST"]
Entrance = Literal["open", "signed", "brand"]
"""Whom a route answers: everybody, whoever is signed in, or whoever has one of its rights for the brand in its path."""
_NAME = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class PageRoute:
    """One method of one path below the console. Any of `rights` opens it; what it does is named by its function."""

    method: Method
    path: str
    door: Entrance
    rights: tuple[Right, ...]
    handle: "Callable[[Visit], PageAnswer]"

    def match(self, path: str) -> Mapping[str, str] | None:
        """What stands in the path's names, or None for another path."""
        found = re.fullmatch(_NAME.sub(r"(?P<\1>[^/]+)", self.path), path)
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None

    @property
    def act(self) -> str:
        """What it does, in words, as the record of acts has it."""
        return self.handle.__name__.replace("_", " ")


@dataclass
class PageRoutes:
    """The routes of one page. `get` and `post` add one to them, below the page's own address; `{name}` stands for a
    part of the path, which `visit.names` holds. What a platform has named goes into the query: it may hold slashes."""

    page: str
    door: Entrance = "brand"
    found: list[PageRoute] = field(default_factory=list)

    def get(self, path: str = "", *rights: Right, door: Entrance | None = None) -> "Callable[[Handler], Handler]":
        """Shows something, and changes nothing."""
        return self._add("GET", path, rights, door)

    def post(self, path: str, *rights: Right, door: Entrance | None = None) -> "Callable[[Handler], Handler]":
        """Does something. The form's secret was checked before, and who did it is written down."""
        return self._add("POST", path, rights, door)

    def __iter__(self) -> Iterator[PageRoute]:
        return iter(self.found)

    def _add(
        self, method: Method, path: str, rights: tuple[Right, ...], door: Entrance | None
    ) -> "Callable[[Handler], Handler]":
        door = door or self.door
        brand = "/{brand}" if door == "brand" else ""
        page = f"/{self.page}" if self.page else ""

        def add(handle: "Handler") -> "Handler":
            self.found.append(PageRoute(method, f"{brand}{page}{path}", door, rights, handle))
            return handle

        return add


if TYPE_CHECKING:
    type Handler = Callable[[Visit], PageAnswer]

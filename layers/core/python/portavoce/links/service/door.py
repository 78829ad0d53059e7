"""Leads whoever follows a link to its target, and hands the click on: one read, and no write while a reader waits."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

from portavoce.links.agents import PREFETCH, read_purpose
from portavoce.links.link import Click, CountedLink

CODE = re.compile(r"[1-9A-HJ-NP-Za-km-z]{10}")
_ALWAYS = {"cache-control": "private, no-store", "x-robots-tag": "noindex, nofollow"}
_PASSED_ON = ("fbclid", "gclid", "ttclid", "twclid", "msclkid", "li_fat_id", "igshid", "epik")
"""What platforms add to a link of ours for the shop's own pixel; nothing else of the request reaches the target."""
_MOST_LETTERS = 500


class LinkAnswer(NamedTuple):
    """What is answered."""

    status: HTTPStatus
    headers: Mapping[str, str]


class LinkRequest(NamedTuple):
    """A request for a link; headers in lower case, `query` by name."""

    code: str
    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class LinkDoor:
    """`find` gives the link of a code, with one read; `hand_on` passes a click to whoever counts it, and never
    raises: a reader is led on all the same."""

    find: Callable[[str], CountedLink | None]
    hand_on: Callable[[Click], None]

    def follow(self, request: LinkRequest, click: Click) -> LinkAnswer:
        """302 to the stored target, 404 for a code that there is not.

        A browser that only prefetches is refused: it would keep the answer, and the click that follows would not be
        seen."""
        purpose = read_purpose(request.headers)
        if purpose == PREFETCH:
            return LinkAnswer(HTTPStatus.SERVICE_UNAVAILABLE, _ALWAYS)
        link = self.find(request.code) if CODE.fullmatch(request.code) else None
        if link is None:
            return LinkAnswer(HTTPStatus.NOT_FOUND, _ALWAYS)
        if request.method == "GET":
            self.hand_on(click._replace(purpose=purpose))
        return LinkAnswer(HTTPStatus.FOUND, _ALWAYS | {"location": pass_on(link.target, request.query)})


def pass_on(target: str, query: Mapping[str, str]) -> str:
    """The target with the click's id that a platform has added to our address, unless it has one."""
    parts = urlsplit(target)
    has = {one.partition("=")[0].lower() for one in parts.query.split("&")}
    added = {name: query[name][:_MOST_LETTERS] for name in _PASSED_ON if query.get(name) and name not in has}
    if not added:
        return target
    return urlunsplit(parts._replace(query="&".join(one for one in (parts.query, urlencode(added)) if one)))

"""Answering whoever holds the address of a brand's calendar feed; everybody else finds nothing there."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from portavoce.brands.model import Brand, Id
from portavoce.feed.icalendar_document import FUTURE, PAST, REFRESH, calendar_feed
from portavoce.publishing.model import Publication

SUFFIX = ".ics"
_ID: TypeAdapter[str] = TypeAdapter(Id)
_COMMON = {"x-content-type-options": "nosniff", "x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer"}


class FeedAnswer(NamedTuple):
    """An answer over HTTP. `body` is empty for 304."""

    status: HTTPStatus
    headers: Mapping[str, str]
    body: str


NOT_FOUND = FeedAnswer(
    HTTPStatus.NOT_FOUND,
    {**_COMMON, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store"},
    "There is no calendar here.\n",
)
"""The one answer to every address that is not right, whatever is wrong with it."""


@dataclass(frozen=True)
class FeedDoor:
    """`opens` says whether a secret is a brand's; `between` gives the brand's publications by planned time."""

    opens: Callable[[str, str], bool]
    brand: Callable[[str], Brand | None]
    between: Callable[[str, datetime, datetime], Iterable[Publication]]

    def look(self, brand_id: str, name: str, if_none_match: str, now: datetime) -> FeedAnswer:
        """The calendar under `<secret>.ics`, of the last 30 and the next 90 days; 304 for one that is known already."""
        brand = self._opened(brand_id, name)
        if brand is None:
            return NOT_FOUND
        document = calendar_feed(brand, self.between(brand.id, now - PAST, now + FUTURE))
        etag = f'"{hashlib.sha256(document).hexdigest()[:32]}"'
        caching = {"etag": etag, "cache-control": f"private, max-age={int(REFRESH.total_seconds())}"}
        if etag in (one.strip().removeprefix("W/") for one in if_none_match.split(",")):
            return FeedAnswer(HTTPStatus.NOT_MODIFIED, {**_COMMON, **caching}, "")
        kind = {"content-type": "text/calendar; charset=utf-8"}
        return FeedAnswer(HTTPStatus.OK, {**_COMMON, **kind, **caching}, document.decode())

    def _opened(self, brand_id: str, name: str) -> Brand | None:
        try:
            _ID.validate_python(brand_id)
        except ValidationError:
            return None
        if not self.opens(brand_id, name.removesuffix(SUFFIX)) or not name.endswith(SUFFIX):
            return None
        return self.brand(brand_id)

"""Hears what the pages of a brand's sites tell of visitors: no table is written, and nothing is kept of who it was.

The address and the name of the browser are hashed with the salt of the brand's day and forgotten."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.visits.conversion import digest_reference
from portavoce.visits.hit import MOST_BYTES, Beacon, Hit, read_beacon, read_value, way_of

_NO_STORE = {"cache-control": "no-store"}
_HASH_LETTERS = 32


class VisitRequest(NamedTuple):
    """A request of a page's; headers in lower case. `address` is the visitor's, which goes no further."""

    request_id: str
    headers: Mapping[str, str]
    address: str
    body: str


class VisitAnswer(NamedTuple):
    """What is answered."""

    status: HTTPStatus
    headers: Mapping[str, str]


@dataclass(frozen=True)
class VisitDoor:
    """`brand` gives the brand's file with one read, `salt` that of a day (made by whoever asks first), `is_person`
    tells people from programs by what their browser calls itself, `hand_on` passes a hit to whoever counts it."""

    brand: Callable[[str], Brand | None]
    salt: Callable[[date], bytes]
    is_person: Callable[[str], bool]
    hand_on: Callable[[Hit], None]

    def hear(self, request: VisitRequest, now: datetime) -> VisitAnswer:
        """204 for what a registered site may say, whether or not it is counted; 403 for every other site.

        A browser that asks not to be followed, and a program, are answered alike and counted nowhere."""
        if len(request.body) > MOST_BYTES:
            return VisitAnswer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _NO_STORE)
        said = read_beacon(request.body)
        if said is None:
            return VisitAnswer(HTTPStatus.BAD_REQUEST, _NO_STORE)
        origin = request.headers.get("origin", "")
        brand = self.brand(said.brand) if origin else None
        if brand is None or origin not in brand.visits.sites:
            return VisitAnswer(HTTPStatus.FORBIDDEN, _NO_STORE)
        if not refuses(request.headers) and self.is_person(request.headers.get("user-agent", "")):
            self.hand_on(self._make_hit(brand, said, request, now))
        return VisitAnswer(HTTPStatus.NO_CONTENT, _NO_STORE | {"access-control-allow-origin": origin, "vary": "Origin"})

    def _make_hit(self, brand: Brand, said: Beacon, request: VisitRequest, now: datetime) -> Hit:
        day = now.astimezone(ZoneInfo(brand.zone)).date()
        agent = request.headers.get("user-agent", "")
        seen = f"{brand.id}\0{request.address}\0{agent}".encode()
        is_order = said.kind == "conversion"
        return Hit(
            hit_id=request.request_id,
            brand_id=brand.id,
            visitor=hmac.new(self.salt(day), seen, sha256).hexdigest()[:_HASH_LETTERS],
            day=day.isoformat(),
            at=int(now.timestamp() * 1000),
            kind=said.kind,
            way=way_of(said, name_platforms(brand)),
            value_minor=read_value(said, brand.visits.currency) if is_order and brand.visits.currency else None,
            reference=digest_reference(brand.id, said.reference) if said.reference.strip() else None,
        )


def refuses(headers: Mapping[str, str]) -> bool:
    """Whether the browser asks not to be followed: Do Not Track, whose `1` may have extensions behind it (W3C, Tracking
    Preference Expression, 5.2), or Global Privacy Control; a header that came twice says `1,1`."""
    return any(headers.get(name, "").lstrip().startswith("1") for name in ("dnt", "sec-gpc"))


def name_platforms(brand: Brand) -> dict[str, str]:
    """The brand's platforms, by their own names and by those of its channels."""
    return {name: one.platform for one in brand.channels for name in (one.platform, one.id)}

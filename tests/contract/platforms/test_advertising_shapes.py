"""Every platform that advertises: whatever field of an answer is gone or in another shape, a read says so in words."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from functools import partial
from typing import Any

import httpx2
import pytest

from portavoce.platforms.contract import ReadFailed, ReadRefused
from tests.contract.platforms.stands import CAMPAIGN, Stand, stand_for
from tests.contract.platforms.wire import Wire

FIRST, LAST = date(2026, 11, 21), date(2026, 11, 22)
READS: dict[str, Callable[[Any], object]] = {
    "account": lambda client: client.account(),
    "campaigns": lambda client: client.campaigns(),
    "campaign": lambda client: client.campaign(CAMPAIGN["id"]),
    "spend": lambda client: client.spend(FIRST, LAST),
    "spend_of": lambda client: client.spend_of(CAMPAIGN["id"], FIRST, LAST),
    "total_spend": lambda client: client.total_spend(FIRST, LAST),
    "promoted_posts": lambda client: client.promoted_posts(),
}
GONE = object()
SHAPES: tuple[object, ...] = (GONE, None, [], "x")
Place = tuple[str | int, ...]


class Twisted(Wire):
    """Gives one of the answers of a read, by its number, in another shape; `said` are all as they were."""

    def __init__(self, stand: Stand, number: int = -1, twist: Callable[[Any], Any] = deepcopy) -> None:
        super().__init__(stand.network)
        self.number, self.twist = number, twist
        self.said: list[Any] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = super().handle_request(request)
        body = json.loads(answer.read())
        self.said.append(body)
        is_meant = len(self.said) - 1 == self.number
        return httpx2.Response(answer.status_code, json=self.twist(body)) if is_meant else answer


def list_places(body: Any, place: Place = ()) -> Iterator[Place]:
    """Every field, and of each list the first entry."""
    if place:
        yield place
    inside = body.items() if isinstance(body, dict) else enumerate(body[:1]) if isinstance(body, list) else ()
    for key, value in inside:
        yield from list_places(value, (*place, key))


def put(body: Any, place: Place, shape: object) -> Any:
    twisted = deepcopy(body)
    holder = twisted
    for key in place[:-1]:
        holder = holder[key]
    if shape is GONE:
        del holder[place[-1]]
    else:
        holder[place[-1]] = shape
    return twisted


@pytest.mark.takes_long("every field of every answer, in four shapes")
@pytest.mark.parametrize("name", READS)
def test_a_read_gives_what_it_promises_or_says_that_it_cannot(advertiser: Stand, name: str) -> None:
    advertiser.wire = whole = Twisted(advertiser)
    READS[name](advertiser.client())
    seen = set[Place]()
    for number, body in enumerate(whole.said):
        for place in sorted({*list_places(body)} - seen, key=str):
            seen.add(place)
            stand = stand_for(advertiser.platform)  # a new one has all of its calls left
            for shape in SHAPES:
                stand.wire = Twisted(stand, number, partial(put, place=place, shape=shape))
                try:
                    READS[name](stand.client())
                except (ReadFailed, ReadRefused) as told:
                    assert str(told)
    assert seen

"""What visits to the pages that a brand's posts lead to came to on a day, whoever has counted them.

Each source counts by a definition of its own (`SOURCES`), so that rows of two sources are never added up."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from portavoce.value import Value

CODE_TAG = "pvl"
"""The tag that a link of ours gives its target on a site that tells of visits: the link's code (script.js reads it)."""

VisitSource = Literal["own", "ga4", "plausible", "umami", "matomo"]
LEADS: Literal["leads"] = "leads"
SHOP: Literal["shop"] = "shop"
UNMATCHED: Literal["unmatched"] = "unmatched"
OF_ORDERS = frozenset({LEADS, SHOP, UNMATCHED})
RowSource = VisitSource | Literal["leads", "shop", "unmatched"]
"""Who tells a row. Three have no visits: LEADS is what sellers alone say that leads bought, SHOP the shop's orders that
leads name and no visit told of, UNMATCHED what sellers alone say where the shop tells of its orders: it may be one of
those."""


class SourceDefinition(NamedTuple):
    """How a source counts. `visit` says when one ends, `bounce` which of them bounced."""

    visit: str
    bounce: str


_IDLE = "30 minutes without an event"

SOURCES: Mapping[VisitSource, SourceDefinition] = {
    "own": SourceDefinition(
        f"{_IDLE}, the midnight of the brand's calendar, or another tagged link",
        "one page, under ten seconds in sight, no conversion",
    ),
    "ga4": SourceDefinition(_IDLE, "not engaged: ten seconds or less, one view, no key event"),
    "plausible": SourceDefinition(_IDLE, "one event of any kind"),
    "umami": SourceDefinition("30 minutes from its beginning, or the clock's hour", "one event"),
    "matomo": SourceDefinition(f"{_IDLE}, midnight, or another campaign", "one action"),
}
"""As each of them states it (GA4 help; Plausible, `session/cache_store.ex`; Umami, `collection-session.ts`; Matomo,
`global.ini.php`)."""


class VisitOrigin(Value):
    """What led people to the page, as far as that is known; empty where nothing of ours did."""

    channel: str | None = None
    platform: str | None = None
    campaign: str | None = None
    product: str | None = None
    post_id: str | None = None


class VisitDay(VisitOrigin):
    """What one source counted on one of the brand's days of the visits that came in one way.

    `key` names the way within its day and source. A number is None where the source does not tell it. `converted` are
    visits with a conversion, `value_minor` is what browsers said of their worth: it is confirmed by nobody.
    `confirmed` and `confirmed_minor` are what the shop has said, or of leads their sellers. Money is minor units of
    `currency`. `is_about`: the source has sampled, or has held something back."""

    day: date
    source: RowSource
    key: str
    visits: int = 0
    bounced: int | None = None
    engaged: int | None = None
    converted: int | None = None
    conversions: int | None = None
    value_minor: int | None = None
    confirmed: int | None = None
    confirmed_minor: int | None = None
    currency: str | None = None
    is_about: bool = False
    as_of: AwareDatetime


def add_known(days: Iterable[VisitDay], name: str) -> int | None:
    """A number of these days added up; None where none of them tells it."""
    known = [value for day in days if (value := getattr(day, name)) is not None]
    return sum(known) if known else None

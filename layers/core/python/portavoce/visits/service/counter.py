"""Counts hits, each once, after the visitor's browser has gone on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portavoce.visits.conversion import claim
from portavoce.visits.hit import Hit
from portavoce.visits.model import VisitOrigin
from portavoce.visits.records import KEPT, VisitRecords, VisitsMoved, add_counts
from portavoce.visits.service.orders import OrderBook
from portavoce.visits.tally import count_change, find_way

MOST_HITS = 100
"""Of one visitor on one day: who floods us is heard so often and no more."""
_TRIES = 6


@dataclass(frozen=True)
class VisitCounter:
    """Adds visits to the brand's days. `origin_of` (brand id, way) says whose post led there; None where no link of
    this brand's is meant. `currency_of` (brand id) is that of its conversions."""

    records: VisitRecords
    orders: OrderBook
    origin_of: Callable[[str, str], VisitOrigin | None]
    currency_of: Callable[[str], str | None]

    def count(self, hit: Hit, now: datetime) -> bool:
        """Whether the hit was counted by this call: not again, not beyond a visitor's bound, and not once the days in
        which it would be known again are over. Raises VisitsMoved, OrderContested while others
        write the same."""
        day = date.fromisoformat(hit.day)
        if now.date() - day >= KEPT - timedelta(days=1):
            return False
        known = hit if self.origin_of(hit.brand_id, hit.way) else hit._replace(way="")
        counted, hits = self._keep(known, day, now)
        way = find_way(hits, hit.hit_id)
        if hit.reference and way is not None:
            self.orders.change(hit.brand_id, hit.reference, lambda order: claim(order, way, day), now)
        return counted

    def _keep(self, hit: Hit, day: date, now: datetime) -> tuple[bool, Sequence[Hit]]:
        for _ in range(_TRIES):
            stands = self.records.hits_of(hit.visitor)
            if len(stands.hits) >= MOST_HITS or any(one.hit_id == hit.hit_id for one in stands.hits):
                return False, stands.hits
            hits = (*stands.hits, hit)
            currency = self.currency_of(hit.brand_id)
            added = [
                add_counts(day, way, self.origin_of(hit.brand_id, way) or VisitOrigin(), counts, currency)
                for way, counts in count_change(stands.hits, hits).items()
            ]
            try:
                self.records.keep_hits(stands, hits, added, now)
            except VisitsMoved:
                continue
            return True, hits
        raise VisitsMoved

"""Orders: told of by browsers, confirmed by the shop, each counted once for the visit that led to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.visits.conversion import ConfirmationOutcome, Conversion, confirm, digest_reference, name_outcome
from portavoce.visits.model import VisitOrigin
from portavoce.visits.records import DayAddition, VisitRecords, VisitsMoved

_TRIES = 6


class OrderContested(Exception):
    """Others are writing the same order at this moment. What was written before it stays."""


class Confirmation(NamedTuple):
    """What the shop says of one order; `reference` is what it calls it."""

    reference: str
    amount_minor: int


@dataclass(frozen=True)
class OrderBook:
    """The orders in the table. `origin_of` (brand id, way) says whose post led there."""

    records: VisitRecords
    origin_of: Callable[[str, str], VisitOrigin | None]

    def confirm(
        self, brand_id: str, said: Sequence[Confirmation], currency: str, now: datetime, *, dry_run: bool
    ) -> list[ConfirmationOutcome]:
        """What each confirmation has come to, or, with `dry_run`, would come to; in the order given.

        Raises OrderContested: what was written stays, and all may be said again."""
        return [self._confirm(brand_id, one, currency, now, dry_run=dry_run) for one in said]

    def change(
        self,
        brand_id: str,
        digest: str,
        decide: Callable[[Conversion], Conversion],
        now: datetime,
        currency: str | None = None,
    ) -> tuple[Conversion, Conversion]:
        """The order before and after `decide`; what is confirmed more, or less, is added to its visit's day.

        Raises OrderContested."""
        for _ in range(_TRIES):
            old = self.records.order(brand_id, digest)
            new = decide(old)
            if new == old:
                return old, new
            try:
                self.records.keep_order(old, new, self._make_addition(old, new, currency), now)
            except VisitsMoved:
                continue
            return old, new
        raise OrderContested("others are writing the same order; say them all again, each counts once")

    def _confirm(
        self, brand_id: str, said: Confirmation, currency: str, now: datetime, *, dry_run: bool
    ) -> ConfirmationOutcome:
        digest = digest_reference(brand_id, said.reference)
        if dry_run:
            old = self.records.order(brand_id, digest)
            return name_outcome(old, confirm(old, said.amount_minor))
        return name_outcome(
            *self.change(brand_id, digest, lambda order: confirm(order, said.amount_minor), now, currency)
        )

    def _make_addition(self, old: Conversion, new: Conversion, currency: str | None) -> DayAddition | None:
        worth = (new.joined_minor or 0) - (old.joined_minor or 0)
        more = int(new.joined_minor is not None) - int(old.joined_minor is not None)
        if new.day is None or new.way is None or not (worth or more):
            return None
        origin = self.origin_of(new.brand_id, new.way) or VisitOrigin()
        return DayAddition(new.day, new.way, origin, {"confirmed": more, "confirmed_minor": worth}, currency)

"""Orders: told of by browsers, confirmed by the shop or by who sold them, each counted once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.visits.conversion import (
    ConfirmationOutcome,
    Conversion,
    SoldToLead,
    Worth,
    confirm,
    digest_reference,
    name_outcome,
    sell,
    weigh,
    withdraw,
)
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

        From then on what sellers alone say is told apart. Raises OrderContested: what was written stays, and all may
        be said again."""
        if not dry_run:
            self.records.note_shop(brand_id, now)
        return [self._confirm(brand_id, one, currency, now, dry_run=dry_run) for one in said]

    def sell(self, brand_id: str, reference: str, sold: SoldToLead, now: datetime) -> None:
        """Counts an order for a lead, unless a visit told of it or the shop says otherwise. Raises OrderContested."""
        self.change(brand_id, digest_reference(brand_id, reference), lambda order: sell(order, sold), now)

    def withdraw(self, brand_id: str, reference: str, lead_id: str, revision: int, now: datetime) -> None:
        """Takes back that an order is a lead's, as that stood at a revision. Raises OrderContested."""
        digest = digest_reference(brand_id, reference)
        self.change(brand_id, digest, lambda order: withdraw(order, lead_id, revision), now)

    def change(
        self,
        brand_id: str,
        digest: str,
        decide: Callable[[Conversion], Conversion],
        now: datetime,
    ) -> tuple[Conversion, Conversion]:
        """The order before and after `decide`; what is confirmed more, or less, is added to its day.

        Raises OrderContested."""
        for _ in range(_TRIES):
            old = self.records.order(brand_id, digest)
            new = decide(old)
            if new == old:
                return old, new
            try:
                self.records.keep_order(old, new, self._list_additions(old, new), now)
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
            return name_outcome(old, confirm(old, said.amount_minor, currency))
        return name_outcome(
            *self.change(brand_id, digest, lambda order: confirm(order, said.amount_minor, currency), now)
        )

    def _list_additions(self, old: Conversion, new: Conversion) -> list[DayAddition]:
        """What is taken from where it stood, and added to where it stands."""
        before, after = weigh(old), weigh(new)
        if before == after:
            return []
        if before and after and _place(before) == _place(after):
            return [self._add(new.brand_id, after, 0, after.minor - before.minor)]
        taken = [self._add(new.brand_id, before, -1, -before.minor)] if before else []
        return taken + ([self._add(new.brand_id, after, 1, after.minor)] if after else [])

    def _add(self, brand_id: str, worth: Worth, orders: int, minor: int) -> DayAddition:
        way = worth.way.partition("#")[0]
        origin = worth.origin or self.origin_of(brand_id, way) or VisitOrigin()
        amounts = {"confirmed": orders, "confirmed_minor": minor}
        return DayAddition(worth.day, worth.way, origin, amounts, worth.currency, worth.source)


def _place(worth: Worth) -> tuple[object, ...]:
    return worth.day, worth.source, worth.way

"""An order that a browser has told of, that the shop has told of, or both. Pure.

Only what the shop says is confirmed. What a browser says joins it to a post, if no other visit claims it."""

from datetime import date
from hashlib import sha256
from typing import Literal

from portavoce.value import Value

ConfirmationOutcome = Literal["joined", "corrected", "unchanged", "waiting", "disputed"]
"""JOINED: counts for the visit that told of it. CORRECTED: it stood with another amount. UNCHANGED: it stood so.
WAITING: no visit has told of it yet. DISPUTED: visits that came by different ways claim it, so it counts for none."""


class Conversion(Value):
    """An order, by the digest of what the shop calls it. `way` and `day` are of the visit that told of it first;
    `confirmed_minor` is what the shop says it is worth."""

    brand_id: str
    digest: str
    way: str | None = None
    day: date | None = None
    is_disputed: bool = False
    confirmed_minor: int | None = None
    version: int = 0

    @property
    def joined_minor(self) -> int | None:
        """What counts for the visit; None while nothing does."""
        return None if self.day is None or self.is_disputed else self.confirmed_minor


def digest_reference(brand_id: str, reference: str) -> str:
    """In place of what the shop calls an order: equal for equal ones, and not to be read."""
    return sha256(f"{brand_id}\0{reference.strip()}".encode()).hexdigest()[:32]


def claim(stands: Conversion, way: str, day: date) -> Conversion:
    """The order after a visit has told of it. Once it counts for a visit no other can claim it."""
    if stands.day is None:
        return stands.model_copy(update={"way": way, "day": day})
    if stands.joined_minor is None and way != stands.way:
        return stands.model_copy(update={"is_disputed": True})
    return stands


def confirm(stands: Conversion, amount_minor: int) -> Conversion:
    """The order after the shop has told of it."""
    return stands.model_copy(update={"confirmed_minor": amount_minor})


def name_outcome(before: Conversion, after: Conversion) -> ConfirmationOutcome:
    """What a confirmation has come to."""
    if after.is_disputed:
        return "disputed"
    if after.day is None:
        return "waiting"
    if before.joined_minor == after.joined_minor:
        return "unchanged"
    return "joined" if before.joined_minor is None else "corrected"

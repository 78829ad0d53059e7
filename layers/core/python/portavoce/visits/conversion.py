"""An order that a browser has told of, that the shop or a seller has told of, or several of them. Pure.

Only what the shop says is confirmed, or whoever sold it to a lead of ours. What a browser says joins it to a post, if
no other visit claims it; what a seller says joins it to where the lead came from, if no visit does."""

from datetime import date
from hashlib import sha256
from typing import Literal, NamedTuple

from portavoce.value import Value
from portavoce.visits.model import LEADS, SHOP, RowSource, VisitOrigin

ConfirmationOutcome = Literal["joined", "corrected", "unchanged", "waiting", "disputed"]
"""JOINED: counts for the visit, or the lead, that told of it. CORRECTED: it stood with another amount. UNCHANGED: it
stood so. WAITING: nobody has told of it yet. DISPUTED: visits that came by different ways claim it, so it counts for
none."""


class SoldToLead(Value):
    """What a seller says of an order: whose it was, of which day, and what it is worth. `revision` is the lead's."""

    lead_id: str
    revision: int
    origin: VisitOrigin
    day: date
    value_minor: int
    currency: str


class Conversion(Value):
    """An order, by the digest of what the shop calls it, or of a lead where that is not known. `way` and `day` are of
    the visit that told of it first; `confirmed_minor` is what the shop says it is worth, in `currency`; `sales` are
    what sellers say, one for each lead that names it: the last counts, and the others should that one be taken back."""

    brand_id: str
    digest: str
    way: str | None = None
    day: date | None = None
    is_disputed: bool = False
    confirmed_minor: int | None = None
    currency: str | None = None
    sales: tuple[SoldToLead, ...] = ()
    version: int = 0

    @property
    def counted_sale(self) -> SoldToLead | None:
        """What counts of what sellers say."""
        return self.sales[-1] if self.sales else None

    @property
    def joined_minor(self) -> int | None:
        """What counts for the visit; None while nothing does."""
        if self.day is None or self.is_disputed:
            return None
        sale = self.counted_sale
        return sale.value_minor if self.confirmed_minor is None and sale else self.confirmed_minor


class Worth(NamedTuple):
    """What an order adds, and to which day and way of which source. `origin` is None where the way says it."""

    day: date
    source: RowSource
    way: str
    origin: VisitOrigin | None
    minor: int
    currency: str | None


def digest_reference(brand_id: str, reference: str) -> str:
    """In place of what the shop calls an order: equal for equal ones, and not to be read."""
    return sha256(f"{brand_id}\0{reference.strip()}".encode()).hexdigest()[:32]


def claim(stands: Conversion, way: str, day: date) -> Conversion:
    """The order after a visit has told of it. Once it counts for a visit, or for a lead, no other can claim it."""
    if stands.counted_sale and weigh(stands):
        return stands
    if stands.day is None:
        return stands.model_copy(update={"way": way, "day": day})
    if stands.joined_minor is None and way != stands.way:
        return stands.model_copy(update={"is_disputed": True})
    return stands


def confirm(stands: Conversion, amount_minor: int, currency: str) -> Conversion:
    """The order after the shop has told of it."""
    return stands.model_copy(update={"confirmed_minor": amount_minor, "currency": currency})


def sell(stands: Conversion, sold: SoldToLead) -> Conversion:
    """The order after a seller has told of it. What was said of the lead later goes before, whichever comes first."""
    known = next((one for one in stands.sales if one.lead_id == sold.lead_id), None)
    if known and known.revision >= sold.revision:
        return stands
    return stands.model_copy(update={"sales": (*_list_other_sales(stands, sold.lead_id), sold)})


def withdraw(stands: Conversion, lead_id: str, revision: int) -> Conversion:
    """The order once it is no longer said to be this lead's."""
    if not any(one.lead_id == lead_id and one.revision <= revision for one in stands.sales):
        return stands
    return stands.model_copy(update={"sales": _list_other_sales(stands, lead_id)})


def _list_other_sales(stands: Conversion, lead_id: str) -> tuple[SoldToLead, ...]:
    return tuple(one for one in stands.sales if one.lead_id != lead_id)


def weigh(order: Conversion) -> Worth | None:
    """What it adds: the shop's word goes before the seller's, and a visit before where the lead came from; so the same
    order counts once, whoever tells of it."""
    sold, joined = order.counted_sale, order.day is not None and not order.is_disputed
    by_shop = order.confirmed_minor is not None
    minor = order.confirmed_minor if by_shop else sold.value_minor if sold else None
    if minor is None:
        return None
    currency = order.currency if by_shop else sold.currency if sold else None
    if joined and order.day and order.way is not None:
        if by_shop:
            return Worth(order.day, "own", order.way, None, minor, currency)
        # Kept apart by currency: a seller may name another than the shop's.
        return Worth(order.day, LEADS, f"{order.way}#{currency}", None, minor, currency)
    if sold is None:
        return None
    origin = sold.origin
    place = "#".join(one or "" for one in (origin.channel, origin.post_id, origin.product, origin.campaign))
    return Worth(sold.day, SHOP if by_shop else LEADS, f"{place}#{currency}", sold.origin, minor, currency)


def name_outcome(before: Conversion, after: Conversion) -> ConfirmationOutcome:
    """What a confirmation has come to."""
    old, new = weigh(before), weigh(after)
    if new is None:
        return "disputed" if after.is_disputed else "waiting"
    if old is None:
        return "joined"
    return "unchanged" if (old.minor, old.currency) == (new.minor, new.currency) else "corrected"

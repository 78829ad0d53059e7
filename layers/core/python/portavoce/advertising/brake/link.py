"""The link by which a person answers a brake's proposal from its mail: what it says, and whether it is ours. Pure.

A token is `<brand>.<budget>.<number>.<expires>.<signature>`: ids of ours, the number of the proposal, epoch seconds,
and lower-case hexadecimal. It pauses nothing by being opened."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

COUNTS_FOR = timedelta(days=3)
"""After that the figures that it was sent with say little."""
_MARK = "."


class BadBrakeLink(Exception):
    """No link of ours, or one whose time is over (`is_expired`)."""

    def __init__(self, *, is_expired: bool = False) -> None:
        super().__init__()
        self.is_expired = is_expired


class BrakeTicket(NamedTuple):
    """Which proposal of which budget's brake may be answered, until when."""

    brand_id: str
    budget_id: str
    number: int
    expires_at: datetime


def sign_brake_ticket(ticket: BrakeTicket, key: bytes) -> str:
    """The token. `expires_at` is kept to the second."""
    said = _MARK.join((ticket.brand_id, ticket.budget_id, str(ticket.number), str(int(ticket.expires_at.timestamp()))))
    return f"{said}{_MARK}{_signature(said, key)}"


def read_brake_ticket(token: str, key: bytes | None, now: datetime) -> BrakeTicket:
    """What a token says, once its signature is right. Without a key nothing was ever signed. Raises BadBrakeLink."""
    said, _, signature = token.rpartition(_MARK)
    # Bytes, because compare_digest takes no text beyond ASCII; whatever a stranger sends is compared, not read.
    right = hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), _signature(said, key or b"").encode())
    if not key or not right:
        raise BadBrakeLink
    brand_id, budget_id, number, expires = said.split(_MARK)
    ticket = BrakeTicket(brand_id, budget_id, int(number), datetime.fromtimestamp(int(expires), UTC))
    if now >= ticket.expires_at:
        raise BadBrakeLink(is_expired=True)
    return ticket


def _signature(said: str, key: bytes) -> str:
    return hmac.new(key, f"brake {said}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

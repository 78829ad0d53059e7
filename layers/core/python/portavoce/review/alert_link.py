"""The link in a mail by which its reader says that they have seen an alert, or puts it off. Pure.

A token is `<alert id in base64url>.<expires>.<signature>`. It names nobody, and is good for one alert and nothing else:
its signature has a purpose of its own."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from portavoce.review.link import Expired, Forged
from portavoce.signed_words import read_words, sign_words

_PURPOSE, _MARK = "alert", "."
LASTS = timedelta(days=35)
"""Longer than the month that a budget's alert is about."""


class AlertTicket(NamedTuple):
    """Which alert a link is good for, and until when."""

    alert_id: str
    expires_at: datetime


def sign_alert(alert_id: str, raised_at: datetime, key: bytes) -> str:
    """The token: the same alert gives the same one, whoever asks."""
    name = base64.urlsafe_b64encode(alert_id.encode()).decode().rstrip("=")
    return sign_words(_PURPOSE, f"{name}{_MARK}{int((raised_at + LASTS).timestamp())}", key)


def read_alert(token: str, key: bytes | None, now: datetime) -> AlertTicket:
    """What a token is good for. Raises Forged, Expired."""
    said = read_words(_PURPOSE, token, key)
    if said is None:
        raise Forged
    name, _, expires = said.rpartition(_MARK)
    try:
        alert_id = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Forged from None
    ticket = AlertTicket(alert_id, datetime.fromtimestamp(int(expires), UTC))
    if now >= ticket.expires_at:
        raise Expired
    return ticket

"""How values of the API read to a person."""

from datetime import UTC, datetime
from decimal import Decimal

UNKNOWN = "unknown"


def moment(instant: str | None) -> str:
    """An instant as `2026-11-24 09:30` in UTC."""
    return f"{datetime.fromisoformat(instant).astimezone(UTC):%Y-%m-%d %H:%M}" if instant else ""


def money(amount_minor: int | None, decimals: int, currency: str) -> str:
    """An amount as `123.45 EUR`; None is unknown, never 0."""
    return UNKNOWN if amount_minor is None else f"{Decimal(amount_minor).scaleb(-decimals):,.{decimals}f} {currency}"


def number(value: str | None, unit: str) -> str:
    """A figure with its unit; None is unknown, never 0."""
    return UNKNOWN if value is None else f"{Decimal(value).normalize():,f} {unit}"

"""In what units money is kept: whole minor units, of which a currency has 100 to one of its own, or none."""

from collections.abc import Iterable

WITHOUT_MINOR_UNITS = frozenset({"CLP", "COP", "CRC", "HUF", "ISK", "IDR", "JPY", "KRW", "PYG", "TWD", "VND"})
"""Marketing API, Currencies: those whose offset is 1; every other one has 100, even with three decimals (KWD, BHD).

The manifest of a platform that advertises holds the same, which a test compares: no platform may count otherwise."""


def count_digits(currency: str) -> int:
    """How many digits of an amount stand behind the point."""
    return 0 if currency in WITHOUT_MINOR_UNITS else 2


def find_common_currency(currencies: Iterable[str]) -> str | None:
    """The one that all of these are, such as those of a brand's budgets; None where they are several, or none."""
    found = {*currencies}
    return found.pop() if len(found) == 1 else None

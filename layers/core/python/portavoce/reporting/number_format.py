"""How money and moments are written in a mail. Western digits in every language, as most Arabic business mail does."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from portavoce.brands.model import Language

_SEPARATORS: Mapping[Language, tuple[str, str]] = {"en": (",", "."), "it": (".", ","), "ar": (",", ".")}
_MINOR = "_minor"


def money(amount_minor: int, decimals: int, currency: str, language: Language) -> str:
    """`amount_minor` in the currency's minor units, `decimals` of them after the point: 123456, 2 is 1,234.56."""
    thousands, point = _SEPARATORS[language]
    whole, fraction = divmod(abs(amount_minor), 10**decimals)
    written = f"{whole:,}".replace(",", thousands)
    if decimals:
        written += f"{point}{fraction:0{decimals}d}"
    return f"{'-' if amount_minor < 0 else ''}{written} {currency}"


def moment(iso: str, zone: str) -> str:
    """An ISO 8601 moment on the wall clock of `zone`, with the zone named."""
    return f"{datetime.fromisoformat(iso).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def readable(facts: Mapping[str, str], language: Language, zone: str) -> dict[str, str]:
    """The facts as a person reads them: `spent_minor` becomes `spent`, a moment ending in `_at` its wall time.

    `zone` is the brand's; a fact called `zone`, such as an ad account's own, goes before it."""
    shown: dict[str, str] = {}
    for name, value in facts.items():
        if name.endswith(_MINOR):
            decimals, currency = int(facts["decimals"]), facts["currency"]
            shown[name.removesuffix(_MINOR)] = money(int(value), decimals, currency, language)
        elif name.endswith("_at") and value:
            shown[name] = moment(value, facts.get("zone", zone))
        else:
            shown[name] = value
    return shown

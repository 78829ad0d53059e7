"""How money and numbers are written in a mail. Western digits in every language, as most Arabic business mail has."""

from collections.abc import Mapping
from datetime import datetime

from portavoce.brands.model import Language
from portavoce.written_moment import write_moment, write_period

_SEPARATORS: Mapping[Language, tuple[str, str]] = {"en": (",", "."), "it": (".", ","), "ar": (",", ".")}
_MINOR = "_minor"
_DAYS: Mapping[Language, tuple[str, str]] = {"en": ("day", "days"), "it": ("giorno", "giorni")}
_LAST_HOURS: Mapping[Language, tuple[str, str]] = {
    "en": ("In the last hour", "In the last {} hours"),
    "it": ("Nell'ultima ora", "Nelle ultime {} ore"),
}
_ARABIC_HOURS, _FEW = {1: "ساعة", 2: "ساعتين"}, range(3, 11)
_FEW_ARABIC_DAYS = {1: "يوم واحد", 2: "يومين"}


def money(amount_minor: int, decimals: int, currency: str, language: Language) -> str:
    """`amount_minor` in the currency's minor units, `decimals` of them after the point: 123456, 2 is 1,234.56."""
    thousands, point = _SEPARATORS[language]
    whole, fraction = divmod(abs(amount_minor), 10**decimals)
    written = f"{whole:,}".replace(",", thousands)
    if decimals:
        written += f"{point}{fraction:0{decimals}d}"
    return f"{'-' if amount_minor < 0 else ''}{written} {currency}"


def days(count: int, language: Language) -> str:
    """A number of days in words that agree with it; Arabic has a singular, a dual, a plural for 3 to 10 (also of the
    last two digits), and a singular of its own from 11 on (Unicode CLDR, plural rules)."""
    if language != "ar":
        one, many = _DAYS[language]
        return f"{count} {one if count == 1 else many}"
    if count in _FEW_ARABIC_DAYS:
        return _FEW_ARABIC_DAYS[count]
    few, teens = range(3, 11), range(11, 100)
    word = "أيام" if count % 100 in few or count == 0 else "يومًا" if count % 100 in teens else "يوم"
    return f"{count} {word}"


def in_last_hours(written: str, language: Language) -> str:
    """A number of hours that end now, as a sentence begins with them: In the last hour, Nelle ultime 2 ore."""
    count = int("".join(one for one in written if one.isdigit()))
    if language == "ar":
        return f"في آخر {_ARABIC_HOURS.get(count) or f'{count} {"ساعات" if count in _FEW else "ساعة"}'}"
    one, many = _LAST_HOURS[language]
    return one if count == 1 else many.format(count)


def with_il(number: str) -> str:
    """A number with the Italian article, as it is said: il 50, l'80."""
    return f"l'{number}" if _begins_with_vowel(number) else f"il {number}"


def with_del(number: str) -> str:
    """A number with the Italian preposition, as it is said: del 50, dell'80."""
    return f"dell'{number}" if _begins_with_vowel(number) else f"del {number}"


def _begins_with_vowel(number: str) -> bool:
    """Whether a whole number is read with a vowel first: uno, otto, undici, ottanta, ottocento, and the thousands and
    millions of them, but for mille."""
    if number == "1":
        return True
    first_group = number[: len(number) % 3 or 3]
    return first_group.startswith("8") or first_group == "11"


def readable(facts: Mapping[str, str], language: Language, zone: str) -> dict[str, str]:
    """The facts as a person reads them: `spent_minor` becomes `spent`, a moment ending in `_at` its wall time, `days` a
    number with its word.

    `zone` is the brand's; a fact called `zone`, such as an ad account's own, goes before it."""
    shown: dict[str, str] = {}
    for name, value in facts.items():
        if name.endswith(_MINOR):
            decimals, currency = int(facts["decimals"]), facts["currency"]
            shown[name.removesuffix(_MINOR)] = money(int(value), decimals, currency, language)
        elif name == "period":
            shown[name] = write_period(value, language)
        elif name.endswith("_at") and value:
            shown[name] = write_moment(datetime.fromisoformat(value), facts.get("zone", zone), language)
        else:
            shown[name] = days(int(value), language) if name == "days" else value
    return shown

"""A moment as people write it, with its weekday: the brand's wall clock in the reader's language.

Names from the Unicode CLDR, calendars/gregorian, wide format; Western digits in every language, as most Arabic business
mail has them. Three languages are a table; a library of locales is thirty megabytes in every function."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "it": (
        *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
        *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
    ),
    "ar": (
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
        *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
}
_COMMA: Mapping[str, str] = {"ar": "،"}
_FIRST_OF_MONTH: Mapping[str, str] = {"it": "1º"}


def write_month(month: str, language: str) -> str:
    """A month given as yyyy-mm, such as `November 2026`."""
    year, _, number = month.partition("-")
    return f"{_MONTHS[language][int(number) - 1]} {year}"


def write_period(period: str, language: str) -> str:
    """A month given as yyyy-mm, or days given as the first and the last with two dots between, such as `20 November –
    10 December 2026`."""
    first, dots, last = period.partition("..")
    if not dots:
        return write_month(period, language)
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    year = "" if begins.year == ends.year else f" {begins.year}"
    return f"{_write_day(begins, language)}{year} – {_write_day(ends, language)} {ends.year}"


def write_moment(moment: datetime, zone: str, language: str) -> str:
    """Such as `Tuesday 24 November 2026, 09:30 (Europe/Rome)`. `zone` is an IANA name, `language` en, it or ar."""
    local = moment.astimezone(ZoneInfo(zone))
    weekday, day = _WEEKDAYS[language][local.weekday()], _write_day(local, language)
    # A zone's Latin name, isolated, does not turn the Arabic around it (UAX #9, 2.4: LRI and PDI).
    named = f"\u2066{zone}\u2069" if language == "ar" else zone
    return f"{weekday} {day} {local.year}{_COMMA.get(language, ',')} {local:%H:%M} ({named})"


def _write_day(day: date, language: str) -> str:
    number = _FIRST_OF_MONTH.get(language, "1") if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[language][day.month - 1]}"

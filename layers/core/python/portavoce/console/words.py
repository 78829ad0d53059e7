"""Numbers, moments and money as a language writes them, on a brand's clocks. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, get_currency_precision
from babel.units import format_unit

from portavoce.brands.model import WEEKDAYS, Language
from portavoce.console.texts import mark, texts_of

_WEEK = 7
_LATE, _LEFT = mark("%(span)s late"), mark("%(span)s left")
_UNITS = (("day", 24 * 60), ("hour", 60), ("minute", 1))
"""In minutes."""
_NEAR = {-1: mark("yesterday"), 0: mark("today"), 1: mark("tomorrow")}


class LocalWords:
    """How values are written in one language; `zone` is an IANA name, `now` the moment of the page."""

    def __init__(self, language: Language, zone: str, now: datetime) -> None:
        self._language = language
        self._texts = texts_of(language)
        self._zone = ZoneInfo(zone)
        self._now = now

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self._language)

    def number(self, value: int | Decimal) -> str:
        """A number with its groups."""
        return format_decimal(value, locale=self._locale)

    def money(self, minor: int, currency: str, decimals: int | None = None) -> str:
        """An amount given in minor units, of which a platform may have its own idea: `decimals`."""
        amount = Decimal(minor).scaleb(-(get_currency_precision(currency) if decimals is None else decimals))
        return format_currency(amount, currency, locale=self._locale)

    def hour(self, moment: datetime) -> str:
        """Such as 09:30."""
        return format_time(moment.astimezone(self._zone), "HH:mm", locale=self._locale)

    def moment(self, moment: datetime) -> str:
        """Such as `today 12:00`, `Mon 30 09:30`, `5 December 09:30`."""
        return f"{self.day(moment)} {self.hour(moment)}"

    def day(self, moment: datetime) -> str:
        """Such as `today`, `Mon 30`, `5 December`: as short as it can be understood."""
        there = moment.astimezone(self._zone).date()
        days = (there - self.today).days
        if days in _NEAR:
            return self._texts.gettext(_NEAR[days])
        if 0 < days < _WEEK:
            return format_skeleton("Ed", there, locale=self._locale)
        return self.calendar_day(there)

    def calendar_day(self, day: date) -> str:
        """Such as `5 December`, with the year when it is another."""
        return format_skeleton("MMMMd" if day.year == self.today.year else "yMMMMd", day, locale=self._locale)

    def long_day(self, day: date | None = None) -> str:
        """A day in full, or today, such as `Saturday 28 November 2026`."""
        return format_date(day or self.today, "full", locale=self._locale)

    def period(self, name: str) -> str:
        """A month given as yyyy-mm, such as `November 2026`, or days with two dots between the first and the last."""
        first, dots, last = name.partition("..")
        if dots:
            return f"{self.calendar_day(date.fromisoformat(first))} – {self.calendar_day(date.fromisoformat(last))}"
        return format_skeleton("yMMMM", date.fromisoformat(f"{first}-01"), locale=self._locale)

    def percents(self, numbers: Iterable[int]) -> str:
        """Some shares, such as `50 %, 80 %`."""
        return ", ".join(f"{self.number(one)} %" for one in numbers)

    def due(self, moment: datetime) -> str:
        """How long is left until then, or how late it is."""
        left = self.span(moment)
        text = self._texts.gettext(_LATE if moment < self._now else _LEFT)
        return text % {"span": left}

    def span(self, until: datetime) -> str:
        """How long it is until then, or since then, such as `38 minutes`."""
        return format_timedelta(until - self._now, locale=self._locale, threshold=1.2)

    def length(self, minutes: int) -> str:
        """How long something takes, exactly, such as `24 hours`, `90 minutes`."""
        count, unit = next((minutes // size, unit) for unit, size in _UNITS if minutes % size == 0)
        return format_unit(count, f"duration-{unit}", locale=self._locale)

    def country(self, code: str) -> str:
        """The country of two letters, or the letters where there is none."""
        return str(self._locale.territories.get(code, code))

    def language(self, code: str) -> str:
        """The language of a code such as `it` or `pt_BR`, or the code where there is none."""
        known = self._locale.languages
        return str(known.get(code) or known.get(code.partition("_")[0], code))

    def weekday(self, name: str) -> str:
        """The day of the week whose English name begins with these three letters, such as `mon`."""
        return str(self._locale.days["format"]["wide"][WEEKDAYS.index(name)])

    @cached_property
    def clocks(self) -> str:
        """The city whose clocks are meant, such as `Rome`."""
        known = self._locale.time_zones.get(self._zone.key, {})
        return str(known.get("city") or self._zone.key.rpartition("/")[2].replace("_", " "))

    @cached_property
    def today(self) -> date:
        """The day on the brand's clocks."""
        return self._now.astimezone(self._zone).date()

"""How soon a brand answers, and when it works."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from portavoce.brands.bare_off import BARE_OFF
from portavoce.brands.clock_time import read_clock_time
from portavoce.brands.drafts.model import DraftRules
from portavoce.brands.minor_units import MinorCap
from portavoce.value import Value

MAX_HOLIDAYS, MAX_SPECIAL_HOURS, MAX_SHIFTS = 100, 20, 6
_DURATION = re.compile(r"(?:(\d{1,3})\s*d)?\s*(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*m(?:in)?)?")
_LONGEST_MINUTES = 30 * 24 * 60


def _read_duration(found: Any) -> Any:
    """A time such as `4h`, `1h 30m` or `2d` in minutes; a day is 24 hours of work."""
    if not isinstance(found, str):
        return found
    parts = _DURATION.fullmatch(found.strip().lower())
    days, hours, minutes = (int(part or 0) for part in parts.groups()) if parts else (0, 0, 0)
    if not (total := days * 24 * 60 + hours * 60 + minutes):
        raise ValueError(f"{found!r} is not a length of time such as 4h, 30m or 1h 30m")
    return total


def _shift(text: str) -> str:
    begins, dash, ends = text.partition("-")
    if not dash:
        raise ValueError(f"{text!r} is not from when to when, such as 09:00-18:00")
    return f"{read_clock_time(begins)}-{read_clock_time('00:00' if ends.strip() == '24:00' else ends)}"


def _as_list(found: Any) -> Any:
    return (found,) if isinstance(found, str) else found


AnswerTime = Annotated[int, BeforeValidator(_read_duration), Field(gt=0, le=_LONGEST_MINUTES)]
"""Minutes of the hours in which the brand works; a file may say `4h`."""

Shift = Annotated[str, AfterValidator(_shift)]
"""Hours of work such as `09:00-18:00`; over midnight when they end no later than they begin."""

Shifts = Annotated[tuple[Shift, ...], BeforeValidator(_as_list), Field(max_length=MAX_SHIFTS)]


class AnswerTimes(Value):
    """How soon each kind is to be answered; what is not named has no deadline. `comment` is said of replies, live
    comments and visitors' posts too, `message` of what answers a story, `mention` of quotes."""

    comment: AnswerTime | None = None
    message: AnswerTime | None = None
    review: AnswerTime | None = None
    mention: AnswerTime | None = None
    lead_form: AnswerTime | None = None


class WeekHours(Value):
    """The hours of work of each day of the week, on the brand's clocks. A shift belongs to the day it begins on."""

    mon: Shifts = ()
    tue: Shifts = ()
    wed: Shifts = ()
    thu: Shifts = ()
    fri: Shifts = ()
    sat: Shifts = ()
    sun: Shifts = ()

    @model_validator(mode="after")
    def _name_some(self) -> Self:
        if not any(dict(self).values()):
            raise ValueError("no day has any hours: leave the hours out if the brand answers at all times")
        return self


class SpecialHours(Value):
    """Other hours of work for some days, such as those of Ramadan; the first and the last included."""

    model_config = ConfigDict(serialize_by_alias=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    name: str = Field(min_length=1, max_length=100)
    hours: WeekHours

    @model_validator(mode="after")
    def _end_after_they_begin(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the special hours end on {self.last}, before they begin on {self.first}")
        return self


class Holiday(Value):
    """A day on which nobody works: no shift begins on it."""

    date: date
    name: str = Field(min_length=1, max_length=100)


class ListeningCaps(Value):
    """The most that listening may cost in a UTC month, where a platform bills what it tells: X, in US cents. At the cap
    it tells no more of what others say until the month is over; posts are published as before."""

    x_month_minor: MinorCap = 1000


class SentimentRules(Value):
    """Who reads the moods of what people say beside ourselves: Amazon Comprehend, up to this price in a UTC month, in
    US cents; not at all at 0."""

    comprehend_month_minor: MinorCap = 0


CrisisPolicy = Literal["off", "propose", "apply"]


class CrisisRules(Value):
    """What to do when a storm is found: nothing is looked for (`off`), a freeze is proposed, or it is applied. `words`
    are words of alarm of the brand's own, beside the built-in ones."""

    policy: Annotated[CrisisPolicy, BARE_OFF] = "propose"
    words: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=60)], ...], Field(max_length=100)] = ()


class InboxRules(Value):
    """By when what people say is to be answered, and who drafts answers. Without `business_hours` the brand works at
    all times but holidays; `warn_minutes` of work before a deadline somebody is told."""

    answer_within: AnswerTimes = AnswerTimes()
    business_hours: WeekHours | None = None
    special_hours: Annotated[tuple[SpecialHours, ...], Field(max_length=MAX_SPECIAL_HOURS)] = ()
    warn_minutes: int = Field(default=30, ge=0, le=24 * 60)
    drafts: DraftRules = DraftRules()

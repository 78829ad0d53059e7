"""A series: the same post again and again, after a rule. Its occurrences are ordinary publications."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from portavoce.brands.model import MAX_CHANNELS, Zone
from portavoce.planning import wall_time
from portavoce.planning.model import Variant
from portavoce.planning.series import rule
from portavoce.value import Value

AHEAD = timedelta(days=90)
"""How far ahead a series stands as publications."""

SeriesId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,32}[a-z0-9])?$")]
"""As any id, at most 34 characters: with `-20261201-0900` behind it, it is a post's id."""


def _start(text: str) -> str:
    return wall_time.format_wall_time(wall_time.parse(text))


MAX_TURNS = 60
"""One for each day of two months; all of them are one item of the table."""

Variants = Annotated[tuple[Variant, ...], Field(min_length=1, max_length=MAX_CHANNELS)]


class SeriesPlan(Value):
    """What a series says, and when: an RFC 5545 rule counted from `start`, the first wall time at which it may come, in
    the brand's zone unless `zone` names another. One variant for each channel.

    With `turns` it does not say the same each time: first `variants`, then each of these, and so on from the first."""

    rule: Annotated[str, AfterValidator(rule.check_rule)]
    start: Annotated[str, AfterValidator(_start)]
    zone: Zone | None = None
    variants: Variants
    turns: Annotated[tuple[Variants, ...], Field(max_length=MAX_TURNS)] = ()

    @model_validator(mode="after")
    def _comes_at_all(self) -> Self:
        start = wall_time.parse(self.start)
        if next(rule.comes(self.rule, start, self.zone or "UTC", start), None) is None:
            raise ValueError(f"{self.rule} never comes from {self.start} on")
        return self

    @model_validator(mode="after")
    def _one_variant_for_each_channel(self) -> Self:
        for variants in (self.variants, *self.turns):
            channels = [one.channel for one in variants]
            if twice := sorted({one for one in channels if channels.count(one) > 1}):
                raise ValueError(f"the channel {', '.join(twice)} stands in two variants")
        return self

    def said_at(self, rank: int) -> tuple[Variant, ...]:
        """What it says the time with this number, from 0."""
        return (self.variants, *self.turns)[rank % (1 + len(self.turns))]


class Series(SeriesPlan):
    """A series of a brand. `planned_by` is the caller who wrote it last; None where nobody knows."""

    brand_id: str
    series_id: SeriesId
    planned_by: str | None = None


SeriesFate = Literal["new", "changed", "unchanged", "skipped", "apart", "left_out"]
"""What becomes of one publication of a series. `skipped`: the brand does not post then. `apart`: it was edited or
cancelled by itself, or has left, and is left alone. `left_out`: the series no longer has it, so it is cancelled."""


class ComingPost(Value):
    """One publication of a series, on the clocks of its zone and in UTC. `note` says why, and what the clocks did."""

    post: str
    channel: str
    wall_time: str
    zone: str
    planned_at: AwareDatetime
    fate: SeriesFate
    note: str | None = None


class Occurrence(NamedTuple):
    """One coming of a series: its post's id, what the clocks show then, and the instant in UTC.

    `note` says what the clocks did to it, if anything; `rank` is its number, where the series speaks in turns."""

    post: str
    wall: datetime
    zone: str
    at: datetime
    note: str | None
    rank: int = 0


def occurrences(series: Series, brand_zone: str, since: datetime, until: datetime) -> Iterator[Occurrence]:
    """The occurrences after `since` and up to `until` (UTC), in the order of the rule.

    Each wall time of the rule comes once: one that the clocks skip moves out of the gap, one that they show twice is
    the first. The id keeps the date, and the time where a day can have several, that the rule gave."""
    zone = series.zone or brand_zone
    several = rule.several_a_day(series.rule)
    day_before = since.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=1)
    day_after = until.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + timedelta(days=1)
    start = wall_time.parse(series.start)
    since_when = start if series.turns else day_before
    for rank, wall in enumerate(rule.comes(series.rule, start, zone, since_when)):
        if wall > day_after:
            return
        found = _occurrence(f"{series.series_id}-{wall:{'%Y%m%d-%H%M' if several else '%Y%m%d'}}", wall, zone)
        if since < found.at <= until:
            yield found._replace(rank=rank if series.turns else 0)


def _occurrence(post: str, wall: datetime, zone: str) -> Occurrence:
    shown = wall_time.out_of_gap(wall, zone)
    first = wall_time.instant(shown, zone)
    note = None
    if shown != wall:
        words = f"{wall_time.format_wall_time(wall)} does not exist in {zone}, where the clocks go forward"
        note = f"{words}: it leaves at {shown:%H:%M}"
    elif first.comes_twice:
        note = wall_time.twice_note(wall, zone, first)
    return Occurrence(post, shown, zone, first.at.astimezone(UTC), note)

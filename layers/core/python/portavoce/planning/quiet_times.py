"""Days and hours in which a brand does not want to post: its blackouts and its quiet hours."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import Blackout, Brand, QuietHours
from portavoce.planning.wall_time import written
from portavoce.publishing.model import Allowance


class Hindrance(NamedTuple):
    """What stands against a moment: the rule, why, and the next moment (UTC) at which nothing does."""

    rule: Allowance
    reason: str
    next_at: datetime


def hindrance(brand: Brand, at: datetime, allows: Collection[Allowance] = ()) -> Hindrance | None:
    """What stands against posting at `at`, or None. Rules named in `allows` are set aside."""
    first = _hindered(brand, at, allows)
    if first is None:
        return None
    rule, reason, next_at = first
    while further := _hindered(brand, next_at, allows):
        next_at = further.next_at
    return Hindrance(rule, reason, next_at)


def sentence(brand: Brand, at: datetime, found: Hindrance) -> str:
    """The hindrance in words, on the brand's clocks, with the way out."""
    clocks = ZoneInfo(brand.zone)
    there, free = (written(moment.astimezone(clocks).replace(tzinfo=None)) for moment in (at, found.next_at))
    return (
        f"{there} in {brand.zone} is in {found.reason}: the next time allowed is {free}; "
        f"to post all the same, allow {found.rule}"
    )


def _hindered(brand: Brand, at: datetime, allows: Collection[Allowance]) -> Hindrance | None:
    clocks = ZoneInfo(brand.zone)
    here = at.astimezone(clocks)
    if "blackout" not in allows and (blackout := _blackout(brand, here)):
        reason = f"the blackout {blackout.reason!r} ({blackout.first} to {blackout.last})"
        return Hindrance(
            "blackout", reason, _after(datetime.combine(blackout.last + timedelta(days=1), time()), at, clocks)
        )
    quiet = brand.quiet_hours
    if "quiet_hours" not in allows and quiet and (ends := _quiet_end(quiet, here)):
        reason = f"the quiet hours ({quiet.first} to {quiet.end})"
        return Hindrance("quiet_hours", reason, _after(ends, at, clocks))
    return None


def _blackout(brand: Brand, here: datetime) -> Blackout | None:
    """The one that ends last of those that cover the day."""
    covering = (one for one in brand.blackouts if one.first <= here.date() <= one.last)
    return max(covering, key=lambda one: one.last, default=None)


def _quiet_end(quiet: QuietHours, here: datetime) -> datetime | None:
    """The wall time at which the quiet hours around `here` end, or None outside of them."""
    first, end, now = time.fromisoformat(quiet.first), time.fromisoformat(quiet.end), here.time()
    over_midnight = end < first
    if not (now >= first or now < end if over_midnight else first <= now < end):
        return None
    day = here.date() + timedelta(days=1) if over_midnight and now >= first else here.date()
    return datetime.combine(day, end)


def _after(wall: datetime, at: datetime, clocks: ZoneInfo) -> datetime:
    """The first instant after `at` that `wall` means; a skipped one is read as in `wall_time.out_of_gap`."""
    readings = (wall.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1))
    return next(one for one in readings if one > at)

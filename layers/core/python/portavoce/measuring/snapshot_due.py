"""When a post and a channel are looked at. What is due is what is due and not done: a missed tick costs nothing."""

from datetime import UTC, date, datetime, timedelta

from portavoce.local_day import day_begin

POST_BANDS = (
    (timedelta(hours=24), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=30), timedelta(days=1)),
    (timedelta(days=90), timedelta(days=7)),
)
"""Until this age, a snapshot this often (docs/metrics.md). The age at the end of a band is a snapshot too."""

TOGETHER = timedelta(hours=6)
"""After its first day a post is looked at with its channel's others, at the next quarter of a UTC day: each tick that
looks at a channel has its token decrypted once more."""
_QUARTERS_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)

LOOKED_AT_FOR = POST_BANDS[-1][0] + timedelta(days=7)
"""For how long a post may be looked at, the last look a week late."""

SETTLED_AFTER = timedelta(hours=36)
"""How long after a day's end its numbers may still move: Facebook counts Pacific days and refreshes about daily."""

LATE_NUMBERS = tuple(timedelta(days=days) for days in (2, 3, 5, 9, 15, 25))
"""How long after a day's end a number that was not to be had is asked for again: some come days late."""

BACKFILL_DAYS = 28
"""How far back a channel's days are read when they are missing, as after connecting it."""


def next_look(published_at: datetime, after: datetime) -> datetime | None:
    """The first planned look at a post strictly later than `after`; None when there is none any more."""
    if after < published_at:
        return published_at
    age, start = after - published_at, timedelta(0)
    for until, every in POST_BANDS:
        if age < until:
            planned = start + every * ((age - start) // every + 1)
            look = published_at + min(planned, until)
            return look if planned <= POST_BANDS[0][0] else look + (_QUARTERS_BEGIN - look) % TOGETHER
        start = until
    return None


def day_is_due(day: date, zone: str, as_of: datetime | None, now: datetime, *, lacks_numbers: bool = False) -> bool:
    """True when a channel's day must be read: once as it begins, once when it is over, once when it has settled, and a
    few times more while it lacks numbers."""
    end = day_end(day, zone)
    looks = [day_begin(day, zone), end, end + SETTLED_AFTER]
    looks += [end + late for late in LATE_NUMBERS] if lacks_numbers else []
    past = [look for look in looks if look <= now]
    return bool(past) and (as_of is None or as_of < past[-1])


def day_end(day: date, zone: str) -> datetime:
    """The instant at which `day` is over in `zone`."""
    return day_begin(day + timedelta(days=1), zone)

"""When a post and a channel are looked at. What is due is what is due and not done: a missed tick costs nothing."""

from datetime import date, datetime, timedelta

from portavoce.local_day import day_begin

POST_BANDS = (
    (timedelta(hours=24), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=30), timedelta(days=1)),
    (timedelta(days=90), timedelta(days=7)),
)
"""Until this age, a snapshot this often (docs/metrics.md). The age at the end of a band is a snapshot too."""

LOOKED_AT_FOR = POST_BANDS[-1][0] + timedelta(days=7)
"""For how long a post may be looked at, the last look a week late."""

SETTLED_AFTER = timedelta(hours=36)
"""How long after a day's end its numbers may still move: Facebook counts Pacific days and refreshes about daily."""

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
            return published_at + min(planned, until)
        start = until
    return None


def day_is_due(day: date, zone: str, as_of: datetime | None, now: datetime) -> bool:
    """True when a channel's day must be read: once as it begins, once when it is over, once when it has settled."""
    looks = (day_begin(day, zone), day_end(day, zone), day_end(day, zone) + SETTLED_AFTER)
    past = [look for look in looks if look <= now]
    return bool(past) and (as_of is None or as_of < past[-1])


def day_end(day: date, zone: str) -> datetime:
    """The instant at which `day` is over in `zone`."""
    return day_begin(day + timedelta(days=1), zone)

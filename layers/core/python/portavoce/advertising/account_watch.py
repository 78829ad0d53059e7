"""Whether an ad account can go on paying for its ads. Pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portavoce.advertising.model import AccountState

PACE_DAYS = 7
SHORT_DAYS, REARMED_DAYS = 3, 5
"""What may still be spent is short below so many days of the pace, and is no longer so from so many on."""


def follow_account(before: AccountState | None, found: AccountState, by_day: Mapping[date, int]) -> AccountState:
    """The account as it was just read, with since when it is in trouble or short; `by_day` is what it spent.

    A trouble that changes, or comes back, is a new one."""
    goes_on = before is not None and before.trouble == found.trouble
    since = before.trouble_since if before and goes_on else found.as_of
    days = _days_left(found, by_day)
    update: dict[str, datetime | int | None] = {
        "trouble_since": since if found.trouble else None,
        "left_days": days,
        "short_since": _short_since(before, days, found.as_of),
    }
    return found.model_copy(update=update)


def _days_left(found: AccountState, by_day: Mapping[date, int]) -> int | None:
    """For how many days it is enough; None where nobody tells what is left, or nothing is spent."""
    today = found.as_of.astimezone(ZoneInfo(found.zone)).date()
    spent = sum(by_day.get(today - timedelta(days=back), 0) for back in range(1, PACE_DAYS + 1))
    if found.left_minor is None or spent <= 0:
        return None
    return found.left_minor * PACE_DAYS // spent


def _short_since(before: AccountState | None, days: int | None, now: datetime) -> datetime | None:
    standing = before.short_since if before else None
    if days is None or days >= (REARMED_DAYS if standing else SHORT_DAYS):
        return None
    return standing or now

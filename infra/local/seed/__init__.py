"""The demo's brand and its calendar, with the goals' days put around now and the calendar's times just after it."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).parent
BRAND_FILE = FOLDER / "aurora.yaml"
TEMPLATE = FOLDER / "calendar.csv"

_OFFSET = re.compile(r"\+(\d+)([smhd])")
_GOAL_DAYS = {"2026-10-30": timedelta(days=-30), "2027-05-28": timedelta(days=180)}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class BadOffset(ValueError):
    """A cell of the template's column `when` is not an offset such as +30s, +5m, +2h or +7d."""


def calendar(now: datetime, brand_zone: str) -> str:
    """The template with each offset replaced by the wall time in `brand_zone` that comes so long after `now`.

    Image paths stay relative to FOLDER. Raises BadOffset."""
    rows = list(csv.DictReader(io.StringIO(TEMPLATE.read_text("utf-8"), newline="")))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | _time(row["when"], now, brand_zone) for row in rows)
    return text.getvalue()


def brand(now: datetime) -> str:
    """The brand's file, its goals counting from a month ago to half a year from now."""
    text = BRAND_FILE.read_text("utf-8")
    for written, away in _GOAL_DAYS.items():
        text = text.replace(written, f"{now.date() + away}")
    return text


def raise_budget(brand: str, amount: str) -> str:
    """The brand's file with another amount for the budget of its one campaign, the last in it."""
    head, found, rest = brand.rpartition('    amount: "')
    return f"{head}{found}{amount}{rest[rest.index(chr(34)) :]}"


def _time(offset: str, now: datetime, zone: str) -> dict[str, str]:
    found = _OFFSET.fullmatch(offset)
    if not found:
        raise BadOffset(f"{offset!r} in {TEMPLATE.name} is not an offset such as +30s or +7d")
    delay = timedelta(**{_UNITS[found[2]]: int(found[1])})
    moment = (now + delay).astimezone(ZoneInfo(zone)).replace(microsecond=0)
    if moment.fold:  # wall time would mean the first of the two hours, which is past
        return {"when": f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}", "zone": "UTC"}
    return {"when": f"{moment:%Y-%m-%d %H:%M:%S}", "zone": ""}

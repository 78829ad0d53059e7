"""The counters of a brand's days, and which changes have been counted already.

| pk | sk | what |
|---|---|---|
| `COUNTERS#<brand>` | `DAY#<day>#<hour>` | what the changes of an hour add to a day, and their short ids |
| `COUNTERS#<brand>#<list>` | the same | the same of a list of its own, which the dashboard does not read |

One write adds the numbers and remembers the changes, on condition that it remembers none of them. DynamoDB bills the
whole item for each write and holds 400 KB, so an hour that has very many goes on in parts of six minutes. A stream is
kept for a day, so a change can come again for a day; after two the ids are forgotten, and only numbers are read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from portavoce.outbox.model import Count
from portavoce.table import layout
from portavoce.table.table import ConditionFailed, Item, Key, Table

COUNTERS = "counters"
MOST_CHANGES = 100
"""At most this many changes to a write: DynamoDB allows 300 operators in a condition, and each takes two."""
MOST_IN_AN_HOUR = 300
"""So many changes of an hour are remembered in one item, about 3 KB; the others in a part's."""
HOURS, A_DAY, FARTHEST_BEHIND, FARTHEST_AHEAD = 24, timedelta(days=1), 12, 14
FORGETTING_HOUR, REMEMBERED = 3, timedelta(days=2)
"""With the first change of this hour the ids of the day before the day before are forgotten: a brand of which so little
is heard that it has none has few."""


@dataclass(frozen=True)
class CounterRecords:
    """Counters in the table."""

    table: Table

    def add(self, brand_id: str, at: datetime, changes: Mapping[str, Sequence[Count]]) -> None:
        """Adds the counts of `changes` (by short id, all of one brand and six minutes, the first `at`), each change
        once for ever."""
        by_day: dict[str, dict[str, list[Count]]] = {}
        for short_id, counts in changes.items():
            for count in counts:
                by_day.setdefault(count.day, {}).setdefault(short_id, []).append(count)
        for day, fresh in by_day.items():
            left = self._add(_key(brand_id, day, _hour(at)), fresh, MOST_IN_AN_HOUR)
            self._add(_key(brand_id, day, _part(at)), left, None)

    def _add(self, key: Key, fresh: Mapping[str, Sequence[Count]], most: int | None) -> Mapping[str, Sequence[Count]]:
        """Adds what the item does not know; what is left because it is full."""
        while fresh:
            try:
                stands = self.table.update(key, **_addition(fresh, most))
            except ConditionFailed as failed:
                known = (failed.item or {}).get("ids", set())
                unknown = {short_id: counts for short_id, counts in fresh.items() if short_id not in known}
                if len(unknown) == len(fresh):
                    return fresh
                fresh = unknown
            else:
                self._forget_old(key, is_new=stands["ids"] == set(fresh))
                return {}
        return {}

    def _forget_old(self, key: Key, *, is_new: bool) -> None:
        moment = key.sk.rpartition("#")[2]
        if not is_new or not moment.endswith(f"T{FORGETTING_HOUR:02}:00"):
            return
        old = datetime.fromisoformat(moment).date() - REMEMBERED
        for hour in range(HOURS):
            for day in _local_days(old, hour):
                with suppress(ConditionFailed):
                    self.table.update(
                        Key(key.pk, f"DAY#{day}#{old}T{hour:02}:00"), "REMOVE ids", condition="attribute_exists(ids)"
                    )

    def days(self, brand_id: str, since: date, until: date) -> Iterator[tuple[date, dict[str, int]]]:
        """The counters of each day from `since` to `until`, both included; a day without any is left out."""
        found = self.table.query_all(
            "pk = :pk AND sk BETWEEN :since AND :until",
            {":pk": f"COUNTERS#{brand_id}", ":since": f"DAY#{since}", ":until": f"DAY#{until}$"},
        )
        for day, items in groupby(found, lambda item: str(item[layout.SORT]).split("#")[1]):
            total: Counter[str] = Counter()
            for item in items:
                total.update({name: value for name, value in item.items() if isinstance(value, int)})
            yield date.fromisoformat(day), dict(total)

    def hours(self, brand_id: str, since: datetime, until: datetime) -> Iterator[tuple[datetime, dict[str, int]]]:
        """What was counted in each hour (UTC, by the moment of counting) from that of `since` to that of `until`, in
        order; an hour without any is left out. What belongs to an earlier day than `since` is not in it."""
        first, last = (one.astimezone(UTC) for one in (since, until))
        found = self.table.query_all(
            "pk = :pk AND sk BETWEEN :since AND :until",
            {
                ":pk": f"COUNTERS#{brand_id}",
                # A day is one of the brand's calendar: it may be the one before or after that of UTC.
                ":since": f"DAY#{first.date() - A_DAY}#{_hour(first)}",
                ":until": f"DAY#{last.date() + A_DAY}$",
            },
        )
        total: dict[datetime, Counter[str]] = {}
        for item in found:
            hour = datetime.fromisoformat(str(item[layout.SORT]).split("#")[2][:13] + ":00+00:00")
            if first.replace(minute=0, second=0, microsecond=0) <= hour <= last:
                counted = {name: value for name, value in item.items() if isinstance(value, int)}
                total.setdefault(hour, Counter()).update(counted)
        yield from ((hour, dict(total[hour])) for hour in sorted(total))


def _local_days(day: date, hour: int) -> Iterator[date]:
    """What day a brand's calendar may show at this hour of a UTC day: zones lie from 12 hours behind to 14 ahead."""
    if hour < FARTHEST_BEHIND:
        yield day - A_DAY
    yield day
    if hour >= HOURS - FARTHEST_AHEAD:
        yield day + A_DAY


def _key(brand_id: str, day: str, moment: str) -> Key:
    return Key(f"COUNTERS#{brand_id}", f"DAY#{day}#{moment}")


def _hour(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H}:00"


def _part(at: datetime) -> str:
    """Six minutes of the hour, at one second past so that the first is not the hour's own."""
    moment = at.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H}:{moment.minute // 6 * 6:02}:01"


def _addition(changes: Mapping[str, Sequence[Count]], most: int | None) -> dict[str, Any]:
    totals = Counter[str]()
    for count in (count for counts in changes.values() for count in counts):
        totals[count.name] += count.amount
    names = {f"#n{place}": name for place, name in enumerate(totals)}
    numbers: Item = {f":n{place}": amount for place, amount in enumerate(totals.values())}
    ids: Item = {f":i{place}": short_id for place, short_id in enumerate(changes)}
    known = " OR ".join(f"contains(ids, {placeholder})" for placeholder in ids)
    roomy = "(attribute_not_exists(ids) OR size(ids) < :most) AND " if most else ""
    added = ", ".join(f"{name} :{name[1:]}" for name in names)
    return {
        "expression": f"SET #type = :type ADD ids :ids, {added}",
        "condition": f"{roomy}NOT ({known})",
        "names": names | {"#type": "type"},
        "values": numbers | ids | {":ids": set(changes), ":type": COUNTERS} | ({":most": most} if most else {}),
    }

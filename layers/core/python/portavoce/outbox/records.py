"""The counters of a brand's days, and which changes have been counted already.

| pk | sk | what |
|---|---|---|
| `COUNTERS#<brand>` | `DAY#<yyyy-mm-dd>` | one number per counter, of one UTC day |
| `RELAYED#<brand>` | `SINCE#<yyyy-mm-ddThh:mm:ss>` | short ids of the changes of those ten seconds that are counted |

A stream is kept for a day, so a change can come again for a day: what was counted is remembered for two. By ten
seconds, because DynamoDB bills the whole item for each id that is added to it and holds 400 KB: thirty thousand ids."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portavoce.outbox.model import Count
from portavoce.table import layout
from portavoce.table.steps import transact_update
from portavoce.table.table import Item, Key, Table, TransactionConflict, TransactionRefused

COUNTERS, RELAYED = "counters", "relayed"
REMEMBERED = timedelta(days=2)
MOST_CHANGES = 100
"""At most this many changes to a transaction: DynamoDB allows 300 operators in a condition, and each takes two."""
_ATTEMPTS = 5


class CountersBusy(Exception):
    """Others were writing the same counters all the while; nothing was counted, trying again is right."""


@dataclass(frozen=True)
class CounterRecords:
    """Counters in the table."""

    table: Table

    def add(self, brand_id: str, since: datetime, changes: Mapping[str, Sequence[Count]]) -> None:
        """Adds the counts of `changes` (by short id, all of one brand and ten seconds), each change once for ever.

        One transaction writes the numbers and remembers the ids, on condition that none of the ids is remembered:
        when some are, the others are tried without them. Raises CountersBusy."""
        fresh = dict(changes)
        for _ in range(_ATTEMPTS):
            if not fresh:
                return
            try:
                self.table.transact([_remember(brand_id, since, list(fresh)), *_additions(brand_id, fresh)])
            except TransactionRefused as refused:
                known = (refused.conditions[0] or {}).get("ids", set())
                fresh = {short_id: counts for short_id, counts in fresh.items() if short_id not in known}
            except TransactionConflict:
                continue
            else:
                return
        raise CountersBusy(f"the counters of {brand_id}")

    def days(self, brand_id: str, since: date, until: date) -> Iterator[tuple[date, dict[str, int]]]:
        """The counters of each day from `since` to `until`, both included; a day without any is left out."""
        found = self.table.query_all(
            "pk = :pk AND sk BETWEEN :since AND :until",
            {":pk": f"COUNTERS#{brand_id}", ":since": f"DAY#{since}", ":until": f"DAY#{until}"},
        )
        for item in found:
            numbers = {name: value for name, value in item.items() if isinstance(value, int)}
            yield date.fromisoformat(item[layout.SORT].removeprefix("DAY#")), numbers


def _remember(brand_id: str, since: datetime, short_ids: Sequence[str]) -> dict[str, Any]:
    placeholders = {f":i{place}": short_id for place, short_id in enumerate(short_ids)}
    known = " OR ".join(f"contains(ids, {placeholder})" for placeholder in placeholders)
    values: Item = {
        **placeholders,
        ":ids": set(short_ids),
        ":type": RELAYED,
        ":expires": int((since + REMEMBERED).timestamp()),
    }
    return transact_update(
        Key(f"RELAYED#{brand_id}", f"SINCE#{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"),
        f"SET #type = :type, {layout.EXPIRES} = :expires ADD ids :ids",
        condition=f"NOT ({known})",
        names={"#type": "type"},
        values=values,
    )


def _additions(brand_id: str, changes: Mapping[str, Sequence[Count]]) -> list[dict[str, Any]]:
    totals: dict[str, Counter[str]] = {}
    for count in (count for counts in changes.values() for count in counts):
        totals.setdefault(count.day, Counter())[count.name] += count.amount
    return [_addition(brand_id, day, numbers) for day, numbers in sorted(totals.items())]


def _addition(brand_id: str, day: str, numbers: Mapping[str, int]) -> dict[str, Any]:
    names = {f"#n{place}": name for place, name in enumerate(numbers)}
    values: Item = {f":n{place}": amount for place, amount in enumerate(numbers.values())}
    added = ", ".join(f"{name} :{name[1:]}" for name in names)
    return transact_update(
        Key(f"COUNTERS#{brand_id}", f"DAY#{day}"),
        f"SET #type = :type ADD {added}",
        names=names | {"#type": "type"},
        values=values | {":type": COUNTERS},
    )

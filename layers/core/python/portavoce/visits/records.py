"""The items of visits.

| pk | sk | what |
|---|---|---|
| `VISITOR#<hash>` | `VISITOR` | one visitor's hits of one day, for three days; the hash cannot be taken back |
| `VISITS#<brand>` | `<day>#<source>#<way>` | what a source counted on a day of the visits that came in one way |
| `VISITS#<brand>` | `SHOP` | since when the brand's shop tells of its orders |
| `ORDER#<brand>` | `<digest>` | an order that a browser or the shop told of, for half a year; one of a lead for three |

A hit is kept and counted in one transaction, on condition that the visitor's hits stand as they were read: however
often and in whatever order hits are told, each counts once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from portavoce.table import layout
from portavoce.table.item_value import read_value, read_values
from portavoce.table.steps import transact_put, transact_update
from portavoce.table.table import Key, Table, TransactionConflict, TransactionRefused
from portavoce.visits.conversion import Conversion
from portavoce.visits.hit import Hit, read_hit
from portavoce.visits.model import LEADS, UNMATCHED, RowSource, VisitDay, VisitOrigin
from portavoce.visits.tally import VisitCounts

VISITOR, VISIT_DAY, ORDER, SHOP_TELLS = "visitor", "visit_day", "order", "shop_tells"
KEPT = timedelta(days=3)
"""A visitor's hits: an asynchronous call is tried for six hours, and a parked one comes back within a day or two."""
_ORDER_KEPT = timedelta(days=180)
_SALE_KEPT = timedelta(days=1095)
"""No lead is kept for longer: one that is changed late is not to count a second time."""
_OF_HIT = ("hit_id", "at", "kind", "way", "value_minor", "reference")
_FREE = "attribute_not_exists(pk)"


class VisitsMoved(Exception):
    """Something else stands by now than what was read, or somebody writes it at this moment; nothing was written."""


@dataclass(frozen=True)
class VisitorHits:
    """One visitor's hits of a day, as they stand; `version` is 0 while there are none."""

    hits: tuple[Hit, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class DayAddition:
    """What is to be added to a way's day."""

    day: date
    way: str
    origin: VisitOrigin
    amounts: Mapping[str, int]
    currency: str | None
    source: RowSource = "own"


@dataclass(frozen=True)
class VisitRecords:
    """Visitors, days and orders in the table."""

    table: Table

    def hits_of(self, visitor: str) -> VisitorHits:
        """What is known of a visitor today. One read."""
        item = self.table.get(Key(f"VISITOR#{visitor}", VISITOR.upper()), consistent=True)
        if item is None:
            return VisitorHits()
        shared = {name: item[name] for name in ("brand_id", "visitor", "day")}
        return VisitorHits(tuple(read_hit(shared | one) for one in item["hits"]), item["version"])

    def keep_hits(self, stands: VisitorHits, hits: Sequence[Hit], added: Iterable[DayAddition], at: datetime) -> None:
        """Puts `hits` in the place of what stands, and adds to the days what they come to more.

        Raises VisitsMoved."""
        one = hits[0]
        ends = datetime.combine(date.fromisoformat(one.day), time(), UTC) + KEPT
        item: dict[str, Any] = {
            **Key(f"VISITOR#{one.visitor}", VISITOR.upper())._asdict(),
            "type": VISITOR,
            "brand_id": one.brand_id,
            "visitor": one.visitor,
            "day": one.day,
            "hits": [{name: getattr(hit, name) for name in _OF_HIT if getattr(hit, name) is not None} for hit in hits],
            "version": stands.version + 1,
            layout.EXPIRES: int(ends.timestamp()),
        }
        condition, values = _as_it_stands(stands.version)
        steps = [transact_put(item, condition=condition, values=values)]
        self._write(steps + [_add_to_day(one.brand_id, addition, at) for addition in added])

    def days(self, brand_id: str, first: date, last: date) -> Iterator[VisitDay]:
        """What all sources counted, day by day, both days included. Where the shop tells of its orders, what sellers
        alone say is told as UNMATCHED. One read more where they say anything."""
        found = self.table.query_all(
            "pk = :pk AND sk BETWEEN :first AND :last",
            {":pk": f"VISITS#{brand_id}", ":first": f"{first}", ":last": f"{last}$"},
        )
        begins: date | None = None
        is_known = False
        for row in read_values(VisitDay, found):
            if row.source != LEADS:
                yield row
                continue
            if not is_known:
                begins, is_known = self._find_first_shop_day(brand_id), True
            is_apart = begins is not None and row.day >= begins
            yield row.model_copy(update={"source": UNMATCHED}) if is_apart else row

    def note_shop(self, brand_id: str, at: datetime) -> None:
        """Keeps since when the brand's shop tells of its orders: the first call counts."""
        self.table.update(
            _shop_key(brand_id),
            "SET #type = :type, brand_id = :brand, since = if_not_exists(since, :at)",
            names={"#type": "type"},
            values={":type": SHOP_TELLS, ":brand": brand_id, ":at": at.isoformat()},
        )

    def _find_first_shop_day(self, brand_id: str) -> date | None:
        """The first day of which an order that the shop told of could count for a visit: none is kept for longer."""
        item = self.table.get(_shop_key(brand_id))
        return (datetime.fromisoformat(item["since"]) - _ORDER_KEPT).date() if item else None

    def order(self, brand_id: str, digest: str) -> Conversion:
        """What is known of an order; an empty one where nothing is."""
        item = self.table.get(Key(f"ORDER#{brand_id}", digest), consistent=True)
        return read_value(Conversion, item) if item else Conversion(brand_id=brand_id, digest=digest)

    def keep_order(self, old: Conversion, new: Conversion, added: Iterable[DayAddition], at: datetime) -> None:
        """Puts `new` in the place of `old`, and adds to the days what is confirmed more, or less.

        Raises VisitsMoved."""
        condition, values = _as_it_stands(old.version)
        item = {
            **Key(f"ORDER#{new.brand_id}", new.digest)._asdict(),
            "type": ORDER,
            **new.model_dump(mode="json", exclude_none=True),
            "version": old.version + 1,
            layout.EXPIRES: int((at + (_SALE_KEPT if new.sales else _ORDER_KEPT)).timestamp()),
        }
        steps = [transact_put(item, condition=condition, values=values)]
        self._write(steps + [_add_to_day(new.brand_id, addition, at) for addition in added])

    def _write(self, steps: Sequence[Mapping[str, Any]]) -> None:
        try:
            self.table.transact(steps)
        except (TransactionRefused, TransactionConflict):
            raise VisitsMoved from None


def add_counts(day: date, way: str, origin: VisitOrigin, counts: VisitCounts, currency: str | None) -> DayAddition:
    """What visits came to, as it is added."""
    return DayAddition(day, way, origin, asdict(counts), currency)


def _shop_key(brand_id: str) -> Key:
    """After all days."""
    return Key(f"VISITS#{brand_id}", "SHOP")


def _as_it_stands(version: int) -> tuple[str, dict[str, Any] | None]:
    return (_FREE, None) if version == 0 else ("version = :version", {":version": version})


def _add_to_day(brand_id: str, added: DayAddition, at: datetime) -> dict[str, Any]:
    said = {"type": VISIT_DAY, "day": added.day.isoformat(), "source": added.source, "key": added.way}
    said |= {"as_of": at.isoformat()} | added.origin.model_dump(exclude_none=True)
    said |= {"currency": added.currency} if added.currency else {}
    amounts = added.amounts
    names = {f"#f{place}": name for place, name in enumerate(said)}
    names |= {f"#a{place}": name for place, name in enumerate(amounts)}
    values: dict[str, Any] = {f":f{place}": value for place, value in enumerate(said.values())}
    values |= {f":a{place}": amount for place, amount in enumerate(amounts.values())}
    settings = ", ".join(f"#f{place} = :f{place}" for place in range(len(said)))
    additions = ", ".join(f"#a{place} :a{place}" for place in range(len(amounts)))
    return transact_update(
        (f"VISITS#{brand_id}", f"{added.day}#{added.source}#{added.way}"),
        f"SET {settings} ADD {additions}",
        names=names,
        values=values,
    )

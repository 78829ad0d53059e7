"""What the table holds of a person, found by the index `person`; and the tombstones of those who were erased.

ERASED#<brand> / <keyed hash>"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from portavoce.community import items
from portavoce.community.persons.model import Person
from portavoce.table import layout
from portavoce.table.table import Item, Key, Table

_AUDIT, _SUBJECT = "AUDIT#", "forgotten"


@dataclass(frozen=True)
class PersonRecords:
    """A person's items. What has expired and was not dropped yet is found too where it is to be erased."""

    table: Table

    def find(self, person: Person, *, even_expired: bool) -> Iterator[Item]:
        """Every item that carries the person's words, name or id: an interaction with all that stands beside it, and
        what else was written about it; each once."""
        table = replace(self.table, clock=None) if even_expired else self.table
        seen = set[Key]()
        for place in self._places(table, items.person(person.brand_id, person.platform, person.author_id)):
            for item in self._read_beside(table, place):
                key = Key(item[layout.PARTITION], item[layout.SORT])
                if key not in seen:
                    seen.add(key)
                    yield item

    def forget(self, item: Item) -> None:
        """Takes the item away; of who did what, only what it was done to."""
        key = Key(item[layout.PARTITION], item[layout.SORT])
        if not key.pk.startswith(_AUDIT):
            self.table.delete(key)
            return
        _, partition, sort = layout.PERSON_INDEX
        self.table.update(key, f"SET subject = :subject REMOVE {partition}, {sort}", values={":subject": _SUBJECT})

    def bury(self, brand_id: str, fingerprint: str, at: datetime) -> None:
        """Leaves the tombstone, over an earlier one of the same person."""
        self.table.put({**_tombstone_key(brand_id, fingerprint), "type": "tombstone", "erased_at": at.isoformat()})

    def list_tombstones(self, brand_id: str) -> dict[str, datetime]:
        """The moment of erasing by fingerprint."""
        found = self.table.query_all("pk = :pk", {":pk": _tombstone_key(brand_id, "")[layout.PARTITION]})
        return {item[layout.SORT]: datetime.fromisoformat(item["erased_at"]) for item in found}

    def _read_beside(self, table: Table, place: Key) -> Iterator[Item]:
        if not items.is_interaction(place.pk):
            item = table.get(place, consistent=True)
            yield from [item] if item else []
            return
        yield from table.query_all("pk = :pk", {":pk": place.pk}, consistent=True)
        for about in self._places(table, items.about(place.pk)):
            yield from self._read_beside(table, about)

    def _places(self, table: Table, partition_value: str) -> list[Key]:
        index, partition, _ = layout.PERSON_INDEX
        found = table.query_all(f"{partition} = :person", {":person": partition_value}, index=index)
        return list(dict.fromkeys(Key(item[layout.PARTITION], item[layout.SORT]) for item in found))


def _tombstone_key(brand_id: str, fingerprint: str) -> dict[str, str]:
    return {layout.PARTITION: f"ERASED#{brand_id}", layout.SORT: fingerprint}

"""What the table holds of a person, found by the index `person`; and the tombstones of those who were erased.

ERASED#<brand> / <keyed hash>"""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from portavoce.community import items
from portavoce.community.model import InboxStatus
from portavoce.community.persons.model import Person
from portavoce.community.persons.references import forget_names, forget_references
from portavoce.table import layout
from portavoce.table.table import ConditionFailed, Item, Key, Table

_AUDIT, _SUBJECT, _LISTED = "AUDIT#", "forgotten", "comments"


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

    def clear_alerts(self, person: Person, interaction_ids: Collection[str], *, is_dry: bool) -> int:
        """Takes the person's comments out of the brand's alerts that list some; the number of these alerts."""
        count = 0
        for alert in self._list_all(f"ALERTS#{person.brand_id}"):
            names = str(alert.get("facts", {}).get(_LISTED, ""))
            left = forget_names(names, person.author_id, interaction_ids)
            count += left != names
            if left != names and not is_dry:
                key = Key(alert[layout.PARTITION], alert[layout.SORT])
                self.table.update(key, f"SET facts.{_LISTED} = :left", values={":left": left})
        return count

    def clear_references(self, person: Person, *, is_dry: bool) -> int:
        """Takes the person's id out of what others have said to the brand; the number of their interactions. One that
        another writes at the same moment is left for the next time."""
        listed = (self._list_all(items.inbox_list(person.brand_id, status)) for status in InboxStatus)
        named = [item for item in chain.from_iterable(listed) if person.author_id in str(item.get("interaction"))]
        count = 0
        for item in named:
            row = items.read_interaction(item)
            left = forget_references(row, person.author_id)
            count += left is not row
            if left is not row and not is_dry:
                with suppress(ConditionFailed):
                    version = item["version"]
                    new = items.interaction_item(left, version + 1)
                    self.table.put(new, condition="version = :version", values={":version": version})
        return count

    def _list_all(self, partition_value: str) -> Iterator[Item]:
        index, partition, _ = layout.LISTING_INDEX
        return self.table.query_all(f"{partition} = :list", {":list": partition_value}, index=index)

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

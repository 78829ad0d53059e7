"""The community's items in the table: interactions, the ledger of what was done about them, leads."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from portavoce.community import items
from portavoce.community.model import Action, ActionRecord, InboxStatus, Lead, StoredInteraction
from portavoce.table import layout
from portavoce.table.cursor import make_cursor
from portavoce.table.item_value import UnreadableItem, read_values
from portavoce.table.table import ConditionFailed, Item, Key, Table

_LATEST = 20
"""How many of a person's latest words are looked through for a message."""
_NEW = f"attribute_not_exists({layout.PARTITION})"


@dataclass(frozen=True)
class VersionedInteraction:
    """What stands in the table, with the version that a change must name."""

    row: StoredInteraction
    version: int


class Taken(Exception):
    """Somebody wrote the interaction first; `standing` is what stands now, None when it has gone."""

    def __init__(self, standing: VersionedInteraction | None) -> None:
        super().__init__("the interaction was written by another")
        self.standing = standing


@dataclass(frozen=True)
class CommunityRecords:
    """The community's items in the table."""

    table: Table

    def get(self, platform: str, interaction_id: str) -> VersionedInteraction | None:
        """The interaction as it stands, read consistently."""
        item = self.table.get(Key(**items.interaction_key(platform, interaction_id)), consistent=True)
        return _read_versioned(item) if item else None

    def get_many(self, names: Iterable[tuple[str, str]]) -> list[VersionedInteraction]:
        """The interactions of these platforms and ids that there are, in any order. May lag by a moment."""
        return list(_read_all(self.table.get_many([Key(**items.interaction_key(*name)) for name in names])))

    def create(self, row: StoredInteraction) -> None:
        """One write and no read for an interaction that is new. Raises Taken."""
        self._put(row, 1, _NEW)

    def replace(self, standing: VersionedInteraction, row: StoredInteraction) -> None:
        """Writes `row` over what stood. Raises Taken if it no longer stands."""
        self._put(row, standing.version + 1, "version = :version", {":version": standing.version})

    def _put(self, row: StoredInteraction, version: int, condition: str, values: Item | None = None) -> None:
        try:
            self.table.put(items.interaction_item(row, version), condition=condition, values=values)
        except ConditionFailed as failed:
            raise Taken(_read_versioned(failed.item) if failed.item else None) from None

    def inbox(
        self, brand_id: str, status: InboxStatus, *, limit: int, cursor: str | None
    ) -> tuple[list[VersionedInteraction], str | None]:
        """One page of the brand's interactions of one status, newest first, and the next cursor. Raises BadCursor."""
        page = self._page(items.inbox_list(brand_id, status), limit, cursor)
        return list(_read_all(page[0])), page[1]

    def longest_waiting(self, brand_id: str, status: InboxStatus, limit: int) -> list[VersionedInteraction]:
        """Those of one status that have been ours to answer longest, the first first."""
        page = self._page(items.inbox_list(brand_id, status), limit, None, newest_first=False)
        return list(_read_all(page[0]))

    def inbox_between(
        self, brand_id: str, status: InboxStatus, since: datetime, until: datetime
    ) -> Iterator[StoredInteraction]:
        """The brand's interactions of one status that became ours to answer between the two moments, both included,
        oldest first."""
        name, partition, sort = layout.LISTING_INDEX
        found = self.table.query_all(
            f"{partition} = :list AND {sort} BETWEEN :since AND :until",
            {":list": items.inbox_list(brand_id, status), ":since": items.place(since), ":until": items.place(until)},
            index=name,
        )
        return (one.row for one in _read_all(found) if one.row.waits_since <= until)

    def cursor_behind(self, row: StoredInteraction) -> str:
        """What asks for the part of the inbox that begins after this interaction."""
        keys = items.interaction_item(row, 0)
        names = (layout.PARTITION, layout.SORT, *layout.LISTING_INDEX[1:])
        return make_cursor({name: {"S": keys[name]} for name in names})

    def last_message_at(self, brand_id: str, platform: str, author_id: str) -> datetime | None:
        """When this person last wrote to the brand alone, as far as their latest words tell; None when they did not."""
        keys, _ = self._latest_of(brand_id, platform, author_id, _LATEST)
        for key in keys:
            item = self.table.get(key)
            said = items.read_interaction(item).interaction if item else None
            if said and said.kind.is_private:
                return said.occurred_at
        return None

    def list_latest(
        self, brand_id: str, platform: str, author_id: str, *, most: int
    ) -> tuple[list[StoredInteraction], bool]:
        """What this person has said to the brand lately, the latest first, and whether that is all: one query, and one
        request for the words."""
        keys, is_whole = self._latest_of(brand_id, platform, author_id, most)
        found = [one.row for one in _read_all(self.table.get_many(keys))]
        return sorted(found, key=lambda row: row.interaction.occurred_at, reverse=True), is_whole

    def spoke_before(self, brand_id: str, platform: str, author_id: str, moment: datetime) -> bool:
        """Whether this person had said anything to the brand before the moment: one query."""
        name, partition, sort = layout.PERSON_INDEX
        if not author_id:
            return False
        page = self.table.query(
            f"{partition} = :person AND {sort} < :moment",
            {":person": items.person(brand_id, platform, author_id), ":moment": items.place(moment, "")},
            index=name,
            limit=1,
        )
        return bool(page.items)

    def list_since(
        self, brand_id: str, status: InboxStatus, since: datetime, *, most: int
    ) -> tuple[list[StoredInteraction], bool]:
        """The first of the brand's interactions of one status that became ours to answer since a moment, and whether
        those are all: one query."""
        name, partition, sort = layout.LISTING_INDEX
        page = self.table.query(
            f"{partition} = :list AND {sort} >= :since",
            {":list": items.inbox_list(brand_id, status), ":since": items.place(since, "")},
            index=name,
            limit=most,
        )
        return [one.row for one in _read_all(page.items)], page.cursor is None

    def _latest_of(self, brand_id: str, platform: str, author_id: str, most: int) -> tuple[list[Key], bool]:
        name, partition, _ = layout.PERSON_INDEX
        page = self.table.query(
            f"{partition} = :person",
            {":person": items.person(brand_id, platform, author_id)},
            index=name,
            newest_first=True,
            limit=most,
        )
        keys = [Key(key[layout.PARTITION], key[layout.SORT]) for key in page.items if _is_interaction(key)]
        return keys, page.cursor is None

    def leads(self, brand_id: str, *, limit: int, cursor: str | None) -> tuple[list[Lead], str | None]:
        """One page of the brand's leads, newest first, and the next cursor. Raises BadCursor."""
        page = self._page(items.lead_list(brand_id), limit, cursor)
        return list(read_values(Lead, page[0])), page[1]

    def _page(
        self, list_pk: str, limit: int, cursor: str | None, *, newest_first: bool = True
    ) -> tuple[list[Item], str | None]:
        name, partition, _ = layout.LISTING_INDEX
        page = self.table.query(
            f"{partition} = :list",
            {":list": list_pk},
            index=name,
            newest_first=newest_first,
            limit=limit,
            cursor=cursor,
        )
        return page.items, page.cursor

    def action(self, row: StoredInteraction, action: Action) -> ActionRecord | None:
        """What the ledger says about this action on this interaction."""
        item = self.table.get(Key(**items.action_key(row, action)), consistent=True)
        return items.read_action(item) if item else None

    def actions(self, row: StoredInteraction) -> list[ActionRecord]:
        """Everything that was done about this interaction."""
        key = items.interaction_key(row.interaction.platform, row.interaction.interaction_id)
        found = self.table.query_all(
            "pk = :pk AND begins_with(sk, :sk)", {":pk": key[layout.PARTITION], ":sk": items.ACTIONS_SK}
        )
        return list(read_values(ActionRecord, found))

    def begin_action(self, row: StoredInteraction, action: ActionRecord) -> bool:
        """Writes that the action is about to be done; False when the ledger knows it already."""
        try:
            self.table.put(items.action_item(row, action), condition=_NEW)
        except ConditionFailed:
            return False
        return True

    def end_action(self, row: StoredInteraction, action: ActionRecord) -> None:
        """Writes how the action ended."""
        self.table.put(items.action_item(row, action))

    def add_lead(self, lead: Lead, keep_until: datetime) -> bool:
        """Stores the lead; False when it stood already."""
        try:
            self.table.put(items.lead_item(lead, keep_until), condition=_NEW)
        except ConditionFailed:
            return False
        return True

    def forget_lead(self, brand_id: str, lead_id: str) -> None:
        """Takes the words and their author out of a lead, if there is one."""
        item = self.table.get(Key(**items.lead_key(brand_id, lead_id)), consistent=True)
        if item:
            with suppress(ConditionFailed):
                self.table.put(items.forget_words(item), condition=f"attribute_exists({layout.PARTITION})")

    def remove_lead(self, brand_id: str, lead_id: str) -> None:
        """Takes the lead away, if there is one."""
        self.table.delete(Key(**items.lead_key(brand_id, lead_id)))

    def lead(self, brand_id: str, lead_id: str) -> Lead | None:
        """The lead, or None."""
        item = self.table.get(Key(**items.lead_key(brand_id, lead_id)))
        return items.read_lead(item) if item else None


def _is_interaction(key: Item) -> bool:
    return items.is_interaction(key[layout.PARTITION])


def _read_all(found: Iterable[Item]) -> Iterator[VersionedInteraction]:
    for item in found:
        with suppress(UnreadableItem):
            yield _read_versioned(item)


def _read_versioned(item: Item) -> VersionedInteraction:
    return VersionedInteraction(items.read_interaction(item), item["version"])

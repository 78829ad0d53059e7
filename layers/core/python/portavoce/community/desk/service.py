"""The use cases of working the inbox: who answers, what is done with, what is noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched, chain

from portavoce.community.acts.history import find_hiding
from portavoce.community.desk.changes import apply_change
from portavoce.community.desk.deadlines import answer_by
from portavoce.community.desk.model import MOST_LETTERS, Hand, InboxChange, InboxEntry, InboxPage, Note
from portavoce.community.desk.records import NoteRecords
from portavoce.community.desk.search import InboxFilter, is_wanted
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.records import CommunityRecords, VersionedInteraction
from portavoce.community.service.inbox import Community, NoInteraction
from portavoce.community.service.revisions import ChangedMeanwhile, refuse_stale

ROWS_OF_A_QUERY, MOST_ROWS, MOST_BYTES = 20, 200, 140_000
"""How much one search reads: half a unit is billed for each 4 KB, so that 140,000 bytes and the keys beside them are
some 20 units, and the query that passes them adds two or three where comments are of the usual size."""
LONGEST_THREAD, MOST_OF_A_PERSON = 20, 10
_EVERYTHING = InboxFilter()


class NoNote(LookupError):
    """There is no note of that number."""


@dataclass(frozen=True)
class InboxDesk:
    """Where people work the inbox."""

    community: Community
    records: CommunityRecords
    notes: NoteRecords

    def show(self, platform: str, interaction_id: str) -> InboxEntry:
        """The interaction as it stands. Raises NoInteraction."""
        return self._enter(self.find(platform, interaction_id))

    def list_page(
        self,
        brand_id: str,
        status: InboxStatus,
        wanted: InboxFilter = _EVERYTHING,
        *,
        limit: int,
        cursor: str | None = None,
    ) -> InboxPage:
        """A page of the inbox, newest first: of those that are wanted, as many as `limit`, or as were found among what
        one request may read. Raises BadCursor."""
        if wanted.is_empty:
            rows, following = self.records.inbox(brand_id, status, limit=limit, cursor=cursor)
            return self._make_page(rows, following, rows[-1].row if rows else None)
        return self._search(brand_id, status, wanted, limit, cursor)

    def list_most_urgent(self, brand_id: str, limit: int) -> list[InboxEntry]:
        """Of those that have waited longest, whoever is to answer them, the ones that are due by some time: the
        earliest first."""
        waiting = (self.records.longest_waiting(brand_id, one, limit) for one in InboxStatus if one.awaits_us)
        entries = map(self._enter, chain.from_iterable(waiting))
        due = [(one.answer_by, one) for one in entries if one.answer_by]
        return [one for _, one in sorted(due, key=lambda pair: pair[0])[:limit]]

    def _search(
        self, brand_id: str, status: InboxStatus, wanted: InboxFilter, limit: int, cursor: str | None
    ) -> InboxPage:
        found, read = list[VersionedInteraction](), list[VersionedInteraction]()
        while True:
            some, cursor = self.records.inbox(brand_id, status, limit=ROWS_OF_A_QUERY, cursor=cursor)
            for one in some:
                read.append(one)
                found += [one] if is_wanted(one.row, wanted) else []
                if len(found) == limit:
                    return self._make_page(found, self.records.cursor_behind(one.row), one.row)
            if cursor is None or len(read) >= MOST_ROWS or sum(map(_count_bytes, read)) > MOST_BYTES:
                return self._make_page(found, cursor, read[-1].row if read else None)

    def make_page(self, found: Iterable[VersionedInteraction], cursor: str | None) -> InboxPage:
        """The same of interactions that were found in another way."""
        return InboxPage(items=tuple(map(self._enter, found)), next_cursor=cursor, looked_back_to=None)

    def find(self, platform: str, interaction_id: str) -> VersionedInteraction:
        """The interaction as it stands. Raises NoInteraction."""
        standing = self.records.get(platform, interaction_id)
        if standing is None:
            raise NoInteraction(f"no interaction {interaction_id} on {platform}")
        return standing

    def change(self, platform: str, interaction_id: str, change: InboxChange, hand: Hand) -> StoredInteraction:
        """Changes the interaction and keeps the note, once; the same again changes nothing.

        A note alone takes nothing from anybody, and is kept whatever was seen. Raises NoInteraction, ChangedMeanwhile,
        TooManyTags, Contended."""
        standing = self.find(platform, interaction_id)
        wanted = apply_change(standing.row, change, hand)
        if wanted != standing.row:
            refuse_stale(standing, change.revision, change.note)
            wanted = self._write(standing, change, hand)
        if change.note:
            self.notes.add(standing.row, Note(by=hand.by, at=hand.at, words=change.note))
        return wanted

    def keep_words(self, platform: str, interaction_id: str, words: str, hand: Hand) -> None:
        """Keeps what was to be said and was not, whole, as one note or several. Raises NoInteraction."""
        row = self.find(platform, interaction_id).row
        for number, part in enumerate(batched(words.strip(), MOST_LETTERS, strict=False)):
            in_order = hand.at + timedelta(microseconds=number)
            self.notes.add(row, Note(by=hand.by, at=in_order, words="".join(part)))

    def remove_note(self, platform: str, interaction_id: str, number: int) -> None:
        """Takes back the note of this number, counted from 1 as they are shown. Raises NoInteraction, NoNote."""
        row = self.find(platform, interaction_id).row
        notes = self.notes.list_all(row)
        if not 1 <= number <= len(notes):
            raise NoNote(f"there is no note {number}: {len(notes)} stand here")
        self.notes.remove(row, notes[number - 1])

    def list_thread(self, row: StoredInteraction) -> list[StoredInteraction]:
        """What it answers, and what that answers, the first first; as far as we have heard of it."""
        thread = list[StoredInteraction]()
        platform, parent = row.interaction.platform, row.interaction.parent_id
        while parent and len(thread) < LONGEST_THREAD:
            standing = self.records.get(platform, parent)
            if standing is None or parent in {one.interaction.interaction_id for one in thread}:
                break
            thread.insert(0, standing.row)
            parent = standing.row.interaction.parent_id
        return thread

    def list_of_person(self, row: StoredInteraction) -> list[StoredInteraction]:
        """What else its author has said to the brand lately, the latest first; nothing of whom nobody knows."""
        said = row.interaction
        if said.author_id is None:
            return []
        latest, _ = self.records.list_latest(row.brand_id, said.platform, said.author_id, most=MOST_OF_A_PERSON)
        return [one for one in latest if one.content_at and one.interaction.interaction_id != said.interaction_id]

    def _enter(self, standing: VersionedInteraction) -> InboxEntry:
        row, brand = standing.row, self.community.brand_of(standing.row.brand_id)
        late = answer_by(brand, row) if brand else None
        hiding = find_hiding(row)
        until = hiding.until if hiding else None
        return InboxEntry(**dict(row), revision=standing.version, answer_by=late, hidden_until=until)

    def _make_page(
        self, found: list[VersionedInteraction], cursor: str | None, last: StoredInteraction | None
    ) -> InboxPage:
        looked_back_to = last.waits_since if last and cursor else None
        return InboxPage(items=tuple(map(self._enter, found)), next_cursor=cursor, looked_back_to=looked_back_to)

    def _write(self, standing: VersionedInteraction, change: InboxChange, hand: Hand) -> StoredInteraction:
        """Over what stands. Who named a revision loses to whoever wrote in between."""
        said = standing.row.interaction

        def apply_to(row: StoredInteraction) -> StoredInteraction:
            if change.revision is not None and row != standing.row:
                raise ChangedMeanwhile(self.find(said.platform, said.interaction_id), change.note)
            return apply_change(row, change, hand)

        return self.community.change(standing, apply_to, hand.at)


def _count_bytes(read: VersionedInteraction) -> int:
    return len(read.row.model_dump_json(exclude_defaults=True).encode())

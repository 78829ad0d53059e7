"""Watching over the inbox: who waits too long is told of, and what waited for a person who has spoken again is done.

Nothing has an index of its own for it. A deadline never comes earlier for what was received later, so that all that is
late by now was received by one moment, which is found by going back from now. Each round reads on from the moment that
the last one had come to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portavoce.brands.model import Brand
from portavoce.community.history import derive_status
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.service.inbox import Community
from portavoce.community.watch.batches import make_batches
from portavoce.community.watch.model import OVERLAP, Batch, Watched
from portavoce.community.watch.records import WatchedByAnother, WatchRecords
from portavoce.community.watch.windows import Window, open_windows
from portavoce.each_alone import EachAlone
from portavoce.platforms.interaction import InteractionKind

AWAITING = (InboxStatus.OPEN, InboxStatus.ASSIGNED)
MOST_WAITING = 100
"""So many of those that wait for them, the newest, are looked through for somebody who has spoken again."""
_NEW = "new"


@dataclass(frozen=True)
class InboxWatch:
    """The watch. `tell` (brand id, batch) raises one alert for a batch, once however often it is called."""

    community: Community
    records: CommunityRecords
    memory: WatchRecords
    brands: Callable[[], Iterable[Brand]]
    tell: Callable[[str, Batch], None]

    def watch(self, now: datetime) -> int:
        """One round over every brand; how many interactions were told of. Raises ExceptionGroup, after all brands."""
        told, each = 0, EachAlone()
        for brand in self.brands():
            with each:
                told += self._watch_brand(brand, now)
        each.raise_errors("inboxes could not be watched; the others were")
        return told

    def _watch_brand(self, brand: Brand, now: datetime) -> int:
        watched, version = self.memory.get(brand.id)
        for noted in watched.batches:
            self.tell(brand.id, noted)
        windows = list(open_windows(brand, watched.marks, now))
        read = {one.key: self._read(brand.id, one.told or now, one.reach) for one in windows if not one.is_empty}
        spoken = self._read(brand.id, watched.marks.get(_NEW, now), now)
        found = {one.key: _choose(one, read.get(one.key, ()), watched) for one in windows}
        if not (any(found.values()) or _is_moving(watched, windows, read, spoken)):
            return 0
        self._close_answered(brand.id, [row for row in spoken if not watched.has_told(_NEW, row)], now)
        batches = make_batches(windows, found, now)
        marks = {one.key: one.reach for one in windows} | {_NEW: now}
        try:
            version = self.memory.put(watched.advance(marks, found | {_NEW: spoken}, batches), version)
            for batch in batches:
                self.tell(brand.id, batch)
            if batches:
                self.memory.put(watched.advance(marks, found | {_NEW: spoken}, ()), version)
        except WatchedByAnother:
            return 0
        return sum(one.count for one in batches)

    def _read(self, brand_id: str, since: datetime, until: datetime) -> list[StoredInteraction]:
        """What awaits us and was received between the two moments, and a little before, oldest first."""
        rows = (row for one in AWAITING for row in self.records.inbox_between(brand_id, one, since - OVERLAP, until))
        return sorted(rows, key=lambda row: row.waits_since)

    def _close_answered(self, brand_id: str, spoken: list[StoredInteraction], now: datetime) -> None:
        """Marks as done what waits for somebody who has spoken again since: the newest of a thread stands for it."""
        fresh = [row for row in spoken if row.interaction.author_id]
        if not fresh:
            return
        waiting, _ = self.records.inbox(brand_id, InboxStatus.WAITING, limit=MOST_WAITING, cursor=None)
        for standing in waiting:
            if any(_goes_on_from(row, standing.row) for row in fresh):
                self.community.change(standing, _finish, now)


def _is_moving(
    watched: Watched,
    windows: Iterable[Window],
    read: Mapping[str, Iterable[StoredInteraction]],
    spoken: Iterable[StoredInteraction],
) -> bool:
    """Whether there is anything to remember, to be read no more: a round that finds nothing writes nothing."""
    if watched.batches or watched.marks.keys() != {_NEW, *(one.key for one in windows)}:
        return True
    passed = (row.waits_since > watched.marks[key] for key, rows in read.items() for row in rows)
    return any(passed) or any(not watched.has_told(_NEW, row) for row in spoken)


def _choose(window: Window, read: Iterable[StoredInteraction], watched: Watched) -> list[StoredInteraction]:
    """Of what was read, what is to be told: of the window's kinds, and not told yet."""
    return [row for row in read if row.interaction.kind in window.kinds and not watched.has_told(window.key, row)]


def _finish(row: StoredInteraction) -> StoredInteraction:
    return derive_status(row.model_copy(update={"done": True})) if row.waiting else row


def _goes_on_from(row: StoredInteraction, waiting: StoredInteraction) -> bool:
    """Whether it is the next thing that the same person says in the same thread."""
    said, before = row.interaction, waiting.interaction
    if (said.platform, said.account_id, said.author_id) != (before.platform, before.account_id, before.author_id):
        return False
    if row.waits_since <= waiting.waits_since:
        return False
    if said.kind is InteractionKind.MESSAGE:
        return before.thread_id == said.thread_id
    return said.parent_id is not None and (
        said.parent_id == before.interaction_id
        or (said.post_id is not None and said.post_id == before.post_id)
        or (said.thread_id is not None and said.thread_id == before.thread_id)
    )

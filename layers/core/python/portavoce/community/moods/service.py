"""A second reading of moods, by Amazon Comprehend, where a brand pays for it. After the write, never in its way."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from portavoce.brands.model import Brand
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.moods.comprehend import MODEL, UNITS_PER_CENT, count_units, is_readable
from portavoce.community.moods.model import MoodsRead
from portavoce.community.moods.records import MoodRecords, ReadByAnother
from portavoce.community.records import CommunityRecords
from portavoce.community.sentiment.model import Sentiment, SentimentReader
from portavoce.community.service.inbox import Community, NoInteraction
from portavoce.each_alone import EachAlone

OVERLAP = timedelta(minutes=5)
"""What was received a moment ago may be seen in the list a moment later."""
_LISTED = [status for status in InboxStatus if status is not InboxStatus.REMOVED]


@dataclass(frozen=True)
class MoodReading:
    """The second reading. `reader` is the one that is billed."""

    community: Community
    records: CommunityRecords
    memory: MoodRecords
    brands: Callable[[], Iterable[Brand]]
    reader: SentimentReader

    def read(self, now: datetime) -> int:
        """One round over the brands that have it switched on; how many moods were read. Raises ExceptionGroup, after
        all of them: what was not read is read in the next round."""
        count, each = 0, EachAlone()
        for brand in self.brands():
            with each:
                if brand.sentiment.comprehend_month_minor:
                    count += self._read_brand(brand, now)
        each.raise_errors("moods could not be read; those of other brands were")
        return count

    def _read_brand(self, brand: Brand, now: datetime) -> int:
        month = f"{now.astimezone(UTC):%Y-%m}"
        known, version = self.memory.get(brand.id)
        begun = known or MoodsRead(brand_id=brand.id, month=month, read_to=now)
        spent = begun.units if begun.month == month else 0
        budget = brand.sentiment.comprehend_month_minor * UNITS_PER_CENT - spent
        unread = list(self._list_unread(brand.id, begun.read_to - OVERLAP, now))
        if known and not unread:
            return 0
        rows = list(_afford(unread, budget))
        billed = begun.model_copy(update={"month": month, "units": spent + sum(map(_units, rows))})
        try:
            # Noted before it is asked for: a round that dies has counted too much and never too little.
            version = self.memory.put(billed, version)
            self._write(rows, self._read_rows(rows), now)
            self.memory.put(billed.model_copy(update={"read_to": now}), version)
        except ReadByAnother:
            return 0
        return len(rows)

    def _list_unread(self, brand_id: str, since: datetime, until: datetime) -> Iterator[StoredInteraction]:
        for status in _LISTED:
            for row in self.records.inbox_between(brand_id, status, since, until):
                if row.sentiment and row.sentiment.model != MODEL and is_readable(_words(row), row.sentiment.language):
                    yield row

    def _read_rows(self, rows: list[StoredInteraction]) -> list[Sentiment | None]:
        found: list[Sentiment | None] = [None] * len(rows)
        for language in {row.sentiment.language for row in rows if row.sentiment}:
            places = [at for at, row in enumerate(rows) if row.sentiment and row.sentiment.language == language]
            told = self.reader.read_all([_words(rows[at]) for at in places], language)
            for at, sentiment in zip(places, told, strict=True):
                found[at] = sentiment
        return found

    def _write(self, rows: list[StoredInteraction], told: list[Sentiment | None], now: datetime) -> None:
        """Each mood beside the words that it was read of, and beside no others."""
        for row, sentiment in zip(rows, told, strict=True):
            said = row.interaction
            standing = self.records.get(said.platform, said.interaction_id) if sentiment else None
            if standing:
                with suppress(NoInteraction):
                    self.community.change(standing, partial(_replace_mood, row, sentiment), now)


def _replace_mood(read: StoredInteraction, sentiment: Sentiment | None, stands: StoredInteraction) -> StoredInteraction:
    return stands.model_copy(update={"sentiment": sentiment}) if _words(stands) == _words(read) else stands


def _afford(rows: Iterable[StoredInteraction], units: int) -> Iterator[StoredInteraction]:
    """Those that can be paid for, in order."""
    for row in rows:
        units -= _units(row)
        if units < 0:
            return
        yield row


def _units(row: StoredInteraction) -> int:
    return count_units(_words(row))


def _words(row: StoredInteraction) -> str:
    return row.interaction.text or ""

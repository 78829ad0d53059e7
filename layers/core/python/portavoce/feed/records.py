"""The items of the calendar feeds: the secret of each brand's feed, as its hash."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.table.table import Key, Table


class StoredFeed(NamedTuple):
    """The way into a brand's calendar feed: the SHA-256 of its secret in hexadecimal, and who made it when."""

    secret_hash: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class FeedRecords:
    """The calendar feeds in the table, one for each brand."""

    table: Table

    def get(self, brand_id: str) -> StoredFeed | None:
        """The brand's feed, or None."""
        item = self.table.get(_feed_key(brand_id), consistent=True)
        if item is None:
            return None
        return StoredFeed(item["secret_hash"], item["made_by"], datetime.fromisoformat(item["made_at"]))

    def put(self, brand_id: str, feed: StoredFeed) -> None:
        """Writes the feed; the one before it is closed."""
        item = {"type": "feed", **feed._asdict(), "made_at": feed.made_at.isoformat()}
        self.table.put(_feed_key(brand_id)._asdict() | item)


def _feed_key(brand_id: str) -> Key:
    return Key(f"FEED#{brand_id}", "FEED")

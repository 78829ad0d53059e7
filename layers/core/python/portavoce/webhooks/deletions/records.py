"""That a platform asked for somebody's login to be deleted, in the table: when, and not whose.

DELETION#<platform> / <code>"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Key, Table

KEPT = timedelta(days=400)
"""As long as is kept who did what."""


@dataclass(frozen=True)
class DeletionRecords:
    """The requests."""

    table: Table

    def add(self, platform: str, code: str, at: datetime) -> None:
        """Writes it once: the first moment stands."""
        ends = int((at + KEPT).timestamp())
        item = {**_key(platform, code)._asdict(), "type": "deletion", "asked_at": at.isoformat(), EXPIRES: ends}
        try:
            self.table.put(item, condition="attribute_not_exists(pk)")
        except ConditionFailed:
            return

    def asked_at(self, platform: str, code: str) -> datetime | None:
        """When it was asked, or None."""
        item = self.table.get(_key(platform, code))
        return datetime.fromisoformat(item["asked_at"]) if item else None


def _key(platform: str, code: str) -> Key:
    return Key(f"DELETION#{platform}", code)

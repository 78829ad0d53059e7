"""What channels that are polled have told, in the table.

| pk | sk | what |
|---|---|---|
| `POLLED#<channel id>` | `POLLED` | short ids of what was told and polls still read; forgotten after a quiet week |"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.community.polls.model import PollMemory
from portavoce.table.item_value import read_value
from portavoce.table.layout import EXPIRES
from portavoce.table.table import Key, Table

POLLED = "polled"
_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class PollRecords:
    """The memories of polls."""

    table: Table

    def get(self, channel_id: str) -> PollMemory:
        """What the channel has told; nothing when it was never polled."""
        item = self.table.get(_key(channel_id), consistent=True)
        return read_value(PollMemory, item) if item else PollMemory(channel_id=channel_id)

    def put(self, memory: PollMemory, now: datetime) -> None:
        """Remembers it. Of two polls at once the later counts: what the other told comes again, and changes nothing."""
        ends = {"type": POLLED, EXPIRES: int((now + _KEPT).timestamp())}
        self.table.put({**memory.model_dump(mode="json"), **_key(memory.channel_id)._asdict(), **ends})


def _key(channel_id: str) -> Key:
    return Key(f"POLLED#{channel_id}", "POLLED")

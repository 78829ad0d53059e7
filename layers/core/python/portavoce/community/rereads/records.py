"""When channels were read again, and what their webhooks have missed, in the table.

| pk | sk | what |
|---|---|---|
| `POLLED#<channel id>` | `REREAD` | the moment of the last round, and how many were missed in a week |"""

from dataclasses import dataclass
from datetime import datetime

from portavoce.community.rereads.model import BACK, RereadMemory
from portavoce.table.item_value import read_value
from portavoce.table.layout import EXPIRES
from portavoce.table.table import Key, Table

REREAD = "reread"


@dataclass(frozen=True)
class RereadRecords:
    """The memories of rounds."""

    table: Table

    def get(self, channel_id: str) -> RereadMemory:
        """What is remembered of the channel; nothing when it was never read again."""
        item = self.table.get(_key(channel_id))
        return read_value(RereadMemory, item) if item else RereadMemory(channel_id=channel_id)

    def put(self, memory: RereadMemory, now: datetime) -> None:
        """Remembers it."""
        ends = {"type": REREAD, EXPIRES: int((now + BACK).timestamp())}
        self.table.put({**memory.model_dump(mode="json"), **_key(memory.channel_id)._asdict(), **ends})


def _key(channel_id: str) -> Key:
    return Key(f"POLLED#{channel_id}", "REREAD")

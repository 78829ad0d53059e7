"""The notes of those who work the inbox, in the table.

| pk | sk | what |
|---|---|---|
| `INTERACTION#<platform>#<interaction id>` | `NOTE#<moment>#<mark>` | a note, kept as long as the words |"""

import hashlib
from dataclasses import dataclass
from datetime import UTC

from portavoce.community import items
from portavoce.community.desk.model import Note
from portavoce.community.model import StoredInteraction
from portavoce.table.item_value import read_values
from portavoce.table.layout import EXPIRES, PARTITION
from portavoce.table.table import Key, Table

NOTE, _PREFIX = "note", "NOTE#"


@dataclass(frozen=True)
class NoteRecords:
    """The notes."""

    table: Table

    def add(self, row: StoredInteraction, note: Note) -> None:
        """Writes the note; the same again is the same note."""
        ends = {"type": NOTE, EXPIRES: int(row.keep_until.timestamp())}
        self.table.put({**note.model_dump(mode="json"), **_key(row, note)._asdict(), **ends})

    def remove(self, row: StoredInteraction, note: Note) -> None:
        """Takes the note away; one that is gone stays gone."""
        self.table.delete(_key(row, note))

    def list_all(self, row: StoredInteraction) -> list[Note]:
        """All notes about the interaction, oldest first."""
        found = self.table.query_all(
            "pk = :pk AND begins_with(sk, :sk)", {":pk": _partition(row), ":sk": _PREFIX}, consistent=True
        )
        return list(read_values(Note, found))


def _key(row: StoredInteraction, note: Note) -> Key:
    mark = hashlib.sha256(f"{note.by}#{note.words}".encode()).hexdigest()[:6]
    return Key(_partition(row), f"{_PREFIX}{note.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}#{mark}")


def _partition(row: StoredInteraction) -> str:
    return items.interaction_key(row.interaction.platform, row.interaction.interaction_id)[PARTITION]

"""Saved answers in the table.

| pk | sk | what |
|---|---|---|
| `ANSWERS#<brand>` | `ANSWER#<name>#<language>` | one answer in one language |"""

from dataclasses import dataclass

from portavoce.community.answers.model import SavedAnswer
from portavoce.table.item_value import read_value, read_values
from portavoce.table.table import Key, Table

_PREFIX = "ANSWER#"


@dataclass(frozen=True)
class AnswerRecords:
    """The saved answers."""

    table: Table

    def list_all(self, brand_id: str) -> list[SavedAnswer]:
        """All of a brand's, by name and language."""
        found = self.table.query_all("pk = :pk", {":pk": f"ANSWERS#{brand_id}"}, consistent=True)
        return list(read_values(SavedAnswer, found))

    def get(self, brand_id: str, name: str, language: str) -> SavedAnswer | None:
        """The answer, or None."""
        item = self.table.get(_key(brand_id, name, language), consistent=True)
        return read_value(SavedAnswer, item) if item else None

    def put(self, answer: SavedAnswer) -> None:
        """Writes the answer over what stood."""
        key = _key(answer.brand_id, answer.name, answer.language)
        self.table.put({**answer.model_dump(mode="json"), **key._asdict(), "type": "saved_answer"})

    def remove(self, brand_id: str, name: str, language: str) -> None:
        """Removes the answer if it is there."""
        self.table.delete(_key(brand_id, name, language))


def _key(brand_id: str, name: str, language: str) -> Key:
    return Key(f"ANSWERS#{brand_id}", f"{_PREFIX}{name}#{language}")

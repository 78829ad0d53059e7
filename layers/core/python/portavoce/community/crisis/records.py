"""How brands stand, what is usual of them, and how they stood, in the table.

| pk | sk | what |
|---|---|---|
| `CRISES` | `STANDING` | every brand that does not simply stand calm: one get each round |
| `CRISIS#<brand>` | `USUAL` | what is heard in the hours of eight weeks, made anew once a day |
| `CRISIS#<brand>` | `AT#<since>` | one watch or crisis as it went; kept for 400 days |"""

from dataclasses import dataclass
from datetime import timedelta

from portavoce.community.crisis.model import Board, ReputationStanding, StoodOtherwise, Usual
from portavoce.table.item_value import read_value, read_values
from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Key, Table

KEPT = timedelta(days=400)
_STANDING = Key("CRISES", "STANDING")


@dataclass(frozen=True)
class CrisisRecords:
    """Standings in the table."""

    table: Table

    def board(self) -> Board:
        """How all stand; nothing and version 0 before the first was written."""
        item = self.table.get(_STANDING)
        if item is None:
            return Board({}, 0)
        found = read_values(ReputationStanding, item.get("standings", {}).values())
        return Board({one.brand_id: one for one in found}, item["version"])

    def replace(self, board: Board) -> Board:
        """Writes it over its version, and gives it with the new one. Raises StoodOtherwise."""
        written = {name: one.model_dump(mode="json", exclude_defaults=True) for name, one in board.standings.items()}
        item = {**_STANDING._asdict(), "type": "standings", "standings": written, "version": board.version + 1}
        condition = "version = :version" if board.version else "attribute_not_exists(pk)"
        values = {":version": board.version} if board.version else None
        try:
            self.table.put(item, condition=condition, values=values)
        except ConditionFailed:
            raise StoodOtherwise from None
        return board._replace(version=board.version + 1)

    def usual(self, brand_id: str) -> Usual | None:
        """What was usual when it was last made."""
        item = self.table.get(_usual_key(brand_id))
        counts = {name: _read_counts(item[name]) for name in ("heard", "against")} if item else {}
        return read_value(Usual, item, **counts) if item else None

    def put_usual(self, usual: Usual) -> None:
        """Remembers it. The counts are one text each: an item is billed by its size."""
        item = usual.model_dump(mode="json") | _usual_key(usual.brand_id)._asdict() | {"type": "usual"}
        self.table.put(item | {name: " ".join(map(str, item[name])) for name in ("heard", "against")})

    def put_history(self, standing: ReputationStanding) -> None:
        """Writes how it went, over what was written of the same before."""
        key = Key(f"CRISIS#{standing.brand_id}", f"AT#{standing.since.isoformat()}")
        item = standing.model_dump(mode="json", exclude_defaults=True) | key._asdict() | {"type": "crisis"}
        self.table.put(item | {EXPIRES: int((standing.since + KEPT).timestamp())})

    def history(self, brand_id: str, limit: int) -> list[ReputationStanding]:
        """The latest watches and crises, the newest first."""
        page = self.table.query(
            "pk = :pk AND begins_with(sk, :at)",
            {":pk": f"CRISIS#{brand_id}", ":at": "AT#"},
            newest_first=True,
            limit=limit,
        )
        return list(read_values(ReputationStanding, page.items))


def _usual_key(brand_id: str) -> Key:
    return Key(f"CRISIS#{brand_id}", "USUAL")


def _read_counts(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split()))

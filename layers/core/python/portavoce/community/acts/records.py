"""The ledger of acts in the table.

| pk | sk | what |
|---|---|---|
| `INTERACTION#<platform>#<id>` | `ACT#<number>` | one act as it was asked for; the interaction holds its end |

It carries the time to live of the interaction's words."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from portavoce.community import items
from portavoce.community.acts.model import ActEntry, ActMessage
from portavoce.community.model import StoredInteraction
from portavoce.table.item_value import read_value, read_values
from portavoce.table.layout import DUE_INDEX, EXPIRES, PARTITION, SORT
from portavoce.table.table import ConditionFailed, Key, Table

ACT = "act"
_PREFIX, _HIDINGS = "ACT#", "HIDINGS"


class AskedAlready(Exception):
    """Another act has this number: it was asked for a moment earlier. `entry` is what stands."""

    def __init__(self, entry: ActEntry | None) -> None:
        super().__init__("another act has this number")
        self.entry = entry


@dataclass(frozen=True)
class ActRecords:
    """The entries of the ledger."""

    table: Table

    def begin(self, row: StoredInteraction, entry: ActEntry) -> None:
        """Writes that the act was asked for, by whom the platform is called now. Raises AskedAlready."""
        ends = {"type": ACT, EXPIRES: int(row.keep_until.timestamp())}
        plain = entry.model_dump(mode="json", exclude_defaults=True)
        due = {DUE_INDEX[1]: _HIDINGS, DUE_INDEX[2]: entry.until.isoformat()} if entry.until else {}
        item = {
            **plain,
            **due,
            **_key(row.interaction.platform, row.interaction.interaction_id, entry.number)._asdict(),
        }
        try:
            self.table.put(item | ends, condition=f"attribute_not_exists({PARTITION})")
        except ConditionFailed as failed:
            raise AskedAlready(read_value(ActEntry, failed.item) if failed.item else None) from None

    def get(self, platform: str, interaction_id: str, number: int) -> ActEntry | None:
        """The entry, read consistently."""
        item = self.table.get(_key(platform, interaction_id, number), consistent=True)
        return read_value(ActEntry, item) if item else None

    def list_all(self, platform: str, interaction_id: str) -> list[ActEntry]:
        """All that was asked about the interaction, in order."""
        pk = items.interaction_key(platform, interaction_id)[PARTITION]
        found = self.table.query_all("pk = :pk AND begins_with(sk, :sk)", {":pk": pk, ":sk": _PREFIX})
        return list(read_values(ActEntry, found))

    def claim(
        self, platform: str, interaction_id: str, entry: ActEntry, now: datetime, *, calls: bool
    ) -> ActEntry | None:
        """The entry for whoever sees to it now, and `calls` or only looks; None when another was first."""
        changes = {"leased_at": now} | ({"called_at": now, "may_be_said": True} if calls else {})
        return self._update(platform, interaction_id, entry, changes)

    def leave(
        self, platform: str, interaction_id: str, entry: ActEntry, *, may_be_said: bool, links: int | None = None
    ) -> None:
        """Notes whether anything may have been said, for whoever takes the message of `links`. Whoever claimed it since
        is left alone."""
        self._update(
            platform,
            interaction_id,
            entry,
            {"may_be_said": may_be_said, "links": entry.links if links is None else links},
        )

    def ended_hidings(self, now: datetime) -> list[Key]:
        """The entries of hidings whose time is over."""
        name, partition, sort = DUE_INDEX
        found = self.table.query_all(
            f"{partition} = :list AND {sort} <= :now", {":list": _HIDINGS, ":now": now.isoformat()}, index=name
        )
        return [Key(item[PARTITION], item[SORT]) for item in found]

    def list_hidings(self, *, limit: int, cursor: str | None) -> tuple[list[ActMessage], str | None]:
        """What will end some of the hidings that end by themselves, of all brands, the first first, and what asks for
        the next. Raises BadCursor."""
        name, partition, _ = DUE_INDEX
        page = self.table.query(f"{partition} = :list", {":list": _HIDINGS}, index=name, limit=limit, cursor=cursor)
        return [undo_message(Key(item[PARTITION], item[SORT])) for item in page.items], page.cursor

    def forget_hiding(self, key: Key) -> None:
        """Takes a hiding off the list of those whose time is to end."""
        _, partition, sort = DUE_INDEX
        with suppress(ConditionFailed):
            self.table.update(key, f"REMOVE {partition}, {sort}", condition=f"attribute_exists({PARTITION})")

    def _update(
        self, platform: str, interaction_id: str, entry: ActEntry, changes: dict[str, object]
    ) -> ActEntry | None:
        changed = entry.model_copy(update=changes)
        plain = changed.model_dump(mode="json")
        try:
            self.table.update(
                _key(platform, interaction_id, entry.number),
                "SET " + ", ".join(f"{name} = :{name}" for name in changes),
                condition="leased_at = :then",
                values={
                    ":then": entry.model_dump(mode="json")["leased_at"],
                    **{f":{name}": plain[name] for name in changes},
                },
            )
        except ConditionFailed:
            return None
        return changed


def undo_message(key: Key) -> ActMessage:
    """The message that takes back the act of this key."""
    platform, interaction_id = key.pk.removeprefix("INTERACTION#").split("#", 1)
    return ActMessage(
        platform=platform, interaction_id=interaction_id, act=int(key.sk.removeprefix(_PREFIX)), undo=True
    )


def _key(platform: str, interaction_id: str, number: int) -> Key:
    return Key(items.interaction_key(platform, interaction_id)[PARTITION], f"{_PREFIX}{number:04}")

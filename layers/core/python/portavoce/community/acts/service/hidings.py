"""The use cases of hidings that end by themselves, for whoever talks to no platform."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portavoce.community.acts.history import find_hiding
from portavoce.community.acts.model import ActMessage
from portavoce.community.acts.records import ActRecords, undo_message
from portavoce.community.records import CommunityRecords, VersionedInteraction


@dataclass(frozen=True)
class Hidings:
    """What is hidden for a time. `send` puts a message on the outgoing queue."""

    community: CommunityRecords
    records: ActRecords
    send: Callable[[ActMessage], None]

    def end_over(self, now: datetime) -> int:
        """Asks for the end of each whose time is over, and gives their number. Asked twice, it is done once."""
        over = self.records.ended_hidings(now)
        for key in over:
            self.send(undo_message(key))
            self.records.forget_hiding(key)
        return len(over)

    def list_page(
        self, brand_id: str, *, limit: int, cursor: str | None
    ) -> tuple[list[VersionedInteraction], str | None]:
        """Some of a brand's interactions that are hidden for a time, the first to end first, and what asks for the
        next: a page of all brands' is read, so that one may be short, or empty. Raises BadCursor."""
        ends, following = self.records.list_hidings(limit=limit, cursor=cursor)
        found = self.community.get_many((one.platform, one.interaction_id) for one in ends)
        standing = {(*_name(one), hiding.number): one for one in found if (hiding := find_hiding(one.row))}
        hidden = [standing.get((one.platform, one.interaction_id, one.act)) for one in ends]
        return [one for one in hidden if one and one.row.brand_id == brand_id], following


def _name(one: VersionedInteraction) -> tuple[str, str]:
    return one.row.interaction.platform, one.row.interaction.interaction_id

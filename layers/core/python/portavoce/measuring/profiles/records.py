"""Profiles in the table.

METRICS#<brand> / AUDIENCE#<channel>: who a channel's people are, deflated JSON in one binary field; it ends by itself
when it has not been read for a quarter."""

import zlib
from dataclasses import dataclass
from datetime import timedelta

from portavoce.measuring.profiles.model import ChannelProfile
from portavoce.table.layout import EXPIRES
from portavoce.table.table import Item, Key, Table

KEPT_FOR = timedelta(days=92)

_PACKED = "z1"


@dataclass(frozen=True)
class ProfileRecords:
    """The newest profile of each channel."""

    table: Table

    def get(self, brand_id: str, channel: str) -> ChannelProfile | None:
        """One channel's, or None where none is known or can be read."""
        item = self.table.get(Key(f"METRICS#{brand_id}", f"AUDIENCE#{channel}"))
        return _read(item) if item else None

    def of_brand(self, brand_id: str) -> dict[str, ChannelProfile]:
        """Each channel's that is known."""
        values = {":pk": f"METRICS#{brand_id}", ":start": "AUDIENCE#"}
        items = self.table.query_all("pk = :pk AND begins_with(sk, :start)", values)
        return {one.channel: one for item in items if (one := _read(item))}

    def keep(self, profile: ChannelProfile) -> None:
        """Stores it in place of the one before."""
        item: Item = {
            "pk": f"METRICS#{profile.brand_id}",
            "sk": f"AUDIENCE#{profile.channel}",
            "type": "audience_profile",
            _PACKED: zlib.compress(profile.model_dump_json(exclude_none=True).encode(), 9),
            EXPIRES: int((profile.as_of + KEPT_FOR).timestamp()),
        }
        self.table.put(item)


def _read(item: Item) -> ChannelProfile | None:
    try:
        return ChannelProfile.model_validate_json(zlib.decompress(bytes(item[_PACKED])))
    except (KeyError, ValueError, zlib.error):
        return None  # a newer version may have written it: it is read anew

"""What can be done with a brand: write it, read it, list them, find the channel that an account is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portavoce.brands.known_platforms import UnknownPlatform, unknown_platforms
from portavoce.brands.model import Brand, ChannelRef
from portavoce.brands.records import AccountHeld, BrandRecords, StoredBrand, StoredPage, VersionMoved
from portavoce.platforms.manifest import PlatformNames
from portavoce.table.item_size import MOST_BYTES, count_bytes

__all__ = ["AccountHeld", "BrandChanged", "BrandTooLarge", "Brands", "PlatformsUnknown", "StoredBrand", "StoredPage"]


class BrandChanged(Exception):
    """The brand is not at the version that the caller has read. Read it again, then decide."""

    def __init__(self, brand_id: str) -> None:
        super().__init__(f"the brand {brand_id} was changed by someone else: read it again and repeat your change")
        self.brand_id = brand_id


class PlatformsUnknown(Exception):
    """The brand names platforms that do not exist; `problems` says where, and which do."""

    def __init__(self, problems: list[UnknownPlatform]) -> None:
        super().__init__("; ".join(one.message for one in problems))
        self.problems = problems


class BrandTooLarge(Exception):
    """The brand does not fit into one item of the table; nothing was written."""

    def __init__(self, size_bytes: int) -> None:
        super().__init__(
            f"the brand takes {size_bytes // 1000} KB and at most {MOST_BYTES // 1000} can be kept: shorten its lists, "
            "or make two brands of it"
        )


@dataclass(frozen=True)
class Brands:
    """The brands. `platforms` gives the platforms that exist."""

    records: BrandRecords
    platforms: Callable[[], PlatformNames]

    def put(self, brand: Brand, now: datetime, if_version: int | None = None) -> int:
        """Writes the brand and returns its version; what stands already is left alone.

        With `if_version` only that version is replaced (0: the brand must be new).
        Raises PlatformsUnknown, BrandTooLarge, BrandChanged, AccountHeld."""
        problems = unknown_platforms(brand, self.platforms())
        if problems:
            raise PlatformsUnknown(problems)
        if (size_bytes := count_bytes(brand)) > MOST_BYTES:
            raise BrandTooLarge(size_bytes)
        old = self.records.get(brand.id)
        version = old.version if old else 0
        if if_version not in (None, version):
            raise BrandChanged(brand.id)
        if old and old.brand == brand:
            return version
        try:
            return self.records.replace(old, brand, now).version
        except VersionMoved:
            raise BrandChanged(brand.id) from None

    def get(self, brand_id: str) -> StoredBrand | None:
        """The brand and its version, or None."""
        return self.records.get(brand_id)

    def brand_of(self, brand_id: str) -> Brand | None:
        """The brand as it stands, or None."""
        stored = self.records.get(brand_id)
        return stored.brand if stored else None

    def list_page(self, cursor: str | None = None, limit: int = 50) -> StoredPage:
        """One page of brands, by id. Raises BadCursor."""
        return self.records.list_page(cursor, limit)

    def channel_of(self, platform: str, account_id: str) -> ChannelRef | None:
        """The channel that this account of a platform is, or None when it is none of ours."""
        return self.records.channel_of(platform, account_id)

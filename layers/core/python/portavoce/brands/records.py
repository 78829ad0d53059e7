"""The brand's items: the whole brand as one item with a version, one item per account that leads to its channel, and
one per account that says how it is connected."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.brands.model import Brand, ChannelRef
from portavoce.table.item_value import UnreadableItem, read_value
from portavoce.table.layout import LISTING_INDEX
from portavoce.table.steps import transact_delete, transact_put
from portavoce.table.table import Item, Key, Table, TransactionConflict, TransactionRefused

LIST = "BRANDS"


class StoredBrand(NamedTuple):
    """A brand as it stands. `version` is 1 at first and grows by one with each change."""

    brand: Brand
    version: int


class StoredPage(NamedTuple):
    """Brands by id. `cursor` is None on the last page."""

    brands: list[StoredBrand]
    cursor: str | None


class VersionMoved(Exception):
    """The brand is not (or no longer) at the version that was to be replaced; nothing was written."""


class AccountHeld(Exception):
    """An account belongs to a channel of another brand; nothing was written. `holder` is that channel."""

    def __init__(self, holder: ChannelRef) -> None:
        super().__init__(f"{holder.platform} account {holder.account_id} belongs to the channel {holder.channel_id}")
        self.holder = holder


@dataclass(frozen=True)
class BrandRecords:
    """The brands in the table."""

    table: Table

    def get(self, brand_id: str) -> StoredBrand | None:
        """The brand as last written, or None."""
        item = self.table.get(_brand_key(brand_id), consistent=True)
        return _read_brand(item) if item else None

    def list_page(self, cursor: str | None, limit: int) -> StoredPage:
        """One page of brands, by id. Raises BadCursor."""
        index, partition, _ = LISTING_INDEX
        page = self.table.query(f"{partition} = :list", {":list": LIST}, index=index, limit=limit, cursor=cursor)
        return StoredPage(list(_read_brands(page.items)), page.cursor)

    def channel_of(self, platform: str, account_id: str) -> ChannelRef | None:
        """The channel that this account is, or None."""
        item = self.table.get(_account_key(platform, account_id))
        return read_value(ChannelRef, item) if item else None

    def replace(self, old: StoredBrand | None, new: Brand, now: datetime) -> StoredBrand:
        """Writes the brand and its accounts in one transaction, if `old` is still what stands (None: nothing does).

        Raises VersionMoved, AccountHeld."""
        stored = StoredBrand(new, old.version + 1 if old else 1)
        before, after = _refs(old.brand) if old else set(), _refs(new)
        steps = [_put_brand(stored, old, now), *map(_put_account, _sort_refs(after - before))]
        steps += [_drop_account(ref) for ref in _sort_refs(before - after) if not _keeps_account(ref, after)]
        try:
            self.table.transact(steps)
        except TransactionConflict:
            raise VersionMoved from None
        except TransactionRefused as error:
            raise _refusal(error) from None
        return stored


def _refusal(error: TransactionRefused) -> VersionMoved | AccountHeld:
    brand, *accounts = error.conditions
    holder = next((item for item in accounts if item), None)
    return VersionMoved() if brand is not None or holder is None else AccountHeld(read_value(ChannelRef, holder))


def _refs(brand: Brand) -> set[ChannelRef]:
    return {
        ChannelRef(brand_id=brand.id, channel=one.id, platform=one.platform, account_id=one.account_id)
        for one in brand.channels
    }


def _sort_refs(refs: set[ChannelRef]) -> list[ChannelRef]:
    return sorted(refs, key=lambda ref: (ref.platform, ref.account_id))


def _keeps_account(ref: ChannelRef, refs: set[ChannelRef]) -> bool:
    """Whether the account stays with the brand, under another channel id."""
    return any((one.platform, one.account_id) == (ref.platform, ref.account_id) for one in refs)


def _put_brand(new: StoredBrand, old: StoredBrand | None, now: datetime) -> Item:
    brand, version = new
    _, partition, sort = LISTING_INDEX
    item = _brand_key(brand.id)._asdict() | {
        "type": "brand",
        "version": version,
        "brand": brand.model_dump(mode="json"),
        "updated_at": now.isoformat(),
        partition: LIST,
        sort: brand.id,
    }
    if old is None:
        return transact_put(item, condition="attribute_not_exists(pk)")
    return transact_put(item, condition="version = :old", values={":old": old.version})


def _put_account(ref: ChannelRef) -> Item:
    item = _account_key(ref.platform, ref.account_id)._asdict() | {"type": "account"} | ref.model_dump()
    ours = "attribute_not_exists(pk) OR brand_id = :brand"
    return transact_put(item, condition=ours, values={":brand": ref.brand_id})


def _drop_account(ref: ChannelRef) -> Item:
    ours = "attribute_not_exists(pk) OR brand_id = :brand"
    return transact_delete(_account_key(ref.platform, ref.account_id), condition=ours, values={":brand": ref.brand_id})


def _brand_key(brand_id: str) -> Key:
    return Key(f"BRAND#{brand_id}", "BRAND")


def _account_key(platform: str, account_id: str) -> Key:
    return Key(f"ACCOUNT#{platform}#{account_id}", "ACCOUNT")


def _read_brands(items: Iterable[Item]) -> Iterator[StoredBrand]:
    for item in items:
        with suppress(UnreadableItem):
            yield _read_brand(item)


def _read_brand(item: Item) -> StoredBrand:
    return StoredBrand(read_value(Brand, item["brand"]), item["version"])

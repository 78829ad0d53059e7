"""Aurora's listening on the bench's table."""

from datetime import UTC, datetime

from portavoce.brands.model import Brand
from portavoce.brands.records import BrandRecords
from portavoce.brands.service import Brands
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.service import Memory
from portavoce.community.records import CommunityRecords
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.runtime.wiring.community import for_a_minute
from portavoce.table.table import Table
from tests import community as fakes

NOW = datetime(2026, 11, 23, 10, 40, 12, 345678, tzinfo=UTC)
ACCOUNT = "61550000000000001"
AURORA = Brand.model_validate(
    fakes.AURORA.model_dump() | {"channels": [{"id": "facebook", "platform": "facebook", "account_id": ACCOUNT}]}
)


def listening(table: Table) -> Community:
    """Listening as its function has it: the brand and its accounts in the table, remembered for a minute."""
    brands = Brands(BrandRecords(table), discovery.of_brands)
    brands.put(AURORA, NOW)

    def read(brand_id: str) -> Brand | None:
        found = brands.get(brand_id)
        return found.brand if found else None

    platform = fakes.Platform()
    return Community(
        records=CommunityRecords(table),
        channel_of=for_a_minute(brands.channel_of),
        brand_of=for_a_minute(read),
        reader_of=lambda _: platform,
        moderates=lambda _: True,
        was_erased=Memory(for_a_minute(PersonRecords(table).list_tombstones), lambda _: None).forbids,
        set_aside=platform.aside.append,
    )

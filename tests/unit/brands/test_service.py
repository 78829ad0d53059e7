"""Brands in the table: written once, found by id and by account, never overwritten unseen."""

import pytest

from portavoce.brands.model import Brand, Channel, ChannelRef
from portavoce.brands.records import BrandRecords, StoredBrand
from portavoce.brands.service import AccountHeld, BrandChanged, Brands, PlatformsUnknown
from portavoce.platforms.manifest import PlatformNames
from portavoce.table.cursor import BadCursor
from portavoce.table.table import Key, Table
from tests.aurora import NOW, aurora

FACEBOOK = Channel(id="facebook", platform="facebook", account_id="1001")
X = Channel(id="x", platform="x", account_id="2002")
AURORA = aurora(channels=[FACEBOOK, X], ad_accounts=[], budgets=[])


@pytest.fixture
def brands(table: Table) -> Brands:
    return Brands(BrandRecords(table), lambda: PlatformNames(("facebook", "x"), ()))


def with_channels(brand: Brand, *channels: Channel) -> Brand:
    return brand.model_copy(update={"channels": channels})


def test_a_brand_is_read_back_as_it_was_written_with_its_version(brands: Brands) -> None:
    assert brands.put(AURORA, NOW) == 1
    assert brands.get("aurora") == (AURORA, 1)
    assert brands.get("boreas") is None


def test_the_same_brand_again_writes_nothing(brands: Brands, table: Table) -> None:
    brands.put(AURORA, NOW)
    before = table.consumed.write_units
    assert brands.put(AURORA, NOW) == 1
    assert table.consumed.write_units == before


def test_a_change_moves_the_version_and_an_older_version_replaces_nothing(brands: Brands) -> None:
    brands.put(AURORA, NOW)
    second = AURORA.model_copy(update={"name": "Aurora"})
    assert brands.put(second, NOW, if_version=1) == 2
    with pytest.raises(BrandChanged, match="aurora"):
        brands.put(AURORA, NOW, if_version=1)
    assert brands.get("aurora") == (second, 2)


def test_a_brand_that_must_be_new_replaces_nothing(brands: Brands) -> None:
    assert brands.put(AURORA, NOW, if_version=0) == 1
    with pytest.raises(BrandChanged):
        brands.put(AURORA.model_copy(update={"name": "Other"}), NOW, if_version=0)


def test_of_two_writers_that_read_the_same_version_one_is_refused(table: Table) -> None:
    records = BrandRecords(table)
    service = Brands(records, lambda: PlatformNames(("facebook", "x"), ()))
    service.put(AURORA, NOW)

    class Overtaken(BrandRecords):
        def get(self, brand_id: str) -> StoredBrand | None:
            read = super().get(brand_id)
            service.put(AURORA.model_copy(update={"name": "First"}), NOW)
            return read

    with pytest.raises(BrandChanged):
        Brands(Overtaken(table), lambda: PlatformNames(("facebook", "x"), ())).put(
            AURORA.model_copy(update={"name": "Second"}), NOW
        )
    stored = service.get("aurora")
    assert stored and stored.brand.name == "First"


def test_an_account_leads_to_its_channel_and_to_no_other(brands: Brands) -> None:
    brands.put(AURORA, NOW)
    found = brands.channel_of("x", "2002")
    assert found == ChannelRef(brand_id="aurora", channel="x", platform="x", account_id="2002")
    assert found.channel_id == "aurora.x"
    assert brands.channel_of("facebook", "2002") is None


def test_an_account_that_is_given_back_leads_nowhere_and_can_be_taken(brands: Brands) -> None:
    brands.put(AURORA, NOW)
    brands.put(with_channels(AURORA, FACEBOOK), NOW)
    assert brands.channel_of("x", "2002") is None
    boreas = with_channels(AURORA.model_copy(update={"id": "boreas"}), X)
    brands.put(boreas, NOW)
    found = brands.channel_of("x", "2002")
    assert found and found.brand_id == "boreas"


def test_an_account_follows_when_its_channel_gets_another_id(brands: Brands) -> None:
    brands.put(AURORA, NOW)
    brands.put(with_channels(AURORA, FACEBOOK, X.model_copy(update={"id": "twitter"})), NOW)
    found = brands.channel_of("x", "2002")
    assert found and found.channel_id == "aurora.twitter"


def test_an_account_of_another_brand_is_refused_by_name_and_nothing_is_written(brands: Brands) -> None:
    brands.put(AURORA, NOW)
    boreas = with_channels(
        AURORA.model_copy(update={"id": "boreas"}), X, Channel(id="facebook", platform="facebook", account_id="7")
    )
    with pytest.raises(AccountHeld, match=r"x account 2002 belongs to the channel aurora\.x"):
        brands.put(boreas, NOW)
    assert brands.get("boreas") is None
    assert brands.channel_of("facebook", "7") is None


def test_a_platform_that_does_not_exist_is_refused_with_those_that_do(brands: Brands) -> None:
    with pytest.raises(PlatformsUnknown, match="'myspace' is not a platform; allowed: facebook, x") as refused:
        brands.put(with_channels(AURORA, Channel(id="m", platform="myspace", account_id="1")), NOW)
    assert refused.value.problems[0].place == ("channels", 0, "platform")
    assert brands.get("aurora") is None


def test_brands_are_listed_by_id_page_after_page(brands: Brands) -> None:
    for name in ("cirrus", "aurora", "boreas"):
        channel = Channel(id="x", platform="x", account_id=name)
        brands.put(with_channels(AURORA.model_copy(update={"id": name}), channel), NOW)
    first = brands.list_page(limit=2)
    second = brands.list_page(first.cursor, limit=2)
    assert [one.brand.id for one in (*first.brands, *second.brands)] == ["aurora", "boreas", "cirrus"]
    assert second.cursor is None
    with pytest.raises(BadCursor):
        brands.list_page("nonsense")


def test_the_table_holds_no_field_that_could_be_a_secret(brands: Brands, table: Table) -> None:
    brands.put(AURORA, NOW)
    item = table.get(Key("BRAND#aurora", "BRAND"))
    known = {"id", "platform", "account_id", "posts_per_week", "slots", "approval", "track_links", "posts_elsewhere"}
    assert item and set(item["brand"]["channels"][0]) == known

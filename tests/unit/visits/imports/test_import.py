"""Sources of visits are read once a day into days of the brand's: what they tell, and what they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portavoce.brands.analytics.model import AnalyticsRef
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.visit_rows import SiteVisits, VisitReader, VisitRow
from portavoce.table.table import Table
from portavoce.visits.imports.fold import MOST_WAYS
from portavoce.visits.imports.ga4_file import FileUnreadable, read_export
from portavoce.visits.imports.records import ImportRecords
from portavoce.visits.imports.service import VisitImporter
from portavoce.visits.model import VisitDay
from tests.aurora import aurora

BRAND = aurora(
    analytics=[
        {"id": "shop", "platform": "ga4", "account_id": "123"},
        {"id": "blog", "platform": "matomo", "account_id": "1@matomo.aurora.example"},
    ]
)
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
YESTERDAY = date(2026, 11, 21)


@dataclass
class Source:
    """A source that tells the rows of the days that it is asked for, or fails."""

    told: SiteVisits = field(default_factory=SiteVisits)
    trouble: Exception | None = None
    asked: list[tuple[date, date]] = field(default_factory=list)

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits:
        self.asked.append((since, until))
        if self.trouble:
            raise self.trouble
        rows = tuple(one for one in self.told.rows if since <= one.day <= until)
        return self.told.model_copy(update={"rows": rows})


def importer(table: Table, sources: Mapping[str, Source]) -> VisitImporter:
    def connect(_: str, ref: AnalyticsRef) -> VisitReader:
        return sources[ref.id]

    return VisitImporter(records=ImportRecords(table), brands=lambda: [BRAND], connect=connect)


def row(day: date = YESTERDAY, **fields: object) -> VisitRow:
    return VisitRow.model_validate({"day": day, "visits": 10} | fields)


def days(table: Table, first: date = YESTERDAY) -> list[VisitDay]:
    return [one for one in ImportRecords(table).days("aurora", first, YESTERDAY) if one.visits]


def test_visits_are_joined_to_the_channel_the_campaign_and_the_post_that_led_there(table: Table) -> None:
    rows = (
        row(source="facebook", campaign="autumn", content="p-81", bounced=4, value=Decimal("12.505")),
        row(source="Facebook", campaign="autumn", content="p-81", visits=5, bounced=1, value=Decimal("0.99")),
        row(source="google", visits=70, bounced=60, value=Decimal(0)),
        row(source="newsletter", campaign="autumn", visits=3, bounced=1, value=Decimal(0)),
    )
    importer(table, {"shop": Source(SiteVisits(rows=rows, currency="EUR")), "blog": Source()}).read(NOW)
    found = {(one.channel, one.campaign, one.post_id): one for one in days(table)}
    assert found.keys() == {("facebook", "autumn", "p-81"), (None, None, None), (None, "autumn", None)}
    post = found["facebook", "autumn", "p-81"]
    assert (post.visits, post.bounced, post.value_minor, post.currency) == (15, 5, 1349, "EUR")
    assert (found[None, None, None].key, found[None, None, None].visits) == ("other", 70)


def test_a_source_is_read_for_four_weeks_at_first_and_then_its_last_three_days_anew(table: Table) -> None:
    source = Source()
    reader = importer(table, {"shop": source, "blog": Source()})
    for later in (0, 1, 5):
        reader.read(NOW + timedelta(days=later))
    assert source.asked == [
        (date(2026, 10, 25), date(2026, 11, 21)),
        (date(2026, 11, 19), date(2026, 11, 22)),
        (date(2026, 11, 20), date(2026, 11, 26)),
    ]


def test_what_is_restated_takes_the_place_of_what_was_told_and_a_second_round_adds_nothing(table: Table) -> None:
    source = Source(SiteVisits(rows=(row(campaign="a"), row(campaign="b"))))
    reader = importer(table, {"shop": source, "blog": Source()})
    for _ in range(2):
        reader.read(NOW)
    assert sum(one.visits for one in days(table)) == 20
    source.told = SiteVisits(rows=(row(campaign="a", visits=12),))
    reader.read(NOW)
    assert [(one.campaign, one.visits) for one in days(table)] == [("a", 12)]


@pytest.mark.parametrize("error", [ReadRefused("the key is not taken (401)"), ReadFailed("the quota is used up (429)")])
def test_a_source_that_fails_is_told_with_its_reason_and_holds_up_no_other(table: Table, error: Exception) -> None:
    shop, blog = Source(SiteVisits(rows=(row(),))), Source(SiteVisits(rows=(row(visits=7),)))
    reader = importer(table, {"shop": shop, "blog": blog})
    reader.read(NOW)
    shop.trouble = error
    reader.read(NOW + timedelta(days=1))
    failed, well = reader.states(BRAND)
    assert (failed.failed_because, failed.read_until, well.failed_because) == (str(error), YESTERDAY, None)
    assert well.read_until == YESTERDAY + timedelta(days=1)
    assert sorted((one.source, one.visits) for one in days(table)) == [("ga4", 10), ("matomo", 7)]
    shop.trouble = None
    reader.read(NOW + timedelta(days=1))
    assert reader.states(BRAND)[0].failed_because is None


def test_a_day_that_is_not_over_at_the_site_is_about_and_is_read_again_when_it_is(table: Table) -> None:
    """At seven in Rome it is ten in the evening in Los Angeles: some hours of the day are missing."""
    source = Source(SiteVisits(rows=(row(visits=60),), zone="America/Los_Angeles"))
    reader = importer(table, {"shop": source, "blog": Source()})
    reader.read(NOW)
    assert [(one.visits, one.is_about) for one in days(table)] == [(60, True)]
    assert "2026-11-21 was not over yet in America/Los_Angeles" in reader.states(BRAND)[0].notes
    assert reader.sums(BRAND, YESTERDAY, YESTERDAY)[0].about_days == 1
    source.told = SiteVisits(rows=(row(visits=80),), zone="America/Los_Angeles")
    reader.read(NOW + timedelta(days=1))
    assert [(one.visits, one.is_about) for one in days(table)] == [(80, False)]


@pytest.mark.parametrize(("zone", "is_about"), [("UTC-5.5", False), ("UTC-6.5", True), ("UTC+14", False)])
def test_hours_from_utc_tell_when_a_day_was_over_too(table: Table, zone: str, is_about: bool) -> None:
    """At six o'clock UTC."""
    source = Source(SiteVisits(rows=(row(visits=60),), zone=zone))
    importer(table, {"shop": source, "blog": Source()}).read(NOW)
    assert [one.is_about for one in days(table)] == [is_about]


def test_sources_are_summed_apart_and_a_rate_is_made_of_sums(table: Table) -> None:
    shop = SiteVisits(
        rows=(
            row(campaign="autumn", visits=100, bounced=35, converted=6, value=Decimal("240.50")),
            row(YESTERDAY - timedelta(days=1), visits=300, bounced=240, converted=3, value=Decimal("9.50")),
        ),
        currency="EUR",
    )
    blog = SiteVisits(rows=(row(visits=50, bounced=25),))
    reader = importer(table, {"shop": Source(shop), "blog": Source(blog)})
    reader.read(NOW)
    whole, campaign, other = reader.sums(BRAND, date(2026, 11, 1), YESTERDAY)
    assert (whole.source, whole.visits, whole.bounced, whole.converted, whole.value_minor) == (
        "ga4",
        400,
        275,
        9,
        25000,
    )
    assert (whole.bounce_rate_percent, whole.conversion_rate_percent) == (Decimal("68.75"), Decimal("2.25"))
    assert (campaign.by, campaign.of, campaign.bounce_rate_percent) == ("campaign", "autumn", Decimal("35.00"))
    assert (other.source, other.visits, other.bounce_rate_percent, other.converted) == (
        "matomo",
        50,
        Decimal("50.00"),
        None,
    )


def test_days_that_nobody_has_read_are_counted_as_unknown(table: Table) -> None:
    reader = importer(table, {"shop": Source(SiteVisits(rows=(row(),))), "blog": Source()})
    reader.read(NOW)
    whole = reader.sums(BRAND, date(2026, 11, 1), date(2026, 11, 30))[0]
    assert (whole.known_days, whole.days) == (21, 30)
    assert reader.sums(BRAND, date(2026, 9, 1), date(2026, 9, 30)) == []


def test_a_day_has_so_many_ways_and_the_rest_is_among_the_others(table: Table) -> None:
    rows = tuple(row(campaign=f"c{number:03}", visits=number + 1, bounced=0) for number in range(MOST_WAYS + 50))
    importer(table, {"shop": Source(SiteVisits(rows=rows)), "blog": Source()}).read(NOW)
    found = days(table)
    assert len(found) == MOST_WAYS + 1
    assert sum(one.visits for one in found) == sum(one.visits for one in rows)


def test_a_source_that_is_another_account_by_now_begins_anew(table: Table) -> None:
    reader = importer(table, {"shop": Source(SiteVisits(rows=(row(),))), "blog": Source()})
    reader.read(NOW)
    other = BRAND.model_copy(update={"analytics": (BRAND.analytics[0].model_copy(update={"account_id": "9"}),)})
    assert [one.read_until for one in reader.states(other)] == [None]


EXPORT = """# ----------------------------------------
# Traffic acquisition
# Start date: 20261101
# End date: 20261130
# ----------------------------------------
Date,Session source,Session campaign,Session manual ad content,Sessions,Engaged sessions,Key events,Total revenue
20261120,instagram,autumn,p-81,120,78,6,240.5
20261120,(direct),(not set),(not set),400,160,4,99.9
,,,,520,238,10,340.4
"""


def test_an_export_of_google_analytics_is_read_without_its_comments_and_its_grand_total() -> None:
    first, second = read_export(EXPORT)
    assert (first.day, first.source, first.campaign, first.content) == (
        date(2026, 11, 20),
        "instagram",
        "autumn",
        "p-81",
    )
    assert (first.visits, first.bounced, first.engaged, first.conversions) == (120, 42, 78, 6)
    assert (first.value, second.source, second.bounced) == (Decimal("240.5"), "", 240)
    organic, _ = read_export(EXPORT.replace("instagram,autumn,p-81", "google,(organic),(not set)"))
    assert (organic.source, organic.campaign, organic.content) == ("google", "", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only\n# comments\n", "empty"),
        ("Session source,Sessions\nx,1\n", "no column Date"),
        (EXPORT.replace("20261120,instagram", "20/11/2026,instagram"), "line 7"),
        (EXPORT.replace(",120,", ',"1,200",'), "line 7"),
        (EXPORT.replace(",120,", ",-120,"), "line 7"),
        (EXPORT.replace("240.5", "1e400"), "line 7"),
        (EXPORT.replace(",78,6,", ",78,1e999999999,"), "line 7"),
    ],
)
def test_a_file_that_is_no_such_export_is_refused_with_the_line(text: str, words: str) -> None:
    with pytest.raises(FileUnreadable, match=words):
        read_export(text)

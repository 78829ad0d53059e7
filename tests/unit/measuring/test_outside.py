"""Posts that were made elsewhere are found once each, beside ours and never in their place, and an interrupted search
goes on where it was."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.brands.model import Brand
from portavoce.measuring.model import ContentType, MeasuredPost
from portavoce.measuring.outside import service
from portavoce.measuring.outside.model import BACKFILL, ChannelListing
from portavoce.measuring.outside.recognition import leave_known, names_of_published
from portavoce.measuring.outside.records import ListingRecords
from portavoce.measuring.outside.service import STILL_LEAVING, OutsideFinder
from portavoce.measuring.records import Measurements
from portavoce.platforms.contract import ReadFailed
from portavoce.platforms.post_list import ListedPost, ListingRule, PostPage
from portavoce.publishing.model import Publication, PublicationState, SentPart
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.measuring import Stage, always, make_dashboards, publication

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RULES = {
    "facebook": ListingRule(per_page=2, source="test"),
    "x": ListingRule(per_page=2, post_mills=100, source="test"),
}


def post(name: str, at: datetime, **more: Any) -> ListedPost:
    given = {"remote_id": name, "published_at": at, "form": "image", "url": f"https://there.example/{name}"}
    return ListedPost.model_validate(given | more)


def finder(stage: Stage) -> OutsideFinder:
    def published(brand_id: str, since: datetime) -> Iterable[Publication]:
        return [one for one in stage.publications if one.brand_id == brand_id and one.planned_at >= since]

    return OutsideFinder(
        records=ListingRecords(stage.table),
        enrol=Measurements(stage.table).enrol,
        rule_of=RULES.get,
        published=published,
        connect=stage.connect,
    )


@pytest.fixture
def stage(table: Table) -> Stage:
    stage = Stage(table)
    stage.daily = (finder(stage).find,)
    return stage


def outside(stage: Stage) -> list[MeasuredPost]:
    found = stage.measurements.posts("aurora", NOW - 2 * BACKFILL)
    return [one for one in found if one.source == "outside"]


def tick(stage: Stage, at: datetime, brand: Brand = AURORA) -> None:
    stage.brands = [brand]
    stage.collector().collect(at, always)


def listing(stage: Stage, channel: str, brand: Brand = AURORA, at: datetime = NOW) -> ChannelListing:
    return next(one for one in finder(stage).tell(brand, at) if one.channel == channel)


def test_ninety_days_are_filled_in_once_and_each_post_is_measured_once(stage: Stage) -> None:
    facebook = stage.platforms["facebook"]
    facebook.listed = [post(f"there-{days}", NOW - days * DAY) for days in (1, 30, 89, 91)]
    for days in range(3):
        tick(stage, NOW + days * DAY)
    assert [one.remote_id for one in outside(stage)] == ["there-89", "there-30", "there-1"]
    assert facebook.pages == 4  # two for the 90 days, one a day after that
    assert listing(stage, "facebook").state == "listed"


def test_a_post_that_was_made_elsewhere_is_measured_as_ours_are_and_told_apart(stage: Stage, table: Table) -> None:
    stage.publications = [publication("ours", "facebook", NOW - HOUR)]
    stage.platforms["facebook"].listed = [
        post("there", NOW - 2 * HOUR),
        post("facebook-ours", NOW - HOUR),
    ]
    tick(stage, NOW)
    tick(stage, NOW + HOUR)
    [one] = outside(stage)
    assert (one.content_type, one.url, one.looked_at) == (ContentType.IMAGE, "https://there.example/there", NOW + HOUR)
    made = make_dashboards(table).of(AURORA, 7, NOW + HOUR)
    assert {row.source for row in made.posts} == {None, "outside"}
    total = {one.name: one.total for one in made.figures if one.by is None}
    assert total["interactions"] == 2
    assert total["pillar_mix_kept"] == 1


def test_what_was_made_elsewhere_keeps_no_plan(stage: Stage, table: Table) -> None:
    channels = tuple(one.model_copy(update={"posts_per_week": 7}) for one in AURORA.channels)
    brand = AURORA.model_copy(update={"channels": channels})
    stage.platforms["facebook"].listed = [post(f"there-{days}", NOW - days * DAY) for days in range(1, 7)]
    tick(stage, NOW, brand)
    assert len(outside(stage)) == 6
    kept = next(one for one in make_dashboards(table).of(brand, 7, NOW).figures if one.name == "cadence_kept")
    assert kept.value == 0


def test_a_search_that_is_interrupted_goes_on_behind_the_last_page(stage: Stage) -> None:
    facebook = stage.platforms["facebook"]
    facebook.listed = [post(f"there-{days:02}", NOW - days * DAY) for days in range(1, 9)]
    facebook.troubles["page 4"] = ReadFailed("timed out")
    tick(stage, NOW)
    assert len(outside(stage)) == 4
    assert listing(stage, "facebook").state == "filling_in"
    facebook.troubles.clear()
    facebook.pages = 0
    tick(stage, NOW + DAY)
    assert (len(outside(stage)), facebook.pages) == (8, 2)


def test_a_long_history_is_filled_in_some_pages_a_day(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGES_A_DAY", 2)
    facebook = stage.platforms["facebook"]
    facebook.listed = [post(f"there-{number:02}", NOW - HOUR * (number + 1)) for number in range(9)]
    found = []
    for days in range(3):
        tick(stage, NOW + days * DAY)
        found.append(len(outside(stage)))
    assert found == [4, 8, 9]
    tick(stage, NOW + 3 * DAY)
    assert listing(stage, "facebook").found == 9


def test_what_is_posted_while_old_ones_are_filled_in_is_found_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PAGES_A_DAY", 2)
    facebook = stage.platforms["facebook"]
    facebook.listed = [post(f"there-{number:02}", NOW - HOUR * (number + 1)) for number in range(6)]
    tick(stage, NOW)
    facebook.listed.append(post("new", NOW + HOUR))
    for days in range(1, 4):
        tick(stage, NOW + days * DAY)
    assert len(outside(stage)) == 7


def test_a_post_whose_outcome_is_in_doubt_is_left_until_it_is_settled(stage: Stage) -> None:
    in_doubt: dict[str, Any] = {"state": PublicationState.UNCERTAIN, "remote_id": None}
    stage.publications = [publication("ours", "facebook", NOW - 2 * HOUR, **in_doubt)]
    stage.platforms["facebook"].listed = [post("perhaps", NOW - 2 * HOUR)]
    tick(stage, NOW)
    tick(stage, NOW + 5 * DAY)
    assert outside(stage) == []
    stage.publications = [
        publication("ours", "facebook", NOW - 2 * HOUR, state=PublicationState.FAILED, remote_id=None)
    ]
    tick(stage, NOW + 6 * DAY)
    assert [one.remote_id for one in outside(stage)] == ["perhaps"]


def test_what_has_just_left_is_nobodys_yet(stage: Stage) -> None:
    stage.platforms["facebook"].listed = [post("young", NOW - STILL_LEAVING / 2)]
    tick(stage, NOW)
    assert outside(stage) == []
    tick(stage, NOW + DAY)
    assert len(outside(stage)) == 1


def test_each_part_of_a_thread_and_what_was_planned_long_ago_is_known_as_ours(stage: Stage) -> None:
    part = SentPart(remote_id="second", url=None, started_at=NOW - HOUR, attempts=1)
    frozen = publication("late", "facebook", NOW - 40 * DAY, remote_id="first").model_copy(update={"sent": (part,)})
    stage.publications = [frozen.model_copy(update={"started_at": NOW - HOUR})]
    stage.platforms["facebook"].listed = [post("first", NOW - HOUR), post("second", NOW - HOUR)]
    tick(stage, NOW)
    assert outside(stage) == []


def test_where_reading_costs_money_nothing_is_read_unless_the_brand_asks_and_then_it_is_counted(stage: Stage) -> None:
    stage.platforms["x"].listed = [post("there", NOW - DAY)]
    tick(stage, NOW)
    assert stage.platforms["x"].pages == 0
    assert listing(stage, "x").state == "off"
    asked = [one.model_copy(update={"posts_elsewhere": True}) for one in AURORA.channels]
    brand = AURORA.model_copy(update={"channels": tuple(asked)})
    for days in (1, 2):
        tick(stage, NOW + days * DAY, brand)
    found = listing(stage, "x", brand, NOW + 2 * DAY)
    assert (found.state, found.found, found.billed_posts, found.billed_minor) == ("listed", 1, 2, 1)


def test_what_a_brand_does_not_want_found_is_not_looked_for(stage: Stage) -> None:
    off = tuple(one.model_copy(update={"posts_elsewhere": False}) for one in AURORA.channels)
    tick(stage, NOW, AURORA.model_copy(update={"channels": off}))
    assert stage.platforms["facebook"].pages == 0


def test_the_posts_of_a_backfill_are_not_all_looked_at_in_one_tick(stage: Stage) -> None:
    facebook = stage.platforms["facebook"]
    facebook.per_page = 50
    facebook.listed = [post(f"there-{number:02}", NOW - HOUR * (number + 1)) for number in range(45)]
    tick(stage, NOW)
    due = sorted(one.next_look_at for one in outside(stage) if one.next_look_at)
    assert max(due) - min(due) == timedelta(hours=1)
    assert max(due.count(at) for at in due) <= 20


def test_an_account_that_another_took_the_place_of_is_filled_in_anew(stage: Stage) -> None:
    tick(stage, NOW)
    moved = tuple(one.model_copy(update={"account_id": f"{one.account_id}9"}) for one in AURORA.channels)
    stage.platforms["facebook"].listed = [post("old", NOW - 80 * DAY)]
    tick(stage, NOW + DAY, AURORA.model_copy(update={"channels": moved}))
    assert [one.remote_id for one in outside(stage)] == ["old"]


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_ours_and_theirs_are_told_apart_by_their_ids_alone(ours: set[int], all_of_them: set[int]) -> None:
    listed = [post(f"at://did:plc:a/app.bsky.feed.post/k{number}", NOW, url=None) for number in all_of_them]
    handles = [
        publication(f"p{number}", "x", NOW, remote_id=f"at://aurora.example/app.bsky.feed.post/k{number}")
        for number in ours
    ]
    left = {one.remote_id.rpartition("/k")[2] for one in leave_known(listed, names_of_published(handles))}
    assert left == {str(number) for number in all_of_them - ours}


def test_a_list_whose_page_leads_to_itself_has_come_to_its_end(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    facebook = stage.platforms["facebook"]
    facebook.listed = [post("there", NOW - DAY)]
    pages = []

    def circle(since: datetime, page: str | None) -> PostPage:
        pages.append(page)
        return PostPage(posts=() if page else tuple(facebook.listed), next_page="round")

    monkeypatch.setattr(facebook, "list_posts", circle)
    tick(stage, NOW)
    assert (pages, [one.remote_id for one in outside(stage)]) == ([None, "round"], ["there"])
    assert listing(stage, "facebook").state == "listed"

"""Whatever is due is read once; one channel's trouble is nobody else's."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portavoce.measuring.service.collect import PATIENCE, RETRY_AFTER, CollectedMetrics
from portavoce.measuring.snapshot_due import BACKFILL_DAYS
from portavoce.platforms.contract import ReadFailed, Reading, ReadRefused
from portavoce.publishing.model import PublicationState
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.measuring import Stage, always, measured, metric, publication

HOUR = timedelta(hours=1)


@pytest.fixture
def stage(table: Table) -> Stage:
    return Stage(table, publications=[publication("launch", "facebook", NOW - timedelta(minutes=5))])


def test_a_post_is_looked_at_by_the_first_tick_after_it_was_published_and_then_each_hour(stage: Stage) -> None:
    ticks = [NOW + timedelta(minutes=15 * number) for number in range(9)]
    looked = [stage.collector().collect(tick, always).posts for tick in ticks]
    assert looked == [1, 0, 0, 0, 1, 0, 0, 0, 1]


def test_missed_ticks_lose_no_snapshot_that_can_still_be_taken_and_repeat_none(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    assert stage.collector().collect(NOW + 10 * HOUR, always).posts == 1
    assert stage.collector().collect(NOW + 10 * HOUR, always).posts == 0
    assert stage.post("launch").next_look_at == NOW - timedelta(minutes=5) + 11 * HOUR


def test_the_same_tick_twice_changes_nothing(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    before = stage.table.client.scan(TableName="portavoce")["Items"]
    assert stage.collector().collect(NOW, always) == CollectedMetrics()
    assert stage.table.client.scan(TableName="portavoce")["Items"] == before


def test_only_what_is_published_is_measured(stage: Stage) -> None:
    stage.publications = [
        publication("waits", "facebook", NOW, state=PublicationState.SCHEDULED, remote_id=None),
        publication("failed", "facebook", NOW, state=PublicationState.FAILED, remote_id=None),
        publication("nowhere", "smoke_signals", NOW),
    ]
    assert stage.collector().collect(NOW, always).posts == 0


def test_a_metric_that_is_refused_takes_no_other_down_and_keeps_its_reason(stage: Stage) -> None:
    refusal = Reading(metric="reach", value=None, unavailable_reason="needs 100 followers")
    stage.platforms["facebook"].numbers["facebook-launch", "reach"] = refusal
    stage.collector().collect(NOW, always)
    expected = (metric("likes", 7), metric("reach", "needs 100 followers"))
    assert stage.post("launch").metrics == expected


def test_a_metric_that_the_platform_no_longer_has_is_not_asked_for(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    assert ("facebook-launch", ("reach", "likes")) in stage.platforms["facebook"].asked


def test_a_number_that_was_known_stays_known_with_its_own_age(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    gone = Reading(metric="reach", value=None, unavailable_reason="gone")
    stage.platforms["facebook"].numbers["facebook-launch", "reach"] = gone
    stage.collector().collect(NOW + HOUR, always)
    assert stage.post("launch").metrics == (metric("likes", 7, NOW + HOUR), metric("reach", 7, NOW))


def test_a_read_that_fails_is_tried_again_later_and_its_neighbours_are_read(stage: Stage) -> None:
    stage.publications.append(publication("second", "facebook", NOW))
    stage.platforms["facebook"].troubles["facebook-launch"] = ReadFailed("timed out")
    done = stage.collector().collect(NOW, always)
    assert done.posts == 1
    assert done.failures == ["aurora.launch.facebook: ReadFailed"]
    assert stage.post("launch").looked_at is None
    stage.platforms["facebook"].troubles.clear()
    assert stage.collector().collect(NOW + RETRY_AFTER, always).posts == 1
    assert stage.post("launch").looked_at == NOW + RETRY_AFTER


def test_a_platform_that_does_not_answer_is_left_alone_and_the_others_are_read(stage: Stage) -> None:
    stage.publications = [publication(f"p{number}", "facebook", NOW) for number in range(PATIENCE + 3)]
    stage.publications.append(publication("last", "x", NOW))
    facebook = stage.platforms["facebook"]
    facebook.troubles = {f"facebook-p{number}": ReadFailed("timed out") for number in range(PATIENCE + 3)}
    done = stage.collector().collect(NOW, always)
    assert len(facebook.asked) == PATIENCE
    assert stage.post("last", "x").looked_at == NOW
    assert len(done.failures) == PATIENCE


def test_a_surprise_in_one_post_is_raised_after_its_neighbours_were_read(stage: Stage) -> None:
    stage.publications.append(publication("second", "facebook", NOW))
    stage.platforms["facebook"].troubles["facebook-launch"] = ZeroDivisionError()
    with pytest.RaisesGroup(ZeroDivisionError):
        stage.collector().collect(NOW, always)
    assert stage.post("second").looked_at == NOW
    assert stage.collector().collect(NOW, always).posts == 0


def test_a_channel_without_a_token_has_numbers_that_are_unavailable_and_say_why(stage: Stage) -> None:
    stage.troubles["aurora.facebook"] = ReadRefused("aurora.facebook has no secret")
    stage.collector().collect(NOW, always)
    assert {one.unavailable_reason for one in stage.post("launch").metrics} == {"aurora.facebook has no secret"}
    today = stage.measurements.channel_days("aurora", date(2026, 11, 23), date(2026, 11, 23))
    assert {one.unavailable_reason for day in today if day.channel == "facebook" for one in day.metrics} == {
        "aurora.facebook has no secret"
    }


def test_a_run_that_has_no_time_left_stops_and_the_next_goes_on(stage: Stage) -> None:
    stage.publications += [publication(f"p{number}", "facebook", NOW) for number in range(4)]
    answers = iter([True, True, *[False] * 100])
    done = stage.collector().collect(NOW, lambda: next(answers))
    assert (done.posts, done.stopped_early) == (2, True)
    assert stage.collector().collect(NOW, always).posts == 3


def test_a_post_of_a_channel_that_was_taken_off_the_brand_is_not_looked_at_again(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    stage.publications = []
    stage.brands = [AURORA.model_copy(update={"channels": AURORA.channels[1:]})]
    stage.collector().collect(NOW + HOUR, always)
    assert stage.post("launch").next_look_at is None
    assert stage.post("launch").metrics == (metric("likes", 7), metric("reach", 7))


def test_what_was_read_is_kept_as_history(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    stage.platforms["facebook"].numbers["facebook-launch", "likes"] = Reading(metric="likes", value=Decimal(9))
    stage.collector().collect(NOW + HOUR, always)
    snapshots = stage.table.query_all("pk = :pk", {":pk": "SNAPSHOTS#aurora.launch.facebook"})
    assert [item["metrics"]["likes"]["v"] for item in snapshots] == [7, 9]


def test_of_each_day_the_first_snapshot_stays_and_the_others_end_after_a_month(stage: Stage) -> None:
    moments = [NOW, NOW + HOUR, NOW + timedelta(days=1)]
    for moment in moments:
        stage.collector().collect(moment, always)
    snapshots = stage.table.query_all("pk = :pk", {":pk": "SNAPSHOTS#aurora.launch.facebook"})
    ends = int((moments[1] + timedelta(days=35)).timestamp())
    assert [item.get("expires_at") for item in snapshots] == [None, ends, None]


def test_a_new_channel_is_filled_in_and_a_count_of_now_is_asked_only_for_today(stage: Stage) -> None:
    assert stage.collector().collect(NOW, always).channel_days == BACKFILL_DAYS + 1
    days = [ask for ask in stage.platforms["facebook"].asked if ask[0].startswith("2026-")]
    assert [day for day, names in days if "followers" in names] == ["2026-11-23"]
    assert stage.platforms["x"].asked == [("2026-11-23", ("followers",))]


def test_a_day_is_read_again_when_it_is_over_and_keeps_what_only_its_own_time_could_tell(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    stage.platforms["facebook"].numbers["2026-11-23", "new_follows"] = Reading(metric="new_follows", value=Decimal(11))
    stage.collector().collect(NOW + timedelta(days=1), always)
    rows = stage.measurements.channel_days("aurora", date(2026, 11, 23), date(2026, 11, 23))
    facebook = next(row for row in rows if row.channel == "facebook")
    assert facebook.metrics == (metric("followers", 7), metric("new_follows", 11, NOW + timedelta(days=1)))


def test_a_post_that_was_looked_at_since_it_was_read_is_not_looked_at_again(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    later = NOW + timedelta(hours=2)
    posts = stage.measurements.posts("aurora", NOW - timedelta(days=30))
    stage.collector().collect(later, always)
    assert list(stage.measurements.due(posts, later)) == []


def test_of_posts_that_are_not_due_none_is_read(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    posts = stage.measurements.posts("aurora", NOW - timedelta(days=30))
    spent = stage.table.consumed.requests
    assert list(stage.measurements.due(posts, NOW)) == []
    assert stage.table.consumed.requests == spent


def test_the_longest_overdue_is_looked_at_first(stage: Stage) -> None:
    for name, hours in (("new", 1), ("old", 30), ("mid", 5)):
        post = measured(name, at=NOW - timedelta(hours=hours))
        stage.measurements.enrol(post.model_copy(update={"next_look_at": post.published_at}))
    posts = stage.measurements.posts("aurora", NOW - timedelta(days=3))
    assert [post.post_id for post in stage.measurements.due(reversed(posts), NOW)] == ["old", "mid", "new"]


def test_a_post_of_ninety_days_gets_its_last_look_although_the_tick_stood_still_for_days(stage: Stage) -> None:
    published = NOW - timedelta(days=92)
    last = measured("quarter", at=published).model_copy(update={"next_look_at": published + timedelta(days=90)})
    stage.measurements.enrol(last)
    stage.collector().collect(NOW, always)
    assert stage.measurements.posts("aurora", published)[0].looked_at == NOW


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2026, 12, 1), datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 2, 8, tzinfo=UTC)),
        (date(2026, 3, 8), datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
        (date(2026, 11, 1), datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)),
    ],
    ids=["a day in winter", "the day of 23 hours", "the day of 25 hours"],
)
def test_a_platforms_own_day_is_read_when_it_is_over_there_and_named_as_its_day(
    stage: Stage, day: date, begins: datetime, ends: datetime
) -> None:
    stage.publications, stage.day_zones = [], {"facebook": "America/Los_Angeles"}
    asked = stage.platforms["facebook"].asked
    stage.collector().collect(begins, always)
    asked.clear()
    stage.collector().collect(ends - timedelta(minutes=1), always)
    assert str(day) not in [what for what, _ in asked]
    stage.collector().collect(ends, always)
    assert str(day) in [what for what, _ in asked]
    rows = stage.measurements.channel_days("aurora", day, day)
    assert {(row.channel, row.zone) for row in rows} >= {("facebook", "America/Los_Angeles")}


def test_a_number_that_comes_forty_hours_after_the_day_is_read(stage: Stage) -> None:
    day, end = date(2026, 11, 20), datetime(2026, 11, 20, 23, tzinfo=UTC)
    numbers = stage.platforms["facebook"].numbers
    numbers[str(day), "new_follows"] = Reading(metric="new_follows", value=None, unavailable_reason="not yet")
    for hours in (0.1, 36.1):
        stage.collector().collect(end + timedelta(hours=hours), always)
    numbers[str(day), "new_follows"] = Reading(metric="new_follows", value=Decimal(42))
    stage.collector().collect(end + timedelta(hours=48), always)
    [row] = [one for one in stage.measurements.channel_days("aurora", day, day) if one.channel == "facebook"]
    assert {one.name: one.value for one in row.metrics}["new_follows"] == 42


def test_too_few_people_are_kept_as_a_state_of_their_own(stage: Stage) -> None:
    few = Reading(metric="reach", value=None, unavailable_reason="too few people saw it", too_few=True)
    stage.platforms["facebook"].numbers["facebook-launch", "reach"] = few
    stage.collector().collect(NOW, always)
    assert [(one.name, one.too_few) for one in stage.post("launch").metrics] == [("likes", False), ("reach", True)]


@pytest.mark.parametrize("minute", [2, 32])
def test_half_of_the_ticks_lose_nothing_of_the_others(stage: Stage, minute: int) -> None:
    """What only an hour's first half looks at is found by it, at whichever minutes the ticks come."""
    stage.publications = [publication("old", "facebook", NOW - timedelta(days=6))]
    at = NOW.replace(minute=minute)
    for tick in (at, at + timedelta(minutes=30)):
        stage.collector().collect(tick, always)
    assert stage.post("old").looked_at is not None
    days = stage.measurements.channel_days("aurora", NOW.date(), NOW.date())
    assert {one.channel for one in days} == {"facebook", "x"}
    asked = len(stage.platforms["facebook"].asked)
    for tick in (at + timedelta(days=30), at + timedelta(days=30, minutes=30)):
        stage.collector().collect(tick, always)
    assert [what for what, _ in stage.platforms["facebook"].asked[asked:]].count("facebook-old") == 1

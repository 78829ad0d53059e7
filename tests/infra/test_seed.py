"""The demo's calendar: enough of everything that it is to show, at times to come."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from infra.local import numbers, seed
from portavoce.brands.brand_file import read_brand
from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.model import PlanDiff
from portavoce.planning.service import Planner
from portavoce.platforms import discovery
from tests.planning import desk_for, no_hours

NOW = datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=UTC)


def planned(now: datetime) -> PlanDiff:
    brand = read_brand(seed.BRAND_FILE.read_bytes(), "aurora.yaml", discovery.of_brands())
    found = desk_for(brand, seed.FOLDER).measure_calendar(read_calendar(seed.calendar(now, brand.zone).encode()))
    assert not found.refused
    planner = Planner(
        find=lambda _: [],
        plan=lambda *_: "new",
        plan_new=lambda *_: (),
        manifest=discovery.manifest,
        check=lambda _: {},
        said_by=lambda _: {},
        between=lambda *_: (),
        hours=no_hours,
    )
    return planner.diff(brand, found.rows, now)


def test_the_demo_calendar_is_taken_without_a_refusal_or_anything_to_mend() -> None:
    found = planned(NOW)
    assert not found.refused
    assert sorted((one.channel, one.message.partition(" of ")[0]) for one in found.warnings) == [
        ("bluesky", "Bluesky shows a card"),
        ("x", "a post with a link costs $0.20 on X, one without $0.015"),
    ]
    publications = [one.publication for one in found.new]
    assert {one.channel for one in publications} == {"facebook", "instagram", "x", "bluesky", "mastodon"}
    delays = sorted(one.planned_at - NOW for one in publications)
    soon = [delay for delay in delays if delay < timedelta(minutes=1)]
    assert len(soon) >= 14
    assert min(soon) > timedelta(seconds=15)
    assert max(soon) <= timedelta(seconds=45)
    assert sum(timedelta(hours=23) < delay < timedelta(hours=25) for delay in delays) == 1
    assert sum(delay > timedelta(days=6) for delay in delays) == 1


def test_the_demo_shows_every_kind_of_post() -> None:
    contents = {one.publication.publication_id: one.publication.content for one in planned(NOW).new}
    images = {len(content.media) for content in contents.values()}
    assert images >= {0, 1, 3, 4}
    assert any(content.link and not content.media for content in contents.values())
    texts = " ".join(content.text for content in contents.values())
    assert "Buongiorno" in texts
    assert "مساء الخير" in texts
    assert "Behind the counter" in texts
    assert "👩🏽‍🍳" in texts


@pytest.mark.parametrize("hour", [datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)])
def test_the_demo_runs_also_in_the_hour_that_comes_twice(hour: datetime) -> None:
    found = planned(hour)
    assert not found.refused
    delays = sorted(one.publication.planned_at - hour for one in found.new)
    assert all(earlier <= later for earlier, later in pairwise(delays))
    assert delays[0] == timedelta(seconds=19)


@pytest.mark.parametrize("now", [NOW, datetime(2031, 1, 31, tzinfo=UTC)])
def test_whenever_the_demo_is_told_its_goals_have_begun_and_are_not_over(now: datetime) -> None:
    brand = read_brand(seed.brand(now).encode(), "aurora.yaml", discovery.of_brands())
    assert brand.goals
    assert all(one.begins < now.date() - timedelta(days=7) for one in brand.goals)
    assert all(one.by > now.date() + timedelta(days=90) for one in brand.goals)


def test_the_demo_images_are_small() -> None:
    images = list((seed.FOLDER / "images").iterdir())
    assert len(images) >= 8
    assert all(image.stat().st_size <= 60_000 for image in images)


def test_the_campaigns_budget_is_spent_raised_and_spent_again_and_no_other_with_it() -> None:
    before, after = (
        {one.id: one.amount_minor for one in read_brand(text, "aurora.yaml", discovery.of_brands()).budgets}
        for text in (seed.BRAND_FILE.read_bytes(), seed.raise_budget(seed.brand(NOW), numbers.RAISED_AMOUNT).encode())
    )
    part, whole = numbers.SPENT_SHARES["campaign"]
    spent = before["autumn-blend"] * part // whole
    assert before["autumn-blend"] < spent < after["autumn-blend"] < numbers.SPENT_AGAIN_MINOR
    assert before["month"] == after["month"]
    month, of = numbers.SPENT_SHARES["month"]
    assert before["month"] * month // of - spent + numbers.SPENT_AGAIN_MINOR < before["month"]

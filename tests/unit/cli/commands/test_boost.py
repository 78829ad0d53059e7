"""`portavoce boost` and its route: which posts may be worth an ad, by what, and why there is none."""

import pytest
import time_machine

from portavoce.advertising.model import SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.links.link import CountedLink
from portavoce.links.traffic import add_to_traffic
from portavoce.measuring.records import Measurements
from portavoce.runtime import aws
from portavoce.table.steps import transact_update
from portavoce.visits.model import VisitOrigin
from portavoce.visits.records import DayAddition, VisitorHits, VisitRecords
from tests.advertising import ACCOUNT
from tests.measuring import measured
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell
from tests.visits import SPRING, hit

TODAY = MORNING.date()
USUAL, BETTER = 20, 60


def rate(best: int, post: int) -> int:
    """What a post came to, of 1,000 who saw it."""
    return BETTER if post == best else USUAL


def measure(best: int, posts: int = 12) -> None:
    for post in range(posts):
        Measurements(aws.table()).enrol(measured(f"p{post}", at=MORNING, reach=1_000, likes=rate(best, post)))


def count_clicks(best: int) -> None:
    for post in range(12):
        link = CountedLink(
            code=f"code{post}",
            brand_id="aurora",
            post_id=f"p{post}",
            channel="facebook",
            platform="facebook",
            campaign=None,
            product=None,
            target="https://aurora.example",
            zone="Europe/Rome",
            made_at=MORNING.isoformat(),
        )
        aws.table().transact([transact_update(**add_to_traffic(link, TODAY, {"clicks": rate(best, post)}))])


def count_visits(best: int) -> None:
    for post in range(12):
        origin = VisitOrigin(channel="facebook", platform="facebook", post_id=f"p{post}")
        amounts = {"visits": 200, "converted": rate(best, post)}
        told = [hit(f"h{post}")._replace(visitor=f"{post:032}")]
        added = DayAddition(TODAY, f"{SPRING}{post}", origin, amounts, None)
        VisitRecords(aws.table()).keep_hits(VisitorHits(), told, [added], MORNING)


@time_machine.travel(MORNING, tick=False)
def test_posts_are_named_by_conversions_where_there_are_any_else_by_clicks_else_by_interactions(aurora: Shell) -> None:
    measure(best=0)
    nearer = (("interactions", 0, None), ("clicks", 1, count_clicks), ("conversions", 2, count_visits))
    for counted, best, count in nearer:
        if count:
            count(best)
        found = aurora.run("boost", "--json").json
        assert (found["counted"], [one["publication_id"] for one in found["boosts"]]) == (
            counted,
            [f"aurora.p{best}.facebook"],
        )
        shown = aurora.run("boost").out
        assert f"aurora.p{best}.facebook  {BETTER} {counted}" in shown
        assert "of 1000 who saw it" in shown


@time_machine.travel(MORNING, tick=False)
def test_the_cost_of_one_more_is_told_where_ads_of_the_brands_own_say_what_views_cost(aurora: Shell) -> None:
    measure(best=0)
    assert "what views cost there this quarter" in aurora.run("boost").out
    spent = SpendDay(
        brand_id="aurora",
        ad_account="meta",
        campaign_id="1",
        day=TODAY,
        currency="EUR",
        spend_minor=5_000,
        impressions=10_000,
    )
    SpendRecords(aws.table()).keep_account(ACCOUNT.model_copy(update={"as_of": MORNING}))
    SpendRecords(aws.table()).keep_days([spent])
    # EUR 5.00 for a thousand views, of whom between 4 and 6 in a hundred act: 8 to 13 cents for each.
    (boost,) = aurora.run("boost", "--json").json["boosts"]
    assert 8 <= boost["cost_low_minor"] <= boost["cost_minor"] <= boost["cost_high_minor"] <= 13


@time_machine.travel(MORNING, tick=False)
@pytest.mark.parametrize(("posts", "reason"), [(9, "10 are needed"), (12, "beyond what chance does")])
def test_where_no_post_is_named_it_is_said_why_and_by_what(aurora: Shell, posts: int, reason: str) -> None:
    measure(best=-1, posts=posts)
    said = " ".join(aurora.run("boost").out.split())
    assert said.startswith("No post is worth a boost by its interactions: ")
    assert reason in said

"""A month whose truth is known, through the real functions: each figure is what its definition makes of the truth.

What is expected is computed here, from the definitions, and of nothing of the product's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from boto3.dynamodb.types import TypeSerializer

from infra.local.simulators.pictures import Picture
from infra.local.simulators.timeline import Post
from portavoce.advertising.model import AccountState, SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.community.history import lift
from portavoce.community.items import interaction_item
from portavoce.measuring.model import Dashboard, Figure
from portavoce.platforms.interaction import Verb
from portavoce.publishing.model import Content, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.measuring import dashboards
from tests.community import delivery
from tests.contract.events.buying import assert_money_is_told, follow_up, name_there, sell_all, tie, want
from tests.contract.events.house import AURORA, House, publication
from tests.contract.events.invocations import stream_event
from tests.contract.events.outside import INSTAGRAM_USER, PAGE, X_USER
from tests.contract.events.samples import FOLDER, read
from tests.contract.events.visiting import assert_visits_are_told, tell_orders, walk
from tests.generated_month import ROME, SEASONS, TrueMonth, TruePost, generate
from tests.month_truth import CUTS, engaged, expect_of_posts, followers_at, ratio
from tests.true_leads import MARGIN, MONTHLY, TrueAds, TrueSales, advertise, spend_of

TICK = read(FOLDER / "schedule/tick.json")
OWNERS = {"facebook": PAGE, "instagram": INSTAGRAM_USER, "x": X_USER}
BRAND = Brand.model_validate(
    AURORA.model_dump(mode="json")
    | {
        "products": [{"id": "beans", "title": "Beans"}, {"id": "cups", "title": "Cups"}],
        "ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_1"}],
        "returns": {
            "margin_percent": MARGIN,
            "currency": "EUR",
            "costs": [{"kind": kind, "name": kind, "monthly_minor": each} for kind, each in MONTHLY.items()],
        },
    }
)
PHOTO = Picture("1", b"\xff\xd8\xff\xd9")
NAMES_THERE = {
    "facebook": {"reach": "post_total_media_view_unique", "views": "post_media_view"},
    "instagram": {"saves": "saved"},
    "x": {"views": "impression_count", "likes": "like_count", "shares": "retweet_count", "saves": "bookmark_count"},
}

pytestmark = [pytest.mark.takes_long("a month of ticks goes through the functions"), pytest.mark.whole]


def there(post: TruePost) -> Post:
    """The post as its platform has it."""
    names = NAMES_THERE[post.channel]
    told: dict[str, Any] = {names.get(name, name): value for name, value in post.numbers.items()}
    counters: dict[str, int] = {}
    if post.channel == "x":
        counters, told = told, {}
    elif post.channel == "facebook":
        counters = {"reactions": told.pop("likes"), "shares": told.pop("shares")}
        told["post_reactions_by_type_total"] = {"like": 1, "anger": told.pop("reactions_negative")}
    return Post(
        id=name_there(post),
        network=post.channel,
        account_id=OWNERS[post.channel],
        text="Ciao",
        received_at=post.at,
        pictures=[PHOTO] if post.channel == "instagram" else [],
        counters=counters,
        metrics=told,
    )


def stores(house: House) -> tuple[Any, Any]:
    """What Meta holds, and what X does."""
    meta, x = (network.platform for network in house.networks)
    return meta.graph.store, x.api.store  # type: ignore[attr-defined]


def tell_followers(house: House, month: TrueMonth, day: date) -> None:
    store, there = stores(house)
    store.pages[PAGE].followers_count = month.followers["facebook"][day]
    store.ig_users[INSTAGRAM_USER].followers_count = month.followers["instagram"][day]
    there.users[X_USER].followers_count = month.followers["x"][day]


def tell_days(house: House, month: TrueMonth) -> None:
    store, _ = stores(house)
    known = [day for day in month.days if day not in month.unknown]
    store.pages[PAGE].metrics = {
        "page_daily_follows_unique": {str(day): month.gained["facebook"][day] for day in known},
        "page_daily_unfollows_unique": {str(day): month.lost["facebook"][day] for day in known},
    }


def publish(house: House, post: TruePost) -> None:
    store = stores(house)[post.channel == "x"]
    if post.is_known:
        store.posts[name_there(post)] = there(post)
    if post.is_outside:
        return
    left = {
        "publication_id": f"aurora.{post.post_id}.{post.channel}",
        "post_id": post.post_id,
        "channel": post.channel,
        "platform": post.channel,
        "content": Content(text="Ciao", pillar=post.pillar, campaign=post.campaign, product=post.product),
        "state": PublicationState.PUBLISHED,
        "remote_id": name_there(post),
        "planned_at": post.at,
        "started_at": post.at,
    }
    PublicationRecords(house.table).add(publication().model_copy(update=left))


def count_comments(house: House, month: TrueMonth) -> None:
    serialize = TypeSerializer().serialize
    images = {}
    for number, at in enumerate(month.said_at):
        said = delivery("Ciao", Verb.ADDED, interaction_id=f"c{number}").model_copy(update={"occurred_at": at})
        row = lift(said, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=at, zone=BRAND.zone)
        images[f"{number:04}"] = {name: serialize(value) for name, value in interaction_item(row, 1).items()}
    house.invoke("relay", stream_event({}, images))


def spend(house: House, month: TrueMonth, ads: Sequence[TrueAds], until: date) -> None:
    """The ad account as it was read last at noon of a day; each day was first told at twice its spend, and restated."""
    records, now = SpendRecords(house.table), datetime.combine(until, time(12), UTC)
    account = {"brand_id": "aurora", "ad_account": "meta", "currency": "EUR"}
    state = {"platform": "meta_ads", "decimals": 2, "zone": "Europe/Rome", "as_of": now}
    records.keep_account(AccountState.model_validate(account | state))
    for times in (2, 1):
        records.keep_days(
            SpendDay.model_validate(
                account
                | {"campaign_id": one.ad_id, "day": day, "spend_minor": times * spend_of(one, month.spent[day], ads)}
                | {"impressions": month.shown[day] if one is ads[0] else 0}
            )
            for day in month.days
            if day <= until
            for one in ads
        )


def live(house: House, sales: TrueSales, until: date) -> Dashboard:
    """The month, a tick a day on the days that can be read, and two days more for what settles late; what ads cost is
    known to a day."""
    month, ads = sales.month, sales.ads
    brand = tie(BRAND, ads)
    if sales.dollar_rate is not None:
        accounting = {"currency": "EUR", "rates": {"USD": f"{float(sales.dollar_rate):.4f}"}}
        brand = Brand.model_validate(brand.model_dump(mode="json") | {"accounting": accounting})
    brands().put(brand, datetime.combine(month.since, time(), UTC))
    tell_days(house, month)
    for day in month.days:
        for post in month.posts:
            if post.at.astimezone(ROME).date() == day:
                publish(house, post)
        if day not in month.unknown:
            tell_followers(house, month, day)
            with time_machine.travel(datetime.combine(day, time(10, 5), UTC), tick=False):
                house.invoke("collect_metrics", TICK)
    count_comments(house, month)
    spend(house, month, ads, until)
    walk(house, month)
    follow_up(month, want(house, month))
    if sales.shop_tells:
        named = {one.order: one.shop_minor for one in sales.leads if one.order and one.shop_minor is not None}
        tell_orders(month, named)
    for later in (1, 2, 3):
        with time_machine.travel(
            datetime.combine(month.days[-1], time(10, 5), UTC) + timedelta(days=later), tick=False
        ):
            house.invoke("collect_metrics", TICK)
    end = datetime.combine(month.days[-1], time(12), UTC) + timedelta(days=3)
    return dashboards().report(brand, month.days[0], month.days[-1], end)


def assert_posts_are_told(made: Dashboard, month: TrueMonth) -> None:
    told = {(one.by, one.of, one.name): one for one in made.figures}
    parts: dict[tuple[str | None, str | None], list[TruePost]] = {(None, None): list(month.posts)}
    for by, key in CUTS.items():
        for post in month.posts:
            if (name_of := key(post)) is not None:
                parts.setdefault((by, name_of), []).append(post)
    for (cut, of), posts in parts.items():
        for name, (value, known) in expect_of_posts(month, posts).items():
            if name == "coverage_value" and cut not in {None, "channel", "campaign", "product"}:
                continue
            figure = told[cut, of, name]  # type: ignore[index]
            assert (figure.value, figure.known, figure.total) == (value, known, len(posts)), (cut, of, name)
            assert (figure.value is None) is bool(figure.unavailable_reason)


def assert_each_post_is_told(made: Dashboard, month: TrueMonth) -> None:
    rows = {(row.channel, row.published_at): row for row in made.posts}
    assert len(rows) == len(made.posts) == len(month.posts)
    for post in month.posts:
        row, reach = rows[post.channel, post.at], post.numbers.get("reach", 0)
        assert row.source == ("outside" if post.is_outside else None)
        expected = [
            Decimal(engaged(post)),
            ratio(engaged(post), reach, 100),
            ratio(engaged(post), post.numbers["views"], 100),
            ratio(engaged(post), followers_at(month, post), 100),
            ratio(post.numbers["views"], reach) if reach else None,
        ]
        rates = [row.engagement_rate_percent, row.engagement_rate_views_percent, row.engagement_rate_followers_percent]
        shown = [row.interactions, *rates, row.frequency]
        assert shown == (expected if post.is_known else [None] * 5), post.post_id
        assert bool(row.unknown_because) is (not post.is_known or not reach)


def figure_of(made: Dashboard, name: str, of: str | None = None) -> Figure:
    return next(one for one in made.figures if (one.name, one.of) == (name, of))


def forget_after(by_day: dict[date, int], until: date) -> dict[date, int]:
    return {day: amount for day, amount in by_day.items() if day <= until}


def true_growth(month: TrueMonth, channel: str) -> int:
    return sum(month.gained[channel][day] - month.lost[channel][day] for day in month.days)


@pytest.mark.parametrize("season", SEASONS)
def test_every_figure_of_a_month_is_what_its_definition_makes_of_the_truth(house: House, season: str) -> None:
    month = generate(season, unknown_part=0)
    ads, until = advertise(month, by_channel=season == "spring"), month.days[-1]
    sales = sell_all(month, ads, shop_tells=season == "autumn", rate="0.9245")
    made = live(house, sales, until)
    assert_money_is_told(made, sales, until)
    assert_visits_are_told(made, month)
    assert_posts_are_told(made, month)
    assert_each_post_is_told(made, month)
    growth = figure_of(made, "audience_growth", "facebook")
    assert (growth.value, growth.coverage) == (Decimal(true_growth(month, "facebook")), "30 of 30 days")
    begun = month.followers["facebook"][month.since]
    percent = figure_of(made, "audience_growth_percent", "facebook").value
    newest = month.followers["facebook"][month.days[-1]]
    assert percent == ratio(true_growth(month, "facebook"), newest - true_growth(month, "facebook"), 100)
    assert abs(begun - (newest - true_growth(month, "facebook"))) < 10  # the last count stands at the last day's begin
    for channel in ("instagram", "x"):
        counts = month.followers[channel]
        growth = figure_of(made, "audience_growth", channel)
        assert (growth.value, growth.coverage) == (
            Decimal(counts[month.days[-1]] - counts[month.since]),
            "29 of 30 days",
        )
    assert figure_of(made, "audience").value == sum(counts[month.days[-1]] for counts in month.followers.values())
    inside = [at for at in month.said_at if month.days[0] <= at.astimezone(ROME).date() <= month.days[-1]]
    assert 0 < len(inside) < len(month.said_at)
    assert figure_of(made, "comments_received").value == len(inside)
    angry = sum(post.numbers.get("reactions_negative", 0) for post in month.posts)
    assert figure_of(made, "negative_reactions").value == angry
    assert figure_of(made, "negative_feedback").value == angry
    assert made.day_zones == {"facebook": "America/Los_Angeles", "instagram": "America/Los_Angeles"}


@pytest.mark.parametrize("season", SEASONS)
def test_a_month_with_a_third_of_its_days_unknown_says_so_in_each_figure_and_misleads_in_none(
    house: House, season: str
) -> None:
    month = generate(season, unknown_part=0.3)
    ads, until = advertise(month, by_channel=season == "spring"), month.days[20]
    month = replace(month, spent=forget_after(month.spent, until), shown=forget_after(month.shown, until))
    sales = sell_all(month, ads, shop_tells=season == "spring", rate=None)
    made = live(house, sales, until)
    assert_money_is_told(made, sales, until)
    assert_visits_are_told(made, month)
    assert_posts_are_told(made, month)
    assert_each_post_is_told(made, month)
    for channel in OWNERS:
        growth = figure_of(made, "audience_growth", channel)
        assert growth.value is not None
        assert growth.known is not None
        low, high = growth.low or growth.value, growth.high or growth.value
        assert low <= true_growth(month, channel) <= high, channel
        assert growth.known == 30 or growth.low is not None
    unfollows = figure_of(made, "unfollows")
    assert unfollows.known == 30 - len(month.unknown)
    assert figure_of(made, "negative_feedback_index").value is None

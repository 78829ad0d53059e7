"""Figures: what is known counts, what is unknown stays unknown."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from portavoce.brands.strategy.model import Pillar
from portavoce.measuring.audience_figures import figures_of_audience
from portavoce.measuring.confirmed_value import Amount, Confirmed
from portavoce.measuring.feedback_figures import figures_of_feedback
from portavoce.measuring.figure_set import COUNTED
from portavoce.measuring.figures import FigureMaker, Known
from portavoce.measuring.model import ChannelDay, ContentType, Figure, MeasuredPost, Metric, content_type
from portavoce.measuring.plan_figures import figures_of_plan
from portavoce.measuring.post_figures import cut_posts, describe_post, figures_of_posts, follower_counts
from portavoce.measuring.return_figures import (
    AdPrice,
    Cost,
    LeadCount,
    MoneySide,
    VisitCount,
    figure_of_coverage,
    figures_of_returns,
    figures_of_value,
    figures_of_visits,
)
from portavoce.platforms.contract import Poll
from portavoce.publishing.model import Content, Media, Part
from tests.aurora import AURORA, NOW
from tests.measuring import measured, metric

DAY, FIRST = timedelta(days=1), date(2026, 11, 23)
VIDEO = Media(key="v", mime_type="video/mp4", size_bytes=1, width=1, height=1, duration_ms=1)
POLL = Poll(options=("a", "b"), duration_minutes=60)
IMAGE = Media(key="m", mime_type="image/jpeg", size_bytes=1, width=1, height=1)


def day(number: int, *, channel: str = "facebook", **metrics: int | str) -> ChannelDay:
    as_of = NOW + number * DAY
    read = tuple(metric(name, value, as_of) for name, value in metrics.items())
    return ChannelDay(
        brand_id="aurora",
        channel=channel,
        platform=channel,
        day=date(2026, 11, 23) + number * DAY,
        as_of=as_of,
        metrics=read,
    )


def of_posts(*posts: MeasuredPost, days: Sequence[ChannelDay] = ()) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures_of_posts(posts, follower_counts(days))}


def of_audience(
    days: Sequence[ChannelDay], *channels: str, since: date = FIRST, until: date = FIRST
) -> dict[str, Figure]:
    return {figure.name: figure for figure in figures_of_audience(days, channels, since, until)}


def of_feedback(posts: Sequence[MeasuredPost], days: Sequence[ChannelDay] = (), **counted: int) -> dict[str, Figure]:
    counts = dict.fromkeys(COUNTED, 0) | counted
    return {figure.name: figure for figure in figures_of_feedback(posts, days, 2, counts, NOW)}


def test_the_three_engagement_rates_have_three_denominators_and_say_which() -> None:
    post = measured(likes=30, comments=10, shares=5, saves=5, clicks=99, reach=1000, views=2000)
    told = of_posts(post, days=[day(-1, followers=500), day(2, followers=900)])
    names = ("engagement_rate", "engagement_rate_views", "engagement_rate_followers")
    assert [told[name].value for name in names] == [Decimal("5.00"), Decimal("2.50"), Decimal("10.00")]
    assert [told[name].unit for name in names] == ["percent of reach", "percent of views", "percent of followers"]
    assert told["frequency"].value == Decimal("2.00")


def test_the_engagement_rate_of_many_posts_weighs_each_by_its_reach() -> None:
    told = of_posts(measured("a", likes=90, reach=100), measured("b", likes=10, reach=900))
    assert told["engagement_rate"].value == Decimal("10.00")


def test_a_post_whose_reach_is_unknown_is_left_out_and_the_coverage_says_so() -> None:
    posts = [measured("a", likes=50, reach=1000), measured("b", likes=9000, reach="refused"), measured("c", likes=1)]
    figure = of_posts(*posts)["engagement_rate"]
    assert (figure.value, figure.coverage, figure.known, figure.total) == (Decimal("5.00"), "1 of 3 posts", 1, 3)


def test_interactions_with_one_unknown_part_are_unknown_and_not_smaller() -> None:
    posts = [measured("a", likes=50, comments="refused"), measured("b", likes=7)]
    figure = of_posts(*posts)["interactions"]
    assert (figure.value, figure.coverage) == (Decimal(7), "1 of 2 posts")
    row = describe_post(posts[0], follower_counts([]))
    assert row.interactions is None
    assert row.unknown_because == "comments: refused; Facebook does not tell reach"


def test_without_anything_known_every_figure_is_unknown_and_none_is_zero() -> None:
    figures = [
        *of_audience([day(0, followers="refused")], "facebook").values(),
        *of_posts(measured(likes="refused", reach="refused", views="refused")).values(),
    ]
    assert [figure.value for figure in figures] == [None] * 10
    assert all(figure.unavailable_reason for figure in figures)


def test_a_reach_of_zero_makes_no_rate() -> None:
    assert of_posts(measured(likes=0, reach=0))["engagement_rate"].value is None


def test_a_true_zero_is_zero() -> None:
    told = of_posts(measured(likes=0, comments=0, reach=10))
    assert [told["interactions"].value, told["engagement_rate"].value] == [0, 0]


def test_a_figure_is_as_old_as_its_oldest_part() -> None:
    assert of_posts(measured("a", likes=1), measured("b", at=NOW - DAY, likes=1))["interactions"].as_of == NOW - DAY


def test_growth_adds_up_follows_less_unfollows_where_the_platform_tells_them_of_every_day() -> None:
    days = [day(0, new_follows=12, unfollows=2, followers=1000), day(1, new_follows=5, unfollows=15, followers=1000)]
    told = of_audience(days, "facebook", until=FIRST + DAY)
    assert (told["audience_growth"].value, told["audience_growth"].coverage) == (Decimal(0), "2 of 2 days")
    assert told["audience_growth_percent"].value == Decimal("0.00")


def test_growth_of_a_month_with_one_known_day_of_follows_is_that_of_the_counts() -> None:
    days = [day(number, followers=1000 + 10 * number) for number in range(30)]
    days[29] = day(29, followers=1290, new_follows=12, unfollows=2)
    growth = of_audience(days, "facebook", until=FIRST + 29 * DAY)["audience_growth"]
    assert (growth.value, growth.coverage) == (Decimal(300), "30 of 30 days")
    growth = of_audience([*days[:29], day(29, followers=1290)], "facebook", until=FIRST + 29 * DAY)["audience_growth"]
    assert (growth.value, growth.coverage) == (Decimal(290), "29 of 30 days")
    assert [growth.low, growth.high] == [300, 300]


def test_days_that_are_unknown_widen_the_growth_and_never_shrink_it() -> None:
    known = [day(number, new_follows=5 + number % 3, unfollows=0) for number in range(20)]
    growth = of_audience(known, "facebook", until=FIRST + 29 * DAY)["audience_growth"]
    change = sum(5 + number % 3 for number in range(20))
    assert (growth.value, growth.coverage) == (Decimal(change), "20 of 30 days")
    assert [growth.low, growth.high] == [change + 10 * 5, change + 10 * 7]


def test_growth_compares_counts_of_different_days_where_the_platform_tells_only_counts() -> None:
    days = [day(0, channel="x", followers=200), day(5, channel="x", followers=230)]
    told = of_audience(days, "x", until=FIRST + 5 * DAY)
    assert (told["audience_growth"].value, told["audience_growth_percent"].value) == (Decimal(30), Decimal("15.00"))
    assert told["audience_growth"].coverage == "5 of 6 days"


def test_one_count_of_followers_is_an_audience_and_no_growth() -> None:
    told = of_audience([day(0, channel="x", followers=200)], "x")
    assert [told[name].value for name in ("audience", "audience_growth", "audience_growth_percent")] == [
        200,
        None,
        None,
    ]


def test_the_audience_of_a_brand_adds_its_channels_and_says_which_part_it_knows() -> None:
    days = [day(0, followers=1000), day(1, followers=1010), day(0, channel="x", followers=200)]
    figure = of_audience(days, "facebook", "x", "instagram")["audience"]
    assert (figure.value, figure.coverage) == (Decimal(1210), "2 of 3 channels")


def test_figures_are_cut_by_what_a_post_is_about_and_when_it_left_on_the_brands_clocks() -> None:
    late = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 of the first of two, on the Sunday of 25 hours
    about = {"campaign": "spring", "product": "beans", "pillar": "craft", "content_type": ContentType.REEL}
    posts = [measured("a", at=late).model_copy(update=about), measured("b", at=late + timedelta(hours=1))]
    cuts = {(by, name): [post.post_id for post in found] for by, name, found in cut_posts(posts, "Europe/Rome")}
    assert cuts == {
        ("campaign", "spring"): ["a"],
        ("product", "beans"): ["a"],
        ("pillar", "craft"): ["a"],
        ("content_type", "reel"): ["a"],
        ("content_type", "text"): ["b"],
        ("hour", "02"): ["a", "b"],
        ("weekday", "sun"): ["a", "b"],
    }


def test_negative_feedback_is_derived_from_hidden_comments_and_angry_or_sad_reactions() -> None:
    told = of_feedback([measured("a", reactions_negative=4), measured("b", reactions_negative="refused")], hidden=3)
    figure = told["negative_feedback"]
    assert (figure.value, figure.coverage) == (Decimal(7), "reactions of 1 of 2 posts")
    assert told["hidden_comments"].value == 3
    assert told["negative_feedback_index"].value is None


def test_the_index_of_negative_feedback_is_of_a_thousand_views_and_only_of_what_is_known_whole() -> None:
    posts = [measured("a", reactions_negative=4, views=1500), measured("b", reactions_negative=1, views=500)]
    days = [day(0, unfollows=2), day(1, unfollows=0)]
    assert of_feedback(posts, days, hidden=3, negative=2)["negative_feedback_index"].value == Decimal("6.00")
    lacking = of_feedback(posts, days[:1], hidden=3, negative=2)["negative_feedback_index"]
    assert (lacking.value, lacking.unavailable_reason) == (
        None,
        "reactions and views are known of 2 of 2 posts, unfollows of 1 of 2 days",
    )


def test_the_share_of_negative_comments_is_of_those_whose_mood_is_known() -> None:
    figure = of_feedback([], negative=3, mood_known=8, comments=20)["negative_share"]
    assert (figure.value, figure.coverage) == (Decimal("37.50"), "8 of 20 comments")
    unknown = of_feedback([], comments=20)["negative_share"]
    assert (unknown.value, unknown.unavailable_reason) == (None, "no comment's mood has been read in this time")
    assert of_feedback([], mood_known=8, comments=20)["negative_share"].value == 0


def test_the_plan_is_kept_as_far_as_each_channel_keeps_its_own_cadence_on_days_that_are_over() -> None:
    channels = [one.model_copy(update={"posts_per_week": 2}) for one in AURORA.channels[:2]]
    pillars = (Pillar(id="craft", title="Craft", share=75), Pillar(id="place", title="Place", share=25))
    brand = AURORA.model_copy(update={"channels": tuple(channels), "pillars": pillars})
    names = [channel.id for channel in channels]
    posts = [measured(f"p{number}", channel=names[0], at=NOW - number * DAY) for number in range(1, 6)]
    posts = [post.model_copy(update={"pillar": "craft" if post.post_id < "p4" else "place"}) for post in posts]
    today = NOW.date()
    figures = figures_of_plan(brand, posts, today - 7 * DAY, today, NOW)
    assert [(one.name, one.of, one.value) for one in figures] == [
        ("cadence_kept", None, Decimal("50.00")),
        ("pillar_mix_kept", None, Decimal("85.00")),
        ("cadence_kept", names[0], Decimal("100.00")),
        ("cadence_kept", names[1], Decimal("0.00")),
    ]


def test_money_is_divided_by_what_it_brought_and_never_by_nothing() -> None:
    costs = (Cost(kind="ads", name="Meta", amount_minor=10_000), Cost(kind="labour", name="texts", amount_minor=5_000))
    money = MoneySide(currency="EUR", decimals=2, costs=costs, margin_percent=50, as_of=NOW)
    visits = VisitCount(
        source="own",
        visits=200,
        bounced=70,
        converted=8,
        conversions=10,
        as_of=NOW,
    )
    confirmed, make = Confirmed(amounts=(Amount("EUR", 40_000, 2),), as_of=NOW), FigureMaker(0, "")
    returns = figures_of_returns(money, LeadCount(4), visits, confirmed, make)
    told = {
        one.name: one
        for one in (*figures_of_visits(visits, make), *figures_of_value(confirmed, AURORA, make), *returns)
    }
    assert {name: figure.value for name, figure in told.items()} == {
        "visits": Decimal(200),
        "conversions": Decimal(10),
        "conversion_rate": Decimal("4.00"),
        "bounce_rate": Decimal("35.00"),
        "confirmed_value": Decimal("400.00"),
        "cost_per_lead": Decimal("25.00"),
        "cost_per_conversion": Decimal("10.00"),
        "return_on_ad_spend": Decimal("4.00"),
        "return_on_investment": Decimal("33.33"),
    }
    assert told["return_on_investment"].coverage == "Meta 100.00 EUR, texts 50.00 EUR"
    nothing = {one.name: one for one in figures_of_returns(money, LeadCount(0), None, Confirmed(), make)}
    assert all(figure.value is None and figure.unavailable_reason for figure in nothing.values())
    assert nothing["cost_per_lead"].unavailable_reason == "none of them for 100.00 EUR"


def test_the_value_of_coverage_is_what_the_views_would_have_cost_and_nothing_without_a_price() -> None:
    views = [Known(Decimal(1500), NOW), Known(Decimal(2500), NOW)]
    price = AdPrice(cpm_minor=Decimal("612.5"), currency="EUR", decimals=2, as_of=NOW)
    figure = figure_of_coverage(views, price, FigureMaker(3))
    assert (figure.value, figure.unit, figure.coverage) == (Decimal("24.50"), "EUR", "2 of 3 posts")
    assert "neither revenue nor worth" in figure.definition
    assert figure_of_coverage(views, None, FigureMaker(3)).value is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (Content(text="a"), ContentType.TEXT),
        (Content(text="a", link="https://aurora.example"), ContentType.LINK),
        (Content(text="a", link="https://aurora.example", media=(IMAGE,)), ContentType.IMAGE),
        (Content(text="a", media=(IMAGE, IMAGE)), ContentType.CAROUSEL),
        (Content(text="a", media=(VIDEO,)), ContentType.VIDEO),
        (Content(text="a", media=(VIDEO, IMAGE)), ContentType.CAROUSEL),
        (Content(text="a", kind="reel", media=(VIDEO,)), ContentType.REEL),
        (Content(text="", kind="story", media=(IMAGE,)), ContentType.STORY),
        (Content(text="a", thread=(Part(text="b"),), media=(IMAGE,)), ContentType.THREAD),
        (Content(text="a", poll=POLL), ContentType.POLL),
    ],
)
def test_a_post_is_of_the_type_that_stands_out(content: Content, kind: ContentType) -> None:
    assert content_type(content) is kind


@pytest.mark.parametrize(("value", "reason"), [(None, None), (Decimal(1), "refused"), (None, "")])
def test_a_number_has_a_value_or_a_reason_and_never_both_or_neither(value: Decimal | None, reason: str | None) -> None:
    with pytest.raises(ValidationError):
        Metric(name="likes", value=value, unavailable_reason=reason, as_of=NOW)
    with pytest.raises(ValidationError):
        Figure(name="likes", unit="", definition="", value=value, unavailable_reason=reason)

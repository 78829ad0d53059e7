"""Figures: what is known counts, what is unknown stays unknown."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from portavoce.measuring import formulas
from portavoce.measuring.model import ChannelDay, ContentType, Figure, Metric, content_type
from portavoce.platforms.contract import Poll
from portavoce.publishing.model import Content, Media, Part
from tests.aurora import NOW
from tests.measuring import measured, metric

DAY = timedelta(days=1)
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


def test_the_engagement_rate_is_interactions_by_reach_and_says_so() -> None:
    figure = formulas.engagement_rate([measured(likes=30, comments=10, shares=5, saves=5, clicks=99, reach=1000)])
    assert figure.value == Decimal("5.00")
    assert figure.unit == "percent of reach"
    assert "reach" in figure.definition


def test_the_engagement_rate_of_many_posts_weighs_each_by_its_reach() -> None:
    posts = [measured("a", likes=90, reach=100), measured("b", likes=10, reach=900)]
    assert formulas.engagement_rate(posts).value == Decimal("10.00")


def test_a_post_whose_reach_is_unknown_is_left_out_and_the_coverage_says_so() -> None:
    posts = [measured("a", likes=50, reach=1000), measured("b", likes=9000, reach="refused"), measured("c", likes=1)]
    figure = formulas.engagement_rate(posts)
    assert (figure.value, figure.coverage) == (Decimal("5.00"), "1 of 3 posts")


def test_interactions_with_one_unknown_part_are_unknown_and_not_smaller() -> None:
    posts = [measured("a", likes=50, comments="refused"), measured("b", likes=7)]
    figure = formulas.interactions(posts)
    assert (figure.value, figure.coverage) == (Decimal(7), "1 of 2 posts")
    assert formulas.row(posts[0]).interactions is None
    assert formulas.row(posts[0]).unknown_because == "comments: refused; facebook does not tell reach"


def test_without_anything_known_every_figure_is_unknown_and_none_is_zero() -> None:
    posts, days = [measured(likes="refused", reach="refused")], [day(0, followers="refused")]
    figures = [
        formulas.audience(days, ["facebook"]),
        *formulas.growth(days, ["facebook"]),
        formulas.interactions(posts),
        *formulas.interactions_by_type(posts),
        formulas.engagement_rate(posts),
    ]
    assert [figure.value for figure in figures] == [None] * len(figures)
    assert all(figure.unavailable_reason for figure in figures)


def test_a_reach_of_zero_makes_no_rate() -> None:
    assert formulas.engagement_rate([measured(likes=0, reach=0)]).value is None


def test_a_true_zero_is_zero() -> None:
    assert formulas.interactions([measured(likes=0, comments=0)]).value == 0
    assert formulas.engagement_rate([measured(likes=0, reach=10)]).value == 0


def test_a_figure_is_as_old_as_its_oldest_part() -> None:
    posts = [measured("a", likes=1), measured("b", at=NOW - DAY, likes=1)]
    assert formulas.interactions(posts).as_of == NOW - DAY


def test_growth_adds_up_follows_less_unfollows_where_the_platform_tells_them() -> None:
    days = [day(0, new_follows=12, unfollows=2, followers=1000), day(1, new_follows=5, unfollows=15, followers=1000)]
    absolute, percent = formulas.growth([*days, day(2, new_follows=100, unfollows="refused")], ["facebook"])
    assert (absolute.value, percent.value) == (Decimal(0), Decimal("0.00"))


def test_growth_compares_counts_of_different_days_where_the_platform_tells_only_counts() -> None:
    days = [day(0, channel="x", followers=200), day(5, channel="x", followers=230)]
    absolute, percent = formulas.growth(days, ["x"])
    assert (absolute.value, percent.value) == (Decimal(30), Decimal("15.00"))


def test_one_count_of_followers_is_an_audience_and_no_growth() -> None:
    days = [day(0, channel="x", followers=200)]
    assert formulas.audience(days, ["x"]).value == 200
    assert [figure.value for figure in formulas.growth(days, ["x"])] == [None, None]


def test_the_audience_of_a_brand_adds_its_channels_and_says_which_part_it_knows() -> None:
    days = [day(0, followers=1000), day(1, followers=1010), day(0, channel="x", followers=200)]
    figure = formulas.audience(days, ["facebook", "x", "instagram"])
    assert (figure.value, figure.coverage) == (Decimal(1210), "2 of 3 channels")


def test_interactions_are_told_by_type_of_content_for_the_types_that_were_published() -> None:
    image = measured("b", likes=5).model_copy(update={"content_type": ContentType.IMAGE})
    figures = formulas.interactions_by_type([measured("a", likes=2), image, measured("c", likes=1)])
    assert {figure.name: figure.value for figure in figures} == {"interactions_text": 3, "interactions_image": 5}


def test_negative_feedback_is_derived_from_hidden_comments_and_angry_or_sad_reactions() -> None:
    posts = [measured("a", reactions_negative=4), measured("b", reactions_negative="refused")]
    figure = formulas.negative_feedback(posts, 3, NOW)
    assert (figure.value, figure.coverage) == (Decimal(7), "reactions of 1 of 2 posts")
    assert "Derived" in figure.definition


def test_the_share_of_negative_comments_is_of_those_whose_mood_is_known() -> None:
    figure = formulas.negative_share(3, 8, 20, NOW)
    assert (figure.value, figure.coverage) == (Decimal("37.50"), "8 of 20 comments")
    unknown = formulas.negative_share(0, 0, 20, NOW)
    assert (unknown.value, unknown.unavailable_reason) == (None, "no comment's mood has been read in this time")
    assert formulas.negative_share(0, 8, 20, NOW).value == 0


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

"""Figures of posts: what was done with them, how many saw them, and the rates of one by the other. Pure.

The three engagement rates have three denominators and are never mixed. Sources: `definitions.py`."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from portavoce.brands.model import WEEKDAYS
from portavoce.measuring.figures.values import FigureMaker, Known, Ratio, round_ratio
from portavoce.measuring.model import ChannelDay, Cut, DashboardPost, Figure, MeasuredPost, Metric
from portavoce.platforms.titles import title_of

INTERACTIONS = frozenset({"likes", "comments", "shares", "saves"})
"""What people did with a post. `likes` are all kinds of reaction; clicks and views are not interactions."""

NumberOf = Callable[[MeasuredPost], Known | None]
"""One number of a post, if it is known."""

FollowersAt = Callable[[str, datetime], Known | None]
"""The followers that a channel had at a moment."""


def follower_counts(days: Sequence[ChannelDay]) -> FollowersAt:
    """Each channel's followers at a moment: the last count before it, or else the first one after."""
    counts: dict[str, list[tuple[datetime, Decimal]]] = {}
    for day in days:
        for metric in day.metrics:
            if metric.name == "followers" and metric.value is not None:
                counts.setdefault(day.channel, []).append((metric.as_of, metric.value))
    for found in counts.values():
        found.sort()

    def find(channel: str, at: datetime) -> Known | None:
        found = counts.get(channel)
        if not found:
            return None
        as_of, value = found[max(0, bisect_right(found, at, key=lambda one: one[0]) - 1)]
        return Known(value, as_of)

    return find


def figures_of_posts(
    posts: Sequence[MeasuredPost], followers: FollowersAt, by: Cut | None = None, of: str | None = None
) -> list[Figure]:
    """All figures of these posts together: sums count the posts where the number is known, rates those with both."""
    make = FigureMaker(len(posts), by=by, of=of)
    engaged = {post.publication_id: sum_interactions(post) for post in posts}

    def shares(part: NumberOf, whole: NumberOf) -> list[Ratio]:
        both = [(part(post), whole(post)) for post in posts]
        return [Ratio(one, other) for one, other in both if one and other]

    def interactions(post: MeasuredPost) -> Known | None:
        return engaged[post.publication_id]

    def reach(post: MeasuredPost) -> Known | None:
        return find_number(post, "reach")

    def views(post: MeasuredPost) -> Known | None:
        return find_number(post, "views")

    def audience(post: MeasuredPost) -> Known | None:
        return followers(post.channel, post.published_at)

    no_rate = "no post has both its interactions and {} above 0"
    return [
        make.add_up("interactions", [one for one in engaged.values() if one], "no post has told its interactions yet"),
        make.add_up("post_reach", [one for post in posts if (one := reach(post))], "no post has told its reach"),
        make.add_up("views", [one for post in posts if (one := views(post))], "no post has told its views"),
        make.divide("frequency", shares(views, reach), "no post has both its views and a reach above 0"),
        make.divide("engagement_rate", shares(interactions, reach), no_rate.format("a reach"), 100),
        make.divide("engagement_rate_views", shares(interactions, views), no_rate.format("views"), 100),
        make.divide("engagement_rate_followers", shares(interactions, audience), no_rate.format("followers"), 100),
    ]


def cut_posts(posts: Sequence[MeasuredPost], zone: str) -> list[tuple[Cut, str, list[MeasuredPost]]]:
    """The posts by campaign, product, pillar, type, hour and weekday, on the brand's clocks; what names none is in
    none."""
    clocks = ZoneInfo(zone)
    keys: Mapping[Cut, Callable[[MeasuredPost], str | None]] = {
        "campaign": lambda post: post.campaign,
        "product": lambda post: post.product,
        "pillar": lambda post: post.pillar,
        "content_type": lambda post: post.content_type,
        "hour": lambda post: f"{post.published_at.astimezone(clocks):%H}",
        "weekday": lambda post: WEEKDAYS[post.published_at.astimezone(clocks).weekday()],
    }
    found: dict[tuple[Cut, str], list[MeasuredPost]] = {}
    for by, key in keys.items():
        for post in posts:
            if name := key(post):
                found.setdefault((by, name), []).append(post)
    order = list(keys)

    def place(cut: tuple[Cut, str]) -> tuple[int, int, str]:
        by, name = cut
        return order.index(by), WEEKDAYS.index(name) if by == "weekday" else 0, name

    return [(by, name, found[by, name]) for by, name in sorted(found, key=place)]


def describe_post(post: MeasuredPost, followers: FollowersAt) -> DashboardPost:
    """The post's line in the table, with what is unknown of it said in one sentence."""
    engaged, reach, views = sum_interactions(post), find_number(post, "reach"), find_number(post, "views")
    unknown = [] if engaged else [_say_why(post, sorted(INTERACTIONS))]
    unknown += [] if reach else [_say_why(post, ["reach"])]
    return DashboardPost(
        publication_id=post.publication_id,
        channel=post.channel,
        content_type=post.content_type,
        pillar=post.pillar,
        campaign=post.campaign,
        product=post.product,
        url=post.url,
        published_at=post.published_at,
        looked_at=post.looked_at,
        interactions=engaged.value if engaged else None,
        engagement_rate_percent=_percent(engaged, reach),
        engagement_rate_views_percent=_percent(engaged, views),
        engagement_rate_followers_percent=_percent(engaged, followers(post.channel, post.published_at)),
        frequency=round_ratio(views.value, reach.value) if views and reach else None,
        unknown_because="; ".join(unknown) or None,
        source=post.source,
        metrics=post.metrics,
    )


def sum_interactions(post: MeasuredPost) -> Known | None:
    """The post's interactions; None when one that its platform reports could not be read."""
    parts = [metric for metric in post.metrics if metric.name in INTERACTIONS]
    known = [Known(part.value, part.as_of) for part in parts if part.value is not None]
    if not parts or len(known) < len(parts):
        return None
    return Known(sum((one.value for one in known), Decimal(0)), min(one.as_of for one in known))


def find_number(post: MeasuredPost, name: str) -> Known | None:
    """One of the post's numbers, if it is known."""
    told = (Known(one.value, one.as_of) for one in post.metrics if one.name == name and one.value is not None)
    return next(told, None)


def _percent(part: Known | None, whole: Known | None) -> Decimal | None:
    return round_ratio(100 * part.value, whole.value) if part and whole else None


def _say_why(post: MeasuredPost, names: Sequence[str]) -> str:
    if post.looked_at is None:
        return "not looked at yet"
    asked: list[Metric] = [one for one in post.metrics if one.name in names and one.unavailable_reason]
    reasons = [f"{one.name}: {one.unavailable_reason}" for one in asked]
    return ", ".join(reasons) or f"{title_of(post.platform)} does not tell {' or '.join(names)}"

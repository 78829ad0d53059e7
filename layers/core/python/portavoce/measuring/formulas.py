"""From numbers to figures. Pure; each formula stands beside the sentence that a reader of the report is shown.

A figure counts what is known and says in `coverage` how much of the whole that is; when nothing is known it is
unknown, with a reason. Sources of the definitions: docs/metrics.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from portavoce.measuring.model import ChannelDay, ContentType, DashboardPost, Figure, MeasuredPost, Metric
from portavoce.platforms.titles import title_of

INTERACTIONS = frozenset({"likes", "comments", "shares", "saves"})
"""What people did with a post. `likes` are all kinds of reaction; clicks and views are not interactions."""

AUDIENCE = "Followers at the newest count of each channel, added up."
GROWTH = (
    "New followers less lost ones, day by day, where the platform reports both; elsewhere the newest count of"
    " followers less the oldest one of the period."
)
GROWTH_PERCENT = (
    "Audience growth divided by the audience that the period began with (the newest count less the growth)."
)
TOTAL = "Reactions, comments, shares and saves of the posts published in the period, added up."
BY_TYPE = "The same sum over the posts of one type: text, link, image, or carousel (several images)."
RATE = "Interactions divided by reach (people who saw the post), over the posts where both are known."
NEGATIVE = (
    "Derived, because platforms no longer report it: comments that were hidden, plus angry and sad reactions to the"
    " posts published in the period."
)
MOOD = (
    "Comments that were read as negative, by those whose mood was read at all, counted by us as they came in. A reading"
    " by machine: docs/sentiment.md says how often it errs."
)
COUNTED = "Counted by us as they came in, by the UTC day on which they were written."

_CENT = Decimal("0.01")


class _Growth(NamedTuple):
    change: Decimal
    audience: Decimal | None
    as_of: datetime


def audience(days: Sequence[ChannelDay], channels: Sequence[str], channel: str | None = None) -> Figure:
    """Followers of one channel, or of all `channels` together."""
    newest = [_followers(days, one)[-1:] for one in channels]
    known = [counts[0] for counts in newest if counts]
    return _sum(
        "audience",
        "followers",
        AUDIENCE,
        [metric.value or Decimal(0) for metric in known],
        [metric.as_of for metric in known],
        channel=channel,
        coverage=f"{len(known)} of {len(channels)} channels",
        reason="no channel has told its followers yet",
    )


def growth(days: Sequence[ChannelDay], channels: Sequence[str], channel: str | None = None) -> tuple[Figure, Figure]:
    """Growth of the audience over the days given: in followers, and in percent of the audience at the beginning."""
    grown = [one for one in (_growth(days, name) for name in channels) if one]
    coverage = f"{len(grown)} of {len(channels)} channels"
    absolute = _sum(
        "audience_growth",
        "followers",
        GROWTH,
        [one.change for one in grown],
        [one.as_of for one in grown],
        channel=channel,
        coverage=coverage,
        reason="it takes two counts of followers on different days, or one day of follows and unfollows",
    )
    based = [(one.change, one.audience - one.change) for one in grown if one.audience is not None]
    change, begun = sum((one for one, _ in based), Decimal(0)), sum((one for _, one in based), Decimal(0))
    percent = Figure(
        name="audience_growth_percent",
        unit="percent",
        definition=GROWTH_PERCENT,
        channel=channel,
        value=_percent(change, begun) if begun > 0 else None,
        as_of=min((one.as_of for one in grown if one.audience is not None), default=None),
        coverage=f"{len(based)} of {len(channels)} channels",
        unavailable_reason=None if begun > 0 else "the audience at the beginning of the period is not known",
    )
    return absolute, percent


def interactions(posts: Sequence[MeasuredPost], channel: str | None = None) -> Figure:
    """Interactions with all the posts."""
    return _interactions("interactions", TOTAL, posts, channel)


def interactions_by_type(posts: Sequence[MeasuredPost]) -> tuple[Figure, ...]:
    """One figure for each type of content that was published."""
    kinds = [kind for kind in ContentType if any(post.content_type is kind for post in posts)]
    return tuple(
        _interactions(f"interactions_{kind}", BY_TYPE, [post for post in posts if post.content_type is kind], None)
        for kind in kinds
    )


def engagement_rate(posts: Sequence[MeasuredPost], channel: str | None = None) -> Figure:
    """Interactions by reach, in percent."""
    known = [
        (engaged, reach)
        for post in posts
        if (engaged := _sum_interactions(post)) and (reach := _find_metric(post, "reach"))
    ]
    reached = sum((reach.value or Decimal(0) for _, reach in known), Decimal(0))
    engaged_total = sum((engaged.value or Decimal(0) for engaged, _ in known), Decimal(0))
    return Figure(
        name="engagement_rate",
        unit="percent of reach",
        definition=RATE,
        channel=channel,
        value=_percent(engaged_total, reached) if reached > 0 else None,
        as_of=min((min(engaged.as_of, reach.as_of) for engaged, reach in known), default=None),
        coverage=f"{len(known)} of {len(posts)} posts",
        unavailable_reason=None if reached > 0 else "no post has both its interactions and a reach above 0",
    )


def negative_feedback(posts: Sequence[MeasuredPost], hidden_comments: int, counted_at: datetime) -> Figure:
    """Hidden comments and angry or sad reactions. Comments are counted by us, so that part is always known."""
    reactions = [known for post in posts if (known := _find_metric(post, "reactions_negative"))]
    return _sum(
        "negative_feedback",
        "hidden comments and angry or sad reactions",
        NEGATIVE,
        [Decimal(hidden_comments), *(metric.value or Decimal(0) for metric in reactions)],
        [counted_at, *(metric.as_of for metric in reactions)],
        coverage=f"reactions of {len(reactions)} of {len(posts)} posts",
        reason="",
    )


def negative_share(negative: int, known: int, comments: int, counted_at: datetime) -> Figure:
    """The share of negative comments, in percent of those whose mood is known."""
    return Figure(
        name="negative_share",
        unit="percent of comments",
        definition=MOOD,
        value=_percent(Decimal(negative), Decimal(known)),
        as_of=counted_at if known else None,
        coverage=f"{known} of {comments} comments",
        unavailable_reason=None if known else "no comment's mood has been read in this time",
    )


def count_figure(name: str, unit: str, number: int, counted_at: datetime) -> Figure:
    """The figure of what we count ourselves: none came is a true 0."""
    return Figure(name=name, unit=unit, definition=COUNTED, value=Decimal(number), as_of=counted_at)


def row(post: MeasuredPost) -> DashboardPost:
    """The post's line in the table, with what is unknown of it said in one sentence."""
    engaged, reach = _sum_interactions(post), _find_metric(post, "reach")
    unknown = [] if engaged else [_why(post, sorted(INTERACTIONS))]
    unknown += [] if reach else [_why(post, ["reach"])]
    rate = _percent(engaged.value, reach.value) if engaged and reach and engaged.value is not None else None
    return DashboardPost(
        publication_id=post.publication_id,
        channel=post.channel,
        content_type=post.content_type,
        url=post.url,
        published_at=post.published_at,
        looked_at=post.looked_at,
        interactions=engaged.value if engaged else None,
        engagement_rate_percent=rate,
        unknown_because="; ".join(unknown) or None,
        metrics=post.metrics,
    )


def _interactions(name: str, definition: str, posts: Sequence[MeasuredPost], channel: str | None) -> Figure:
    known = [engaged for post in posts if (engaged := _sum_interactions(post))]
    return _sum(
        name,
        "interactions",
        definition,
        [metric.value or Decimal(0) for metric in known],
        [metric.as_of for metric in known],
        channel=channel,
        coverage=f"{len(known)} of {len(posts)} posts",
        reason="no post has told its interactions yet",
    )


def _sum_interactions(post: MeasuredPost) -> Metric | None:
    """The post's interactions; None when one that its platform reports could not be read."""
    parts = [metric for metric in post.metrics if metric.name in INTERACTIONS]
    if not parts or any(part.value is None for part in parts):
        return None
    total = sum((part.value for part in parts if part.value is not None), Decimal(0))
    return Metric(name="interactions", value=total, as_of=min(part.as_of for part in parts))


def _find_metric(post: MeasuredPost, name: str) -> Metric | None:
    return next((metric for metric in post.metrics if metric.name == name and metric.value is not None), None)


def _why(post: MeasuredPost, names: Sequence[str]) -> str:
    if post.looked_at is None:
        return "not looked at yet"
    asked = [one for one in post.metrics if one.name in names and one.unavailable_reason]
    reasons = [f"{one.name}: {one.unavailable_reason}" for one in asked]
    return ", ".join(reasons) or f"{title_of(post.platform)} does not tell {' or '.join(names)}"


def _growth(days: Sequence[ChannelDay], channel: str) -> _Growth | None:
    counts = _followers(days, channel)
    newest = counts[-1].value if counts else None
    net = [one for day in days if day.channel == channel and (one := _net(day)) is not None]
    if net:
        change = sum((one for one, _ in net), Decimal(0))
        return _Growth(change, newest, min(as_of for _, as_of in net))
    if not counts or counts[0].as_of.date() == counts[-1].as_of.date():
        return None
    first = counts[0].value or Decimal(0)
    return _Growth((newest or Decimal(0)) - first, newest, counts[-1].as_of)


def _net(day: ChannelDay) -> tuple[Decimal, datetime] | None:
    parts = {metric.name: metric for metric in day.metrics if metric.value is not None}
    gained, lost = parts.get("new_follows"), parts.get("unfollows")
    if gained is None or lost is None or gained.value is None or lost.value is None:
        return None
    return gained.value - lost.value, min(gained.as_of, lost.as_of)


def _followers(days: Iterable[ChannelDay], channel: str) -> list[Metric]:
    """The channel's known counts by when they were asked for: a count is of that moment, whatever day it stands by."""
    found = [metric for day in days if day.channel == channel for metric in day.metrics if metric.name == "followers"]
    return sorted((metric for metric in found if metric.value is not None), key=lambda metric: metric.as_of)


def _sum(
    name: str,
    unit: str,
    definition: str,
    values: Sequence[Decimal],
    as_of: Sequence[datetime],
    *,
    coverage: str,
    reason: str,
    channel: str | None = None,
) -> Figure:
    return Figure(
        name=name,
        unit=unit,
        definition=definition,
        channel=channel,
        value=sum(values, Decimal(0)) if values else None,
        as_of=min(as_of, default=None),
        coverage=coverage,
        unavailable_reason=None if values else reason,
    )


def _percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    return (100 * part / whole).quantize(_CENT, ROUND_HALF_EVEN) if whole else None

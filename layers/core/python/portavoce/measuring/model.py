"""Numbers as they were read, and figures made from them. Unknown is unknown, never 0."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from portavoce.publishing.model import Content
from portavoce.value import Value


class ContentType(StrEnum):
    """What kind of post it is, by what stands out in it."""

    TEXT = "text"
    LINK = "link"
    IMAGE = "image"
    CAROUSEL = "carousel"
    VIDEO = "video"
    REEL = "reel"
    STORY = "story"
    THREAD = "thread"
    POLL = "poll"


def content_type(content: Content) -> ContentType:
    """A reel and a story are what the platform calls them; then a thread and a poll; then what is shown: a video, one
    image, or several media as a carousel; without them a link makes a link, and the rest is text."""
    if content.kind != "post":
        return ContentType(content.kind)
    if content.thread:
        return ContentType.THREAD
    if content.poll:
        return ContentType.POLL
    if len(content.media) > 1:
        return ContentType.CAROUSEL
    if content.media:
        return ContentType.VIDEO if content.media[0].mime_type.startswith("video/") else ContentType.IMAGE
    return ContentType.LINK if content.link else ContentType.TEXT


class _Known(Value):
    """A value, or the reason why there is none: exactly one of the two."""

    value: Decimal | None
    unavailable_reason: str | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.value is None) is not bool(self.unavailable_reason):
            raise ValueError("a number has a value, or a reason why it is unavailable")
        return self


class Metric(_Known):
    """One number of a platform. `as_of` is when we asked. `too_few`: it is not told while so few people are in it."""

    name: str
    too_few: bool = False
    as_of: AwareDatetime


class MeasuredPost(Value):
    """A published post with the newest numbers known of it.

    `next_look_at` is when the next snapshot is due; None when the post is too old to be looked at again. `source` is
    "outside" for a post that was made elsewhere; None for ours. The id of such a post names no publication."""

    brand_id: str
    publication_id: str
    post_id: str
    channel: str
    platform: str
    remote_id: str
    content_type: ContentType
    pillar: str | None = None
    campaign: str | None = None
    product: str | None = None
    url: str | None = None
    published_at: AwareDatetime
    next_look_at: AwareDatetime | None = None
    looked_at: AwareDatetime | None = None
    metrics: tuple[Metric, ...] = ()
    source: Literal["outside"] | None = None

    @property
    def channel_id(self) -> str:
        return f"{self.brand_id}.{self.channel}"


class ChannelDay(Value):
    """A channel's numbers of one day, as read at `as_of`. `zone` says whose day: the platform's where it has one of its
    own, else the brand's; None where that was not written down."""

    brand_id: str
    channel: str
    platform: str
    day: date
    zone: str | None = None
    as_of: AwareDatetime
    metrics: tuple[Metric, ...] = ()


Cut = Literal["channel", "campaign", "product", "pillar", "content_type", "hour", "weekday", "post"]
"""By what a figure is cut. Hours and weekdays are of the brand's clocks, posts are publications."""


class Figure(_Known):
    """One number on a report. `definition` says how it is made, `as_of` how old its oldest part is.

    `of` is the channel, campaign … that it is about, as `by` says; both are None for the whole brand. `coverage` says
    what could be counted, such as "9 of 12 posts": `known` of `total`. `low` and `high` are the bounds between which
    the whole lies, as far as what is known lets them be told, where only a part could be counted."""

    name: str
    unit: str
    definition: str
    by: Cut | None = None
    of: str | None = None
    as_of: AwareDatetime | None = None
    coverage: str | None = None
    known: int | None = None
    total: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None


class DashboardPost(Value):
    """One line of the dashboard's table of posts. What is None is unknown, and `unknown_because` says why."""

    publication_id: str
    channel: str
    content_type: ContentType
    pillar: str | None = None
    campaign: str | None = None
    product: str | None = None
    url: str | None
    published_at: AwareDatetime
    looked_at: AwareDatetime | None
    interactions: Decimal | None
    engagement_rate_percent: Decimal | None
    engagement_rate_views_percent: Decimal | None = None
    engagement_rate_followers_percent: Decimal | None = None
    frequency: Decimal | None = None
    unknown_because: str | None = None
    source: Literal["outside"] | None = None
    metrics: tuple[Metric, ...] = ()


class SeriesBreak(Value):
    """A number that its platform no longer gives as it did: `ended_on` is the last day of the old name, `remote` the
    old name and `successor` the new one, None where there is none."""

    platform: str
    level: Literal["post", "channel"]
    metric: str
    remote: str
    ended_on: date
    successor: str | None = None


class Dashboard(Value):
    """What a brand's posts brought from `since` to `until`, both days of the brand's calendar included.

    `day_zones` says of each channel whose daily numbers are not of the brand's days whose they are; `is_over` whether
    its last day is."""

    brand_id: str
    since: date
    until: date
    figures: tuple[Figure, ...]
    posts: tuple[DashboardPost, ...]
    breaks: tuple[SeriesBreak, ...] = ()
    day_zones: Mapping[str, str] = Field(default_factory=dict)
    is_over: bool


class HourOfWeek(Value):
    """One hour of the week on the brand's clocks, such as Tuesday, 19: how much better (or worse) than the channel's
    mean a post then is likely to do, in percent, and the bounds within which that lies four times in five, over all
    hours: all are drawn to the mean, the best of them most."""

    weekday: str
    hour: int
    posts: int
    percent: int
    low_percent: int
    high_percent: int

    @property
    def slot(self) -> str:
        """The hour as a posting slot, such as `tue 19:00`."""
        return f"{self.weekday} {self.hour:02}:00"


class PostingHours(Value):
    """A channel's table: the hours of the week that had posts, in the week's order. `best` are those that are better
    than the mean, surest first; where there are none, `silent_because` says why."""

    channel: str
    posts: int
    weeks: int
    hours: tuple[HourOfWeek, ...] = ()
    best: tuple[HourOfWeek, ...] = ()
    silent_because: str | None = None

    @property
    def slots(self) -> tuple[str, ...]:
        """The better hours as posting slots, in the week's order."""
        better = set(self.best)
        return tuple(one.slot for one in self.hours if one in better)


def merge(known: tuple[Metric, ...], read: tuple[Metric, ...]) -> tuple[Metric, ...]:
    """The newest number of each name: a value that was known stays, with its own age, when it cannot be had again."""
    merged = {metric.name: metric for metric in known}
    for metric in read:
        if metric.value is not None or merged.get(metric.name, metric).value is None:
            merged[metric.name] = metric
    return tuple(merged[name] for name in sorted(merged))

"""All figures of a brand over some days, and of each part of it where they have a meaning. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.measuring.figures.audience import figures_of_audience
from portavoce.measuring.figures.feedback import figures_of_feedback
from portavoce.measuring.figures.plan import figures_of_plan
from portavoce.measuring.figures.posts import FollowersAt, cut_posts, figures_of_posts, follower_counts
from portavoce.measuring.model import ChannelDay, Figure, MeasuredPost

COUNTED = ("comments", "hidden", "leads", "negative", "mood_known")


@dataclass(frozen=True)
class MeasuredPeriod:
    """What is known of a brand from `since` to `until`, both days of its calendar included. `counted` are our own
    counts by day, `placed` those of what leads came from; `tells_unfollows` are the channels whose platform does."""

    brand: Brand
    since: date
    until: date
    posts: Sequence[MeasuredPost]
    days: Sequence[ChannelDay]
    counted: Sequence[tuple[date, Mapping[str, int]]]
    tells_unfollows: frozenset[str]
    now: datetime
    placed: Sequence[tuple[date, Mapping[str, int]]] = ()

    @property
    def followers(self) -> FollowersAt:
        """What is known of each channel's followers."""
        return follower_counts(self.days)


def make_figures(period: MeasuredPeriod) -> list[Figure]:
    """Of the brand, then of each channel, campaign, product, pillar, type, hour and weekday."""
    brand, followers = period.brand, period.followers
    span = (period.since, period.until)
    days = (period.until - period.since + timedelta(days=1)).days * len(period.tells_unfollows)
    totals = {name: sum(numbers.get(name, 0) for _, numbers in period.counted) for name in COUNTED}
    found = [
        *figures_of_audience(period.days, [one.id for one in brand.channels], *span),
        *figures_of_posts(period.posts, followers),
        *figures_of_feedback(period.posts, period.days, days, totals, period.now),
        *figures_of_plan(brand, period.posts, *span, period.now),
    ]
    for channel in brand.channels:
        own = [post for post in period.posts if post.channel == channel.id]
        found += figures_of_audience(period.days, [channel.id], *span, by="channel", of=channel.id)
        found += figures_of_posts(own, followers, "channel", channel.id)
    for by, of, posts in cut_posts(period.posts, brand.zone):
        found += figures_of_posts(posts, followers, by, of)
    return found

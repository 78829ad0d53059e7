"""Figures of the plan: how much of it was kept. Pure. Sources: `definitions.py`."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand, Channel
from portavoce.measuring.figures.values import ZERO, FigureMaker, Known, Ratio, round_ratio
from portavoce.measuring.model import Figure, MeasuredPost

A_WEEK = 7


def figures_of_plan(
    brand: Brand, posts: Sequence[MeasuredPost], since: date, until: date, now: datetime
) -> list[Figure]:
    """Cadence of the channels together, the mix of the pillars, and the cadence of each channel. What was made
    elsewhere was not planned here, and keeps no plan."""
    clocks = ZoneInfo(brand.zone)
    ends = min(until + timedelta(days=1), now.astimezone(clocks).date())
    posts = [post for post in posts if post.source is None]
    before = [post for post in posts if post.published_at < datetime.combine(ends, time(), clocks)]
    planned = [one for one in brand.channels if one.posts_per_week]
    shares = {one.id: _cadence(one, before, (ends - since).days, now) for one in planned}
    reason = "the brand's file plans no posts a week, or no day is over"
    return [
        FigureMaker(len(planned), "channels").divide("cadence_kept", list(shares.values()), reason, 100),
        _mix(brand, posts, now),
        *(
            FigureMaker(1, "channels", "channel", channel).divide("cadence_kept", [share], reason, 100)
            for channel, share in shares.items()
        ),
    ]


def _cadence(channel: Channel, posts: Sequence[MeasuredPost], days: int, now: datetime) -> Ratio:
    planned = Decimal(channel.posts_per_week * days) / A_WEEK
    done = Decimal(len([post for post in posts if post.channel == channel.id]))
    return Ratio(Known(min(done, planned), now), Known(planned, now))


def _mix(brand: Brand, posts: Sequence[MeasuredPost], now: datetime) -> Figure:
    planned = {one.id: Decimal(one.share) for one in brand.pillars if one.share is not None}
    named = [post.pillar for post in posts if post.pillar]
    reason = "no pillar in the brand's file has a share, or no post names one"
    kept = None
    if planned and named:
        real = {one: Decimal(100 * named.count(one)) / len(named) for one in planned}
        kept = round_ratio(sum((min(real[one], share) for one, share in planned.items()), ZERO), Decimal(1))
    return FigureMaker(len(posts)).state("pillar_mix_kept", kept, [now], known=len(named), reason=reason)

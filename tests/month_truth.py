"""What each figure of posts is by its definition, computed of what is true of a generated month and of nothing else."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

from tests.generated_month import ROME, TrueMonth, TruePost

ENGAGED = ("likes", "comments", "shares", "saves")


def ratio(part: float, whole: float, times: int = 1) -> Decimal | None:
    """To two places, half to even."""
    if not whole:
        return None
    hundredths = round(Fraction(times * 100) * Fraction(part) / Fraction(whole))
    return Decimal(hundredths) / 100


def engaged(post: TruePost) -> int:
    return sum(post.numbers.get(name, 0) for name in ENGAGED)


def followers_at(month: TrueMonth, post: TruePost) -> int:
    """At the last tick before the post left, or else the first one after: ticks are at 10:05 UTC."""
    ticks = [(datetime.combine(day, time(10, 5), UTC), day) for day in month.days if day not in month.unknown]
    before = [day for at, day in ticks if at <= post.at]
    return month.followers[post.channel][before[-1] if before else ticks[0][1]]


def expect_of_posts(month: TrueMonth, posts: Sequence[TruePost]) -> dict[str, tuple[Decimal | None, int]]:
    """Value and number of known posts of each figure of posts, from the definitions."""
    known = [post for post in posts if post.is_known]
    reached = [post for post in known if "reach" in post.numbers]
    done, seen = sum(map(engaged, known)), sum(post.numbers["views"] for post in known)
    reach = sum(post.numbers["reach"] for post in reached)
    of_reached = {name: sum(post.numbers[name] for post in reached) for name in ("views",)}
    shown = sum(spent_in_quarter(month, month.shown))
    paid = [post for post in known if post.channel != "x" and shown]
    price = Fraction(sum(spent_in_quarter(month, month.spent)), shown or 1)
    worth = round(price * sum(post.numbers["views"] for post in paid))
    return {
        "interactions": (Decimal(done) if known else None, len(known)),
        "views": (Decimal(seen) if known else None, len(known)),
        "post_reach": (Decimal(reach) if reached else None, len(reached)),
        "frequency": (ratio(of_reached["views"], reach), len(reached)),
        "engagement_rate": (ratio(sum(map(engaged, reached)), reach, 100), len(reached)),
        "engagement_rate_views": (ratio(done, seen, 100), len(known)),
        "engagement_rate_followers": (ratio(done, sum(followers_at(month, post) for post in known), 100), len(known)),
        "coverage_value": (Decimal(worth) / 100 if paid else None, len(paid)),
    }


def spent_in_quarter(month: TrueMonth, by_day: dict[date, int]) -> Iterator[int]:
    last = month.days[-1]
    first = date(last.year, (last.month - 1) // 3 * 3 + 1, 1)
    return (amount for day, amount in by_day.items() if day >= first)


CUTS: dict[str, Callable[[TruePost], str | None]] = {
    "channel": lambda post: post.channel,
    "campaign": lambda post: post.campaign,
    "product": lambda post: post.product,
    "pillar": lambda post: post.pillar,
    "hour": lambda post: f"{post.at.astimezone(ROME):%H}",
    "weekday": lambda post: f"{post.at.astimezone(ROME):%a}".lower(),
    "content_type": lambda _: "text",
}

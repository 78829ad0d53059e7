"""Thirty days of one brand, made from a seed, with all that is true of them: what a platform tells is made of it.

Autumn has the day of 25 hours of Rome and that of Los Angeles, and Pacific days of winter; spring those of 23 hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

DAYS = 30
OUTSIDE_EVERY = 6
"""Of the posts, on Facebook, which is every third one's channel."""
SEED = 15
NAMES = (("origins", "craft", None), ("autumn", "always", None), ("beans", "cups", None))
"""Pillars, campaigns and products."""
ROME = ZoneInfo("Europe/Rome")
SEASONS = {"autumn": date(2026, 10, 12), "spring": date(2027, 3, 10)}
CHANNELS = ("facebook", "instagram", "x")
TOLD = {
    "facebook": ("reach", "views", "likes", "shares", "reactions_negative"),
    "instagram": ("reach", "views", "likes", "comments", "shares", "saves"),
    "x": ("views", "likes", "shares", "saves"),
}
"""What each platform tells of a post."""


@dataclass(frozen=True)
class TruePost:
    """A post as it truly is."""

    post_id: str
    channel: str
    at: datetime
    pillar: str | None
    campaign: str | None
    product: str | None
    numbers: dict[str, int]
    is_known: bool
    is_outside: bool = False
    """Made with another program: it has no pillar, campaign or product, and no plan."""


@dataclass(frozen=True)
class TrueMonth:
    """All that is true of the month. `unknown` are days on which nothing can be read. `gained`, `lost` and `followers`
    are by channel and day of the platform's calendar; followers are those as the day begins. `said_at` are the moments
    of comments, `spent` minor units by day, `shown` the ads' views by day."""

    since: date
    posts: Sequence[TruePost]
    unknown: frozenset[date]
    gained: dict[str, dict[date, int]] = field(default_factory=dict)
    lost: dict[str, dict[date, int]] = field(default_factory=dict)
    followers: dict[str, dict[date, int]] = field(default_factory=dict)
    said_at: Sequence[datetime] = ()
    spent: dict[date, int] = field(default_factory=dict)
    shown: dict[date, int] = field(default_factory=dict)

    @property
    def days(self) -> list[date]:
        """Its days, in order."""
        return [self.since + timedelta(days=number) for number in range(DAYS)]


def generate(season: str, *, unknown_part: float) -> TrueMonth:
    """The month of a season; `unknown_part` of its days cannot be read, nor the posts that left on them."""
    random, since = Random(SEED), SEASONS[season]
    days = [since + timedelta(days=number) for number in range(DAYS)]
    unknown = frozenset(Random(SEED + 1).sample(days, round(unknown_part * DAYS)))
    month = TrueMonth(since, _posts(random, days, unknown), unknown)
    for channel in CHANNELS:
        count = random.randint(500, 2000)
        gained, lost, followers = {}, {}, {}
        for day in days:
            followers[day] = count
            gained[day], lost[day] = random.randint(3, 9), random.randint(0, 3)
            count += gained[day] - lost[day]
        month.gained[channel], month.lost[channel], month.followers[channel] = gained, lost, followers
    first = datetime(since.year, since.month, since.day, tzinfo=ROME).astimezone(UTC)
    said = [first + timedelta(minutes=random.randrange(-2000, DAYS * 1440 + 2000)) for _ in range(120)]
    spent = {day: random.randint(500, 3000) for day in days}
    shown = {day: random.randint(1000, 5000) for day in days}
    return TrueMonth(since, month.posts, unknown, month.gained, month.lost, month.followers, sorted(said), spent, shown)


def _posts(random: Random, days: Sequence[date], unknown: frozenset[date]) -> list[TruePost]:
    posts = []
    for number, day in enumerate(days):
        channel = CHANNELS[number % len(CHANNELS)]
        at = datetime(day.year, day.month, day.day, random.randrange(24), random.randrange(60), tzinfo=ROME)
        reach = random.randint(200, 3000)
        numbers = {
            "reach": reach,
            "views": reach + random.randint(0, 2000),
            **{name: random.randint(0, 80) for name in ("likes", "comments", "shares", "saves")},
            "reactions_negative": random.randint(0, 5),
        }
        is_outside = number % OUTSIDE_EVERY == 0 and day not in unknown
        named: list[str | None] = [random.choice(one) for one in NAMES]
        pillar, campaign, product = [None] * 3 if is_outside else named
        posts.append(
            TruePost(
                f"p{number}",
                channel,
                at.astimezone(UTC),
                pillar,
                campaign,
                product,
                {name: numbers[name] for name in TOLD[channel]},
                day not in unknown,
                is_outside,
            )
        )
    return posts

"""Who truly wanted to buy in a generated month, what ads truly cost, and what each lead cost and brought by the
definitions (docs/metrics.md)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import NamedTuple

from tests.generated_month import DAYS, ROME, TrueMonth, TruePost
from tests.month_truth import ratio
from tests.true_visits import TrueEvent, TruePerson, part_into_visits

SEED, LEADS = 17, 40
BRAND = "aurora"
MARGIN, MONTHLY = 60, {"labour": 40_000, "fees": 9_900}
NAMES = ("cost_per_lead", "cost_per_conversion", "return_on_ad_spend", "return_on_investment")
MONTH_DAYS = {1: 31, 2: 28, 3: 31, 4: 30, 10: 31, 11: 30}


@dataclass(frozen=True)
class TrueLead:
    """Somebody who asked for a price: under which post, if under any, and what they bought for in the end. Of one with
    an `order` the shop and a visit tell as well."""

    number: int
    at: datetime
    post: TruePost | None
    channel: str
    won_minor: int | None
    order: str | None

    @property
    def day(self) -> date:
        """In Rome."""
        return self.at.astimezone(ROME).date()

    @property
    def is_placed(self) -> bool:
        """Whether it can be known where they came from: a post that was made elsewhere is none of ours."""
        return self.post is None or not self.post.is_outside


class TrueAds(NamedTuple):
    """What an ad campaign is for, if that is said, and which part of each day's spend it is, in hundredths."""

    ad_id: str
    hundredths: int
    campaign: str | None = None
    product: str | None = None
    channel: str | None = None
    post: str | None = None


class TrueSales(NamedTuple):
    """All that is true of a month's ads, visits and leads."""

    month: TrueMonth
    people: Sequence[TruePerson]
    leads: Sequence[TrueLead]
    ads: Sequence[TrueAds]


class TruePart(NamedTuple):
    """A part of the brand: by what it is cut, and what it is called."""

    by: str
    of: str


def advertise(month: TrueMonth, *, by_channel: bool) -> list[TrueAds]:
    """Four ad campaigns. With `by_channel` it is said of each for which channel it is; else of one it is said of what
    not at all."""
    shown = next(one for one in month.posts if one.channel == "instagram")
    return [
        TrueAds("11", 37, campaign="autumn", product="beans", channel="facebook" if by_channel else None),
        TrueAds("12", 23, campaign="always", channel="instagram" if by_channel else None),
        TrueAds("13", 25, post=shown.post_id, channel="instagram"),
        TrueAds("14", 15, channel="facebook" if by_channel else None),
    ]


def spend_of(ads: TrueAds, spent_minor: int, all_ads: Sequence[TrueAds]) -> int:
    """Of a day: the last campaign has what rounding leaves."""
    if ads is all_ads[-1]:
        return spent_minor - sum(one.hundredths * spent_minor // 100 for one in all_ads[:-1])
    return ads.hundredths * spent_minor // 100


def want_to_buy(month: TrueMonth, people: Sequence[TruePerson]) -> list[TrueLead]:
    """People of the month and of some days around it; a third buy, and two name an order that the shop knows."""
    random = Random(SEED)
    begin = datetime(month.since.year, month.since.month, month.since.day, tzinfo=ROME).astimezone(UTC)
    known = [
        event.reference
        for person in people
        for event in person.events
        if person.post and event.confirmed_minor is not None and event.at.date() in month.days
    ]
    found = []
    for number in range(LEADS):
        post = random.choice(month.posts) if number % 7 else None
        at = begin + timedelta(minutes=random.randrange(-1500, DAYS * 1440 + 1500))
        if post:
            at = post.at + timedelta(minutes=random.randrange(1, 10 * 1440))
        won = random.randint(1000, 30_000) if number % 3 == 0 else None
        order = known[number // 15] if number in {15, 30} else None
        found.append(TrueLead(number, at, post, post.channel if post else "facebook", won, order))
    return found


def list_parts(sales: TrueSales) -> Iterator[TruePart]:
    """The channels, and the campaigns, products and posts of the sales.month."""
    yield from (TruePart("channel", name) for name in ("facebook", "instagram", "x"))
    for post in sales.month.posts:
        if post.campaign:
            yield TruePart("campaign", post.campaign)
        if post.product:
            yield TruePart("product", post.product)
    yield from (TruePart("post", f"{BRAND}.{one.post}.{one.channel}") for one in sales.ads if one.post)


def is_of(part: TruePart, post: TruePost | None, channel: str) -> bool:
    """Whether what came from a post is of the part."""
    if part.by == "channel":
        return channel == part.of
    if post is None or post.is_outside:
        return False
    named = {"campaign": post.campaign, "product": post.product, "post": f"{BRAND}.{post.post_id}.{post.channel}"}
    return named[part.by] == part.of


def ad_spend(sales: TrueSales, is_for: Callable[[TrueAds], bool], until: date) -> int:
    """What the ad campaigns cost that are for something, to the day that is known."""
    days = [sales.month.spent[day] for day in sales.month.days if day <= until]
    return sum(spend_of(one, spent, sales.ads) for one in sales.ads if is_for(one) for spent in days)


def spend_of_part(sales: TrueSales, part: TruePart, until: date) -> int | None:
    """None where nobody can say: no ad campaign is for it, or, of a channel, not of all is it told which they are
    for."""
    if part.by == "channel":
        is_told = part.of != "x" and all(one.channel for one in sales.ads)
        return ad_spend(sales, lambda one: one.channel == part.of, until) if is_told else None

    def is_for(one: TrueAds) -> bool:
        names = {"campaign": one.campaign, "product": one.product, "post": f"{BRAND}.{one.post}.{one.channel}"}
        return names[part.by] == part.of

    return ad_spend(sales, is_for, until) if any(map(is_for, sales.ads)) else None


class Expected(NamedTuple):
    """A figure's value, and its bounds where a part is not known."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


def expect_leads(sales: TrueSales, part: TruePart, until: date) -> Expected:
    """Those of the part; of who came from a post that is not ours nobody knows whether they are of it."""
    inside = [one for one in sales.leads if sales.month.days[0] <= one.day <= until]
    own = sum(is_of(part, one.post, one.channel) for one in inside)
    unplaced = 0 if part.by == "channel" else sum(not one.is_placed for one in inside)
    whole = Decimal(own + unplaced)
    return Expected(Decimal(own), Decimal(own), whole) if unplaced else Expected(Decimal(own))


def sum_won(sales: TrueSales, part: TruePart | None, until: date) -> int | None:
    """What leads bought of which nobody else tells; None where none did. Those that name an order of the shop's are in
    what the shop confirms."""
    worth = [
        one.won_minor
        for one in sales.leads
        if one.won_minor is not None and not one.order and sales.month.days[0] <= one.day <= until
        if part is None or is_of(part, one.post, one.channel)
    ]
    return sum(worth) if worth else None


def sum_confirmed(sales: TrueSales, part: TruePart | None, until: date) -> int | None:
    """What the shop has confirmed of visits that posts led to, and what leads bought."""
    by_shop = [event.confirmed_minor for event in list_orders(sales, part, until) if event.confirmed_minor is not None]
    known = [one for one in (sum(by_shop) if by_shop else None, sum_won(sales, part, until)) if one is not None]
    return sum(known) if known else None


def list_orders(sales: TrueSales, part: TruePart | None, until: date) -> Iterator[TrueEvent]:
    """The orders of the visits that posts led to."""
    for person in sales.people:
        if person.post and (part is None or _came_by(part, person.post)):
            for visit in part_into_visits(person, sales.month):
                yield from (one for one in visit if one.kind == "conversion" and one.at.date() <= until)


def _came_by(part: TruePart, post: TruePost) -> bool:
    """A visit is joined by its link, whoever made the post."""
    named = {
        "channel": post.channel,
        "campaign": post.campaign,
        "product": post.product,
        "post": f"{BRAND}.{post.post_id}.{post.channel}",
    }
    return named[part.by] == part.of


def expect_returns(sales: TrueSales, part: TruePart | None, until: date) -> dict[str, Expected]:
    """What each lead and conversion of a part, or of the brand, has cost, and what came back; labour and fees are of no
    part, so that it has no return on investment."""
    spent = spend_of_part(sales, part, until) if part else ad_spend(sales, lambda _: True, until)
    if spent is None:
        return dict.fromkeys(NAMES, Expected(None))
    own = expect_leads(sales, part, until) if part else count_leads(sales, until)
    conversions = len(list(list_orders(sales, part, until)))
    confirmed = sum_confirmed(sales, part, until)
    each = _share(spent, int(own.value or 0))
    per_lead = Expected(each, _share(spent, int(own.high)), each) if each and own.high else Expected(each)
    is_whole = part is None and confirmed is not None
    return {
        "cost_per_lead": per_lead,
        "cost_per_conversion": Expected(_share(spent, conversions)),
        "return_on_ad_spend": Expected(None if confirmed is None else ratio(confirmed, spent)),
        "return_on_investment": Expected(_return(sales.month, confirmed or 0, spent, until) if is_whole else None),
    }


def count_leads(sales: TrueSales, until: date) -> Expected:
    """The brand's, wherever they came from."""
    return Expected(Decimal(sum(sales.month.days[0] <= one.day <= until for one in sales.leads)))


def _return(month: TrueMonth, confirmed: int, ads: int, until: date) -> Decimal:
    """Of each calendar month its part of labour and fees."""
    share = sum(Fraction(1, MONTH_DAYS[day.month]) for day in month.days if day <= until)
    costs = ads + sum(round(each * share) for each in MONTHLY.values())
    return Decimal(round((Fraction(confirmed * MARGIN, 100) - costs) * 10_000 / costs)) / 100


def _share(spent_minor: int, count: int) -> Decimal | None:
    return Decimal(round(Fraction(spent_minor, count))) / 100 if count else None

"""Who truly wanted to buy in a generated month, what ads truly cost, and what each lead cost and brought by the
definitions (docs/metrics.md)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """Somebody who asked for a price: under which post, if under any, and what they bought for in the end. An `order`
    is what the seller names: the shop and a visit tell of some (`is_visited`), of some the shop alone, at `shop_minor`,
    and of some nobody else."""

    number: int
    at: datetime
    post: TruePost | None
    channel: str
    won_minor: int | None
    order: str | None
    currency: str = "EUR"
    is_visited: bool = False
    shop_minor: int | None = None

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
    shop_tells: bool
    dollar_rate: Fraction | None = None


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
    """People of the month and of some days around it; a third buy, some in dollars. Two name an order that a visit told
    of, one an order that the shop alone tells of, and one an order that nobody knows."""
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
        order = {15: known[1], 30: known[2], 12: "A-by-telephone", 33: "A-mistyped"}.get(number)
        lead = TrueLead(number, at, post, post.channel if post else "facebook", won, order, is_visited=order in known)
        if number % 9 == 0:
            lead = replace(lead, currency="USD")
        found.append(replace(lead, shop_minor=12_345) if number == 12 else lead)
    return found


def has_told_of(sales: TrueSales, lead: TrueLead) -> bool:
    """Whether the shop has, so that its word of the order goes before the seller's."""
    return sales.shop_tells and (lead.is_visited or lead.shop_minor is not None)


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


def list_won(sales: TrueSales, part: TruePart | None, until: date) -> list[TrueLead]:
    """The leads who bought."""
    return [
        one
        for one in sales.leads
        if one.won_minor is not None and sales.month.days[0] <= one.day <= until
        if part is None or is_of(part, one.post, one.channel)
    ]


def sum_unmatched(sales: TrueSales, part: TruePart | None, until: date) -> dict[str, int]:
    """What sellers alone say while the shop tells of its orders, by currency: it may be among those."""
    found = dict[str, int]()
    for one in list_won(sales, part, until):
        if sales.shop_tells and not has_told_of(sales, one):
            found[one.currency] = found.get(one.currency, 0) + (one.won_minor or 0)
    return found


def sum_confirmed(sales: TrueSales, part: TruePart | None, until: date) -> int | None:
    """In euros: what the shop has confirmed of visits that posts led to and of orders that leads name, or else, where
    no shop tells of its orders, what sellers say, in dollars only at a rate that somebody gives. An order that a visit
    told of is the visit's."""
    if sales.shop_tells:
        orders = list_orders(sales, part, until)
        known = [event.confirmed_minor for event in orders if event.confirmed_minor is not None]
        known += [one.shop_minor for one in list_won(sales, part, until) if one.shop_minor is not None]
        return sum(known) if known else None
    won = _list_won_by_origin(sales, part, until)
    known = [one.won_minor or 0 for one in won if one.currency == "EUR"]
    told = {"EUR": sum(known)} if known else {}
    if dollars := sum_dollars(sales, part, until):
        told["USD"] = dollars
    return convert_dollars(told, sales).get("EUR")


def convert_dollars(amounts: Mapping[str, int], sales: TrueSales) -> Mapping[str, int]:
    """All in euros if somebody gives a rate, rounded half up; else as they are."""
    if sales.dollar_rate is None or "USD" not in amounts:
        return amounts
    return {"EUR": amounts.get("EUR", 0) + int(amounts["USD"] * sales.dollar_rate + Fraction(1, 2))}


def sum_dollars(sales: TrueSales, part: TruePart | None, until: date) -> int:
    """What sellers say in dollars, where no shop tells of its orders."""
    if sales.shop_tells:
        return 0
    return sum(one.won_minor or 0 for one in _list_won_by_origin(sales, part, until) if one.currency == "USD")


def _list_won_by_origin(sales: TrueSales, part: TruePart | None, until: date) -> list[TrueLead]:
    """The same; but who names an order that a visit told of is of the visit's day and post."""
    by_visit = {event.reference for event in list_orders(sales, part, until)}
    own = [one for one in list_won(sales, part, until) if not one.is_visited]
    return own + [one for one in sales.leads if one.is_visited and one.won_minor and one.order in by_visit]


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

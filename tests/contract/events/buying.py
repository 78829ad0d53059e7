"""The people of a generated month who want to buy, and what is to be told of what they cost and brought."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import time_machine
from boto3.dynamodb.types import TypeSerializer

from portavoce.brands.model import Brand
from portavoce.community.history import lift
from portavoce.community.items import lead_item
from portavoce.community.leads.model import LeadChange
from portavoce.community.model import Lead, LeadOutcome, lead_id_of
from portavoce.community.records import CommunityRecords
from portavoce.measuring.model import Cut, Dashboard, Figure
from portavoce.platforms.interaction import Verb
from portavoce.runtime.wiring.community import leads
from portavoce.runtime.wiring.lead_places import find_place
from tests.community import delivery
from tests.contract.events.house import House
from tests.contract.events.invocations import stream_event
from tests.contract.events.outside import PAGE
from tests.generated_month import TrueMonth, TruePost
from tests.true_leads import (
    NAMES,
    Expected,
    TrueAds,
    TrueLead,
    TruePart,
    TrueSales,
    convert_dollars,
    count_leads,
    expect_leads,
    expect_returns,
    list_parts,
    sum_confirmed,
    sum_dollars,
    sum_unmatched,
    want_to_buy,
)
from tests.true_visits import populate

STANDING = {f"{number:04}": number for number in range(1000)}
"""What a dump holds that does not change: each change of the stream has a number of its own, and the first are
comments'."""


def tie(brand: Brand, ads: Sequence[TrueAds]) -> Brand:
    """The brand whose file says what its ad campaigns are for, as far as anybody says."""
    names = ("campaign", "product", "channel", "post")
    said = [{name: getattr(one, name) for name in names if getattr(one, name)} for one in ads]
    campaigns = [{"id": one.ad_id, **told} for one, told in zip(ads, said, strict=True) if told]
    (account,) = brand.ad_accounts
    told = account.model_dump(mode="json") | {"campaigns": campaigns}
    return Brand.model_validate(brand.model_dump(mode="json") | {"ad_accounts": [told]})


def want(house: House, month: TrueMonth) -> list[tuple[TrueLead, Lead]]:
    """They ask for a price, and are handed to sales."""
    serialize = TypeSerializer().serialize
    records, end = CommunityRecords(house.table), datetime.combine(month.days[-1], time(12), UTC)
    found, images = [], {}
    for one in want_to_buy(month, populate(month)):
        lead = _make_lead(one)
        records.add_lead(lead, end.replace(year=end.year + 1))
        images[f"{len(STANDING) + one.number}"] = {
            name: serialize(value) for name, value in lead_item(lead, end).items()
        }
        found.append((one, lead))
    house.invoke("relay", stream_event(STANDING, STANDING | images))
    return found


def _make_lead(one: TrueLead) -> Lead:
    name = f"lead-{one.number}"
    said = delivery("Quanto costa?", Verb.ADDED, interaction_id=name)
    said = said.model_copy(
        update={"platform": one.channel, "occurred_at": one.at, "post_id": one.post and name_there(one.post)}
    )
    row = lift(
        said,
        brand_id="aurora",
        channel_id=f"aurora.{one.channel}",
        retention_days=90,
        now=one.at,
        zone="Europe/Rome",
    )
    with time_machine.travel(one.at, tick=False):
        place = find_place(row)
    return Lead(
        lead_id=lead_id_of(one.channel, name),
        brand_id="aurora",
        channel_id=row.channel_id,
        platform=one.channel,
        interaction_id=name,
        author_id=None,
        author_name=None,
        text="",
        permalink=None,
        created_at=one.at,
        place=place,
        zone=row.zone,
    )


def name_there(post: TruePost) -> str:
    """The post's id, as its platform has it."""
    number = 100_000_000 + int(post.post_id[1:])
    return f"{PAGE}_{number}" if post.channel == "facebook" else str(number)


def follow_up(month: TrueMonth, asked: Sequence[tuple[TrueLead, Lead]]) -> None:
    """Sales say how it ended, some twice; some had another value before."""
    now = datetime.combine(month.days[-1], time(13), UTC)
    for one, lead in asked:
        values = [] if one.won_minor is None else [one.won_minor + 1, one.won_minor, one.won_minor]
        for value in values:
            change = LeadChange(outcome=LeadOutcome.WON, value_minor=value, currency=one.currency, order=one.order)
            leads().change("aurora", lead.lead_id, change, "gio@aurora.example", now)


def sell_all(month: TrueMonth, ads: Sequence[TrueAds], *, shop_tells: bool, rate: str | None) -> TrueSales:
    """All that is true of the month's money."""
    people = populate(month)
    return TrueSales(
        month, people, want_to_buy(month, people), ads, shop_tells, None if rate is None else Fraction(rate)
    )


def assert_money_is_told(made: Dashboard, sales: TrueSales, until: date) -> None:
    """Leads and value of the whole month; what is held against a cost to the day to which that is known."""
    month = sales.month
    last = month.days[-1]
    told = {(one.by, one.of, one.name): one for one in made.figures}
    whole = told[None, None, "leads"].value
    assert whole == count_leads(sales, last).value, whole
    for part in [None, *dict.fromkeys(list_parts(sales))]:
        by, of = part or (None, None)
        expected = expect_returns(sales, part, until)
        if part:
            expected["leads"] = expect_leads(sales, part, last)
        value = sum_confirmed(sales, part, last)
        worth = told.get((by, of, "confirmed_value"))  # type: ignore[arg-type]
        assert (worth and _in_euros(worth)) == (None if value is None else Decimal(value) / 100), (part, value, worth)
        assert_what_is_left_out_is_told(told, sales, part, until)
        for name, wanted in expected.items():
            figure = told[by, of, name]  # type: ignore[index]
            assert Expected(figure.value, figure.low, figure.high) == wanted, (part, figure, wanted)
            assert (figure.value is None) is bool(figure.unavailable_reason), (part, name)
            if name in NAMES:
                known = {(0, 30), ((until - month.days[0]).days + 1, 30)}
                assert (figure.known, figure.total) in known, (part, name)
                assert figure.value is None or figure.known, (part, name)


def _in_euros(worth: Figure) -> Decimal | None:
    return worth.value if worth.unit == "EUR" else None


def assert_what_is_left_out_is_told(
    told: Mapping[tuple[Cut | None, str | None, str], Figure], sales: TrueSales, part: TruePart | None, until: date
) -> None:
    """What sellers alone say beside a shop is a figure of its own, in its own currency; and each return tells it."""
    by, of = part or (None, None)
    apart = convert_dollars(sum_unmatched(sales, part, sales.month.days[-1]), sales)
    figure = told.get((by, of, "unmatched_value"))  # type: ignore[arg-type]
    currency = "EUR" if "EUR" in apart else next(iter(apart), None)
    amount = Decimal(apart[currency]) / 100 if currency else None
    assert (figure and (figure.value, figure.unit)) == ((amount, currency) if currency else None), part
    known = {
        f"won and not matched with an order: {_show(minor, name)}"
        for name, minor in sum_unmatched(sales, part, until).items()
    }
    dollars = sum_dollars(sales, part, until)
    if dollars and sales.dollar_rate is None:
        known.add(f"for want of a rate: {_show(dollars, 'USD')}")
    for name in ("return_on_ad_spend", "return_on_investment"):
        said = told[by, of, name]  # type: ignore[index]
        left_out = {one.partition(" (")[0] for one in (said.coverage or "").split("left out, ")[1:]}
        assert said.value is None or left_out == known, (part, name)


def _show(minor: int, currency: str) -> str:
    return f"{Decimal(minor) / 100:.2f} {currency}"

"""What ads cost is held against the part of a brand that they are for, and against no other: a figure is told or says
why it is not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.brands.model import Brand, Language
from portavoce.measuring.ad_costs import Spending
from portavoce.measuring.figure_set import MeasuredPeriod
from portavoce.measuring.model import Figure
from portavoce.measuring.money_figures import figures_of_money
from portavoce.reporting.phrases import translate
from portavoce.visits.model import LEADS, UNMATCHED, VisitDay
from tests.aurora import DOCUMENT, aurora

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 10)
NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
AUTUMN = {"id": "1", "campaign": "autumn", "product": "beans"}
ONE_POST = {"id": "2", "post": "p1", "channel": "facebook"}
RETURNS = {"margin_percent": 50, "currency": "EUR"}
ADS_OF = {"facebook": "meta_ads", "instagram": "meta_ads"}


def brand(*campaigns: Mapping[str, Any], **given: Any) -> Brand:
    account = {"id": "meta", "platform": "meta_ads", "account_id": "act_1", "campaigns": list(campaigns)}
    products = [{"id": "beans", "title": "Beans"}, {"id": "cups", "title": "Cups"}]
    return aurora(**{"ad_accounts": [account], "products": products, "returns": RETURNS} | given)


def account(name: str = "meta", currency: str = "EUR", as_of: datetime = NOON) -> AccountState:
    shared = {"brand_id": "aurora", "platform": "meta_ads", "decimals": 2, "zone": "Europe/Rome"}
    return AccountState.model_validate(shared | {"ad_account": name, "currency": currency, "as_of": as_of})


def spent(campaign: str, minor: int, on: date = FIRST, name: str = "meta", currency: str = "EUR") -> SpendDay:
    return SpendDay(
        brand_id="aurora", ad_account=name, campaign_id=campaign, day=on, currency=currency, spend_minor=minor
    )


def came(minor: int | None = None, on: date = FIRST, **given: Any) -> VisitDay:
    told = {} if minor is None else {"confirmed": 1, "confirmed_minor": minor}
    made = {"day": on, "source": "own", "key": "k", "visits": 10, "conversions": 4, "channel": "facebook"}
    return VisitDay.model_validate(made | {"currency": "EUR", "as_of": NOON} | told | given)


def tell(
    of: Brand,
    days: Sequence[SpendDay],
    visits: Sequence[VisitDay] = (),
    counted: Mapping[date, Mapping[str, int]] | None = None,
    accounts: Sequence[AccountState] | None = None,
) -> dict[tuple[str | None, str], Figure]:
    period = MeasuredPeriod(
        brand=of,
        since=FIRST,
        until=LAST,
        posts=(),
        days=(),
        counted=[*(counted or {}).items()],
        tells_unfollows=frozenset(),
        now=NOON,
        placed=[*(counted or {}).items()],
    )
    known = [account()] if accounts is None else accounts
    spending = Spending(accounts={one.ad_account: one for one in known}, days=tuple(days))
    return {(one.of, one.name): one for one in figures_of_money(period, spending, visits, ADS_OF.get)}


def test_an_ad_campaign_is_held_against_what_the_brands_file_says_it_is_for() -> None:
    visits = [came(2000, campaign="autumn", product="beans"), came(campaign="always", product="cups")]
    leads = {"leads": 3, "lead#facebook###autumn": 2, "lead#facebook###always": 1}
    told = tell(brand(AUTUMN), [spent("1", 1000), spent("9", 500)], visits, {FIRST: leads})
    values = {name: told["autumn", name].value for name in ("cost_per_lead", "cost_per_conversion")}
    assert values == {"cost_per_lead": Decimal("5.00"), "cost_per_conversion": Decimal("2.50")}
    assert told["autumn", "return_on_ad_spend"].value == told["beans", "return_on_ad_spend"].value == Decimal("2.00")
    assert told["autumn", "return_on_investment"].value == Decimal("0.00")
    assert told["autumn", "return_on_investment"].coverage == "meta 10.00 EUR"
    assert told["autumn", "cost_per_lead"].coverage == "10 of 10 days"
    assert told[None, "cost_per_lead"].value == Decimal("5.00")
    for other in ("always", "cups"):
        for name in ("cost_per_lead", "cost_per_conversion", "return_on_ad_spend", "return_on_investment"):
            reason = told[other, name].unavailable_reason
            assert reason == "the brand's file names no ad campaign that is for it (ad_accounts[].campaigns)"


def test_a_channel_bears_what_its_ad_platform_costs_only_where_that_can_be_told_apart() -> None:
    both = [*DOCUMENT["channels"], {"id": "instagram", "platform": "instagram", "account_id": "3"}]
    alone = tell(brand(), [spent("9", 500)], [came()])
    assert alone["facebook", "cost_per_conversion"].value == Decimal("1.25")
    assert alone["x", "cost_per_conversion"].unavailable_reason == "no ads are bought on its platform"
    shared = tell(brand(ONE_POST, channels=both), [spent("9", 500), spent("2", 100)], [came()])
    assert (
        shared["facebook", "cost_per_conversion"].unavailable_reason
        == "its ads are paid together with those of instagram"
    )
    apart = tell(
        brand(ONE_POST, {"id": "9", "channel": "instagram"}, channels=both),
        [spent("9", 500), spent("2", 100)],
        [came()],
    )
    assert apart["facebook", "cost_per_conversion"].value == Decimal("0.25")
    assert apart["instagram", "cost_per_conversion"].unavailable_reason == "none of them for 5.00 EUR"
    idle = tell(brand(ONE_POST, channels=both), [spent("9", 0), spent("2", 100)], [came()])
    assert idle["facebook", "cost_per_conversion"].value == Decimal("0.25")


def test_a_post_that_is_advertised_has_its_cost_on_the_channel_that_shows_it() -> None:
    visits = [came(600, post_id="p1"), came(post_id="p1", channel="x")]
    told = tell(brand(ONE_POST), [spent("2", 300)], visits)
    assert told["aurora.p1.facebook", "return_on_ad_spend"].value == Decimal("2.00")
    assert told["aurora.p1.x", "return_on_ad_spend"].unavailable_reason


def test_a_campaign_that_is_paid_in_two_currencies_has_no_cost_and_names_both() -> None:
    american = {"id": "us", "platform": "meta_ads", "account_id": "act_2", "campaigns": [{**AUTUMN, "id": "7"}]}
    of = brand(AUTUMN)
    of = Brand.model_validate(of.model_dump(mode="json") | {"ad_accounts": [of.ad_accounts[0].model_dump(), american]})
    days = [spent("1", 1000), spent("7", 900, name="us", currency="USD")]
    told = tell(of, days, [came(2000, campaign="autumn")], accounts=[account(), account("us", "USD")])
    reason = "it is paid in several currencies (EUR, USD), which are not added up"
    assert told["autumn", "cost_per_conversion"].unavailable_reason == reason
    assert told[None, "return_on_ad_spend"].unavailable_reason == reason


def test_value_in_another_currency_than_the_ads_is_not_divided_by_them() -> None:
    foreign = tell(brand(AUTUMN), [spent("1", 1000)], [came(2000, campaign="autumn", currency="USD")])
    reason = "no value is confirmed in EUR; left out, for want of a rate: 20.00 USD (1)"
    for name in ("return_on_ad_spend", "return_on_investment"):
        assert foreign["autumn", name].unavailable_reason == reason
    assert foreign["autumn", "cost_per_conversion"].value == Decimal("2.50")
    worth = foreign["autumn", "confirmed_value"]
    assert (worth.value, worth.unit, worth.coverage) == (Decimal("20.00"), "USD", None)


SOLD: dict[str, Any] = {"campaign": "autumn", "source": LEADS, "visits": 0, "conversions": None}
SOLD_IN_DOLLARS = SOLD | {"currency": "USD"}


def test_value_of_another_currency_leaves_what_is_known_in_the_brands_own_and_is_told_beside_it() -> None:
    both = [came(2000, campaign="autumn"), came(700, **SOLD_IN_DOLLARS), came(300, **SOLD_IN_DOLLARS)]
    told = tell(brand(AUTUMN), [spent("1", 1000)], both)
    left_out = "left out, for want of a rate: 10.00 USD (2)"
    for part in (None, "autumn"):
        worth = told[part, "confirmed_value"]
        assert (worth.value, worth.unit, worth.coverage) == (Decimal("20.00"), "EUR", left_out)
        assert told[part, "return_on_ad_spend"].value == Decimal("2.00")
        assert told[part, "return_on_ad_spend"].coverage == f"10 of 10 days; {left_out}"
        assert told[part, "return_on_investment"].value == Decimal("0.00")
        assert told[part, "return_on_investment"].coverage == f"meta 10.00 EUR; {left_out}"
        assert told[part, "visits"].value == 10


def test_value_of_another_currency_is_converted_at_a_rate_that_the_brand_gives() -> None:
    accounting = {"currency": "EUR", "rates": {"USD": "0.925"}}
    both = [came(2000, campaign="autumn"), came(706, **SOLD_IN_DOLLARS)]  # 6.5305 euros
    told = tell(brand(AUTUMN, accounting=accounting), [spent("1", 1000)], both)
    converted = "converted at the brand's rate: 7.06 USD (1)"
    worth = told["autumn", "confirmed_value"]
    assert (worth.value, worth.unit, worth.coverage) == (Decimal("26.53"), "EUR", converted)
    assert told["autumn", "return_on_ad_spend"].value == Decimal("2.65")
    assert told["autumn", "return_on_investment"].coverage == f"meta 10.00 EUR; {converted}"
    away = tell(brand(AUTUMN, accounting={"currency": "GBP", "rates": {"USD": "0.8"}}), [spent("1", 1000)], both)
    assert away["autumn", "return_on_ad_spend"].value == Decimal("2.00"), "no rate leads from dollars to euros"


def test_of_several_currencies_none_of_which_is_the_brands_that_of_most_orders_is_told() -> None:
    yen = SOLD_IN_DOLLARS | {"currency": "JPY"}
    found = tell(brand(AUTUMN), [spent("1", 1000)], [came(700, **SOLD_IN_DOLLARS), came(90, **yen), came(10, **yen)])
    worth = found["autumn", "confirmed_value"]
    assert (worth.value, worth.unit) == (Decimal(100), "JPY")
    assert worth.coverage == "left out, for want of a rate: 7.00 USD (1)"


def test_what_is_won_and_not_matched_with_an_order_is_told_apart_and_in_no_return() -> None:
    apart = SOLD | {"source": UNMATCHED}
    rows = [came(2000, campaign="autumn"), came(700, **apart), came(4000, **apart)]
    told = tell(brand(AUTUMN), [spent("1", 1000)], rows)
    left_out = "left out, won and not matched with an order: 47.00 EUR (2)"
    for part in (None, "autumn"):
        assert told[part, "confirmed_value"].value == Decimal("20.00")
        assert told[part, "confirmed_value"].coverage == left_out
        assert told[part, "unmatched_value"].value == Decimal("47.00")
        assert told[part, "return_on_ad_spend"].value == Decimal("2.00")
        assert told[part, "return_on_investment"].coverage == f"meta 10.00 EUR; {left_out}"
    assert told["x", "confirmed_value"].value == 0, "nobody came from there"
    assert ("x", "unmatched_value") not in told
    alone = tell(brand(AUTUMN), [spent("1", 1000)], rows[1:])
    for name in ("confirmed_value", "return_on_ad_spend"):
        assert alone["autumn", name].unavailable_reason == f"no value is confirmed in EUR; {left_out}"
    assert ("autumn", "unmatched_value") not in tell(brand(AUTUMN), [spent("1", 1000)], rows[:1])


def test_what_leads_bought_counts_beside_the_visits_that_another_source_counts() -> None:
    sold = came(3000, **SOLD)
    told = tell(brand(AUTUMN), [spent("1", 1000)], [came(source="ga4", campaign="autumn"), sold])
    assert told["autumn", "visits"].value == told[None, "visits"].value == 10
    assert told["autumn", "confirmed_value"].value == told[None, "confirmed_value"].value == Decimal("30.00")
    assert told["autumn", "return_on_ad_spend"].value == Decimal("3.00")


def test_what_was_taken_back_altogether_leaves_no_currency_behind() -> None:
    gone = came(0, campaign="autumn", source=LEADS, visits=0, conversions=None, currency="USD", confirmed=0)
    told = tell(brand(AUTUMN), [spent("1", 1000)], [came(2000, campaign="autumn"), gone])
    assert told["autumn", "confirmed_value"].value == Decimal("20.00")


def test_leads_conversions_and_value_are_of_the_days_of_which_the_cost_is_known() -> None:
    early, late = date(2026, 11, 6), date(2026, 11, 7)
    read = account(as_of=datetime(2026, 11, 6, 22, 30, tzinfo=UTC))  # 23:30 of the 6th in Rome
    counted = {day: {"leads": 1, "lead#facebook###autumn": 1} for day in (early, late)}
    visits = [came(2000, early, campaign="autumn"), came(7000, late, campaign="autumn")]
    told = tell(brand(AUTUMN), [spent("1", 1000), spent("1", 400, late)], visits, counted, [read])
    assert told["autumn", "cost_per_lead"].value == Decimal("10.00")
    assert told["autumn", "cost_per_conversion"].value == Decimal("2.50")
    assert told["autumn", "return_on_ad_spend"].value == Decimal("2.00")
    assert told["autumn", "cost_per_lead"].coverage == "6 of 10 days"
    assert told["autumn", "return_on_investment"].coverage == "meta 10.00 EUR; 6 of 10 days"
    assert told["autumn", "leads"].value == 2
    before = account(as_of=datetime(2026, 10, 30, 12, tzinfo=UTC))
    nothing = tell(brand(AUTUMN), [spent("1", 1000)], visits, counted, [before])
    assert nothing["autumn", "cost_per_lead"].unavailable_reason == "what was spent is known until 2026-10-30"


def test_an_ad_account_that_was_never_read_leaves_no_cost_known_of_anything() -> None:
    told = tell(brand(AUTUMN), [], [came()], accounts=[])
    assert told["autumn", "cost_per_lead"].unavailable_reason == "what meta has spent was never read"
    assert told[None, "return_on_investment"].unavailable_reason == "what meta has spent was never read"


def test_spend_that_was_restated_to_nothing_is_a_true_nought() -> None:
    told = tell(brand(AUTUMN), [spent("1", 0), spent("9", 100)], [came(2000, campaign="autumn")])
    assert told["autumn", "cost_per_conversion"].value == Decimal("0.00")
    assert told["autumn", "return_on_ad_spend"].unavailable_reason == "nothing was spent on ads"


def test_labour_and_fees_are_of_the_whole_brand_and_leave_its_parts_without_a_return_on_investment() -> None:
    costs = [{"kind": "labour", "name": "texts", "monthly_minor": 3000}]
    returns = {"margin_percent": 50, "currency": "EUR", "costs": costs}
    told = tell(brand(AUTUMN, returns=returns), [spent("1", 1000)], [came(8000, campaign="autumn")])
    assert told[None, "return_on_investment"].value == Decimal("100.00")  # 80 x 50 % less 10 less a third of 30
    assert told["autumn", "return_on_investment"].unavailable_reason == (
        "labour and fees are the whole brand's, and told of no part of it"
    )
    assert told["autumn", "return_on_ad_spend"].value == Decimal("8.00")


def test_leads_of_which_nobody_knows_where_they_came_from_are_bounds_and_no_nought() -> None:
    leads = {"leads": 10, "lead#facebook#p1##autumn": 4, "lead#facebook": 3, "lead#x###": 1}
    told = tell(brand(AUTUMN), [spent("1", 1800)], [], {FIRST: leads})
    campaign, channel = told["autumn", "leads"], told["facebook", "leads"]
    assert (campaign.value, campaign.low, campaign.high, campaign.coverage) == (
        Decimal(4),
        Decimal(4),
        Decimal(9),
        "5 of 10 leads",
    )
    assert (channel.value, channel.low, channel.high, channel.coverage) == (
        Decimal(7),
        Decimal(7),
        Decimal(9),
        "8 of 10 leads",
    )
    each = told["autumn", "cost_per_lead"]
    assert (each.value, each.low, each.high) == (Decimal("4.50"), Decimal("2.00"), Decimal("4.50"))
    assert told["aurora.p1.facebook", "leads"].value == 4


@pytest.mark.parametrize("name", ["autumn#2", "Herbst & Winter", "#"])
def test_a_campaign_is_told_by_the_name_that_people_gave_it(name: str) -> None:
    told = tell(
        brand({"id": "1", "campaign": name}), [spent("1", 100)], [], {FIRST: {"leads": 1, f"lead#x###{name}": 1}}
    )
    assert told[name, "cost_per_lead"].value == Decimal("1.00")


@pytest.mark.parametrize("language", ["it", "ar"])
def test_what_a_return_leaves_out_is_said_in_the_brands_language(language: Language) -> None:
    apart = SOLD_IN_DOLLARS | {"source": UNMATCHED}
    accounting = {"currency": "EUR", "rates": {"JPY": "0.006"}}
    yen = SOLD_IN_DOLLARS | {"currency": "JPY"}
    told = tell(
        brand(AUTUMN, accounting=accounting),
        [spent("1", 1000)],
        [came(900, **SOLD_IN_DOLLARS), came(700, **apart), came(9000, **yen)],
    )
    nothing = tell(brand(AUTUMN), [spent("1", 1000)], [came(900, **SOLD_IN_DOLLARS)])
    for said in (
        told["autumn", "confirmed_value"].coverage,
        nothing["autumn", "return_on_ad_spend"].unavailable_reason,
    ):
        assert said
        for words in ("left out", "for want", "converted", "won and not", "no value", "confirmed"):
            assert words not in translate(said, language), said

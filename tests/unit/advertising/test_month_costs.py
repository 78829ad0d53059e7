"""A month's costs: every unit of every campaign once, each currency apart, no rate that nobody gave, no formula."""

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portavoce.advertising.cost_sheet import COLUMNS, write_sheet
from portavoce.advertising.model import NOT_EXPLAINED, SpendDay
from portavoce.advertising.month_costs import (
    COSTS,
    AccountingFigure,
    AccountingRow,
    AccountingSheet,
    list_spend,
    make_sheet,
)
from portavoce.brands.currency_rates import AccountingRules
from portavoce.currency import count_digits
from tests.advertising import ACCOUNT

ACCOUNTS = {name: ACCOUNT.model_copy(update={"ad_account": name}) for name in ("meta", "second")}
amounts = st.tuples(
    st.sampled_from(["meta", "second"]),
    st.sampled_from(["c1", "c2", NOT_EXPLAINED]),
    st.dates(date(2026, 11, 1), date(2026, 11, 30)),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)


def spend_days(spent: dict[tuple[str, str, date, str], int]) -> list[SpendDay]:
    return [
        SpendDay(brand_id="aurora", ad_account=ad, campaign_id=one, day=day, currency=currency, spend_minor=minor)
        for (ad, one, day, currency), minor in spent.items()
    ]


def sheet(spent: dict[tuple[str, str, date, str], int], rules: AccountingRules, name: str = "") -> AccountingSheet:
    rows = list_spend(ACCOUNTS, spend_days(spent), {("meta", "c1"): name})
    return make_sheet("aurora", "2026-11", rules, rows)


def lines(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(written.removeprefix("\ufeff"), newline="")))


@given(st.dictionaries(amounts, st.integers(-(10**9), 10**12), max_size=40))
def test_each_sum_is_that_of_its_parts_in_each_currency_and_to_the_last_unit(
    spent: dict[tuple[str, str, date, str], int],
) -> None:
    found = lines(write_sheet(sheet(spent, AccountingRules())))
    for currency in ("EUR", "JPY", "KWD"):
        whole = sum(
            (Decimal(one).scaleb(-count_digits(currency)) for key, one in spent.items() if key[3] == currency),
            Decimal(0),
        )
        for kinds in (COSTS, {"account total"}, {"total"}):
            told = [Decimal(one["amount"]) for one in found if one["kind"] in kinds and one["currency"] == currency]
            assert sum(told, Decimal(0)) == whole


def test_what_is_in_another_currency_is_converted_at_the_brands_rate_and_otherwise_not() -> None:
    day = date(2026, 11, 3)
    spent = {("meta", "c1", day, "EUR"): 1_000, ("meta", "c1", day, "JPY"): 1_005, ("second", "c2", day, "USD"): 99}
    rules = AccountingRules.model_validate({"currency": "EUR", "rates": {"JPY": "0.0061"}})
    found = {(one["kind"], one["currency"], one["account"]): one for one in lines(write_sheet(sheet(spent, rules)))}
    yen = found["campaign", "JPY", "meta"]
    assert (yen["amount"], yen["converted_amount"], yen["rate"]) == ("1005", "6.13", "0.0061")
    dollars = found["campaign", "USD", "second"]
    assert (dollars["amount"], dollars["converted_amount"], dollars["accounts_currency"]) == ("0.99", "", "")
    euros = found["total", "EUR", ""]
    assert (euros["converted_amount"], euros["rate"]) == ("10.00", "1")


@given(st.integers(0, 10**12), st.decimals(Decimal("0.000001"), 10**6, places=6))
def test_a_conversion_is_the_exact_product_rounded_half_up_once(minor: int, rate: Decimal) -> None:
    if rate <= 0:
        return
    rules = AccountingRules(currency="EUR", rates={"JPY": rate})
    row = AccountingRow(kind="fee", currency="JPY", decimals=0, amount_minor=minor)
    made = make_sheet("aurora", "2026-11", rules, [row]).rows[0]
    exact = Decimal(minor) * rate * 100
    assert made.converted_minor == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_the_name_of_a_campaign_is_never_a_formula(name: str) -> None:
    spent = {("meta", "c1", date(2026, 11, 3), "EUR"): 1_000}
    (told,) = (one["campaign"] for one in lines(write_sheet(sheet(spent, AccountingRules(), name))) if one["campaign"])
    assert told == f"'{name}"


def test_an_empty_month_is_its_head_alone() -> None:
    assert write_sheet(sheet({}, AccountingRules())) == f"\ufeff{','.join(COLUMNS)}\r\n"


@pytest.mark.parametrize(
    "rules",
    [
        {"rates": {"USD": "0.92"}},
        {"currency": "EUR", "rates": {"EUR": "1"}},
        {"currency": "EUR", "rates": {"USD": "0"}},
        {"currency": "EUR", "rates": {"USD": "-1"}},
        {"currency": "EUR", "rates": {"USD": "NaN"}},
        {"currency": "euro"},
    ],
)
def test_a_rate_that_leads_nowhere_is_refused(rules: object) -> None:
    with pytest.raises(ValidationError):
        AccountingRules.model_validate(rules)


def test_what_the_month_has_brought_stands_below_its_costs_with_what_it_leaves_out() -> None:
    left_out = "10 of 30 days; left out, for want of a rate: 300.00 USD (1)"
    figure = AccountingFigure(name="cost_per_lead", value=Decimal("12.50"), unit="EUR", coverage=left_out)
    made = sheet({}, AccountingRules()).model_copy(update={"figures": (figure,)})
    (line,) = lines(write_sheet(made))
    assert (line["kind"], line["currency"], line["amount"], line["as_of"]) == ("cost_per_lead", "EUR", "12.50", "")
    assert line["campaign"] == left_out

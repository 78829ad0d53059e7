"""Money as people write it, never a hundredfold or a thousandfold off."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.model import Brand
from portavoce.brands.written_amount import AmountUnclear, read_amount, write_amount
from portavoce.currency import WITHOUT_MINOR_UNITS, count_digits
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability, PlatformNames

FILE = """\
id: aurora
name: Aurora Coffee
zone: Europe/Rome
language: it
channels: [{id: x, platform: x, account_id: "1"}]
ad_accounts: [{id: meta, platform: meta_ads, account_id: act_1}]
budgets:
  - id: month
    ad_account: meta
    currency: EUR
    AMOUNT
people: {alerts: [ada@aurora.example]}
"""


def read(amount: str) -> Brand:
    return read_brand(FILE.replace("AMOUNT", amount).encode(), "aurora.yaml", PlatformNames(("x",), ("meta_ads",)))


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("250.00", "EUR", 25_000),
        ("250,00", "EUR", 25_000),
        ("250", "EUR", 25_000),
        ("250.5", "EUR", 25_050),
        ("0.05", "EUR", 5),
        ("1.000,00", "EUR", 100_000),
        ("1,000.00", "EUR", 100_000),
        ("1 000,00", "EUR", 100_000),
        ("1\u00a0000.00", "EUR", 100_000),
        ("1'000.00", "CHF", 100_000),
        ("1 000", "EUR", 100_000),
        ("1.000.000", "EUR", 100_000_000),
        ("1,234,567.89", "USD", 123_456_789),
        ("\u0661\u066c\u0660\u0660\u0660\u066b\u0665\u0660", "EGP", 100_050),
        ("25000", "JPY", 25_000),
        ("1 000", "JPY", 1_000),
        ("250.00", "KWD", 25_000),
    ],
)
def test_an_amount_is_read_in_the_languages_in_which_it_is_clear(written: str, currency: str, minor: int) -> None:
    assert read_amount(written, currency) == minor


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("1.000", "EUR"),
        ("1,000", "EUR"),
        ("1,000", "JPY"),
        ("250.000", "KWD"),
        ("250.00", "JPY"),
        ("1.000,000", "EUR"),
        ("1,00,000", "INR"),
        ("1.00.00", "EUR"),
        ("250.", "EUR"),
        (".50", "EUR"),
        ("0.00", "EUR"),
        ("-5", "EUR"),
        ("1e3", "EUR"),
        ("1_000", "EUR"),
        ("EUR 250", "EUR"),
        ("", "EUR"),
        ("9" * 16, "EUR"),
    ],
)
def test_what_may_mean_another_amount_or_is_none_is_refused(written: str, currency: str) -> None:
    with pytest.raises(AmountUnclear):
        read_amount(written, currency)


@pytest.mark.parametrize(
    ("written", "currency", "instead"),
    [
        ("12.500", "KWD", ["12500", "12.50"]),
        ("12,500", "EUR", ["12500", "12.50"]),
        ("1250.000", "KWD", ["1250000", "1250.00"]),
        ("1,250.000", "KWD", ["1250000", "1250.00"]),
        ("1.250,000", "EUR", ["1250000", "1250.00"]),
        ("0.500", "BHD", ["500", "0.50"]),
        ("12.505", "KWD", ["12505"]),
        ("12.505", "JPY", ["12505"]),
        ("12.500", "JPY", ["12500"]),
        ("1,00,000", "INR", ["100000"]),
        ("1.250.000,500", "EUR", ["1250000500", "1250000.50"]),
        ("\u0661\u0662\u066b\u0665\u0660\u0660", "KWD", ["12500", "12.50"]),
    ],
)
def test_three_digits_after_the_last_separator_are_refused_with_each_amount_that_may_be_meant(
    written: str, currency: str, instead: list[str]
) -> None:
    with pytest.raises(AmountUnclear, match="may be thousands or decimals") as refused:
        read_amount(written, currency)
    assert f"write {' or '.join(instead)}" in str(refused.value)
    for one in instead:
        assert read_amount(one, currency) > 0


@given(st.text("0123456789., '\u00a0", min_size=1, max_size=12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_whatever_is_read_is_the_same_number_without_its_signs_and_has_its_decimals_where_the_last_sign_stands(
    written: str, currency: str
) -> None:
    try:
        amount_minor = read_amount(written, currency)
    except AmountUnclear:
        return
    digits = "".join(one for one in written if one.isdigit())
    behind = len(written.strip()) - 1 - max(written.strip().rfind(one) for one in ".,")
    decimals = behind if any(one in written for one in ".,") and behind < 3 else 0
    assert Decimal(amount_minor).scaleb(-count_digits(currency)) == Decimal(digits).scaleb(-decimals)


def test_each_platform_that_advertises_counts_in_the_units_in_which_amounts_are_kept() -> None:
    manifests = [discovery.manifest(name) for name in discovery.names()]
    counting = [one for one in manifests if Capability.ADVERTISE in one.capabilities]
    assert counting
    for manifest in counting:
        assert manifest.currency_offset_one == WITHOUT_MINOR_UNITS, manifest.name


@given(st.integers(1, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_what_is_written_is_read_back_to_the_last_unit(amount_minor: int, currency: str) -> None:
    assert read_amount(write_amount(amount_minor, currency), currency) == amount_minor


@given(st.integers(1, 10**12), st.sampled_from([",.", ".,", " ,", " ."]))
def test_groups_and_decimals_of_any_language_are_read_as_they_are_meant(amount_minor: int, signs: str) -> None:
    whole, rest = divmod(amount_minor, 100)
    written = f"{whole:,}".replace(",", signs[0]) + f"{signs[1]}{rest:02}"
    assert read_amount(written, "EUR") == amount_minor


@pytest.mark.parametrize("written", ['"250.00"', "250.00", "250", "250,00", "0250.00", "0250", "'0250'"])
def test_in_quotes_or_not_the_file_is_read_as_it_is_written_and_to_no_other_base(written: str) -> None:
    assert read(f"amount: {written}").budgets[0].amount_minor == 25_000


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("amount_minor: 25000", "budgets[0].amount_minor: is written as money now: instead of amount_minor: 25000"),
        ("amount_minor: 25000", 'write amount: "250.00"'),
        ("amount_minor: 250.00", "budgets[0].amount_minor: is written as money now: write amount"),
        ("amount: 1.000", "budgets[0].amount: '1.000' may be thousands or decimals: write 1000 or 1.00, whichever"),
        ("campaign_id: '1'", "budgets[0].amount: is missing here"),
        ("<<: {amount: 12,500}", "between { and } a comma ends a value, so an amount with one, such as '12,50', needs"),
        ('amont: "250.00"', "did you mean amount?"),
    ],
)
def test_what_is_refused_is_told_with_what_to_write_instead(amount: str, expected: str) -> None:
    with pytest.raises(BrandFileRefused) as refused:
        read(amount)
    assert expected in str(refused.value)

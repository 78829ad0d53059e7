"""Millionths of a currency as X counts them become whole minor units, and nothing is lost or made on the way."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from portavoce.currency import WITHOUT_MINOR_UNITS, count_digits
from portavoce.platforms.x_ads.stats import round_together, to_minor

CURRENCIES = st.sampled_from(["EUR", "USD", "KWD", "BHD", *sorted(WITHOUT_MINOR_UNITS)])
MICROS = st.integers(0, 10**15)


@given(MICROS, CURRENCIES)
def test_an_amount_is_that_of_exact_decimals(micros: int, currency: str) -> None:
    exact = Decimal(micros).scaleb(count_digits(currency) - 6)
    assert to_minor(micros, currency) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.lists(MICROS, max_size=40), CURRENCIES)
def test_the_parts_of_a_day_add_up_to_the_whole_and_each_is_its_own_to_less_than_one_unit(
    micros: list[int], currency: str
) -> None:
    parts = round_together(micros, currency)
    assert sum(parts) == to_minor(sum(micros), currency)
    for part, amount in zip(parts, micros, strict=True):
        assert abs(part - Decimal(amount).scaleb(count_digits(currency) - 6)) < 1
    assert all(part == 0 for part, amount in zip(parts, micros, strict=True) if amount == 0)


@given(MICROS, CURRENCIES)
def test_what_stands_alone_is_rounded_as_by_itself(micros: int, currency: str) -> None:
    assert round_together([micros], currency) == [to_minor(micros, currency)]

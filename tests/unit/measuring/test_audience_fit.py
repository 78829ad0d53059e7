"""How much of the people is in an audience: what is certain, between which bounds the rest lies, and never a 0 for
what is unknown."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portavoce.measuring.profiles.fit import (
    PeopleShare,
    add_shares,
    bound_together,
    share_of_ages,
    share_of_countries,
)

COUNTS = st.dictionaries(st.sampled_from(["IT", "CH", "FR", "AE", "DE"]), st.integers(0, 500), min_size=1)


def bounds(share: PeopleShare | None) -> tuple[Decimal | None, Decimal | None]:
    assert share is not None
    return share.low, share.high


def test_where_everything_is_told_the_share_is_exact() -> None:
    told = share_of_countries({"IT": 300, "CH": 100, "FR": 600}, ["IT", "CH"], 5000, is_cut=False)
    assert bounds(told) == (Decimal("40.00"), Decimal("40.00"))


def test_where_the_largest_alone_are_told_the_least_is_of_all_followers() -> None:
    told = share_of_countries({"IT": 300, "CH": 100, "FR": 400}, ["IT", "CH"], 1000, is_cut=True)
    assert bounds(told) == (Decimal("40.00"), Decimal("50.00"))


def test_a_wanted_country_that_is_not_among_the_largest_may_have_as_many_as_the_smallest_of_them() -> None:
    told = share_of_countries({"IT": 300, "FR": 100}, ["IT", "CH"], 1000, is_cut=True)
    assert bounds(told) == (Decimal("30.00"), Decimal("80.00"))


def test_where_the_followers_are_not_counted_no_least_is_told() -> None:
    assert bounds(share_of_countries({"IT": 1, "FR": 1}, ["IT"], None, is_cut=True)) == (None, Decimal("50.00"))


def test_of_nobody_there_is_no_share() -> None:
    assert share_of_countries({}, ["IT"], 100, is_cut=False) is None
    assert share_of_countries({"IT": 0}, ["IT"], 100, is_cut=False) is None
    assert share_of_ages({}, "25-44") is None


def test_ages_that_end_with_the_platforms_bands_are_exact_and_others_lie_between() -> None:
    bands = {"18-24": 100, "25-34": 400, "35-44": 200, "45-54": 200, "65+": 100}
    assert bounds(share_of_ages(bands, "25-44")) == (Decimal("60.00"), Decimal("60.00"))
    assert bounds(share_of_ages(bands, "30-50")) == (Decimal("20.00"), Decimal("80.00"))
    assert bounds(share_of_ages(bands, "60-80")) == (Decimal("0.00"), Decimal("10.00"))
    assert bounds(share_of_ages(bands, "65-120")) == (Decimal("10.00"), Decimal("10.00"))


def test_a_band_that_cannot_be_read_counts_as_perhaps() -> None:
    assert bounds(share_of_ages({"25-34": 50, "unknown": 50}, "25-34")) == (Decimal("50.00"), Decimal("100.00"))


@given(st.lists(st.tuples(COUNTS, st.integers(0, 5000)), min_size=1, max_size=4))
def test_the_share_of_several_channels_lies_within_what_each_leaves_possible(
    told: list[tuple[dict[str, int], int]],
) -> None:
    found = [share_of_countries(parts, ["IT", "XX"], sum(parts.values()) + more, is_cut=True) for parts, more in told]
    shares = [one for one in found if one]
    whole = add_shares(shares)
    if whole is None:
        assert not shares
        return
    assert whole.low is not None
    assert whole.high is not None
    assert Decimal(0) <= whole.low <= whole.high <= Decimal(100)
    assert min(one.low for one in shares if one.low is not None) <= whole.low


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_who_is_in_both_is_within_the_bounds(people: list[tuple[bool, bool]]) -> None:
    shares = [Decimal(100) * sum(one[side] for one in people) / len(people) for side in (0, 1)]
    both = Decimal(100) * sum(all(one) for one in people) / len(people)
    low, high = bound_together(shares, shares)
    assert low <= both + Decimal("1e-9")
    assert both <= high + Decimal("1e-9")

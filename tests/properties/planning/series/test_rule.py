"""Whatever somebody types as a rule: it is refused as no rule, or it can be asked when it comes, in order."""

from datetime import datetime
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from portavoce.planning.series.rule import NotARule, checked, comes


def numbers(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(st.integers(least, most).map(str), min_size=1, max_size=3).map(",".join)


PARTS = st.fixed_dictionaries(
    {},
    optional={
        "BYDAY": st.lists(st.sampled_from(["MO", "SU", "1MO", "-1FR", "XX"]), min_size=1, max_size=3).map(",".join),
        "BYMONTH": numbers(12, 1),
        "BYMONTHDAY": numbers(31, -31),
        "BYYEARDAY": numbers(366, -366),
        "BYWEEKNO": numbers(53, -53),
        "BYSETPOS": numbers(4, -4),
        "BYHOUR": numbers(23),
        "COUNT": st.integers(0, 9).map(str),
        "UNTIL": st.sampled_from(["20271231", "20280101T000000Z", "20270230", "x"]),
        "WKST": st.sampled_from(["MO", "SU"]),
        "INTERVAL": st.integers(0, 400).map(str),
    },
)
FREQUENCIES = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
RULES = st.builds(
    lambda frequency, parts: ";".join(f"{name}={value}" for name, value in {"FREQ": frequency, **parts}.items()),
    FREQUENCIES,
    PARTS,
)
STARTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 12, 31))  # noqa: DTZ001 - wall time


@given(text=RULES | st.text(max_size=40), start=STARTS)
@settings(deadline=None, max_examples=300)
def test_a_text_is_no_rule_or_a_rule_that_comes_in_order_from_its_start_on(text: str, start: datetime) -> None:
    start = start.replace(microsecond=0)
    try:
        rule = checked(text)
    except NotARule:
        return
    assert checked(rule) == rule
    found = list(islice(comes(rule, start, "Europe/Rome", start), 5))
    assert all(start <= one for one in found)
    assert all(one < other for one, other in pairwise(found))

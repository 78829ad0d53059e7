"""Whatever somebody types as a rule: it is refused as no rule, or it can be asked when it comes, in order."""

from datetime import datetime
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from portavoce.planning.recurrence import NotARule, checked, comes

VALUES = st.sampled_from(
    ["MO", "1MO", "-1FR", "0", "1", "-1", "9", "31", "366", "DAILY", "WEEKLY", "20271231", "x", ""]
)
NAMES = st.sampled_from(
    [
        "BYDAY",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYSETPOS",
        "BYHOUR",
        "COUNT",
        "UNTIL",
        "WKST",
        "INTERVAL",
    ]
)
PARTS = st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3).map(",".join), max_size=3)
FREQUENCIES = st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
RULES = st.builds(
    lambda frequency, parts: ";".join(f"{name}={value}" for name, value in {"FREQ": frequency, **parts}.items()),
    FREQUENCIES,
    PARTS,
)
STARTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 12, 31))  # noqa: DTZ001 - wall time


@given(text=RULES | st.text(max_size=40), start=STARTS)
@settings(deadline=None)
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

"""What many rules of a brand's cost."""

import pytest
from rich.console import Console

from tests.bench.figures import Figure
from tests.bench.rules import make_comments, measure_triage

MOST_TIMES = 1.2


@pytest.mark.takes_long("30,000 comments are decided on")
def test_a_thousand_rules_cost_at_most_a_fifth_more_than_ten(figures: list[Figure]) -> None:
    found = measure_triage(make_comments(), (10, 100, 1_000))
    for one in found:
        Console().print(f"triage with {one.rules:5,} rules: {one.per_second:6,} comments per second and core")
    ratio = found[0].per_second / found[-1].per_second
    figure = Figure.at_most("triage with 1,000 rules, in times of 10 rules", "x", MOST_TIMES, ratio)
    figures.append(figure)
    assert figure.held

"""How the demo's figures read at the end of its story."""

import pytest

from infra.local.figures import describe_figure


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12, "12"),
        (0.25, "0.25"),
        (None, "none"),
        ({}, "none"),
        ([], "none"),
        ({"p50": 0.1, "max": None}, "p50 0.1, max none"),
        (
            [{"budget": "month", "threshold": "80 %"}, {"budget": "spring"}],
            "budget month, threshold 80 %\nbudget spring",
        ),
    ],
)
def test_a_figure_is_told_in_words_and_not_as_json(value: object, words: str) -> None:
    assert describe_figure(value) == words

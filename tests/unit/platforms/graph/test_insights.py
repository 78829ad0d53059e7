"""Insights of a day are those of that day, in whatever order and number Meta gives them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.insights import lifetime, of_day, total_of_day
from portavoce.platforms.http import Http


def graph(answer: Mapping[str, Any]) -> Graph:
    """A Graph API that answers every call with this."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json=answer))
    return Graph(Http("https://graph.example", transport), SecretStr("t"), "v26.0")


def series(**values: int) -> Mapping[str, Any]:
    """A daily series: by the UTC day on which its Pacific day ended."""
    rows = [{"value": value, "end_time": f"2026-{day[1:3]}-{day[3:]}T08:00:00+0000"} for day, value in values.items()]
    return {"data": [{"name": "reach", "period": "day", "values": rows}]}


def test_a_pacific_day_is_named_by_its_end() -> None:
    answer = series(d1124=3, d1122=1, d1123=2)
    assert of_day(graph(answer), "1", "reach", date(2026, 11, 22)) == Decimal(2)
    assert of_day(graph(answer), "1", "reach", date(2026, 11, 21)) == Decimal(1)


def test_a_day_that_meta_leaves_out_is_refused_and_not_zero() -> None:
    with pytest.raises(ReadRefused, match="2026-11-25"):
        of_day(graph(series(d1124=3)), "1", "reach", date(2026, 11, 25))


def test_follows_and_unfollows_are_told_apart() -> None:
    results = [
        {"dimension_values": ["NON_FOLLOWER"], "value": 4},
        {"dimension_values": ["FOLLOWER"], "value": 9},
    ]
    breakdown = {"dimension_keys": ["follow_type"], "results": results}
    answer = {"data": [{"name": "follows_and_unfollows", "total_value": {"breakdowns": [breakdown]}}]}
    day = date(2026, 11, 22)
    assert total_of_day(graph(answer), "1", "follows_and_unfollows", day, "FOLLOWER") == 9
    assert total_of_day(graph(answer), "1", "follows_and_unfollows", day, "NON_FOLLOWER") == 4
    with pytest.raises(ReadRefused):
        total_of_day(graph(answer), "1", "follows_and_unfollows", day, "UNKNOWN")


@pytest.mark.parametrize(
    "answer",
    [
        {"data": []},
        {"data": [{"name": "reach"}]},
        {"data": [{"values": []}]},
        {"data": [{"values": [{"value": None}]}]},
    ],
)
def test_an_empty_answer_is_refused_and_not_zero(answer: Mapping[str, Any]) -> None:
    with pytest.raises(ReadRefused):
        lifetime(graph(answer), "1", "reach")

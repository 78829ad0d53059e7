"""Insights of a day are those of that day, in whatever order and number Meta gives them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, Reading, ReadRefused
from portavoce.platforms.facebook.client import Facebook
from portavoce.platforms.facebook.manifest import MANIFEST as FACEBOOK
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.insights import lifetime, of_day, total_of_day
from portavoce.platforms.http import Http
from portavoce.platforms.readings import AccessRefused


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


def test_of_the_rows_of_several_periods_the_one_that_was_asked_for_is_read() -> None:
    day = {"period": "day", "values": [{"value": 0, "end_time": "2026-06-21T07:00:00+0000"}]}
    life = {"period": "lifetime", "values": [{"value": 21105}]}
    assert lifetime(graph({"data": [day, life]}), "1", "post_total_media_view_unique") == 21105
    assert of_day(graph({"data": [life, day]}), "1", "page_media_view", date(2026, 6, 20)) == 0


@pytest.mark.parametrize(
    ("end_time", "day"),
    [
        ("2018-01-02T08:00:00+0000", date(2018, 1, 1)),  # Meta's guide on Page Insights
        ("2020-03-10T07:00:00+0000", date(2020, 3, 9)),  # the same, two days into summer time
        ("2026-12-02T07:00:00+0000", date(2026, 12, 1)),  # a winter day that ends on UTC-07:00, as Instagram says
        ("2026-12-02T08:00:00+0000", date(2026, 12, 1)),
        ("2026-03-09T07:00:00+0000", date(2026, 3, 8)),  # the day of 23 hours
        ("2026-11-02T08:00:00+0000", date(2026, 11, 1)),  # the day of 25 hours
    ],
)
def test_a_day_is_found_by_its_end_in_winter_in_summer_and_when_the_clocks_change(end_time: str, day: date) -> None:
    others = [{"value": 1, "end_time": f"{near}T07:30:00+0000"} for near in (day, day + timedelta(days=2))]
    rows = [others[0], {"value": 77, "end_time": end_time}, others[1]]
    assert of_day(graph({"data": [{"period": "day", "values": rows}]}), "1", "reach", day) == 77


FEW = {"message": "(#10) Not enough viewers for the media to show insights", "type": "OAuthException", "code": 10}


def answers(*, account_may: bool) -> Callable[[httpx2.Request], httpx2.Response]:
    """A Graph API that refuses the post's insights with code 10, and the account's own unless it may read them."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if account_may and request.url.path.startswith("/v26.0/account/"):
            return httpx2.Response(200, json={"data": []})
        return httpx2.Response(400, json={"error": FEW})

    return answer


def read_post(*, account_may: bool) -> list[Reading]:
    """Two numbers of a post of a Page, as its client reads them."""
    http = Http("https://graph.example", httpx2.MockTransport(answers(account_may=account_may)))
    client = Facebook(
        Graph(http, SecretStr("t"), "v26.0"),
        ChannelAccess(channel_id="aurora.facebook", account_id="account", secrets={}),
    )
    return client.post_metrics("post", [spec for spec in FACEBOOK.metrics if spec.name in {"views", "clicks"}][:2])


def test_too_few_viewers_are_a_state_of_their_own_with_nothing_to_mend() -> None:
    taken = read_post(account_may=True)
    assert [one.too_few for one in taken] == [True, True]
    assert "nothing to mend" in (taken[0].unavailable_reason or "")


def test_the_same_code_for_a_permission_is_no_such_state() -> None:
    taken = read_post(account_may=False)
    assert [(one.value, one.too_few) for one in taken] == [(None, False)] * 2
    assert "permission" in (taken[0].unavailable_reason or "")


def test_a_path_that_meta_does_not_know_is_refused_by_itself_with_its_words() -> None:
    words = "Unknown path components: /impressions/day"
    error = {"message": words, "type": "IGApiException", "code": 2500, "fbtrace_id": "A"}
    transport = httpx2.MockTransport(lambda _: httpx2.Response(400, json={"error": error}))
    broken = Graph(Http("https://graph.example", transport), SecretStr("t"), "v26.0")
    with pytest.raises(ReadRefused, match=words) as refused:
        lifetime(broken, "1", "reach")
    assert not isinstance(refused.value, AccessRefused)


def test_follows_and_unfollows_are_told_apart() -> None:
    results = [
        {"dimension_values": ["NON_FOLLOWER"], "value": 4},
        {"dimension_values": ["FOLLOWER"], "value": 9},
    ]
    breakdown = {"dimension_keys": ["follow_type"], "results": results}
    answer = {"data": [{"name": "follows_and_unfollows", "period": "day", "total_value": {"breakdowns": [breakdown]}}]}
    day = date(2026, 11, 22)
    assert total_of_day(graph(answer), "1", "follows_and_unfollows", day, "FOLLOWER") == 9
    assert total_of_day(graph(answer), "1", "follows_and_unfollows", day, "NON_FOLLOWER") == 4
    with pytest.raises(ReadRefused):
        total_of_day(graph(answer), "1", "follows_and_unfollows", day, "UNKNOWN")


@pytest.mark.parametrize(
    "answer",
    [
        {"data": []},
        {"data": [{"name": "reach", "period": "lifetime"}]},
        {"data": [{"period": "lifetime", "values": []}]},
        {"data": [{"period": "lifetime", "values": [{"value": None}]}]},
        {"data": [{"period": "day", "values": [{"value": 0}]}]},
    ],
)
def test_an_empty_answer_is_refused_and_not_zero(answer: Mapping[str, Any]) -> None:
    with pytest.raises(ReadRefused):
        lifetime(graph(answer), "1", "reach")

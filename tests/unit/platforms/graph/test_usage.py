"""Meta's usage headers: percent of what an account may do, and how long it should rest."""

import json

import pytest

from portavoce.platforms.graph.usage import DEFAULT_WAIT_SECONDS, rest_seconds, wait_seconds


def app(percent: int) -> dict[str, str]:
    return {"X-App-Usage": json.dumps({"call_count": percent, "total_time": 3, "total_cputime": 1})}


def business(minutes: int = 0, **loads: int) -> dict[str, str]:
    case = {"type": "pages", "call_count": 1, "total_cputime": 1, "total_time": 1, **loads}
    return {"X-Business-Use-Case-Usage": json.dumps({"7": [case | {"estimated_time_to_regain_access": minutes}]})}


@pytest.mark.parametrize("percent", [0, 75, 94])
def test_below_ninety_five_percent_there_is_no_need_to_rest(percent: int) -> None:
    assert rest_seconds(app(percent)) is None
    assert rest_seconds(business(call_count=percent)) is None
    assert rest_seconds({}) is None


@pytest.mark.parametrize("percent", [95, 100, 130])
@pytest.mark.parametrize("load", ["call_count", "total_cputime", "total_time"])
def test_from_ninety_five_percent_of_any_load_the_account_rests(load: str, percent: int) -> None:
    assert rest_seconds(business(**{load: percent})) == DEFAULT_WAIT_SECONDS
    assert rest_seconds(app(percent)) == DEFAULT_WAIT_SECONDS


def test_it_rests_for_as_long_as_meta_says() -> None:
    assert rest_seconds(app(100) | business(minutes=19, total_time=96)) == 19 * 60
    ads = {"X-Ad-Account-Usage": json.dumps({"acc_id_util_pct": 99.5, "reset_time_duration": 100})}
    assert rest_seconds(ads) == 100


def test_a_wait_that_is_named_counts_after_a_refusal_however_little_is_used() -> None:
    assert wait_seconds(business(minutes=2)) == 120
    assert wait_seconds({}) == DEFAULT_WAIT_SECONDS


@pytest.mark.parametrize("header", ["", "{", "[]", '{"1": 5}', '{"1": [5]}', "null", '{"call_count": "many"}'])
def test_a_broken_header_stops_nothing(header: str) -> None:
    names = ("X-App-Usage", "X-Business-Use-Case-Usage", "X-Ad-Account-Usage")
    assert rest_seconds(dict.fromkeys(names, header)) is None

"""Meta's errors mean what its tables say, whatever their words and their HTTP status."""

import json
from collections.abc import Mapping

import pytest

from portavoce.platforms.graph.errors import failure_of
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import AuthFailed, Duplicate, NotReady, Refused, Throttled, Unknown

NO_HEADERS: Mapping[str, str] = {}


def answer(
    code: int, subcode: int = 0, status: int = 400, transient: bool = False, headers: Mapping[str, str] = NO_HEADERS
) -> Answer:
    error = {"code": code, "error_subcode": subcode, "is_transient": transient, "message": "any words EAAB-token"}
    return Answer(status, headers, {"error": error})


@pytest.mark.parametrize(
    ("code", "subcode", "meaning"),
    [
        *((code, 0, Throttled) for code in (4, 17, 32, 341, 613, 80000, 80001, 80002, 80014)),
        (17, 2446079, Throttled),
        (9, 2207042, Throttled),
        *((code, 0, AuthFailed) for code in (3, 10, 102, 190, 200, 283, 299, 368, 463, 467, 2500)),
        *((190, subcode, AuthFailed) for subcode in (458, 459, 460, 463, 464, 467, 492)),
        (368, 1390008, Throttled),
        (368, 1346003, Refused),
        (368, 1404078, AuthFailed),
        *((100, subcode, AuthFailed) for subcode in (1404006, 1404102, 1404112, 4854002)),
        *((code, 0, AuthFailed) for code in (1404006, 1404102, 1404112, 4854002)),
        (613, 1996, Throttled),
        (613, 1487742, Throttled),
        (1366051, 0, Duplicate),
        (1, 1363047, Unknown),
        (100, 1609010, Unknown),
        *((-1, subcode, Unknown) for subcode in (2207032, 2207053)),
        *((-2, subcode, Unknown) for subcode in (2207077, 2207082)),
        *((1, subcode, Refused) for subcode in (1366046, 1609005, 1609008, 2061006, 2207057, 2207081)),
        *((100, subcode, Refused) for subcode in (2207023, 2207028, 2207040)),
        *((code, 0, Refused) for code in (352, 551, 1366046, 1609005, 1609008, 2061006)),
        (352, 2207026, Refused),
        (9004, 2207052, NotReady),
        (9004, 0, NotReady),
        (389, 1363057, NotReady),
        (324, 2069019, NotReady),
        (-1, 2207085, Unknown),
        (-1, 0, Unknown),
        (1, 2853001, Unknown),
        (190, 490, AuthFailed),
        (110, 0, AuthFailed),
        (803, 0, AuthFailed),
        (9, 0, Throttled),
        (200, 1, AuthFailed),
        (100, 4, Refused),
        (36000, 2207004, Refused),
        (36001, 2207005, Refused),
        (36004, 2207010, Refused),
        (24, 2207008, Refused),
        (25, 2207050, AuthFailed),
        (4, 2207051, AuthFailed),
        (506, 0, Duplicate),
        (100, 1366051, Duplicate),
        *((code, 0, Unknown) for code in (1, 2, 1363047, 1609010)),
        (-2, 2207003, Unknown),
        (-1, 2207001, Unknown),
        (24, 2207006, Unknown),
        (2, 1504041, Refused),
        (100, 0, Refused),
        (100, 33, AuthFailed),
        (100, 1366046, Refused),
        (36003, 2207009, Refused),
        (-2, 2207020, Refused),
        (9007, 2207027, Refused),
        (551, 2018109, Refused),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_code_and_subcode_decide(code: int, subcode: int, meaning: type, status: int) -> None:
    assert isinstance(failure_of(answer(code, subcode, status)), meaning)


def test_transient_overrides_a_refusal_and_neither_a_throttle_nor_a_duplicate() -> None:
    assert isinstance(failure_of(answer(506, transient=True)), Duplicate)
    assert isinstance(failure_of(answer(9, 2207042, transient=True)), Throttled)
    assert isinstance(failure_of(answer(100, transient=True)), Unknown)
    assert isinstance(failure_of(answer(80001, transient=True)), Throttled)


def test_a_server_error_or_an_answer_that_is_no_json_is_unknown() -> None:
    assert isinstance(failure_of(answer(100, status=500)), Unknown)
    assert isinstance(failure_of(Answer(502, {}, {})), Unknown)
    assert isinstance(failure_of(Answer(200, {}, {})), Unknown)
    assert failure_of(Answer(200, {}, {"id": "1"})) is None


def test_the_wait_is_the_longest_that_the_usage_headers_name() -> None:
    usage = {"1": [{"type": "pages", "estimated_time_to_regain_access": 7}, {"estimated_time_to_regain_access": 19}]}
    pages = failure_of(answer(80001, headers={"X-Business-Use-Case-Usage": json.dumps(usage)}))
    assert pages == Throttled(retry_after_seconds=19 * 60, reason="Meta's call limit is reached (80001): any words […]")
    ads = failure_of(answer(80004, headers={"X-Ad-Account-Usage": json.dumps({"reset_time_duration": 100})}))
    assert isinstance(ads, Throttled)
    assert ads.retry_after_seconds == 100


@pytest.mark.parametrize("header", ["", "{", "[]", '{"1": 5}', '{"1": [5]}', '{"1": [{}]}', "null"])
def test_a_broken_usage_header_leaves_the_usual_wait(header: str) -> None:
    throttled = failure_of(answer(4, headers={"X-Business-Use-Case-Usage": header, "X-Ad-Account-Usage": header}))
    assert isinstance(throttled, Throttled)
    assert throttled.retry_after_seconds == 300


def test_words_about_a_token_are_never_repeated() -> None:
    for code in (190, 200, 4, 1, 506):
        assert "EAAB" not in repr(failure_of(answer(code)))


@pytest.mark.parametrize("error", [None, "text", [], {"code": None}, {"code": "x", "error_subcode": {}}])
def test_an_error_of_another_shape_is_no_success(error: object) -> None:
    outcome = failure_of(Answer(400, {}, {"error": error}))
    assert outcome is not None

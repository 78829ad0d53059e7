"""Bluesky's answers mean what their status and error say."""

import pytest

from portavoce.platforms.bluesky.errors import failure_of
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import AuthFailed, Refused, Throttled, Unknown


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        (400, "InvalidRequest", Refused),
        (400, "ExpiredToken", AuthFailed),
        (400, "InvalidToken", AuthFailed),
        (401, "AuthenticationRequired", AuthFailed),
        (400, "AccountTakedown", AuthFailed),
        (429, "RateLimitExceeded", Throttled),
        (500, "InternalServerError", Unknown),
        (502, "UpstreamFailure", Unknown),
    ],
)
def test_an_answer_means_what_its_status_and_error_say(status: int, error: str, outcome: type) -> None:
    assert isinstance(failure_of(Answer(status, {}, {"error": error, "message": "Any words."})), outcome)


def test_a_limit_ends_by_blueskys_own_clock_and_without_one_lasts_a_window() -> None:
    headers = {"ratelimit-reset": "1795430490", "Date": "Mon, 23 Nov 2026 10:40:00 GMT"}
    waits = [failure_of(Answer(429, given, {"error": "RateLimitExceeded"})) for given in (headers, {})]
    assert [one.retry_after_seconds for one in waits if isinstance(one, Throttled)] == [90, 300]

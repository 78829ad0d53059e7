"""What platforms answered to others in earnest means the right thing here, and says what the person should do."""

from typing import Any

import pytest

from portavoce.platforms.outcomes import (
    AuthFailed,
    Refused,
    Throttled,
    Unknown,
)
from portavoce.publishing.outcomes import after_refusal, after_release
from tests.faults.world import NINE, planned
from tests.unit.platforms.error_answers.tables import ACCESS, OWN_FAILURES, REFUSED, TOO_FAST, words_of
from tests.unit.platforms.wire import LIST, SENDING, release, say


@pytest.mark.parametrize(("platform", "status", "body", "step"), ACCESS)
def test_a_matter_of_access_names_what_to_mend_and_never_blames_the_content(
    platform: str, status: int, body: dict[str, Any], step: str
) -> None:
    outcome = release(platform, say(status, body))
    assert isinstance(outcome, AuthFailed)
    failed = after_refusal(planned(), outcome, NINE).publication
    assert words_of(body)[:60] in (failed.cause or "")
    assert step in (failed.next_step or "")
    assert "content" not in (failed.next_step or "")


@pytest.mark.parametrize(("platform", "status", "body", "step"), REFUSED)
def test_a_refusal_is_told_in_the_platforms_own_words(
    platform: str, status: int, body: dict[str, Any], step: str
) -> None:
    outcome = release(platform, say(status, body))
    assert isinstance(outcome, Refused)
    failed = after_refusal(planned(), outcome, NINE).publication
    assert words_of(body)[:80] in (failed.cause or "")
    assert step in (failed.next_step or "")


@pytest.mark.parametrize(("platform", "status", "body", "why"), TOO_FAST)
def test_too_fast_or_too_much_waits_and_says_so(platform: str, status: int, body: dict[str, Any], why: str) -> None:
    outcome = release(platform, say(status, body))
    assert isinstance(outcome, Throttled)
    waiting, follow = after_release(SENDING, outcome, LIST, NINE)
    assert why in (waiting.cause or "")
    assert words_of(body) in (waiting.cause or "")
    assert follow is None or follow.step == "release"


@pytest.mark.parametrize(("platform", "status", "body"), OWN_FAILURES)
def test_a_failure_of_the_platforms_own_is_unknown(platform: str, status: int, body: dict[str, Any]) -> None:
    outcome = release(platform, say(status, body))
    assert isinstance(outcome, Unknown)
    assert words_of(body) in outcome.reason


NOW = "Sat, 28 Nov 2026 22:00:00 GMT"
IN_MILLISECONDS = "1795903500000"
ODD_WAITS = [
    ("x", {"title": "Too Many Requests", "status": 429}, {"Date": NOW, "x-rate-limit-reset": IN_MILLISECONDS}),
    ("bluesky", {"error": "RateLimitExceeded"}, {"Date": NOW, "ratelimit-reset": IN_MILLISECONDS}),
    ("mastodon", {"error": "Throttled"}, {"Date": NOW, "X-RateLimit-Reset": "9999-12-31T23:59:59Z"}),
    (
        "facebook",
        {"error": {"code": 32, "message": "Page request limit reached"}},
        {"X-App-Usage": '{"estimated_time_to_regain_access": 1e15}'},
    ),
]


@pytest.mark.parametrize(("platform", "body", "headers"), ODD_WAITS)
def test_a_wait_that_no_window_has_keeps_a_channel_for_a_day_at_most(
    platform: str, body: dict[str, Any], headers: dict[str, str]
) -> None:
    outcome = release(platform, say(429, body, headers))
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == 24 * 60 * 60
    assert after_release(SENDING, outcome, LIST, NINE).publication.cause

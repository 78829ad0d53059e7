"""An answer that is no platform's "no" is never taken for one: it is unknown, so that it is looked up."""

from typing import Any

import httpx2
import pytest

from portavoce.platforms.outcomes import Throttled, Unknown
from portavoce.publishing import outcomes
from portavoce.publishing.model import PublicationState
from tests.faults.world import NINE
from tests.unit.platforms.wire import LIST, PLATFORMS, SENDING, client_of, post_of, release, say

PAGE = "<html><head><title>Error</title></head><body>The request was blocked.</body></html>"
HTML = {"content-type": "text/html"}
A_PROXYS_WORDS: tuple[dict[str, Any], ...] = (
    {"message": "Forbidden"},  # Amazon API Gateway
    {"error": {"message": "An unexpected error has occurred. Please retry your request later."}},
    {},
)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("status", [301, 302, 307, 408, 409, 425, 499, 500, 502, 503, 504, 520, 522, 524, 530, 599])
def test_a_status_that_says_nothing_is_unknown_whatever_the_body(platform: str, status: int) -> None:
    for answer in (
        httpx2.Response(status),
        httpx2.Response(status, text=PAGE, headers=HTML),
        say(status, {"error": "Oops", "title": "Oops", "message": "Oops"}),
        say(status, {"error": {"code": 100, "message": "Oops"}}),
    ):
        assert isinstance(release(platform, answer), Unknown), answer.text


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("status", [200, 201, 400, 401, 403, 404, 405, 410, 413, 422, 429, 451])
def test_a_page_or_a_cut_body_is_nobodys_word(platform: str, status: int) -> None:
    for text in (
        PAGE,
        '{"error": {"code": 100, "mess',
        '{"error": "Not',
        '{"title": "Forbidden", "deta',
        " ",
        "[" * 9999,
    ):
        answer = httpx2.Response(status, text=text, headers=HTML)
        assert isinstance(release(platform, answer), Unknown), text


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_an_error_that_is_not_in_the_platforms_own_shape_is_unknown(platform: str, status: int) -> None:
    for body in A_PROXYS_WORDS:
        assert isinstance(release(platform, say(status, body)), Unknown), body


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_success_without_an_id_or_with_an_error_inside_is_unknown(platform: str) -> None:
    bodies: list[dict[str, Any]] = [
        {},
        {"data": {}},
        {"id": ""},
        {"errors": [{"message": "no"}]},
        {"error": "no"},
        {"success": False},
    ]
    for body in bodies:
        assert isinstance(release(platform, say(200, body)), Unknown), body
    assert isinstance(release(platform, httpx2.Response(204)), Unknown)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_answer_that_cannot_be_unpacked_is_unknown(platform: str) -> None:
    def cut(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.DecodingError("incorrect header check", request=request)

    assert isinstance(client_of(platform, cut).release(post_of(platform)), Unknown)


def test_what_is_unknown_is_looked_up_and_never_called_failed() -> None:
    outcome = release("x", httpx2.Response(403, text=PAGE, headers=HTML))
    new, follow = outcomes.after_release(SENDING, outcome, LIST, NINE)
    assert new.state is PublicationState.UNCERTAIN
    assert follow
    assert follow.step == "look_up"


@pytest.mark.parametrize("platform", ["x", "mastodon", "bluesky"])
def test_a_limit_that_the_platforms_own_header_tells_is_one_without_a_body(platform: str) -> None:
    names = {"x": "x-rate-limit-reset", "mastodon": "X-RateLimit-Reset", "bluesky": "ratelimit-reset"}
    answer = httpx2.Response(429, text="Too Many Requests", headers={names[platform]: "1795430490"})
    assert type(release(platform, answer)).__name__ == "Throttled"


@pytest.mark.parametrize("window", ["user", "app"])
def test_the_days_window_at_x_waits_longer_than_the_quarter_hours_and_says_so(window: str) -> None:
    said = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    headers = {"x-rate-limit-reset": "1795430490", f"x-{window}-limit-24hour-remaining": "0"}
    for remaining, seconds in (("0", 3600), ("3", 900)):
        outcome = release("x", say(429, said, headers | {f"x-{window}-limit-24hour-remaining": remaining}))
        assert isinstance(outcome, Throttled)
        assert outcome.retry_after_seconds == seconds
        assert ("limit of posts in a day" in outcome.reason) == (remaining == "0")

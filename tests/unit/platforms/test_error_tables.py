"""What platforms answered to others in earnest means the right thing here, and says what the person should do.

Bodies are those of published reports and of the platforms' documents; names and ids are made up."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from portavoce.platforms.contract import Video
from portavoce.platforms.outcomes import (
    AuthFailed,
    NotReady,
    PrepareOutcome,
    Published,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unknown,
)
from portavoce.publishing.outcomes import after_prepare, after_refusal, after_release
from tests.faults.world import NINE, planned
from tests.unit.platforms.wire import LIST, SENDING, client_of, post_of, release, say

PHOTO = {
    "url": "https://media.example/a.png?X-Amz-Signature=0a1b",
    "mime_type": "image/png",
    "size_bytes": 10,
    "width": 9,
    "height": 9,
}
FILM = Video.model_validate(PHOTO | {"mime_type": "video/mp4", "duration_ms": 8000})


def graph(message: str, code: int, subcode: int | None = None, **more: Any) -> dict[str, Any]:
    named = {} if subcode is None else {"error_subcode": subcode}
    return {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "B", **named, **more}}


def problem(detail: str, kind: str = "about:blank", status: int = 403, **more: Any) -> dict[str, Any]:
    return {"title": "Forbidden", "detail": detail, "type": kind, "status": status, **more}


def x_error(code: int, message: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "message": message}]}


X_TYPE = "https://api.twitter.com/2/problems/"
OUT_OF_REACH = (
    "Unsupported post request. Object with ID '1001' does not exist, cannot be loaded due to missing permissions"
)
REPORTED = (
    "Your message couldn't be sent because it includes content that other people on Facebook have reported as abusive."
)
TOO_FAST = "We limit how often you can post, comment or do other things in a given amount of time"
LOG_IN = "You cannot access the app till you log in to www.facebook.com and follow the instructions given."
LOCKED = "this account is temporarily locked. Please log in to https://twitter.com to unlock your account."
NO_WRITING = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."
PROCESSING = "Cannot attach files that have not finished processing. Try again in a moment!"

ACCESS = [
    ("facebook", 400, graph(OUT_OF_REACH, 100, 33), "account_id"),
    ("instagram", 400, graph(OUT_OF_REACH, 100, 33), "account_id"),
    ("facebook", 400, graph(LOG_IN, 190, 459), "facebook.com and pass the security check"),
    ("facebook", 400, graph("The user must confirm the account.", 190, 464), "facebook.com"),
    ("facebook", 403, graph("(#200) requires pages_manage_posts", 200), "permission"),
    ("facebook", 400, graph("(#10) requires pages_read_engagement", 10), "permission"),
    ("facebook", 400, graph("Some of the aliases you requested do not exist: 1001", 803), "account_id"),
    ("facebook", 400, graph("Page Publishing Authorization is needed", 368, 1404078), "Page Publishing Authorization"),
    ("instagram", 400, graph("The account is restricted", 25, 2207050), "status"),
    ("x", 403, x_error(326, LOCKED), "unlock"),
    ("x", 403, x_error(64, "Your account is suspended and is not permitted to access this feature."), "suspended"),
    ("x", 403, problem("Your account is suspended and is not permitted to access this feature."), "suspended"),
    ("x", 403, problem(NO_WRITING), "read and write"),
    ("x", 403, x_error(261, "Application cannot perform write actions."), "read and write"),
    ("x", 403, problem("not enrolled", X_TYPE + "client-forbidden"), "project"),
    ("x", 429, problem("Usage cap exceeded: Monthly product cap", X_TYPE + "usage-capped", 429), "monthly cap"),
    ("x", 403, problem("Usage cap exceeded: Monthly product cap", "https://api.x.com/2/problems/usage-capped"), "cap"),
    ("x", 402, problem("Your account has no credits.", X_TYPE + "credits-depleted", 402), "credits"),
    ("mastodon", 403, {"error": "This action is outside the authorized scopes"}, "allow all"),
    ("mastodon", 403, {"error": "Your login is currently disabled"}, "look what it says"),
    ("mastodon", 422, {"error": "This method requires an authenticated user"}, "Connect the channel again"),
    ("bluesky", 400, {"error": "AccountDeactivated", "message": "Account is deactivated"}, "reactivate"),
    ("bluesky", 400, {"error": "AccountTakedown", "message": "Account has been taken down"}, "appeal"),
    ("bluesky", 400, {"error": "RepoDeactivated", "message": "Repo has been deactivated: x"}, "reactivate"),
]
REFUSED = [
    ("facebook", 400, graph(REPORTED, 368, 1346003), "Change the text and the link"),
    ("facebook", 400, graph("(#100) Missing permissions", 100), "a right or an id"),
    ("facebook", 400, graph("Please use a valid URL", 1500), "link"),
    ("instagram", 400, graph("The caption was too long.", 36004, 2207010), "text"),
    (
        "x",
        400,
        problem(
            "Your media IDs are invalid.",
            X_TYPE + "invalid-request",
            400,
            errors=[{"parameters": {"media.media_ids": ["1"]}, "message": "Your media IDs are invalid."}],
        ),
        "media",
    ),
    ("x", 403, problem("You are not permitted to perform this action."), "Read what X says"),
    ("x", 403, x_error(186, "Tweet needs to be a bit shorter."), "text"),
    ("mastodon", 422, {"error": "Validation failed: Text character limit of 500 exceeded"}, "text"),
    (
        "bluesky",
        400,
        {
            "error": "InvalidRequest",
            "message": "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes",
        },
        "text",
    ),
]


def words_of(body: Mapping[str, Any]) -> str:
    """What the platform said in the body."""
    error: Any = body.get("error")
    said = error.get("message") if isinstance(error, dict) else body.get("message") or body.get("detail") or error
    return str(said or body["errors"][0]["message"]).rstrip(".")


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


@pytest.mark.parametrize(
    ("platform", "status", "body", "why"),
    [
        ("facebook", 400, graph(TOO_FAST, 368, 1390008), "posting too fast"),
        ("instagram", 400, graph("limit", 9, 2207042), "daily limit"),
        ("x", 403, x_error(185, "User is over daily status update limit."), "day"),
        ("x", 429, x_error(88, "Rate limit exceeded"), "limit"),
        ("x", 429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank"}, "limit"),
        ("mastodon", 429, {"error": "Too many requests"}, "limit"),
        ("bluesky", 429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, "limit"),
    ],
)
def test_too_fast_or_too_much_waits_and_says_so(platform: str, status: int, body: dict[str, Any], why: str) -> None:
    outcome = release(platform, say(status, body))
    assert isinstance(outcome, Throttled)
    waiting, follow = after_release(SENDING, outcome, LIST, NINE)
    assert why in (waiting.cause or "")
    assert words_of(body) in (waiting.cause or "")
    assert follow is None or follow.step == "release"


@pytest.mark.parametrize(
    ("platform", "status", "body"),
    [
        ("instagram", 400, graph("Fatal", -1, 2207085, is_transient=False, error_user_title="Generic internal error")),
        ("facebook", 400, graph("An unknown error occurred", -1)),
        ("facebook", 400, graph("Please try again later", 100, is_transient=True)),
        ("x", 403, x_error(131, "Internal error")),
        ("bluesky", 400, {"error": "UpstreamFailure", "message": "Upstream Failure"}),
    ],
)
def test_a_failure_of_the_platforms_own_is_unknown(platform: str, status: int, body: dict[str, Any]) -> None:
    outcome = release(platform, say(status, body))
    assert isinstance(outcome, Unknown)
    assert words_of(body) in outcome.reason


def test_an_unknown_error_with_a_reason_tells_it_also_when_it_is_given_up() -> None:
    reason = "profile should always be linked to delegate page"
    body = graph("An unknown error occurred", 1, 2853001, is_transient=False, error_user_msg=reason)
    outcome = release("facebook", say(400, body))
    assert isinstance(outcome, Unknown)
    assert reason in (after_release(SENDING, outcome, LIST, NINE).publication.cause or "")


def test_words_in_the_answer_lose_their_secrets_and_their_control_codes() -> None:
    body = graph("Invalid token EAAB1234 \x1b[2J at https://graph.example/me?access_token=abc", 100)
    outcome = release("facebook", say(400, body))
    assert isinstance(outcome, Refused)
    assert not [bad for bad in ("EAAB1234", "\x1b", "access_token") if bad in outcome.reason]


def prepared(platform: str, answer: httpx2.Response, **post: Any) -> PrepareOutcome:
    """What preparing means when the upload is answered so."""

    def answering(request: httpx2.Request) -> httpx2.Response:
        return answer if request.method == "POST" else say(200, {"data": []})

    return client_of(platform, answering).prepare(post_of(platform, handles={}, **post), lambda _name, _value: None)


NOT_FETCHED = graph(
    "Only photo or video can be accepted as media type.",
    9004,
    2207052,
    is_transient=False,
    error_user_msg="The media could not be fetched from this URI: https://media.example/a.png. Please check it.",
)


@pytest.mark.parametrize(
    ("platform", "body", "post"),
    [
        ("instagram", NOT_FETCHED, {"media": (PHOTO,)}),
        ("facebook", graph("Unable to fetch video file from URL", 389, 1363057), {"media": (FILM,)}),
        ("facebook", graph("Missing or invalid image file", 324, 2069019), {"media": (PHOTO, PHOTO)}),
    ],
)
def test_what_could_not_be_fetched_this_once_is_tried_again_while_there_is_time(
    platform: str, body: dict[str, Any], post: dict[str, Any]
) -> None:
    outcome = prepared(platform, say(400, body), **post)
    next_ = after_prepare(planned(), outcome, NINE)
    assert next_
    assert next_.follow
    assert next_.follow.step == "release"
    late = after_prepare(planned(), outcome, NINE.replace(year=2027))
    assert late
    assert "Meta could not fetch the file" in (late.publication.cause or "")


@pytest.mark.parametrize(("retriable", "kind"), [(False, Refused), (True, NotReady)])
def test_the_upload_host_says_whether_a_file_may_come_again_and_why(retriable: bool, kind: type) -> None:
    why = "Unable to fetch media from URL, got status code: 403 Restricted by robots.txt"
    info = {"debug_info": {"retriable": retriable, "type": "FileUrlProcessingError", "message": why}}

    def answering(request: httpx2.Request) -> httpx2.Response:
        if "video-upload" in request.url.path or "rupload" in request.url.host:
            return say(422, info)
        return say(200, {"video_id": "2001"} if request.method == "POST" else {"id": "2001", "status": {}})

    post = post_of("facebook", kind="reel", media=(FILM,))
    outcome = client_of("facebook", answering).prepare(post, lambda _name, _value: None)
    assert isinstance(outcome, kind)
    assert why in getattr(outcome, "reason", "")


@pytest.mark.parametrize("words", [PROCESSING, "Impossibile allegare file la cui elaborazione non è conclusa."])
def test_mastodon_is_waited_for_while_it_works_on_the_media_in_any_language(words: str) -> None:
    def answering(request: httpx2.Request) -> httpx2.Response:
        return say(422, {"error": words}) if request.method == "POST" else say(206, {"id": "7", "url": None})

    post = post_of("mastodon", media=(PHOTO,), handles={"media_0": "7"})
    assert isinstance(client_of("mastodon", answering).release(post), NotReady)


def test_mastodon_that_has_the_media_and_refuses_the_text_is_a_refusal() -> None:
    def answering(request: httpx2.Request) -> httpx2.Response:
        return say(422, {"error": "Too long"}) if request.method == "POST" else say(200, {"id": "7"})

    post = post_of("mastodon", media=(PHOTO,), handles={"media_0": "7"})
    assert isinstance(client_of("mastodon", answering).release(post), Refused)


def test_an_instagram_container_that_cannot_be_read_is_asked_for_again_and_then_published() -> None:
    handles: dict[str, str] = {}
    asked: list[str] = []

    def answering(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path.rpartition("/")[2])
        if request.method == "POST":
            return say(200, {"id": "17" if asked[-1] == "media" else "99"})
        return say(400, graph("Authorization Error", 100, 33) if asked[-1] == "17" else graph("no", 10))

    client = client_of("instagram", answering)
    outcomes: list[PrepareOutcome | ReleaseOutcome] = []
    while len(outcomes) < 20 and not (outcomes and type(outcomes[-1]).__name__ == "Ready"):
        post = post_of("instagram", media=(PHOTO,), handles=dict(handles))
        outcomes.append(client.prepare(post, handles.__setitem__))
    assert {type(one).__name__ for one in outcomes[:-1]} == {"NotReady"}
    assert type(outcomes[-1]).__name__ == "Ready"
    assert asked.count("media") == 1
    published = client.release(post_of("instagram", media=(PHOTO,), handles=handles))
    assert isinstance(published, Published)
    assert published.remote_id == "99"


def test_a_permission_that_was_ticked_for_another_page_is_missing_for_this_one() -> None:
    def faults(targets: list[str]) -> list[str]:
        granted: list[dict[str, Any]] = [
            {"scope": "pages_manage_posts", "target_ids": targets},
            {"scope": "pages_show_list", "target_ids": []},
            {"scope": "pages_read_engagement"},
        ]
        token = {"is_valid": True, "type": "PAGE", "scopes": [one["scope"] for one in granted], "profile_id": "1001"}

        def answering(request: httpx2.Request) -> httpx2.Response:
            is_token = request.url.path.endswith("debug_token")
            return say(200, {"data": token | {"granular_scopes": granted}} if is_token else {"id": "1001", "data": []})

        client: Any = client_of("facebook", answering)
        probe = client.probe()
        return [fault.what for fault in probe.faults if fault.code == "missing_scope"]

    assert "pages_manage_posts" in faults(["555"])[0]
    assert not [what for what in faults(["1001"]) if "pages_manage_posts" in what]
    assert "pages_show_list" not in faults(["555"])[0]

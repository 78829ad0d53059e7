"""What Meta's answers mean where a table does not say it: words, uploads, containers, permissions."""

from typing import Any

import httpx2
import pytest

from portavoce.platforms.contract import Video
from portavoce.platforms.outcomes import (
    NotReady,
    PrepareOutcome,
    Published,
    Refused,
    ReleaseOutcome,
    Unknown,
)
from portavoce.publishing.outcomes import after_prepare, after_release
from tests.faults.world import NINE, planned
from tests.unit.platforms.error_answers.meta import graph
from tests.unit.platforms.wire import LIST, SENDING, client_of, post_of, release, say

PHOTO = {
    "url": "https://media.example/a.png?X-Amz-Signature=0a1b",
    "mime_type": "image/png",
    "size_bytes": 10,
    "width": 9,
    "height": 9,
}
FILM = Video.model_validate(PHOTO | {"mime_type": "video/mp4", "duration_ms": 8000})
NOT_FETCHED = graph(
    "Only photo or video can be accepted as media type.",
    9004,
    2207052,
    is_transient=False,
    error_user_msg="The media could not be fetched from this URI: https://media.example/a.png. Please check it.",
)


def prepared(platform: str, answer: httpx2.Response, **post: Any) -> PrepareOutcome:
    """What preparing means when the upload is answered so."""

    def answering(request: httpx2.Request) -> httpx2.Response:
        return answer if request.method == "POST" else say(200, {"data": []})

    return client_of(platform, answering).prepare(post_of(platform, handles={}, **post), lambda _name, _value: None)


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


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
@pytest.mark.parametrize("code", [100, 190, 368])
def test_an_answer_that_names_what_it_made_beside_an_error_is_looked_up(platform: str, code: int) -> None:
    assert isinstance(release(platform, say(200, {"id": "1_2"} | graph("Odd", code))), Unknown)

"""Videos, reels, stories and carousels once on Facebook and Instagram, whatever fails and whenever the process dies.

The real clients and the simulated Graph, in a whole publishing house; videos are processed for a while there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import NamedTuple

import pytest

from infra.local.simulators.faults import Fault
from infra.local.simulators.meta.app import build
from infra.local.simulators.network import Network
from portavoce.platforms.manifest import PostKind
from portavoce.publishing.model import Content, Media, PublicationState
from tests.contract.platforms.wire import movie, picture
from tests.faults.simulated import Account, Life, lived
from tests.faults.world import IMAGE, NINE

PAGE, INSTAGRAM_USER, TOKEN = "1001", "17841", "token-of-aurora"
PROCESSING_SECONDS = 20
COMMENT = "Il menù è qui"
UPRIGHT = Media(
    key="media/upright.mp4", mime_type="video/mp4", size_bytes=244, width=1080, height=1920, duration_ms=8000
)
WIDE = UPRIGHT.model_copy(update={"key": "media/wide.mp4", "width": 1280, "height": 720})


class Case(NamedTuple):
    """One sort of post on one platform. `publishes` is the path of its one call."""

    platform: str
    kind: PostKind
    media: tuple[Media, ...]
    publishes: str
    first_comment: str | None = None

    @property
    def content(self) -> Content:
        text = "" if self.kind == "story" else "La nuova macchina"
        return Content(kind=self.kind, text=text, media=self.media, first_comment=self.first_comment)


CASES = {
    "a video in Facebook's feed": Case("facebook", "post", (WIDE,), r"/v26\.0/2\d+$|/comments$", COMMENT),
    "a reel on Facebook": Case("facebook", "reel", (UPRIGHT,), r"/video_reels$|/comments$", COMMENT),
    "a video story on Facebook": Case("facebook", "story", (UPRIGHT,), r"/video_stories$"),
    "a photo story on Facebook": Case("facebook", "story", (IMAGE,), r"/photo_stories$"),
    "a reel on Instagram": Case("instagram", "reel", (UPRIGHT,), r"/(media_publish|comments)$", COMMENT),
    "a story on Instagram": Case("instagram", "story", (UPRIGHT,), r"/media_publish$"),
    "a carousel on Instagram": Case("instagram", "post", (IMAGE, UPRIGHT), r"/(media_publish|comments)$", COMMENT),
}
FAULTS = ("fine", "answer lost", "failed after", "refused")
KINDS = {"answer lost": "lost_answer", "failed after": "server_error_after"}
STORY = "a photo story on Facebook"
# A look-up that never knows, repeated for an hour with every message twice, is many thousands of them.
MATRIX = [(name, fault) for name in CASES for fault in FAULTS if name != STORY or fault in ("fine", "refused")]
STRUCK = {"a reel on Facebook": 2, "a video story on Facebook": 2}
"""`finish` is the second call on the path on which an upload is begun."""


def media(url: str) -> bytes:
    if url.endswith(".mp4"):
        return movie(1, *((1280, 720) if "wide" in url else (1080, 1920)), 8)
    return picture(len(url))


def meta(clock: Callable[[], datetime]) -> Network:
    return build(clock, media)


def account(case: Case) -> Account:
    page = {"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9"}
    user = {"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE}
    slow = {"video_ready_seconds": PROCESSING_SECONDS}
    return Account(
        platform=case.platform,
        account_id=PAGE if case.platform == "facebook" else INSTAGRAM_USER,
        secrets={"access_token": TOKEN},
        build=meta,
        seed={
            "apps": [{"id": "9", "secret": "app-secret"}],
            "pages": [page | slow],
            "instagram_users": [user | slow],
        },
        publishes=case.publishes,
    )


@cache
def lived_through(name: str, fault: str) -> tuple[Life, ...]:
    """One life in which nobody dies, and one for each point at which the process can, from the struck call on."""
    case = CASES[name]
    strike = {"kind": KINDS.get(fault, fault), "method": "POST", "path": case.publishes, "seconds": 40}
    faults = () if fault == "fine" else (Fault.model_validate(strike),)
    strikes_at = STRUCK.get(name, 1)
    calm = lived(account(case), case.content, faults, strikes_at=strikes_at)
    passed = calm.world.fuse.passed
    found = [replace(calm, story=f"nobody died: {calm.story}")]
    for point in range(passed.index("before release") if faults else 0, len(passed)):
        one = lived(account(case), case.content, faults, strikes_at=strikes_at, blows_at=point)
        found.append(replace(one, story=f"died {passed[point]} ({point}): {one.story}"))
    return tuple(found)


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize(("name", "fault"), MATRIX)
def test_it_is_there_once_at_most_and_no_end_is_silent(name: str, fault: str) -> None:
    case = CASES[name]
    for life in lived_through(name, fault):
        posts = [post for post in life.posts if not post.deleted]
        comments = list(life.simulator.platform.comments.values())
        assert len(posts) <= 1, life.story
        assert len(comments) <= (case.first_comment is not None), life.story
        assert all(post.received_at >= NINE and post.kind == case.kind for post in posts), life.story
        if life.ended.state is PublicationState.PUBLISHED:
            assert len(posts) == 1 and len(comments) == (case.first_comment is not None), life.story
        else:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


@pytest.mark.whole
@pytest.mark.parametrize("name", sorted(set(CASES) - {STORY}))
def test_what_can_be_asked_for_settles_without_a_person(name: str) -> None:
    # A first comment that was claimed and never sent is a person's: no newer comment proves that it is not there.
    comments = int(CASES[name].first_comment is not None)
    lives = [life for fault in FAULTS if fault != "refused" for life in lived_through(name, fault)]
    mendable = [life for life in lives if not life.posts or len(life.simulator.platform.comments) == comments]
    alone = sum(life.ended.state is PublicationState.PUBLISHED for life in mendable)
    assert alone >= 0.95 * len(mendable), [
        life.story for life in mendable if life.ended.state is not PublicationState.PUBLISHED
    ]


def test_a_photo_story_in_doubt_is_a_persons_to_look_at() -> None:
    doubtful = [life for life in lived_through(STORY, "fine") if life.ended.state is not PublicationState.PUBLISHED]
    assert {len(life.posts) for life in doubtful} == {0, 1}
    assert all("lists no stories" in (life.ended.cause or "") for life in doubtful)

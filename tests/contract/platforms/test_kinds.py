"""Every kind of post that a manifest names goes out once, with every sort of media it may hold, and is found again.

So does a first comment."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.contract import OutgoingPost, Sent, Video
from portavoce.platforms.manifest import Capability, PostKind
from portavoce.platforms.outcomes import Absent, Found, LookupOutcome, Published, Unclear, Unknown
from tests.contract.platforms.preparation import made_ready
from tests.contract.platforms.stands import Stand, stand_for

FIRST_COMMENT = "Il menu è qui sotto ☕️"


class Sort(NamedTuple):
    """One kind of post with one arrangement of media."""

    platform: str
    kind: PostKind
    images: int
    videos: int


def sorts() -> Iterator[Sort]:
    """Text alone, images, a video, both together: wherever the manifest allows it."""
    for platform in discovery.with_capability(Capability.PUBLISH):
        for kind, rule in discovery.manifest(platform).kinds.items():
            if rule.text and not rule.needs_media:
                yield Sort(platform, kind, 0, 0)
            if rule.images:
                yield Sort(platform, kind, max(1, rule.images.min_count), 0)
            if rule.videos and not rule.lone_video_as:
                yield Sort(platform, kind, 0, 1)
            if rule.mixed:
                yield Sort(platform, kind, 1, 1)


UNSEEN = {Sort("facebook", "story", 1, 0)}
"""What no list shows and no handle tells of: a person is asked."""

every_sort = pytest.mark.parametrize("sort", tuple(sorts()), ids=lambda one: "-".join(map(str, one)))
with_comments = pytest.mark.parametrize(
    "commenting",
    [name for name in discovery.with_capability(Capability.PUBLISH) if discovery.manifest(name).first_comment],
)


def post_of(stand: Stand, sort: Sort) -> OutgoingPost:
    """Words where the kind takes words, and the media: a video of a feed is wide, of a reel or a story upright."""
    shape = (1280, 720) if sort.kind == "post" else (1080, 1920)
    media = [*(stand.image(number) for number in range(sort.images))]
    videos: list[Video] = [stand.video(number, *shape) for number in range(sort.videos)]
    rule = stand.manifest.kinds[sort.kind]
    text = "Buongiorno dal banco" if rule.text else ""
    return stand.post(text, images=0).model_copy(update={"kind": sort.kind, "media": (*media, *videos)})


def settled(stand: Stand, client: Any, post: OutgoingPost, attempts: int = 8) -> LookupOutcome:
    """The look-up, repeated while it does not know."""
    started_at = stand.clock.now
    for _ in range(attempts):
        outcome: LookupOutcome = client.look_up(post, started_at)
        if not isinstance(outcome, Unclear):
            return outcome
        stand.clock.move(15)
    return outcome


def shown(stand: Stand, sort: Sort) -> list[str]:
    """What the public sees of this kind, by its id."""
    return [post.id for post in stand.published() if post.kind == sort.kind]


@every_sort
def test_it_is_published_once_as_what_it_is(sort: Sort) -> None:
    stand = stand_for(sort.platform)
    client = stand.client()
    post = made_ready(stand, client, post_of(stand, sort))
    assert stand.published() == []
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    assert shown(stand, sort) == [outcome.remote_id]
    [seen] = stand.published()
    assert seen.text == post.text


@every_sort
def test_a_lost_answer_is_unknown_and_then_found_once(sort: Sort) -> None:
    stand = stand_for(sort.platform)
    client = stand.client()
    post = made_ready(stand, client, post_of(stand, sort))
    stand.fault("lost_answer", ".", method="POST")
    assert isinstance(client.release(post), Unknown)
    outcome = settled(stand, client, post)
    [remote_id] = shown(stand, sort)
    if sort in UNSEEN:
        assert isinstance(outcome, Unclear)
    else:
        assert isinstance(outcome, Found)
        assert outcome.remote_id == remote_id


@every_sort
def test_a_call_that_never_arrived_is_believed_only_where_the_platform_can_be_asked(sort: Sort) -> None:
    stand = stand_for(sort.platform)
    client = stand.client()
    post = made_ready(stand, client, post_of(stand, sort))
    stand.fault("server_error", ".", method="POST")
    assert isinstance(client.release(post), Unknown)
    outcome = settled(stand, client, post, attempts=2)
    assert isinstance(outcome, Unclear if sort in UNSEEN else Absent)
    assert stand.published() == []
    assert isinstance(client.release(made_ready(stand, client, post)), Published)


def commented(stand: Stand, client: Any) -> OutgoingPost:
    """A first comment whose post is out."""
    main = client.release(made_ready(stand, client, stand.post()))
    assert isinstance(main, Published)
    after = (Sent(remote_id=main.remote_id, url=main.url),)
    words = {"text": FIRST_COMMENT, "media": (), "part": 1, "after": after, "is_comment": True, "handles": {}}
    return stand.post().model_copy(update=words)


@with_comments
def test_a_first_comment_is_written_once_and_found_again(commenting: str) -> None:
    stand = stand_for(commenting)
    client = stand.client()
    comment = made_ready(stand, client, commented(stand, client))
    assert isinstance(client.look_up(comment, stand.clock.now), Absent)
    outcome = client.release(comment)
    assert isinstance(outcome, Published)
    found = settled(stand, client, comment)
    assert isinstance(found, Found)
    assert found.remote_id == outcome.remote_id
    assert outcome.remote_id != comment.after[0].remote_id


@with_comments
def test_a_first_comment_whose_answer_was_lost_is_found(commenting: str) -> None:
    stand = stand_for(commenting)
    client = stand.client()
    comment = made_ready(stand, client, commented(stand, client))
    stand.fault("lost_answer", ".", method="POST")
    assert isinstance(client.release(comment), Unknown)
    assert isinstance(settled(stand, client, comment), Found)


@with_comments
def test_a_first_comment_that_was_refused_is_not_there(commenting: str) -> None:
    stand = stand_for(commenting)
    client = stand.client()
    comment = made_ready(stand, client, commented(stand, client))
    stand.fault("server_error", ".", method="POST")
    assert isinstance(client.release(comment), Unknown)
    assert isinstance(client.look_up(comment, stand.clock.now), Absent)

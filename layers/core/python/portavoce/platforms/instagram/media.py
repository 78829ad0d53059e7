"""What an account publishes: feed posts and carousels, reels, stories; each by a container that works once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portavoce.platforms.contract import Keep, OutgoingPost, ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph, Made
from portavoce.platforms.graph.errors import GraphFailure
from portavoce.platforms.outcomes import (
    Absent,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.text.sent_text import composed_text, normalise_text

from .containers import BUILDING_SECONDS, CONTAINER, Containers, standing_of
from .manifest import MANIFEST
from .quota import wait_seconds, window_of

CLOCK_SKEW = timedelta(seconds=60)
# Not finished, missing for a moment, expired: nothing was published, and `prepare` mends all three.
_ASK_AGAIN_SECONDS = {"9007/2207027": BUILDING_SECONDS, "24/2207008": 30, "-2/2207020": 1}
_PRODUCT_TYPES = {"post": "FEED", "reel": "REELS", "story": "STORY"}


@dataclass(frozen=True)
class InstagramPublisher:
    """Publisher of the media of one account."""

    graph: Graph
    user_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Builds the container that `release` publishes; one that died is built anew. A day that is full is waited
        for: how full it is, is asked each time."""
        outcome = Containers(self.graph, self.user_id, keep).build(post, _caption(post))
        return self._room() or outcome if outcome == Ready() else outcome

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """Publishes the container, which the platform does once however often it is asked."""
        container = post.handles.get(CONTAINER)
        if container is None:
            return NotReady(retry_after_seconds=1)
        made = self.graph.create(f"{self.user_id}/media_publish", {"creation_id": container})
        if not isinstance(made, Made):
            return _not_ready(made) or made
        media_id = str(made.body.get("id") or "")
        if not media_id:
            return Unknown(reason="Meta's answer names nothing")
        return Published(remote_id=media_id, url=self._permalink(media_id), rest_seconds=made.rest_seconds)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Asks the container whether it was published, and only then the account for the post."""
        container = post.handles.get(CONTAINER)
        if container is None:
            return Absent(is_sure=True)
        try:
            standing = standing_of(self.graph, container)
            if standing.at == "published":
                return self._find_published(post, attempted_at)
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        if standing.at == "unknown":
            return Unclear(reason="Instagram does not show whether the container was published")
        # Published again, a container that waits makes nothing twice; in the place of one that died comes another.
        return Absent(is_sure=standing.at in ("finished", "building"))

    def _find_published(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        found = judge_sightings(self._list_media(post, attempted_at))
        return found if not isinstance(found, Absent) else Unclear(reason="published, and not yet among the media")

    def _room(self) -> Throttled | None:
        """What the platform says of the last day. Not being told stops nothing: publishing is told again."""
        try:
            window = window_of(self.graph, self.user_id)
        except (ReadFailed, ReadRefused):
            return None
        if window.used < window.total:
            return None
        reason = f"{window.used} of the {window.total} posts of {window.window_seconds // 3600} hours are made"
        return Throttled(retry_after_seconds=wait_seconds(window), reason=reason)

    def _permalink(self, media_id: str) -> str | None:
        """The post's address. The post is there whatever this read says, so that a failed one is no failure."""
        try:
            return self.graph.read(media_id, {"fields": "permalink"}).get("permalink")
        except (ReadFailed, ReadRefused):
            return None

    def _list_media(self, post: OutgoingPost, attempted_at: datetime) -> Iterator[Sighting]:
        """The account's media since the attempt, newest first."""
        edge = "stories" if post.kind == "story" else "media"
        query = {"fields": "id,caption,timestamp,permalink,media_product_type", "limit": "50"}
        for row in self.graph.rows(f"{self.user_id}/{edge}", query):
            at, remote_id, url = shown_moment(row, "timestamp"), shown_text(row, "id"), row.get("permalink")
            if at < attempted_at - CLOCK_SKEW:
                return
            is_taken = post.is_taken(remote_id, url)
            yield Sighting(remote_id=remote_id, url=url, at=at, is_taken=is_taken, is_alike=_is_alike(row, post))


def _is_alike(row: Mapping[str, Any], post: OutgoingPost) -> bool:
    """A story has no words: its time must do."""
    if shown_text(row, "media_product_type") != _PRODUCT_TYPES[post.kind]:
        return False
    return post.kind == "story" or normalise_text(row.get("caption", "")) == normalise_text(_caption(post))


def _caption(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _not_ready(made: GraphFailure) -> NotReady | None:
    wait = _ASK_AGAIN_SECONDS.get(made.code) if isinstance(made, Refused) else None
    return NotReady(retry_after_seconds=wait) if wait else None

"""What an account publishes: feed posts and carousels, reels, stories; each by a container that works once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portavoce.platforms.contract import Keep, OutgoingPost, ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph, Made
from portavoce.platforms.graph.errors import Failure
from portavoce.platforms.outcomes import (
    Absent,
    Found,
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
from portavoce.platforms.sent_text import composed_text, normalised

from .containers import BUILDING_SECONDS, CONTAINER, Containers, standing_of
from .manifest import MANIFEST
from .quota import wait_seconds, window_of

CLOCK_SKEW = timedelta(seconds=60)
# Not finished, missing for a moment, expired: nothing was published, and `prepare` mends all three.
_ASK_AGAIN_SECONDS = {"9007/2207027": BUILDING_SECONDS, "24/2207008": 30, "-2/2207020": 1}
_PRODUCT_TYPES = {"post": "FEED", "reel": "REELS", "story": "STORY"}


@dataclass(frozen=True)
class Media:
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
            return Absent()
        try:
            if standing_of(self.graph, container).at != "published":
                return Absent()
            found = list(self._listed(post, attempted_at))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        if len(found) > 1 and post.kind == "story":
            return Unclear(reason=f"published, as one of {len(found)} stories of this time")
        return found[0] if found else Unclear(reason="published, and not yet among the media")

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

    def _listed(self, post: OutgoingPost, attempted_at: datetime) -> Iterator[Found]:
        """Those of the account's media that may be this post. A story has no words: its time must do."""
        edge = "stories" if post.kind == "story" else "media"
        query = {"fields": "id,caption,timestamp,permalink,media_product_type", "limit": "50"}
        for row in self.graph.read(f"{self.user_id}/{edge}", query).get("data", ()):
            if _is_one(row, post, attempted_at - CLOCK_SKEW):
                yield Found(remote_id=str(row["id"]), url=row.get("permalink"))


def _is_one(row: Mapping[str, Any], post: OutgoingPost, since: datetime) -> bool:
    wanted = _PRODUCT_TYPES[post.kind]
    if datetime.fromisoformat(str(row["timestamp"])) < since or row.get("media_product_type", wanted) != wanted:
        return False
    return post.kind == "story" or normalised(row.get("caption", "")) == normalised(_caption(post))


def _caption(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _not_ready(made: Failure) -> NotReady | None:
    wait = _ASK_AGAIN_SECONDS.get(made.code) if isinstance(made, Refused) else None
    return NotReady(retry_after_seconds=wait) if wait else None

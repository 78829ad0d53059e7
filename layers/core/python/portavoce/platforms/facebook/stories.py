"""A Page's photo stories. No list shows them and no handle tells of them: in doubt a person has to look."""

from dataclasses import dataclass
from datetime import datetime

from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.graph.client import Graph, Made
from portavoce.platforms.outcomes import (
    Absent,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    ReleaseOutcome,
    Unclear,
    Unknown,
)

from .posts import photo_handle, upload_photos


@dataclass(frozen=True)
class PhotoStories:
    """Publisher of photo stories of one Page."""

    graph: Graph
    page_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """The photo is uploaded unpublished."""
        return upload_photos(self.graph, self.page_id, post, keep) or Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        photo = post.handles.get(photo_handle(0))
        if photo is None:
            return NotReady(retry_after_seconds=1)
        made = self.graph.create(f"{self.page_id}/photo_stories", {"photo_id": photo})
        if not isinstance(made, Made):
            return made
        named = str(made.body.get("post_id") or "")
        if not named:
            return Unknown(reason="Meta's answer names no story")
        remote_id = named if "_" in named else f"{self.page_id}_{named}"
        return Published(remote_id=remote_id, rest_seconds=made.rest_seconds)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:  # noqa: ARG002
        if photo_handle(0) not in post.handles:
            return Absent(is_sure=True)
        return Unclear(reason="Facebook lists no stories")

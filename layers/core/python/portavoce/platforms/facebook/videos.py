"""What moves on a Page: a video in its feed, a reel, a video story. Each has a handle before anybody sees it.

A feed video is uploaded unpublished, waited for, and then published by its id, which changes nothing the second time.
A reel's and a story's upload is ended by `finish`, which publishes it when it is processed, and may be repeated.
Source: Video API, Reels Publishing and Page Stories; `published` of a video's update in facebook-business 26.0.3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from portavoce.platforms.contract import Keep, OutgoingPost, ReadFailed, ReadRefused
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.graph.client import Graph, Made, Unfinished
from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Found,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Unclear,
    Unknown,
)
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.webhook_json import objects

from .manifest import MANIFEST
from .posts import text_of

VIDEO = "video"
PROCESSING_SECONDS = 15
_UPLOADS = f"/video-upload/{MANIFEST.api_version}/"
_EDGES = {"reel": "video_reels", "story": "video_stories"}
_NOT_THERE = frozenset({"unknown", "started"})
_FAILED = frozenset({"error", "expired", "upload_failed"})
At = Literal["unknown", "started", "uploaded", "processing", "processed", "published", "failed"]


class VideoStatus(NamedTuple):
    """Where a video stands. `remote_id` and `url` are those of its post, once it has one; `words` say why it failed."""

    at: At
    remote_id: str
    url: str | None
    words: str = ""


@dataclass(frozen=True)
class Videos:
    """Publisher of videos, reels and video stories of one Page."""

    graph: Graph
    page_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Uploads the video from its address; a feed video is processed before its second, too."""
        video = post.handles.get(VIDEO)
        if video is None:
            made = self._begin(post)
            if not isinstance(made, str):
                return made
            video = made
            keep(VIDEO, video)
        standing = self._read_status(video)
        if isinstance(standing, VideoStatus) and standing.at in _NOT_THERE and post.kind in _EDGES:
            if unfinished := self.graph.hand_over(f"{_UPLOADS}{video}", post.videos[0].url):
                return unfinished
            standing = self._read_status(video)
        return self._ready(post, standing) if isinstance(standing, VideoStatus) else standing

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call, and one look at what came of it: the platform publishes when it is ready to."""
        video = post.handles.get(VIDEO)
        if video is None:
            return NotReady(retry_after_seconds=1)
        if edge := _EDGES.get(post.kind):
            form = {"upload_phase": "finish", "video_id": video}
            if post.kind == "reel":
                form |= {"video_state": "PUBLISHED", "description": text_of(post)}
            made = self.graph.create(f"{self.page_id}/{edge}", form)
        else:
            made = self.graph.create(video, {"published": "true"})
        if not isinstance(made, Made):
            return made
        standing = self._read_status(video)
        if isinstance(standing, VideoStatus) and standing.at == "published":
            return Published(remote_id=standing.remote_id, url=standing.url, rest_seconds=made.rest_seconds)
        return Unknown(reason="Facebook took the video and is still working on it")

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:  # noqa: ARG002
        """Asks the video itself. What does not stand may be ended or published once more: that makes nothing twice."""
        video = post.handles.get(VIDEO)
        if video is None:
            return Absent(is_sure=True)
        match self._read_status(video):
            case VideoStatus(at="published", remote_id=remote_id, url=url):
                return Found(remote_id=remote_id, url=url, is_proven=True)
            case VideoStatus(at="processing"):
                return Unclear(reason="Facebook is still working on the video")
            case VideoStatus(at="unknown"):
                return Unclear(reason="Facebook does not show where the video stands")
            case VideoStatus():
                return Absent(is_sure=True)
            case unfinished:
                return Unclear(reason=unfinished.reason)

    def _begin(self, post: OutgoingPost) -> str | Unfinished:
        if edge := _EDGES.get(post.kind):
            return self.graph.uploaded_id(f"{self.page_id}/{edge}", {"upload_phase": "start"}, "video_id")
        form = {"file_url": post.videos[0].url, "description": text_of(post), "published": "false"}
        return self.graph.uploaded_id(f"{self.page_id}/videos", form)

    def _ready(self, post: OutgoingPost, standing: VideoStatus) -> PrepareOutcome:
        if standing.at == "failed":
            reason = "Facebook could not process the video: export it anew as MP4 (H.264, AAC)"
            return Refused(code="video_failed", reason=join_words(reason, standing.words))
        enough = ("processed", "published", *(("uploaded", "processing") if post.kind in _EDGES else ()))
        if standing.at in enough:
            return Ready()
        return NotReady(retry_after_seconds=PROCESSING_SECONDS)

    def _read_status(self, video: str) -> VideoStatus | AuthFailed | Unknown:
        try:
            found = self.graph.read(video, {"fields": "status,published,post_id,permalink_url"})
        except AccessRefused as refused:
            return AuthFailed(code="video", reason=str(refused))
        except (ReadFailed, ReadRefused) as failed:
            return Unknown(reason=str(failed))
        post_id = self._post_id(str(found.get("post_id") or video))
        return VideoStatus(_at(found), post_id, _address(found), _why_failed(found))

    def _post_id(self, named: str) -> str:
        """A post's full id; a video tells the second half of it."""
        return named if "_" in named else f"{self.page_id}_{named}"


def _at(video: Mapping[str, Any]) -> At:
    if video.get("status") is None and "published" not in video:
        return "unknown"
    status = video.get("status") or {}
    uploading, processing = (_phase(status, name).get("status") for name in ("uploading", "processing"))
    said = status.get("video_status")
    if said in _FAILED or "error" in (uploading, processing):
        return "failed"
    if _is_published(video, _phase(status, "publishing")):
        return "published"
    if processing == "complete" or said == "ready":
        return "processed"
    if processing == "in_progress" or said == "processing":
        return "processing"
    return "uploaded" if uploading == "complete" else "started"


def _why_failed(video: Mapping[str, Any]) -> str:
    """Meta's words for what went wrong, in the first phase that names any. Source: Video API, "Check Status"."""
    phases = (_phase(video.get("status") or {}, name) for name in ("uploading", "processing", "publishing"))
    errors = (one for phase in phases for name in ("error", "errors") for one in objects(phase.get(name)))
    return next(filter(None, (clean_words(one.get("message")) for one in errors)), "")


def _phase(status: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return status.get(f"{name}_phase") or {}


def _is_published(video: Mapping[str, Any], phase: Mapping[str, Any]) -> bool:
    """Neither a draft whose publishing is over nor a post that is not shown yet will do."""
    if video.get("published") is False or phase.get("publish_status", "published") != "published":
        return False
    return phase.get("status") == "complete" or (video.get("published") is True and bool(video.get("post_id")))


def _address(video: Mapping[str, Any]) -> str | None:
    """A video's address is told without its host."""
    permalink = str(video.get("permalink_url") or "")
    return f"https://www.facebook.com{permalink}" if permalink.startswith("/") else permalink or None

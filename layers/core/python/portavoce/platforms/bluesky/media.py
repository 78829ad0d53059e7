"""Bringing the media of a part to Bluesky. What is uploaded and then not used is forgotten there in time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from portavoce.platforms.contract import Image, Keep, OutgoingPost, Video
from portavoce.platforms.http import Answer, Http, NeverSent
from portavoce.platforms.outcomes import NotReady, Refused, Unknown

from .api import Api
from .errors import Failure
from .keys import record_key
from .manifest import MANIFEST
from .post import Blob
from .video import VideoService

_JOB = "video_job"
_RULE = MANIFEST.post
_MOST_IMAGE_BYTES = _RULE.images.max_bytes if _RULE.images else 0
_MOST_VIDEO_BYTES = _RULE.videos.max_bytes if _RULE.videos else 0


@dataclass(frozen=True)
class Uploads:
    """The media of one account's posts."""

    http: Http
    api: Api

    def bring(self, post: OutgoingPost, keep: Keep) -> NotReady | Failure | None:
        """Uploads what is not there yet and keeps each reference; None when all are kept."""
        for index, one in enumerate(post.media):
            if _name(index) in post.handles:
                continue
            blob = self._video(post, one, keep) if isinstance(one, Video) else self._image(one)
            if not isinstance(blob, dict):
                return blob
            keep(_name(index), json.dumps(blob))
        return None

    def bring_anew(self, post: OutgoingPost) -> list[Blob] | Failure:
        """The images uploaded once more, when Bluesky has forgotten them. The same bytes have the same reference."""
        if post.videos:
            reason = "Bluesky has forgotten the video meanwhile: give the post a new time, and it is uploaded anew"
            return Refused(code="video_forgotten", reason=reason)
        blobs: list[Blob] = []
        for image in post.images:
            blob = self._image(image)
            if not isinstance(blob, dict):
                return blob
            blobs.append(blob)
        return blobs

    def _image(self, image: Image) -> dict[str, object] | Failure:
        try:
            content = self.http.fetch(image.url, _MOST_IMAGE_BYTES)
        except NeverSent as unread:
            return Unknown(reason=f"an image could not be read: {unread}")
        made = self.api.procedure("com.atproto.repo.uploadBlob", content=(image.mime_type, content))
        if not isinstance(made, Answer):
            return made
        blob = made.body.get("blob")
        return blob if isinstance(blob, dict) else Unknown(reason="Bluesky's answer names no blob")

    def _video(self, post: OutgoingPost, video: Video, keep: Keep) -> dict[str, object] | NotReady | Failure:
        """The job is kept before it is asked about, so that a video is handed over once."""
        service = VideoService(self.http, self.api)
        job = post.handles.get(_JOB)
        if job is None:
            name = f"{record_key(post.publication_id, post.planned_at, post.part)}.mp4"
            try:
                with self.http.fetched(video.url, _MOST_VIDEO_BYTES) as file:
                    job_or_failure = service.begin(file, name)
            except NeverSent as unread:
                return Unknown(reason=f"the video could not be read: {unread}")
            if not isinstance(job_or_failure, str):
                return job_or_failure
            job = job_or_failure
            keep(_JOB, job)
        return service.blob(job)


def kept(post: OutgoingPost) -> Sequence[Blob] | None:
    """The references of all the media, in their order; None while one is missing."""
    names = [_name(index) for index in range(len(post.media))]
    return [json.loads(post.handles[name]) for name in names] if all(name in post.handles for name in names) else None


def _name(index: int) -> str:
    return f"media_{index}"

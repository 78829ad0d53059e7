"""Bringing the images and videos of a post to the instance, and waiting until it has them ready.

Source: Mastodon API, `POST /api/v2/media` (202 while it works on them) and `GET /api/v1/media/:id` (206)."""

from dataclasses import dataclass

from portavoce.platforms.contract import Image, Keep, OutgoingPost, Video
from portavoce.platforms.http import Answer, Http, NeverSent
from portavoce.platforms.outcomes import NotReady, Refused, Unknown

from .api import MastodonApi, MastodonFailure
from .error_table import PROCESSING_SECONDS
from .manifest import MANIFEST

_ACCEPTED, _PARTIAL = 202, 206
_GONE = "404"
_RULE = MANIFEST.post
_MOST_BYTES = max(rule.max_bytes for rule in (_RULE.images, _RULE.gifs, _RULE.videos) if rule)
_ENDINGS = {"video/quicktime": "mov"}


@dataclass(frozen=True)
class _Uploaded:
    media_id: str
    is_ready: bool


@dataclass(frozen=True)
class MastodonUploads:
    """The media of one account's posts."""

    http: Http
    api: MastodonApi

    def bring(self, post: OutgoingPost, keep: Keep) -> NotReady | MastodonFailure | None:
        """Uploads what is not there yet and keeps its id; None when all are there and ready."""
        is_ready = True
        for index, one in enumerate(post.media):
            kept = post.handles.get(_name(index))
            made = self._upload(one) if kept is None else self._check_upload(kept, one, index + 1)
            if not isinstance(made, _Uploaded):
                return made
            if kept is None:
                keep(_name(index), made.media_id)
            is_ready = is_ready and made.is_ready
        return None if is_ready else NotReady(retry_after_seconds=PROCESSING_SECONDS)

    def are_ready(self, post: OutgoingPost) -> bool:
        """Whether the instance works on none of the post's media any more, as far as it says."""
        asked = (self.api.call("GET", f"/api/v1/media/{media_id}") for media_id in kept_media_ids(post) or ())
        return not any(isinstance(made, Answer) and made.status == _PARTIAL for made in asked)

    def _upload(self, one: Image) -> _Uploaded | MastodonFailure:
        named = f"{_media_word(one)}.{_ENDINGS.get(one.mime_type, one.mime_type.rpartition('/')[2])}"
        form = {"description": one.alt_text} if one.alt_text else None
        try:
            with self.http.fetch_media(one.url, _MOST_BYTES) as file:
                made = self.api.call("POST", "/api/v2/media", form=form, files={"file": (named, file, one.mime_type)})
        except NeverSent as unread:
            return Unknown(reason=f"the {_media_word(one)} could not be read: {unread}")
        if not isinstance(made, Answer):
            return made
        if not made.body.get("id"):
            return Unknown(reason="the instance's answer names no media")
        return _Uploaded(str(made.body["id"]), is_ready=made.status != _ACCEPTED)

    def _check_upload(self, media_id: str, one: Image, number: int) -> _Uploaded | MastodonFailure:
        """Asks how far one is. What is on a post already is not shown here any more."""
        made = self.api.call("GET", f"/api/v1/media/{media_id}")
        if isinstance(made, Refused) and made.code == _GONE:
            called = f"{_media_word(one)} {number}"
            reason = f"{called} no longer waits on the instance: it is on a post already, or was dropped"
            return Refused(code=_GONE, reason=reason)
        return _Uploaded(media_id, is_ready=made.status != _PARTIAL) if isinstance(made, Answer) else made


def kept_media_ids(post: OutgoingPost) -> list[str] | None:
    """The ids of all the media, in their order; None while one is missing."""
    names = [_name(index) for index in range(len(post.media))]
    return [post.handles[name] for name in names] if all(name in post.handles for name in names) else None


def _media_word(one: Image) -> str:
    return "video" if isinstance(one, Video) else "image"


def _name(index: int) -> str:
    return f"media_{index}"

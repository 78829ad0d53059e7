"""Media on X: images in one call, a GIF or video in segments that go on where they stopped.

A handle keeps how far a medium is the moment X has more of it: `<media id>/<segments>`, then `<media id>/sent` while X
works on it, then `<media id>/ready`. Source: X API v2, Media, "Chunked media upload" and its reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portavoce.platforms.contract import Image, Keep, Video
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.http import Answer, Http, NeverSent
from portavoce.platforms.outcomes import NotReady, Ready, Refused, Unknown
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.webhook_json import objects

from .api import INVALID, NOT_FOUND, XApi, XFailure, data_of
from .manifest import MANIFEST

SEGMENT_BYTES = 5_000_000
SEGMENTS_AT_ONCE = 6
"""Of one `prepare`: 30 MB are through well within the minute that a function lives; the rest follows at once."""

NEARLY_FORGOTTEN_SECONDS = 3600
"""X forgets unused media after a day, and says how long it still knows them: with less than this they are sent anew."""

_GIF = "image/gif"
_READY, _SENT = "ready", "sent"
_MOST_BYTES = MANIFEST.post.images.max_bytes if MANIFEST.post.images else 0


def media_id(kept: str | None) -> str | None:
    """The id of a medium that may be posted; None while there is none."""
    known, _, state = (kept or "").partition("/")
    return known if state == _READY else None


@dataclass(frozen=True)
class XUploads:
    """The media of one post. `keep` stores each step the moment it is taken."""

    http: Http
    api: XApi
    keep: Keep

    def bring(self, name: str, item: Image, kept: str | None) -> Ready | NotReady | XFailure:
        """Takes a medium as far as it can be taken now. What X no longer knows is sent anew."""
        if kept:
            made = self._go_on(name, item, kept)
            if not _is_gone(made):
                return made
        in_segments = isinstance(item, Video) or item.mime_type == _GIF
        return self._segments(name, item) if in_segments else self._image(name, item)

    def _go_on(self, name: str, item: Image, kept: str) -> Ready | NotReady | XFailure:
        known, _, state = kept.partition("/")
        if state == _READY:
            return self._check_known(known)
        if state != _SENT:
            return self._append(name, item, known, int(state))
        answer = self._status(known)
        return self._check_processing(name, item, known, _data(answer)) if isinstance(answer, Answer) else answer

    def _check_known(self, known: str) -> Ready | Refused:
        """Whether X still knows it. Only a clear no counts: whatever else goes wrong here is no reason to wait."""
        answer = self._status(known)
        if isinstance(answer, Answer):
            left = _data(answer).get("expires_after_secs", NEARLY_FORGOTTEN_SECONDS)
            return Ready() if left >= NEARLY_FORGOTTEN_SECONDS else Refused(code=NOT_FOUND, reason="X forgets it soon")
        return answer if isinstance(answer, Refused) and answer.code.startswith(NOT_FOUND) else Ready()

    def _image(self, name: str, image: Image) -> Ready | XFailure:
        try:
            content = self.http.fetch(image.url, _MOST_BYTES)
        except NeverSent as unread:
            return Unknown(reason=f"an image could not be read: {unread}")
        files = {"media": ("image", content, image.mime_type)}
        form = {"media_category": "tweet_image"}
        made = _media_id(self.api.send("POST", "/2/media/upload", form=form, files=files))
        return self._describe_media(name, image, made) if isinstance(made, str) else made

    def _segments(self, name: str, item: Image) -> Ready | NotReady | XFailure:
        category = "tweet_gif" if item.mime_type == _GIF else "tweet_video"
        asked = {"media_type": item.mime_type, "total_bytes": item.size_bytes, "media_category": category}
        made = _media_id(self.api.send("POST", "/2/media/upload/initialize", json=asked))
        if not isinstance(made, str):
            return made
        self.keep(name, f"{made}/0")
        return self._append(name, item, made, 0)

    def _append(self, name: str, item: Image, known: str, first: int) -> Ready | NotReady | XFailure:
        count = -(-item.size_bytes // SEGMENT_BYTES)
        for number in range(first, min(count, first + SEGMENTS_AT_ONCE)):
            start = number * SEGMENT_BYTES
            try:
                segment = self.http.fetch_part(item.url, start, min(SEGMENT_BYTES, item.size_bytes - start))
            except NeverSent as unread:
                return Unknown(reason=f"a video or GIF could not be read: {unread}")
            files = {"media": ("segment", segment, "application/octet-stream")}
            form = {"segment_index": str(number)}
            made = self.api.send("POST", f"/2/media/upload/{known}/append", form=form, files=files)
            if not isinstance(made, Answer):
                return made
            self.keep(name, f"{known}/{number + 1}")
        if first + SEGMENTS_AT_ONCE < count:
            return NotReady(retry_after_seconds=1)
        return self._finalize(name, item, known)

    def _finalize(self, name: str, item: Image, known: str) -> Ready | NotReady | XFailure:
        answer = self.api.send("POST", f"/2/media/upload/{known}/finalize")
        if isinstance(answer, Refused):
            status = self._status(known)  # X may have closed it before, and its answer have been lost
            answer = status if isinstance(status, Answer) and "processing_info" in _data(status) else answer
        if not isinstance(answer, Answer):
            return answer
        self.keep(name, f"{known}/{_SENT}")
        return self._check_processing(name, item, known, _data(answer))

    def _check_processing(
        self, name: str, item: Image, known: str, found: Mapping[str, Any]
    ) -> Ready | NotReady | XFailure:
        info = found.get("processing_info") or {"state": "succeeded"}
        match info.get("state"):
            case "succeeded":
                return self._describe_media(name, item, known)
            case "failed":
                reason, error = "X could not make the video or GIF into a post", next(objects(info.get("error")), {})
                return Refused(code="processing_failed", reason=join_words(reason, clean_words(error.get("message"))))
            case _:
                return NotReady(retry_after_seconds=max(1, int(info.get("check_after_secs") or 1)))

    def _describe_media(self, name: str, item: Image, known: str) -> Ready | XFailure:
        """Takes the last step. X takes alternative text for images alone, so that a video's goes nowhere."""
        if item.alt_text and not isinstance(item, Video):
            metadata = {"id": known, "metadata": {"alt_text": {"text": item.alt_text}}}
            made = self.api.write("POST", "/2/media/metadata", metadata)
            if not isinstance(made, Mapping):
                return made
        self.keep(name, f"{known}/{_READY}")
        return Ready()

    def _status(self, known: str) -> Answer | XFailure:
        return self.api.send("GET", "/2/media/upload", query={"command": "STATUS", "media_id": known})


def _data(answer: Answer) -> Mapping[str, Any]:
    return answer.body.get("data") or {}


def _is_gone(made: Ready | NotReady | XFailure) -> bool:
    """Whether X refuses to go on with what it was sent before: it is sent anew then, once."""
    return isinstance(made, Refused) and made.code.partition(" ")[0] in {NOT_FOUND, INVALID}


def _media_id(answer: Answer | XFailure) -> str | XFailure:
    """The id of what was made."""
    made = data_of(answer) if isinstance(answer, Answer) else answer
    if not isinstance(made, Mapping):
        return made
    return str(made["id"]) if made.get("id") else Unknown(reason="X's answer names no media")

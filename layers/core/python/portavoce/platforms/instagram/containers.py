"""Instagram's media containers: built ahead, finished when the platform says so, published once, dead after a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from portavoce.platforms.contract import Image, Keep, OutgoingPost, ReadFailed, ReadRefused, Video
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.graph.client import Graph, Unfinished
from portavoce.platforms.graph.error_table import FETCH_AGAIN_SECONDS
from portavoce.platforms.outcomes import AuthFailed, NotReady, PrepareOutcome, Ready, Refused, Unknown
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.text.said_words import clean_words

CONTAINER = "container"
BUILDING_SECONDS, VIDEO_SECONDS = 5, 15
UNREADABLE_LOOKS = 6
"""After so many looks at a container that cannot be read, publishing it is tried: it works once, or says why not.
Source: gitroomhq/postiz-app 1562, of days on which no container could be read and all could be published."""

_AT: Mapping[str, Literal["finished", "building", "published", "failed", "gone"]] = {
    "FINISHED": "finished",
    "IN_PROGRESS": "building",
    "PUBLISHED": "published",
    "ERROR": "failed",
    "EXPIRED": "gone",
}
# Instagram Platform, error codes: a server's failure, a download that took too long, an upload or a processing that
# went wrong. All of them are to be tried with a new container.
_WORTH_ANOTHER = frozenset({"2207001", "2207032", "2207053", "2207077", "2207082", "2207085"})
_NOT_FETCHED = frozenset({"2207003", "2207052"})
_ANEW = "Export the video anew as MP4 (H.264, AAC, index first)."


class ContainerStatus(NamedTuple):
    """Where a container stands; `gone` when it expired, unpublished, `unknown` when it does not say, `unreadable` when
    Instagram does not show it at all. `code` and `words` say why one has failed, if it is known."""

    at: Literal["finished", "building", "published", "failed", "gone", "unknown", "unreadable"]
    code: str = ""
    words: str = ""


@dataclass(frozen=True)
class Containers:
    """The containers of one account. `keep` stores each id the moment it is known."""

    graph: Graph
    user_id: str
    keep: Keep

    def build(self, post: OutgoingPost, caption: str) -> PrepareOutcome:
        """Ready when the post's container can be published, or has been. Videos take minutes, images seconds."""
        outcome: str | PrepareOutcome = self._check_container(CONTAINER, post.handles)
        if outcome == "gone":
            outcome = self._container(post, caption)
        if isinstance(outcome, NotReady) and post.videos:
            return NotReady(retry_after_seconds=VIDEO_SECONDS)
        return Ready() if isinstance(outcome, str) else outcome

    def _container(self, post: OutgoingPost, caption: str) -> str | NotReady | Unfinished:
        match post.kind, post.media:
            case "reel", [media]:
                reel = {"media_type": "REELS", "caption": caption, "share_to_feed": "true"}
                return self._make(CONTAINER, reel | {"video_url": media.url})
            case "story", [media]:
                return self._make(CONTAINER, {"media_type": "STORIES", _source(media): media.url})
            case "post", [Image() as image] if not isinstance(image, Video):
                return self._make(CONTAINER, {"caption": caption, **_image(image)})
        children = []
        for index, media in enumerate(post.media):
            child = self._child(f"child_{index}", media, post.handles)
            if not isinstance(child, str):
                return child
            children.append(child)
        return self._make(CONTAINER, {"media_type": "CAROUSEL", "children": ",".join(children), "caption": caption})

    def _child(self, handle: str, media: Video | Image, handles: Mapping[str, str]) -> str | NotReady | Unfinished:
        match self._check_container(handle, handles):
            case Ready():
                return handles[handle]
            case NotReady() | Refused() | AuthFailed() | Unknown() as unfinished:
                return unfinished
        video = {"media_type": "VIDEO", "video_url": media.url}
        return self._make(
            handle, {"is_carousel_item": "true", **(video if isinstance(media, Video) else _image(media))}
        )

    def _make(self, handle: str, form: Mapping[str, str]) -> str | NotReady | Unfinished:
        made = self.graph.uploaded_id(f"{self.user_id}/media", form)
        if not isinstance(made, str):
            return made
        self.keep(handle, made)
        match self._check_container(handle, {handle: made}):
            case Ready():
                return made
            case "gone":
                return NotReady(retry_after_seconds=FETCH_AGAIN_SECONDS, reason="Instagram could not fetch the file")
            case unfinished:
                return unfinished

    def _check_container(
        self, handle: str, handles: Mapping[str, str]
    ) -> Ready | NotReady | Refused | AuthFailed | Unknown | Literal["gone"]:
        standing = self._ask_status(handles.get(handle))
        if not isinstance(standing, ContainerStatus):
            return standing
        if standing.at == "building":
            return NotReady(retry_after_seconds=BUILDING_SECONDS)
        if standing.at == "unreadable":
            return self._look_again(handle, handles)
        if standing.at == "failed":
            return self._judge_failure(handle, handles, standing)
        return "gone" if standing.at in ("gone", "unknown") else Ready()

    def _ask_status(self, container: str | None) -> ContainerStatus | AuthFailed | Unknown:
        if container is None:
            return ContainerStatus("gone")
        try:
            return standing_of(self.graph, container)
        except AccessRefused as refused:
            return AuthFailed(code="container", reason=str(refused))
        except ReadRefused:
            return ContainerStatus("unreadable")
        except ReadFailed as failed:
            return Unknown(reason=str(failed))

    def _look_again(self, handle: str, handles: Mapping[str, str]) -> Ready | NotReady:
        """What was made and is not shown is no refusal of the media: it is asked for again, and then tried."""
        container, looks = handles[handle], f"{handle}_unreadable"
        seen, _, count = handles.get(looks, "").partition("/")
        number = int(count) + 1 if seen == container else 1
        if number > UNREADABLE_LOOKS:
            return Ready()
        self.keep(looks, f"{container}/{number}")
        reason = "Instagram made the media into a post, and does not show it yet"
        return NotReady(retry_after_seconds=BUILDING_SECONDS, reason=reason)

    def _judge_failure(
        self, handle: str, handles: Mapping[str, str], failed: ContainerStatus
    ) -> NotReady | Refused | Literal["gone"]:
        """Says what a failed container means: one that failed by no fault of the media is built anew, once; one whose
        file could not be fetched, as long as there is time."""
        again, code = f"{handle}_failed", failed.code
        if code in _NOT_FETCHED or (code in _WORTH_ANOTHER and again not in handles):
            self.keep(again, code)
            return "gone"
        reason = "Instagram could not process the video: export it anew as MP4 (H.264, AAC, index first)"
        return Refused(code=code or "container_error", reason=join_words(reason, failed.words), next_step=_ANEW)


def standing_of(graph: Graph, container: str) -> ContainerStatus:
    """Where a container stands. Raises ReadFailed, ReadRefused."""
    found = graph.read(container, {"fields": "status_code,status"})
    # Why one failed is told by a number of the error table, inside the sentence `status`.
    words = clean_words(found.get("status"))
    code = re.search(r"\b2207\d{3}\b", words)
    return ContainerStatus(_AT.get(str(found.get("status_code")), "unknown"), code[0] if code else "", words)


def _source(media: Video | Image) -> str:
    return "video_url" if isinstance(media, Video) else "image_url"


def _image(image: Image) -> dict[str, str]:
    return {"image_url": image.url} | ({"alt_text": image.alt_text} if image.alt_text else {})

"""Instagram's media containers: built ahead, finished when the platform says so, published once, dead after a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portavoce.platforms.contract import (
    AuthFailed,
    Image,
    Keep,
    NotReady,
    OutgoingPost,
    PrepareOutcome,
    ReadFailed,
    ReadRefused,
    Ready,
    Refused,
    Unknown,
)
from portavoce.platforms.graph import Graph, Unfinished
from portavoce.platforms.measured import AccessRefused

CONTAINER = "container"
BUILDING_SECONDS = 5

Status = Literal["finished", "building", "published", "gone"]
_STATUSES: Mapping[str, Status] = {"FINISHED": "finished", "IN_PROGRESS": "building", "PUBLISHED": "published"}


@dataclass(frozen=True)
class Containers:
    """The containers of one account. `keep` stores each id the moment it is known."""

    graph: Graph
    user_id: str
    keep: Keep

    def build(self, post: OutgoingPost, caption: str) -> PrepareOutcome:
        """Ready when the post's container can be published, or has been."""
        standing = self._standing(post.handles.get(CONTAINER))
        if standing != "gone":
            return standing
        made = self._container(post, caption)
        return Ready() if isinstance(made, str) else made

    def _container(self, post: OutgoingPost, caption: str) -> str | NotReady | Unfinished:
        if len(post.images) == 1:
            return self._make(CONTAINER, {"caption": caption, **_image(post.images[0])})
        children = []
        for index, image in enumerate(post.images):
            child = self._child(f"child_{index}", image, post.handles)
            if not isinstance(child, str):
                return child
            children.append(child)
        return self._make(CONTAINER, {"media_type": "CAROUSEL", "children": ",".join(children), "caption": caption})

    def _child(self, handle: str, image: Image, handles: Mapping[str, str]) -> str | NotReady | Unfinished:
        known = handles.get(handle)
        match self._standing(known):
            case Ready() if known:
                return known
            case NotReady() | Refused() | AuthFailed() | Unknown() as unfinished:
                return unfinished
            case _:
                return self._make(handle, {"is_carousel_item": "true", **_image(image)})

    def _make(self, handle: str, form: Mapping[str, str]) -> str | NotReady | Unfinished:
        made = self.graph.uploaded_id(f"{self.user_id}/media", form)
        if not isinstance(made, str):
            return made
        self.keep(handle, made)
        match self._standing(made):
            case Ready():
                return made
            case "gone":
                return Refused(code="container_error", reason="Instagram could not make the image into a post")
            case unfinished:
                return unfinished

    def _standing(self, container: str | None) -> Ready | NotReady | AuthFailed | Unknown | Literal["gone"]:
        if container is None:
            return "gone"
        try:
            status = status_of(self.graph, container)
        except AccessRefused as refused:
            return AuthFailed(code="container", reason=str(refused))
        except ReadRefused:
            return "gone"
        except ReadFailed as failed:
            return Unknown(reason=str(failed))
        if status == "building":
            return NotReady(retry_after_seconds=BUILDING_SECONDS)
        return "gone" if status == "gone" else Ready()


def status_of(graph: Graph, container: str) -> Status:
    """Where a container stands; `gone` when it failed or expired, unpublished. Raises ReadFailed, ReadRefused."""
    code = graph.read(container, {"fields": "status_code"}).get("status_code")
    return _STATUSES.get(str(code), "gone")


def _image(image: Image) -> dict[str, str]:
    return {"image_url": image.url} | ({"alt_text": image.alt_text} if image.alt_text else {})

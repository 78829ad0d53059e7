"""Instagram's containers: one for each image, video, carousel, reel and story (platforms/instagram.md §2)."""

import re
from datetime import timedelta

from infra.local.simulators.meta.calls import Call, route
from infra.local.simulators.meta.errors import GraphError, bad_parameter
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import Container, IgUser
from infra.local.simulators.pictures import FetchFailed, NotAJpeg, Picture, jpeg_size
from infra.local.simulators.videos import NotAMovie, movie_of

MOST_CAPTION_CHARACTERS, MOST_HASHTAGS, MOST_TAGS = 2200, 30, 20
MOST_IMAGE_BYTES, MOST_REEL_BYTES, MOST_STORY_BYTES = 8 * 1024 * 1024, 300 * 1024 * 1024, 100 * 1024 * 1024
LEAST_RATIO, MOST_RATIO, MOST_WIDTH = 4 / 5, 1.91, 1920
REEL_SECONDS, STORY_SECONDS = (3, 900), (3, 60)
CAROUSEL_SIZES = range(2, 11)
"""Limits of platforms/instagram.md §2."""
UNFIT, UNFETCHED = 2207026, 2207052
"""Errors that a video's container ends with: its format, its address."""
_KINDS = {"REELS": "reel", "STORIES": "story"}
_TAKES = {
    "IMAGE": frozenset({"image_url", "caption", "alt_text", "is_carousel_item"}),
    "VIDEO": frozenset({"video_url", "is_carousel_item"}),
    "CAROUSEL": frozenset({"children", "caption"}),
    "REELS": frozenset({"video_url", "caption", "share_to_feed", "cover_url", "thumb_offset"}),
    "STORIES": frozenset({"image_url", "video_url"}),
}


@route(
    "POST", "ig_user", "media", scope="instagram_content_publish",
    params="image_url video_url caption alt_text media_type children is_carousel_item share_to_feed cover_url "
    "thumb_offset",
)  # fmt: skip
def create_container(graph: Graph, call: Call, user: IgUser) -> object:
    """Build a container; videos are fetched and looked into afterwards, and their container may end in ERROR."""
    media_type = call.params.get("media_type", "IMAGE")
    _check_parameters(call, media_type)
    _check_caption(call.params.get("caption", ""))
    container = Container(
        id=graph.store.new_id("178"),
        ig_user_id=user.id,
        caption=call.params.get("caption", ""),
        pictures=[],
        created_at=call.now,
        ready_at=call.now + timedelta(seconds=user.container_ready_seconds),
        kind=_KINDS.get(media_type, "post"),
        is_carousel_item=call.flag("is_carousel_item", default=False),
    )
    if media_type == "CAROUSEL":
        children = _children(graph, call, user)
        container.pictures = [picture for child in children for picture in child.pictures]
        container.children = tuple(child.id for child in children)
    elif "video_url" in call.params:
        _take_video(graph, call, user, container)
    else:
        container.pictures = [_picture(graph, call, is_story=container.kind == "story")]
    graph.store.containers[container.id] = container
    return {"id": container.id}


def refuse_unless_finished(status: str) -> None:
    """Raises `GraphError` for a container that cannot be used (any more)."""
    if status == "PUBLISHED":
        raise GraphError(24, "The requested resource does not exist", subcode=2207006)
    if status == "EXPIRED":
        raise GraphError(-2, "The media container has expired", subcode=2207020)
    if status == "ERROR":
        raise GraphError(-1, "The media could not be created", subcode=2207032)
    if status != "FINISHED":
        raise GraphError(9007, "Media ID is not available", subcode=2207027)


def _check_parameters(call: Call, media_type: str) -> None:
    """Each type takes its own parameters; a single feed video has to be a reel."""
    if media_type not in _TAKES:
        raise bad_parameter(f"media_type must be one of {sorted(_TAKES)}", 2207023)
    foreign = set(call.params) - _TAKES[media_type] - {"media_type", "access_token", "appsecret_proof"}
    if foreign:
        raise bad_parameter(f"{media_type} takes no {min(foreign)}", 2207023)
    if media_type == "VIDEO" and not call.flag("is_carousel_item", default=False):
        raise bad_parameter("The VIDEO media type is for carousel items: use REELS", 2207023)
    if media_type == "STORIES" and ("image_url" in call.params) == ("video_url" in call.params):
        raise bad_parameter("A story takes exactly one of image_url and video_url", 2207023)
    if media_type in {"VIDEO", "REELS"}:
        call.required("video_url")


def _check_caption(caption: str) -> None:
    hashtags = re.findall(r"(?<!\w)#\w", caption)
    tags = re.findall(r"(?<!\w)@\w", caption)
    if len(caption) > MOST_CAPTION_CHARACTERS or len(hashtags) > MOST_HASHTAGS:
        raise GraphError(36004, "The submitted caption is too long", subcode=2207010)
    if len(tags) > MOST_TAGS:
        raise bad_parameter("A caption can mention at most 20 accounts", 2207040)


def _children(graph: Graph, call: Call, user: IgUser) -> tuple[Container, ...]:
    ids = call.words("children")
    if len(ids) not in CAROUSEL_SIZES:
        raise bad_parameter("A carousel must have between 2 and 10 items", 2207028)
    children = tuple(container for id_ in ids if (container := graph.store.containers.get(id_)))
    if len(children) != len(ids) or any(c.ig_user_id != user.id or not c.is_carousel_item for c in children):
        raise bad_parameter("A carousel's children must be carousel item containers of this account")
    for child in children:
        refuse_unless_finished(child.status(call.now))
    return children


def _take_video(graph: Graph, call: Call, user: IgUser, container: Container) -> None:
    url = call.params["video_url"]
    container.ready_at = call.now + timedelta(seconds=user.video_ready_seconds)
    try:
        content = graph.fetch(url)
    except FetchFailed:
        container.error = UNFETCHED
        return
    container.pictures = [Picture(graph.store.new_id("177"), content, source_url=url)]
    container.error = None if _fits(content, container.kind) else UNFIT


def _fits(content: bytes, kind: str) -> bool:
    shortest, longest = STORY_SECONDS if kind == "story" else REEL_SECONDS
    try:
        movie = movie_of(content)
    except NotAMovie:
        return False
    most_bytes = MOST_STORY_BYTES if kind == "story" else MOST_REEL_BYTES
    is_small = len(content) <= most_bytes and movie.width <= MOST_WIDTH
    return is_small and movie.has_index_first and shortest <= movie.seconds <= longest


def _picture(graph: Graph, call: Call, *, is_story: bool) -> Picture:
    url = call.required("image_url")
    try:
        content = graph.fetch(url)
    except FetchFailed as error:
        message = "Only photo or video can be accepted as media type."
        raise GraphError(9004, message, subcode=2207052) from error
    if len(content) > MOST_IMAGE_BYTES:
        raise GraphError(36000, "The image size is too large", subcode=2207004)
    try:
        width, height = jpeg_size(content)
    except NotAJpeg as error:
        raise GraphError(36001, "The image format is not supported", subcode=2207005) from error
    fits = height > 0 and (is_story or LEAST_RATIO <= round(width / height, 4) <= MOST_RATIO)
    if not fits:
        raise GraphError(36003, "The submitted image with aspect ratio cannot be published", subcode=2207009)
    return Picture(graph.store.new_id("177"), content, call.params.get("alt_text", ""), url)

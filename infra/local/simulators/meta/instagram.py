"""Instagram publishing: container, status, publish once, quota, media (platforms/instagram.md §2, §3)."""

import re
from datetime import timedelta

from infra.local.simulators.meta.errors import GraphError, bad_parameter
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, READERS, Field, graph_time, read
from infra.local.simulators.meta.graph import Call, Graph, read_node, route
from infra.local.simulators.meta.paging import page_of
from infra.local.simulators.meta.store import Container, IgUser
from infra.local.simulators.pictures import FetchFailed, NotAJpeg, Picture, jpeg_size
from infra.local.simulators.timeline import Post

MOST_CAPTION_CHARACTERS, MOST_HASHTAGS, MOST_TAGS = 2200, 30, 20
MOST_IMAGE_BYTES = 8 * 1024 * 1024
LEAST_RATIO, MOST_RATIO = 4 / 5, 1.91
CAROUSEL_SIZES = range(2, 11)
"""Limits of platforms/instagram.md §2."""
DAY = timedelta(days=1)


@route("GET", "ig_user", params="fields", scope="instagram_basic")
def read_user(graph: Graph, call: Call, user: IgUser) -> object:
    """The account with the asked fields; `mentioned_comment` and `mentioned_media` are asked here too."""
    return read_node(graph, call, "ig_user", user)


@route(
    "POST", "ig_user", "media", scope="instagram_content_publish",
    params="image_url caption alt_text media_type children is_carousel_item",
)  # fmt: skip
def create_container(graph: Graph, call: Call, user: IgUser) -> object:
    """Build a container for one image, one carousel child, or a carousel of children built before."""
    caption = call.params.get("caption", "")
    _check_caption(caption)
    media_type = call.params.get("media_type", "IMAGE")
    if media_type not in {"IMAGE", "CAROUSEL"}:
        raise bad_parameter(f"media_type {media_type} is not simulated; IMAGE and CAROUSEL are", 2207023)
    children: tuple[Container, ...] = ()
    if media_type == "CAROUSEL":
        children = _children(graph, call, user)
        pictures = [child.pictures[0] for child in children]
    else:
        pictures = [_picture(graph, call)]
    container = Container(
        id=graph.store.new_id("178"),
        ig_user_id=user.id,
        caption=caption,
        pictures=pictures,
        created_at=call.now,
        ready_at=call.now + timedelta(seconds=user.container_ready_seconds),
        is_carousel_item=call.flag("is_carousel_item", default=False),
        children=tuple(child.id for child in children),
    )
    graph.store.containers[container.id] = container
    return {"id": container.id}


@route("GET", "container", params="fields", scope="instagram_content_publish")
def read_container(graph: Graph, call: Call, container: Container) -> object:
    """The container's status."""
    return read_node(graph, call, "container", container)


@route("POST", "ig_user", "media_publish", params="creation_id", scope="instagram_content_publish")
def publish_container(graph: Graph, call: Call, user: IgUser) -> object:
    """Publish a finished container, once; the daily quota is enforced here."""
    container = graph.store.containers.get(call.required("creation_id"))
    if container is None or container.ig_user_id != user.id or container.is_carousel_item:
        raise GraphError(24, "The requested resource does not exist", subcode=2207006)
    _refuse_unless_finished(container.status(call.now))
    if _published_today(graph, call, user) >= user.quota_total:
        raise GraphError(9, "(#9) Application request limit reached", subcode=2207042, status=403)
    media = Post(
        id=graph.store.new_id("179"),
        network="instagram",
        account_id=user.id,
        text=container.caption,
        received_at=call.now,
        pictures=container.pictures,
    )
    graph.store.posts[media.id] = media
    container.media_id = media.id
    return {"id": media.id}


@route("GET", "ig_user", "content_publishing_limit", params="fields since", scope="instagram_content_publish")
def read_quota(graph: Graph, call: Call, user: IgUser) -> object:
    """How many posts of the last 24 hours count against how many."""
    values: dict[str, object] = {
        "quota_usage": _published_today(graph, call, user),
        "config": {"quota_total": user.quota_total, "quota_duration": int(DAY.total_seconds())},
    }
    asked = [field.name for field in call.fields()] or ["quota_usage"]
    if unknown := set(asked) - set(values):
        raise bad_parameter(f"Tried accessing nonexisting field ({min(unknown)})")
    return {"data": [{name: values[name] for name in asked}]}


@route("GET", "ig_user", "media", params="fields limit after since until", scope="instagram_basic")
def list_media(graph: Graph, call: Call, user: IgUser) -> object:
    """Published media, newest first."""
    since, until = call.instant("since"), call.instant("until")
    media = [
        post
        for post in reversed(graph.store.posts.values())
        if post.account_id == user.id
        and (since is None or post.received_at >= since)
        and (until is None or post.received_at <= until)
        and post.is_seen_by_lookup(call.now)
    ]
    return page_of(media, call.params, lambda m: m.id, lambda m: read(graph, "media", m, call.fields()), call)


@route("GET", "media", params="fields", scope="instagram_basic")
def read_media(graph: Graph, call: Call, media: Post) -> object:
    """One media object with the asked fields."""
    return read_node(graph, call, "media", media)


@route("POST", "media", params="comment_enabled", scope="instagram_manage_comments")
def switch_comments(_graph: Graph, call: Call, media: Post) -> object:
    """Allow or stop comments."""
    call.required("comment_enabled")
    media.comments_enabled = call.flag("comment_enabled", default=True)
    return {"success": True}


@route("DELETE", "media", scope="instagram_content_publish")
def delete_media(_graph: Graph, _call: Call, media: Post) -> object:
    """Remove a media object."""
    media.deleted = True
    return {"success": True}


def _check_caption(caption: str) -> None:
    hashtags = re.findall(r"(?<!\w)#\w", caption)
    tags = re.findall(r"(?<!\w)@\w", caption)
    if len(caption) > MOST_CAPTION_CHARACTERS or len(hashtags) > MOST_HASHTAGS:
        raise GraphError(36004, "The submitted caption is too long", subcode=2207010)
    if len(tags) > MOST_TAGS:
        raise bad_parameter("A caption can mention at most 20 accounts", 2207040)


def _children(graph: Graph, call: Call, user: IgUser) -> tuple[Container, ...]:
    if "image_url" in call.params or "alt_text" in call.params:
        raise bad_parameter("A carousel takes children, not an image of its own", 2207023)
    text = call.required("children")
    ids = call.parsed("children") if text.startswith("[") else text.split(",")
    if len(ids) not in CAROUSEL_SIZES:
        raise bad_parameter("A carousel must have between 2 and 10 items", 2207028)
    children = tuple(container for id_ in ids if (container := graph.store.containers.get(str(id_).strip())))
    if len(children) != len(ids) or any(c.ig_user_id != user.id or not c.is_carousel_item for c in children):
        raise bad_parameter("A carousel's children must be carousel item containers of this account")
    for child in children:
        _refuse_unless_finished(child.status(call.now))
    return children


def _refuse_unless_finished(status: str) -> None:
    if status == "PUBLISHED":
        raise GraphError(24, "The requested resource does not exist", subcode=2207006)
    if status == "EXPIRED":
        raise GraphError(-2, "The media container has expired", subcode=2207020)
    if status != "FINISHED":
        raise GraphError(9007, "Media ID is not available", subcode=2207027)


def _picture(graph: Graph, call: Call) -> Picture:
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
    if height == 0 or not LEAST_RATIO <= round(width / height, 4) <= MOST_RATIO:
        raise GraphError(36003, "The submitted image with aspect ratio cannot be published", subcode=2207009)
    return Picture(graph.store.new_id("177"), content, call.params.get("alt_text", ""), url)


def _published_today(graph: Graph, call: Call, user: IgUser) -> int:
    own = (post for post in graph.store.posts.values() if post.account_id == user.id)
    return sum(post.received_at > call.now - DAY for post in own)


def _children_field(_graph: Graph, media: Post, _field: Field) -> object:
    if len(media.pictures) < 2:
        return ABSENT
    return {"data": [{"id": p.id, "media_type": "IMAGE", "media_url": p.source_url} for p in media.pictures]}


def _comments_count(graph: Graph, media: Post, _field: Field) -> object:
    return sum(comment.post_id == media.id and not comment.deleted for comment in graph.store.comments.values())


READERS["ig_user"] = {
    "id": lambda _g, user, _f: user.id,
    "username": lambda _g, user, _f: user.username,
    "name": lambda _g, user, _f: user.name,
    "followers_count": lambda _g, user, _f: user.followers_count,
    "follows_count": lambda _g, user, _f: user.follows_count,
    "media_count": lambda g, user, _f: sum(
        post.account_id == user.id and not post.deleted for post in g.store.posts.values()
    ),
}
READERS["container"] = {
    "id": lambda _g, container, _f: container.id,
    "status_code": lambda g, container, _f: container.status(g.clock()),
    "status": lambda g, container, _f: container.status(g.clock()).replace("_", " ").capitalize(),
}
READERS["media"] = {
    "id": lambda _g, media, _f: media.id,
    "caption": lambda _g, media, _f: media.text or ABSENT,
    "timestamp": lambda _g, media, _f: graph_time(media.received_at),
    "permalink": lambda _g, media, _f: f"https://www.instagram.com/p/{media.id}/",
    "media_type": lambda _g, media, _f: "CAROUSEL_ALBUM" if len(media.pictures) > 1 else "IMAGE",
    "media_product_type": lambda _g, _media, _f: "FEED",
    "media_url": lambda _g, media, _f: media.pictures[0].source_url if media.pictures else ABSENT,
    "alt_text": lambda _g, media, _f: (media.pictures and media.pictures[0].alt_text) or ABSENT,
    "username": lambda g, media, _f: g.store.ig_users[media.account_id].username,
    "owner": lambda _g, media, _f: {"id": media.account_id},
    "is_comment_enabled": lambda _g, media, _f: media.comments_enabled,
    "like_count": lambda _g, media, _f: media.counters.get("likes", 0),
    "comments_count": _comments_count,
    "children": _children_field,
}
DEFAULTS |= {"ig_user": "id", "container": "id", "media": "id"}

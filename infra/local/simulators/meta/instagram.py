"""Instagram publishing: status, publish once, quota, media, stories (platforms/instagram.md §2, §3)."""

from datetime import timedelta

from infra.local.simulators.meta.calls import Call, read_node, route
from infra.local.simulators.meta.errors import GraphError, bad_parameter
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, READERS, Field, graph_time, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.instagram_containers import refuse_unless_finished
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.meta.store import Container, IgUser
from infra.local.simulators.pictures import Picture
from infra.local.simulators.timeline import Post

DAY = timedelta(days=1)


@route("GET", "ig_user", params="fields", scope="instagram_basic")
def read_user(graph: Graph, call: Call, user: IgUser) -> object:
    """The account with the asked fields; `mentioned_comment` and `mentioned_media` are asked here too."""
    return read_node(graph, call, "ig_user", user)


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
    refuse_unless_finished(container.status(call.now))
    if _published_today(graph, call, user) >= user.quota_total:
        raise GraphError(9, "(#9) Application request limit reached", subcode=2207042, status=403)
    media = Post(
        id=graph.store.new_id("179"),
        network="instagram",
        account_id=user.id,
        text=container.caption,
        received_at=call.now,
        kind=container.kind,
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
    """Published media, newest first; stories are not among them."""
    since, until = call.instant("since"), call.instant("until")
    media = [
        post
        for post in reversed(graph.store.posts.values())
        if post.account_id == user.id
        and post.kind != "story"
        and (since is None or post.received_at >= since)
        and (until is None or post.received_at <= until)
        and post.is_seen_by_lookup(call.now)
    ]
    return page_of(media, call.params, lambda m: m.id, lambda m: read(graph, "media", m, call.fields()), call)


@route("GET", "ig_user", "stories", params="fields limit after", scope="instagram_basic")
def list_stories(graph: Graph, call: Call, user: IgUser) -> object:
    """Stories of the last 24 hours, newest first (facebook-business 26.0.3, `IGUser.get_stories`)."""
    stories = [
        post
        for post in reversed(graph.store.posts.values())
        if post.account_id == user.id
        and post.kind == "story"
        and post.received_at > call.now - DAY
        and post.is_seen_by_lookup(call.now)
    ]
    return page_of(stories, call.params, lambda m: m.id, lambda m: read(graph, "media", m, call.fields()), call)


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


def _published_today(graph: Graph, call: Call, user: IgUser) -> int:
    own = (post for post in graph.store.posts.values() if post.account_id == user.id)
    return sum(post.received_at > call.now - DAY for post in own)


def _children_field(_graph: Graph, media: Post, _field: Field) -> object:
    if len(media.pictures) < 2:
        return ABSENT
    return {"data": [{"id": p.id, "media_type": _type(p), "media_url": p.source_url} for p in media.pictures]}


def _type(picture: Picture) -> str:
    return "VIDEO" if picture.is_video else "IMAGE"


def _permalink(graph: Graph, media: Post, _field: Field) -> object:
    if media.kind == "story":
        return f"https://www.instagram.com/stories/{graph.store.ig_users[media.account_id].username}/{media.id}"
    return f"https://www.instagram.com/{'reel' if media.kind == 'reel' else 'p'}/{media.id}/"


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
    "status": lambda g, container, _f: container.words(g.clock()),
}
READERS["media"] = {
    "id": lambda _g, media, _f: media.id,
    "caption": lambda _g, media, _f: media.text or ABSENT,
    "timestamp": lambda _g, media, _f: graph_time(media.received_at),
    "permalink": _permalink,
    "media_type": lambda _g, media, _f: "CAROUSEL_ALBUM" if len(media.pictures) > 1 else _type(media.pictures[0]),
    "media_product_type": lambda _g, media, _f: {"reel": "REELS", "story": "STORY"}.get(media.kind, "FEED"),
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

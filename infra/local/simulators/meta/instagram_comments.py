"""Comments and mentions on Instagram (platforms/instagram.md §4, §5)."""

from datetime import datetime

from infra.local.simulators.meta.calls import Call, read_node, route
from infra.local.simulators.meta.errors import GraphError, bad_parameter, hidden_node, no_permission
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, EDGES, READERS, Field, graph_time, parse_fields, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.outbox import Change
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.meta.store import IgUser
from infra.local.simulators.timeline import Comment, Post

MOST_REPLY_CHARACTERS = 300
"""Platforms/instagram.md §5, from memory there."""


@route("GET", "media", "comments", params="fields limit after", scope="instagram_manage_comments")
def list_comments(graph: Graph, call: Call, media: Post) -> object:
    """Top-level comments, newest first; answers come as `replies`."""
    return _page(graph, call, graph.store.comments_under(media.id))


@route("GET", "ig_comment", "replies", params="fields limit after", scope="instagram_manage_comments")
def list_replies(graph: Graph, call: Call, comment: Comment) -> object:
    """Answers under one comment, newest first."""
    return _page(graph, call, graph.store.comments_under(comment.post_id, comment.id))


def _page(graph: Graph, call: Call, found: list[Comment]) -> object:
    shown = [one for one in found if one.is_seen_by_lookup(call.now)]
    newest_first = sorted(shown, key=lambda comment: comment.created_at, reverse=True)
    fields = call.fields()
    return page_of(newest_first, call.params, lambda c: c.id, lambda c: read(graph, "ig_comment", c, fields), call)


@route("POST", "media", "comments", params="message fields", scope="instagram_manage_comments")
def comment_on_media(graph: Graph, call: Call, media: Post) -> object:
    """Comment on one's own media. The trap: with `fields` it is written, and then refused."""
    if not media.comments_enabled:
        raise no_permission("Comments are turned off for this media")
    return _answer_or_trap(call, _write(graph, call, media, None))


@route("POST", "ig_comment", "replies", params="message fields", scope="instagram_manage_comments")
def reply(graph: Graph, call: Call, comment: Comment) -> object:
    """Answer a top-level comment, with the same trap."""
    if comment.parent_id is not None:
        raise bad_parameter("Replies to a reply are not supported: reply to its parent")
    if comment.hidden or comment.is_live:
        raise bad_parameter("Hidden comments and comments on live video cannot be replied to")
    return _answer_or_trap(call, _write(graph, call, graph.store.posts[comment.post_id], comment.id))


@route("GET", "ig_comment", params="fields", scope="instagram_manage_comments")
def read_comment(graph: Graph, call: Call, comment: Comment) -> object:
    """One comment with the asked fields."""
    return read_node(graph, call, "ig_comment", comment)


@route("POST", "ig_comment", params="hide", scope="instagram_manage_comments")
def hide_comment(_graph: Graph, call: Call, comment: Comment) -> object:
    """Hide or show somebody else's comment."""
    call.require_parameter("hide")
    if comment.is_own:
        raise bad_parameter("The owner's own comments cannot be hidden")
    comment.hidden = call.flag("hide", default=False)
    return {"success": True}


@route("DELETE", "ig_comment", scope="instagram_manage_comments")
def delete_comment(graph: Graph, _call: Call, comment: Comment) -> object:
    """Remove a comment with its answers; no webhook tells of it."""
    for gone in (comment, *graph.store.comments_under(comment.post_id, comment.id)):
        gone.deleted = True
    return {"success": True}


@route("POST", "ig_user", "mentions", params="media_id comment_id message", scope="instagram_manage_comments")
def answer_mention(graph: Graph, call: Call, user: IgUser) -> object:
    """Answer on somebody else's media where the account was mentioned."""
    media_id, comment_id = call.require_parameter("media_id"), call.params.get("comment_id")
    mention = _mention(graph, user, "comment_id", comment_id) if comment_id else _mention(graph, user, "", media_id)
    if mention.post_id != media_id:
        raise hidden_node(media_id, "post")
    return {"id": _store(graph, call, user, media_id, comment_id)}


def _answer_or_trap(call: Call, comment_id: str) -> object:
    if "fields" in call.params:
        raise bad_parameter("Param fields is not supported by this call")
    return {"id": comment_id}


def _write(graph: Graph, call: Call, media: Post, parent_id: str | None) -> str:
    return _store(graph, call, graph.store.ig_users[media.account_id], media.id, parent_id)


def _store(graph: Graph, call: Call, user: IgUser, media_id: str, parent_id: str | None) -> str:
    text = call.require_parameter("message")
    if len(text) > MOST_REPLY_CHARACTERS:
        raise bad_parameter("The comment is too long")
    comment = Comment(
        id=graph.store.new_id("180"),
        network="instagram",
        account_id=user.id,
        post_id=media_id,
        author_id=user.id,
        author_name=user.username,
        text=text,
        created_at=call.now,
        parent_id=parent_id,
    )
    graph.store.comments[comment.id] = comment
    if media_id in graph.store.posts:
        tell_comment(graph, comment, call.now)
    return comment.id


def tell_comment(graph: Graph, comment: Comment, now: datetime) -> None:
    """Queue the webhook of a new comment: the only thing Instagram tells of comments."""
    value: dict[str, object] = {
        "id": comment.id,
        "text": comment.text,
        "from": {"id": comment.author_id, "username": comment.author_name},
        "media": {"id": comment.post_id, "media_product_type": "FEED"},
    }
    if comment.parent_id:
        value["parent_id"] = comment.parent_id
    graph.outbox.tell(Change("instagram", comment.account_id, "comments", value, now))


def tell_mention(graph: Graph, comment: Comment, now: datetime) -> None:
    """Queue the webhook of a mention: ids only."""
    value: dict[str, object] = {"media_id": comment.post_id, "comment_id": comment.id}
    graph.outbox.tell(Change("instagram", comment.account_id, "mentions", value, now))


def _mention(graph: Graph, user: IgUser, by: str, id_: str) -> Comment:
    for comment in graph.store.comments.values():
        known = comment.id if by == "comment_id" else comment.post_id
        if comment.is_mention and comment.account_id == user.id and known == id_ and not comment.deleted:
            return comment
    raise hidden_node(id_, "get")


def _mentioned_comment(graph: Graph, user: IgUser, asked: Field) -> object:
    if "comment_id" not in asked.args:
        raise GraphError(100, "(#100) The parameter comment_id is required")
    return read(graph, "mention", _mention(graph, user, "comment_id", asked.args["comment_id"]), asked.children)


def _mentioned_media(graph: Graph, user: IgUser, asked: Field) -> object:
    if "media_id" not in asked.args:
        raise GraphError(100, "(#100) The parameter media_id is required")
    mention = _mention(graph, user, "media_id", asked.args["media_id"])
    return read(graph, "mentioned_media", mention, asked.children)


def _replies_edge(graph: Graph, comment: Comment, asked: Field) -> object:
    answers = graph.store.comments_under(comment.post_id, comment.id)
    fields = asked.children or parse_fields("id,text,timestamp")
    answer = page_of(
        answers,
        asked.args,
        lambda c: c.id,
        lambda c: read(graph, "ig_comment", c, fields),
        edge=f"{comment.id}/replies",
    )
    return answer if answers else ABSENT


READERS["ig_comment"] = {
    "id": lambda _g, comment, _f: comment.id,
    "text": lambda _g, comment, _f: comment.text,
    "timestamp": lambda _g, comment, _f: graph_time(comment.created_at),
    "username": lambda _g, comment, _f: comment.author_name,
    "from": lambda _g, comment, _f: {"id": comment.author_id, "username": comment.author_name},
    "like_count": lambda _g, _comment, _f: 0,
    "hidden": lambda _g, comment, _f: comment.hidden,
    "parent_id": lambda _g, comment, _f: comment.parent_id or ABSENT,
    "media": lambda _g, comment, _f: {"id": comment.post_id},
}
EDGES["ig_comment"] |= {"replies": _replies_edge}
READERS["mention"] = {
    "id": lambda _g, comment, _f: comment.id,
    "text": lambda _g, comment, _f: comment.text,
    "timestamp": lambda _g, comment, _f: graph_time(comment.created_at),
    "username": lambda _g, comment, _f: comment.author_name,
    "like_count": lambda _g, _comment, _f: 0,
    "media": lambda _g, comment, _f: {
        "id": comment.post_id,
        "permalink": f"https://www.instagram.com/p/{comment.post_id}/",
    },
}
READERS["mentioned_media"] = {
    "id": lambda _g, comment, _f: comment.post_id,
    "caption": lambda _g, comment, _f: comment.text,
    "media_type": lambda _g, _comment, _f: "IMAGE",
    "timestamp": lambda _g, comment, _f: graph_time(comment.created_at),
    "username": lambda _g, comment, _f: comment.author_name,
    "permalink": lambda _g, comment, _f: f"https://www.instagram.com/p/{comment.post_id}/",
}
EDGES["ig_user"] |= {"mentioned_comment": _mentioned_comment, "mentioned_media": _mentioned_media}
DEFAULTS |= {"ig_comment": "id,text,timestamp", "mention": "id,text,timestamp", "mentioned_media": "id"}

"""Comments on Facebook posts: listing, answering, hiding, editing, deleting (platforms/facebook.md §5)."""

from datetime import datetime

from infra.local.simulators.meta.calls import Call, read_node, route
from infra.local.simulators.meta.errors import bad_parameter, no_permission
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, EDGES, READERS, Field, graph_time, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.outbox import Change
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.timeline import Comment, Post

_LIST = "fields filter order since limit after summary"
_ORDERS = frozenset({"chronological", "reverse_chronological"})
_FILTERS = frozenset({"toplevel", "stream"})


@route("GET", "post", "comments", params=_LIST, scope="pages_read_user_content")
def list_comments(graph: Graph, call: Call, post: Post) -> object:
    """Comments of a post: top level only, unless `filter=stream` flattens the answers in."""
    order, view = call.params.get("order", "chronological"), call.params.get("filter", "toplevel")
    if order not in _ORDERS:
        raise bad_parameter(f"Param order must be one of {sorted(_ORDERS)}")
    if view not in _FILTERS:
        raise bad_parameter(f"Param filter must be one of {sorted(_FILTERS)}")
    found = graph.store.comments_under(post.id)
    if view == "stream":
        found = [c for c in graph.store.comments.values() if c.post_id == post.id and not c.deleted]
    return _page(graph, call, found, newest_first=order == "reverse_chronological")


@route("GET", "comment", "comments", params=_LIST, scope="pages_read_user_content")
def list_answers(graph: Graph, call: Call, comment: Comment) -> object:
    """Answers under one comment."""
    order = call.params.get("order", "chronological")
    answers = graph.store.comments_under(comment.post_id, comment.id)
    return _page(graph, call, answers, newest_first=order == "reverse_chronological")


def _page(graph: Graph, call: Call, found: list[Comment], *, newest_first: bool) -> object:
    since = call.instant("since")
    chosen = sorted(
        (one for one in found if one.is_seen_by_lookup(call.now) and (since is None or one.created_at >= since)),
        key=lambda comment: comment.created_at,
        reverse=newest_first,
    )
    return page_of(chosen, call.params, lambda c: c.id, lambda c: read(graph, "comment", c, call.fields()), call)


@route("POST", "post", "comments", params="message", scope="pages_manage_engagement", page_token_only=True)
def comment_on_post(graph: Graph, call: Call, post: Post) -> object:
    """Comment as the Page."""
    return {"id": _write(graph, call, post.id, None)}


@route("POST", "comment", "comments", params="message", scope="pages_manage_engagement", page_token_only=True)
def answer_comment(graph: Graph, call: Call, comment: Comment) -> object:
    """Answer as the Page; only top-level comments take answers."""
    if comment.parent_id is not None:
        raise bad_parameter("Replies to a reply are not supported: reply to its parent")
    return {"id": _write(graph, call, comment.post_id, comment.id)}


@route("GET", "comment", params="fields", scope="pages_read_user_content")
def read_comment(graph: Graph, call: Call, comment: Comment) -> object:
    """One comment with the asked fields."""
    return read_node(graph, call, "comment", comment)


@route("POST", "comment", params="message is_hidden", scope="pages_manage_engagement", page_token_only=True)
def change_comment(graph: Graph, call: Call, comment: Comment) -> object:
    """Hide or show a comment with `is_hidden`. The trap: `message` edits it, and only one's own."""
    if "is_hidden" not in call.params and "message" not in call.params:
        raise bad_parameter("One of message and is_hidden must be set")
    if "message" in call.params:
        if not comment.is_own:
            raise no_permission("You can only edit your own comments")
        comment.text = call.require_parameter("message")
        tell_comment(graph, comment, "edited", call.now)
    if "is_hidden" in call.params:
        if comment.is_own:
            raise no_permission("This comment cannot be hidden")
        comment.hidden = call.flag("is_hidden", default=False)
        tell_comment(graph, comment, "hide" if comment.hidden else "unhide", call.now)
    return {"success": True}


@route("DELETE", "comment", scope="pages_manage_engagement", page_token_only=True)
def delete_comment(graph: Graph, call: Call, comment: Comment) -> object:
    """Remove a comment, anybody's, with its answers."""
    remove_comment(graph, comment, call.now)
    return {"success": True}


def remove_comment(graph: Graph, comment: Comment, now: datetime) -> None:
    """Take a comment and its answers away, and tell."""
    for gone in (comment, *graph.store.comments_under(comment.post_id, comment.id)):
        gone.deleted = True
    tell_comment(graph, comment, "remove", now)


def tell_comment(graph: Graph, comment: Comment, verb: str, now: datetime) -> None:
    """Queue the `feed` webhook of one comment; `remove` carries ids only."""
    post = graph.store.posts[comment.post_id]
    value: dict[str, object] = {
        "item": "comment",
        "verb": verb,
        "post_id": comment.post_id,
        "comment_id": comment.id,
        "parent_id": comment.parent_id or comment.post_id,
        "created_time": int(comment.created_at.timestamp()),
    }
    if verb != "remove":
        value |= {
            "from": {"id": comment.author_id, "name": comment.author_name},
            "message": comment.text,
            "post": {
                "status_type": "added_photos" if post.pictures else "mobile_status_update",
                "is_published": post.published,
                "permalink_url": f"https://www.facebook.com/{post.id.replace('_', '/posts/')}",
                "id": post.id,
            },
        }
    graph.outbox.tell(Change("page", comment.account_id, "feed", value, now))


def _write(graph: Graph, call: Call, post_id: str, parent_id: str | None) -> str:
    page = graph.store.pages[call.token.profile_id]
    comment = Comment(
        id=new_comment_id(graph, post_id),
        network="facebook",
        account_id=page.id,
        post_id=post_id,
        author_id=page.id,
        author_name=page.name,
        text=call.require_parameter("message"),
        created_at=call.now,
        parent_id=parent_id,
    )
    graph.store.comments[comment.id] = comment
    tell_comment(graph, comment, "add", call.now)
    return comment.id


def new_comment_id(graph: Graph, post_id: str) -> str:
    """A comment id: the post's own number, then the comment's."""
    return f"{post_id.rpartition('_')[2]}_{graph.store.new_id('5')}"


def _comments_edge(graph: Graph, post: Post, asked: Field) -> object:
    found = graph.store.comments_under(post.id)
    if asked.args.get("filter") == "stream":
        found = [c for c in graph.store.comments.values() if c.post_id == post.id and not c.deleted]
    answer = page_of(found, asked.args, lambda c: c.id, lambda c: read(graph, "comment", c, asked.children))
    if "summary" in answer:
        everything = [c for c in graph.store.comments.values() if c.post_id == post.id and not c.deleted]
        answer["summary"] = {"order": "chronological", "total_count": len(everything), "can_comment": True}
    return answer


READERS["comment"] = {
    "id": lambda _g, comment, _f: comment.id,
    "message": lambda _g, comment, _f: comment.text,
    "created_time": lambda _g, comment, _f: graph_time(comment.created_at),
    "from": lambda _g, comment, _f: {"id": comment.author_id, "name": comment.author_name},
    "parent": lambda _g, comment, _f: {"id": comment.parent_id} if comment.parent_id else ABSENT,
    "permalink_url": lambda _g, comment, _f: f"https://www.facebook.com/{comment.id}",
    "is_hidden": lambda _g, comment, _f: comment.hidden,
    "can_hide": lambda _g, comment, _f: not comment.is_own,
    "can_remove": lambda _g, _comment, _f: True,
    "comment_count": lambda g, comment, _f: len(g.store.comments_under(comment.post_id, comment.id)),
    "like_count": lambda _g, _comment, _f: 0,
    "attachment": lambda _g, _comment, _f: ABSENT,
}
EDGES["post"] |= {"comments": _comments_edge}
DEFAULTS["comment"] = "id,created_time,from,message"

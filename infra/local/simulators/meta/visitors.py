"""What other people do on the simulated Facebook and Instagram."""

from infra.local.simulators.meta import facebook_comments, instagram_comments, messenger
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.outbox import Change
from infra.local.simulators.timeline import Comment, Message, Post
from infra.local.simulators.visits import NoSuchThing, Visit


def visit(graph: Graph, act: Visit) -> str:
    """Apply one act, queue its webhook, and return the comment's id. Raises `NoSuchThing`."""
    match act.action:
        case "add":
            return _add(graph, act)
        case "mention":
            return _mention(graph, act)
        case "message":
            return _message(graph, act)
        case "post":
            return _write_on_wall(graph, act)
        case "review":
            return _review(graph, act)
        case _:
            return _change(graph, act)


def _add(graph: Graph, act: Visit) -> str:
    post = graph.store.posts.get(act.post_id)
    if post is None or post.deleted or not post.comments_enabled:
        raise NoSuchThing(f"There is no post {act.post_id} that takes comments.")
    if act.parent_id is not None and act.parent_id not in graph.store.comments:
        raise NoSuchThing(f"There is no comment {act.parent_id} to answer.")
    id_ = graph.store.new_id("180")
    if post.network == "facebook":
        id_ = facebook_comments.new_comment_id(graph, post.id)
    comment = _comment(graph, act, id_, post.account_id, post.id)
    if post.network == "facebook":
        facebook_comments.tell_comment(graph, comment, "add", comment.created_at)
    else:
        instagram_comments.tell_comment(graph, comment, comment.created_at)
    return id_


def _change(graph: Graph, act: Visit) -> str:
    comment = graph.store.comments.get(act.comment_id)
    if comment is None or comment.deleted:
        raise NoSuchThing(f"There is no comment {act.comment_id}.")
    if comment.network == "instagram" and act.action == "edit":
        raise NoSuchThing("Instagram comments cannot be edited.")
    if comment.network == "instagram":
        comment.deleted = True
    elif act.action == "remove":
        facebook_comments.remove_comment(graph, comment, graph.clock())
    else:
        comment.text = act.text
        facebook_comments.tell_comment(graph, comment, "edited", graph.clock())
    return comment.id


def _mention(graph: Graph, act: Visit) -> str:
    """A mention on somebody else's post: Instagram tells ids only, Facebook tells the text."""
    if act.account_id in graph.store.ig_users:
        comment = _comment(graph, act, graph.store.new_id("180"), act.account_id, graph.store.new_id("179"))
        instagram_comments.tell_mention(graph, comment, comment.created_at)
        return comment.id
    if act.account_id not in graph.store.pages:
        raise NoSuchThing(f"There is no account {act.account_id} to mention.")
    post_id = f"{act.author_id}_{graph.store.new_id('9')}"
    comment = _comment(graph, act, graph.store.new_id("5"), act.account_id, post_id)
    value: dict[str, object] = {
        "item": "comment",
        "verb": "add",
        "post_id": post_id,
        "comment_id": comment.id,
        "sender_id": act.author_id,
        "sender_name": act.author_name,
        "message": act.text,
        "created_time": int(comment.created_at.timestamp()),
    }
    graph.outbox.tell(Change("page", act.account_id, "mention", value, comment.created_at))
    return comment.id


def _write_on_wall(graph: Graph, act: Visit) -> str:
    page = graph.store.pages.get(act.account_id)
    if page is None:
        raise NoSuchThing(f"There is no Page {act.account_id} to write on.")
    id_, now = f"{page.id}_{graph.store.new_id('9')}", graph.clock()
    graph.store.posts[id_] = Post(id_, "facebook", page.id, act.text, now, author_id=act.author_id)
    value: dict[str, object] = {
        "item": "post",
        "verb": "add",
        "post_id": id_,
        "from": {"id": act.author_id, "name": act.author_name},
        "message": act.text,
        "created_time": int(now.timestamp()),
    }
    graph.outbox.tell(Change("page", page.id, "feed", value, now))
    return id_


def _review(graph: Graph, act: Visit) -> str:
    """A recommendation, whose story nobody but the webhook shows (platforms/conversations.md §2)."""
    if act.account_id not in graph.store.pages:
        raise NoSuchThing(f"There is no Page {act.account_id} to review.")
    story_id, now = graph.store.new_id("90"), graph.clock()
    value: dict[str, object] = {
        "item": "rating",
        "verb": "add",
        "open_graph_story_id": story_id,
        "reviewer_id": act.author_id,
        "reviewer_name": act.author_name,
        "recommendation_type": "NEGATIVE",
        "review_text": act.text,
        "created_time": int(now.timestamp()),
    }
    graph.outbox.tell(Change("page", act.account_id, "ratings", value, now))
    return story_id


def _message(graph: Graph, act: Visit) -> str:
    if act.account_id not in graph.store.ig_users and act.account_id not in graph.store.pages:
        raise NoSuchThing(f"There is no account {act.account_id} to write to.")
    message = Message(f"m_{graph.store.new_id('7')}", act.account_id, act.author_id, act.text, graph.clock())
    graph.store.messages[message.id] = message
    messenger.tell_message(graph, message)
    return message.id


def _comment(graph: Graph, act: Visit, id_: str, account_id: str, post_id: str) -> Comment:
    comment = Comment(
        id=id_,
        network="instagram" if account_id in graph.store.ig_users else "facebook",
        account_id=account_id,
        post_id=post_id,
        author_id=act.author_id,
        author_name=act.author_name,
        text=act.text,
        created_at=graph.clock(),
        parent_id=act.parent_id,
        is_mention=act.action == "mention",
    )
    graph.store.comments[id_] = comment
    return comment

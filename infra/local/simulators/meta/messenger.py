"""Messages, private replies and blocks on Facebook and Instagram (platforms/conversations.md §2, §3)."""

from datetime import timedelta
from typing import Any

from infra.local.simulators.meta.calls import Call, route
from infra.local.simulators.meta.errors import GraphError, bad_parameter, no_permission
from infra.local.simulators.meta.fields import DEFAULTS, EDGES, READERS, Field, graph_time, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.outbox import Change
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.meta.store import Page, Thread
from infra.local.simulators.timeline import Comment, Message

DAY, WEEK = timedelta(hours=24), timedelta(days=7)
MOST_CHARACTERS, MOST_INSTAGRAM_BYTES = 2000, 1000
MOST_MODERATED, MOST_ACTIONS = 10, 2
_MESSAGE_PARTS = frozenset({"text", "metadata"})
_ACTIONS = frozenset({"react", "unreact", "mark_seen"})
_MODERATION = frozenset({"block_user", "unblock_user", "move_to_spam"})
_KINDS = frozenset({"RESPONSE", "UPDATE", "MESSAGE_TAG"})
_SENT = "recipient message messaging_type tag sender_action payload"
_BLOCK_SCOPE = "pages_manage_engagement"


@route("POST", "page", "messages", params=_SENT, page_token_only=True)
def send(graph: Graph, call: Call, page: Page) -> object:
    """A message, a private reply, or a sender action."""
    recipient = _object(call, "recipient", frozenset({"id", "comment_id", "post_id"}))
    if len(recipient) != 1:
        raise bad_parameter("Param recipient must have exactly one of id, comment_id and post_id")
    if "sender_action" in call.params:
        return _act(graph, call, page, recipient.get("id", ""))
    if person := recipient.get("id"):
        account_id = _account_of(graph, page, person)
        _check_window(graph, call, account_id, person)
        return _write(graph, call, account_id, person, None)
    said = _of_visitor(graph, page, recipient)
    if said is None:
        raise bad_parameter("Invalid comment_id parameter", 2018292)
    return _reply_in_private(graph, call, said)


def _of_visitor(graph: Graph, page: Page, recipient: dict[str, str]) -> Comment | None:
    """A visitor's comment, or a visitor's post in a comment's shape."""
    post = graph.store.posts.get(recipient.get("post_id", ""))
    if post and post.author_id and not post.deleted and post.account_id == page.id:
        who = (page.id, post.id, post.author_id, "", post.text, post.received_at)
        return Comment(post.id, "facebook", *who)
    comment = graph.store.comments.get(recipient.get("comment_id", ""))
    if comment is None or comment.deleted or comment.is_own or graph.store.owner_id(comment) != page.id:
        return None
    return comment


def _reply_in_private(graph: Graph, call: Call, comment: Comment) -> object:
    is_used = any(one.answers == comment.id for one in graph.store.messages.values())
    is_over = call.now - comment.created_at >= WEEK
    if comment.network == "instagram" and (is_used or is_over):
        raise bad_parameter("The comment is invalid for a private reply", 2534025)
    if is_used:
        raise GraphError(10900, "(#10900) Activity already replied to")
    if is_over:
        raise GraphError(10903, "(#10903) This user can't reply to this activity")
    return _write(graph, call, comment.account_id, comment.author_id, comment.id)


def _write(graph: Graph, call: Call, account_id: str, person: str, answers: str | None) -> object:
    is_instagram = account_id in graph.store.ig_users
    scope = "instagram_manage_messages" if is_instagram else "pages_messaging"
    if scope not in call.token.scopes:
        raise no_permission(f"This endpoint requires the '{scope}' permission")
    said = _object(call, "message", _MESSAGE_PARTS)
    words = said.get("text", "")
    if not words:
        raise bad_parameter("Param message must be non-empty", 2018002)
    if len(words.encode()) > MOST_INSTAGRAM_BYTES if is_instagram else len(words) > MOST_CHARACTERS:
        raise bad_parameter("Length of param message[text] is too long")
    if person in graph.store.unreachable:
        raise GraphError(551, "(#551) This person isn't available right now.", subcode=1545041)
    message = Message(
        id=f"m_{graph.store.new_id('7')}",
        account_id=account_id,
        person_id=person,
        text=words,
        created_at=call.now,
        is_own=True,
        answers=answers,
        metadata=said.get("metadata"),
    )
    graph.store.messages[message.id] = message
    return {"recipient_id": person, "message_id": message.id}


def _check_window(graph: Graph, call: Call, account_id: str, person: str) -> None:
    """24 hours since they last wrote; under `HUMAN_AGENT`, the one tag that is left, seven days."""
    kind, tag = call.require_parameter("messaging_type"), call.params.get("tag")
    if kind not in _KINDS or (kind == "MESSAGE_TAG") != bool(tag):
        raise bad_parameter("Param messaging_type must be RESPONSE, UPDATE, or MESSAGE_TAG with a tag")
    if tag not in {None, "HUMAN_AGENT"}:
        raise bad_parameter(f"The tag {tag} is no longer supported")
    if person in graph.store.led_elsewhere:
        message = "(#10) Message failed to send because another app is controlling this thread now."
        raise GraphError(10, message, subcode=2018300, status=403)
    theirs = [one.created_at for one in graph.store.messages_of(account_id, person) if not one.is_own]
    if not theirs or call.now - max(theirs) >= (WEEK if tag else DAY):
        subcode = 2534022 if account_id in graph.store.ig_users else 2018278
        message = "(#10) This message is sent outside of allowed window."
        raise GraphError(10, message, subcode=subcode, status=403)


def _act(graph: Graph, call: Call, page: Page, person: str) -> object:
    action = call.require_parameter("sender_action")
    if action not in _ACTIONS or "message" in call.params:
        raise bad_parameter(f"Param sender_action must be one of {sorted(_ACTIONS)}, without a message")
    account_id = _account_of(graph, page, person)
    if action != "mark_seen":
        payload = _object(call, "payload", frozenset({"message_id", "reaction"}))
        message = graph.store.messages.get(payload.get("message_id", ""))
        if message is None or (message.account_id, message.person_id) != (account_id, person):
            raise bad_parameter("No matching message found")
        if action == "react" and not payload.get("reaction"):
            raise bad_parameter("Param payload[reaction] is required")
        message.liked = action == "react"
    return {"recipient_id": person}


def _account_of(graph: Graph, page: Page, person: str) -> str:
    """The Page, or its Instagram account when they wrote there last."""
    mine = {page.id, page.instagram_user_id}
    spoken = [one for one in graph.store.messages.values() if one.person_id == person and one.account_id in mine]
    if not spoken:
        raise bad_parameter("No matching user found", 2018001)
    return spoken[-1].account_id


@route("GET", "page", "conversations", params="platform user_id fields limit after", page_token_only=True)
def list_threads(graph: Graph, call: Call, page: Page) -> object:
    """The Page's conversations, or those of its Instagram account."""
    platform = call.params.get("platform", "messenger")
    if platform not in {"messenger", "instagram"}:
        raise bad_parameter("Param platform must be one of messenger, instagram")
    account_id = page.instagram_user_id if platform == "instagram" else page.id
    person = call.params.get("user_id")
    found = [one for one in graph.store.threads() if one.account_id == account_id and person in {None, one.person_id}]
    return page_of(found, call.params, lambda t: t.id, lambda t: read(graph, "thread", t, call.fields()), call)


@route("GET", "thread", "messages", params="fields limit after", page_token_only=True)
def list_messages(graph: Graph, call: Call, thread: Thread) -> object:
    """The messages of one conversation, newest first."""
    found = graph.store.messages_of(thread.account_id, thread.person_id)[::-1]
    shown = [one for one in found if one.is_seen_by_lookup(call.now)]
    return page_of(shown, call.params, lambda m: m.id, lambda m: read(graph, "message", m, call.fields()), call)


@route("POST", "page", "blocked", params="psid asid", scope=_BLOCK_SCOPE, page_token_only=True)
def block(graph: Graph, call: Call, page: Page) -> object:
    """Keep somebody from the Page."""
    person = call.params.get("psid") or call.require_parameter("asid")
    graph.store.blocked.add((page.id, person))
    return {person: True}


@route("DELETE", "page", "blocked", params="psid asid", scope=_BLOCK_SCOPE, page_token_only=True)
def unblock(graph: Graph, call: Call, page: Page) -> object:
    """Let somebody in again."""
    graph.store.blocked.discard((page.id, call.params.get("psid") or call.require_parameter("asid")))
    return {"success": True}


@route("GET", "page", "blocked", params="fields limit after", scope=_BLOCK_SCOPE, page_token_only=True)
def list_blocked(graph: Graph, call: Call, page: Page) -> object:
    """Whom the Page has blocked."""
    found = sorted(person for account, person in graph.store.blocked if account == page.id)
    return page_of(found, call.params, str, lambda person: {"id": person}, call)


@route(
    "POST",
    "page",
    "moderate_conversations",
    params="user_ids actions",
    scope="business_management",
    page_token_only=True,
)
def moderate(graph: Graph, call: Call, page: Page) -> object:
    """Acts on conversations of the Page's Instagram account, such as blocking who is in them."""
    people, actions = call.parse_json("user_ids"), call.parse_json("actions")
    if not isinstance(people, list) or not 1 <= len(people) <= MOST_MODERATED or any(set(p) != {"id"} for p in people):
        raise bad_parameter(f"Param user_ids must be an array of at most {MOST_MODERATED} {{id}}")
    if not isinstance(actions, list) or not 1 <= len(actions) <= MOST_ACTIONS or not set(actions) <= _MODERATION:
        raise bad_parameter(f"Param actions must be an array of at most {MOST_ACTIONS} of {sorted(_MODERATION)}")
    account_id = page.instagram_user_id or ""
    for one in people:
        if not graph.store.messages_of(account_id, one["id"]):
            raise bad_parameter("There is no conversation with this user")
        if "block_user" in actions:
            graph.store.blocked.add((account_id, one["id"]))
        if "unblock_user" in actions:
            graph.store.blocked.discard((account_id, one["id"]))
    return {"success": True}


@route("POST", "comment", "likes", scope="pages_manage_engagement", page_token_only=True)
def like(_graph: Graph, _call: Call, comment: Comment) -> object:
    """Like a comment as the Page."""
    comment.liked = True
    return {"success": True}


@route("DELETE", "comment", "likes", scope="pages_manage_engagement", page_token_only=True)
def unlike(_graph: Graph, _call: Call, comment: Comment) -> object:
    """Take the Page's like back."""
    comment.liked = False
    return {"success": True}


def tell_message(graph: Graph, message: Message) -> None:
    """Queue the webhook of a message that somebody wrote."""
    topic = "instagram" if message.account_id in graph.store.ig_users else "page"
    value: dict[str, object] = {
        "sender": {"id": message.person_id},
        "recipient": {"id": message.account_id},
        "timestamp": int(message.created_at.timestamp() * 1000),
        "message": {"mid": message.id, "text": message.text},
    }
    graph.outbox.tell(Change(topic, message.account_id, "messages", value, message.created_at))


def _object(call: Call, name: str, allowed: frozenset[str]) -> dict[str, str]:
    call.require_parameter(name)
    found: Any = call.parse_json(name)
    if not isinstance(found, dict) or not set(found) <= allowed:
        raise bad_parameter(f"Param {name} must be an object of {sorted(allowed)}")
    return {key: str(value) for key, value in found.items()}


def _from(graph: Graph, message: Message, _asked: Field) -> object:
    if not message.is_own:
        return {"id": message.person_id}
    user = graph.store.ig_users.get(message.account_id)
    return {"id": message.account_id, "username": user.username} if user else {"id": message.account_id}


READERS["thread"] = {"id": lambda _g, thread, _f: thread.id}
READERS["message"] = {
    "id": lambda _g, message, _f: message.id,
    "message": lambda _g, message, _f: message.text,
    "created_time": lambda _g, message, _f: graph_time(message.created_at),
    "from": _from,
}
EDGES |= {"thread": {}, "message": {}}
DEFAULTS |= {"thread": "id", "message": "id,created_time"}

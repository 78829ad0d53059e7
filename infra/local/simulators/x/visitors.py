"""What other people do on the simulated X."""

from infra.local.simulators.timeline import Comment, Message
from infra.local.simulators.visits import NoSuchThing, Visit
from infra.local.simulators.x.api import Api
from infra.local.simulators.x.outbox import Event
from infra.local.simulators.x.tweets import event_payload


def visit(api: Api, act: Visit) -> str:
    """Apply one act, queue its events, and return the id. Raises `NoSuchThing`.

    Nothing tells of an edit or of a removal by others; only a direct reply is a reply event, and a text that
    names the account is a mention event too.
    """
    if act.action == "edit":
        raise NoSuchThing("Replies on X cannot be edited by this simulator; there is no event for it.")
    if act.action == "remove":
        return _remove(api, act.comment_id)
    if act.action == "message":
        return _message(api, act)
    return _mention(api, act) if act.action == "mention" else _reply(api, act)


def _remove(api: Api, comment_id: str) -> str:
    comment = api.store.comments.get(comment_id)
    if comment is None or comment.deleted:
        raise NoSuchThing(f"There is no reply {comment_id}.")
    comment.deleted = True
    return comment_id


def _reply(api: Api, act: Visit) -> str:
    post = api.store.posts.get(act.post_id)
    if post is None or post.deleted:
        raise NoSuchThing(f"There is no post {act.post_id}.")
    if act.parent_id is not None and api.store.tweet(act.parent_id) is None:
        raise NoSuchThing(f"There is no reply {act.parent_id} to answer.")
    comment = _comment(api, act, post.account_id, post.id)
    api.store.conversations[comment.id] = api.store.conversation_of(post.id)
    if act.parent_id is None:
        _tell(api, "post.reply.create", comment)
    if f"@{api.store.users[post.account_id].username}".lower() in act.text.lower():
        _tell(api, "post.mention.create", comment)
    return comment.id


def _mention(api: Api, act: Visit) -> str:
    if act.account_id not in api.store.users:
        raise NoSuchThing(f"There is no account {act.account_id} to mention.")
    comment = _comment(api, act, act.account_id, "")
    _tell(api, "post.mention.create", comment)
    return comment.id


def _message(api: Api, act: Visit) -> str:
    """The old shape, in which a message's words are plain (platforms/conversations.md §4)."""
    if act.account_id not in api.store.users:
        raise NoSuchThing(f"There is no account {act.account_id} to write to.")
    message = Message(api.store.new_id(), act.account_id, act.author_id, act.text, api.clock())
    api.store.messages[message.id] = message
    created: dict[str, object] = {
        "target": {"recipient_id": act.account_id},
        "sender_id": act.author_id,
        "message_data": {"text": act.text},
    }
    at = str(int(message.created_at.timestamp() * 1000))
    event = {"id": message.id, "type": "message_create", "created_timestamp": at, "message_create": created}
    users = {act.author_id: {"data": {"id": act.author_id, "username": act.author_name}}}
    payload: dict[str, object] = {"direct_message_events": [event], "users": users}
    api.outbox.tell(Event("dm.received", act.account_id, payload))
    return message.id


def _comment(api: Api, act: Visit, account_id: str, post_id: str) -> Comment:
    id_ = api.store.new_id()
    comment = Comment(
        id=id_,
        network="x",
        account_id=account_id,
        post_id=post_id or id_,
        author_id=act.author_id,
        author_name=act.author_name,
        text=act.text,
        created_at=api.clock(),
        parent_id=act.parent_id,
        is_mention=act.action == "mention",
    )
    api.store.comments[id_] = comment
    return comment


def _tell(api: Api, event_type: str, comment: Comment) -> None:
    includes: dict[str, object] = {"users": [{"id": comment.author_id, "username": comment.author_name}]}
    api.outbox.tell(Event(event_type, comment.account_id, event_payload(api, comment), includes))

"""What a part of a thread answers: the records before it, each by its address and its content's identifier.

Source: lexicons `app.bsky.feed.post#replyRef`, `com.atproto.repo.getRecord`."""

from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import Refused, Unknown

from .api import BlueskyApi
from .errors import NO_RECORD, BlueskyFailure
from .post import POSTS, Reference

ReplyReferences = tuple[Reference, Reference]


def reply_of(api: BlueskyApi, account: str, post: OutgoingPost) -> ReplyReferences | BlueskyFailure | None:
    """The first post of the thread, and the post that this part answers: the one before it, or, for a first comment,
    the first. None for what begins a thread."""
    if post.part == 0:
        return None
    root = _reference(api, account, post.after[0].remote_id)
    if isinstance(root, dict) and not post.is_comment and len(post.after) > 1:
        parent = _reference(api, account, post.after[-1].remote_id)
        return (root, parent) if isinstance(parent, dict) else parent
    return (root, root) if isinstance(root, dict) else root


def uri_of(account: str, remote_id: str) -> str:
    """The address of one of the account's posts by its DID: in one that a person gave there may be its handle."""
    return f"at://{account}/{POSTS}/{key_of(remote_id)}"


def read_record(api: BlueskyApi, account: str, key: str) -> Answer | BlueskyFailure:
    """One of the account's posts."""
    return api.query("com.atproto.repo.getRecord", {"repo": account, "collection": POSTS, "rkey": key})


def _reference(api: BlueskyApi, account: str, remote_id: str) -> dict[str, str] | BlueskyFailure:
    found = read_record(api, account, key_of(remote_id))
    if isinstance(found, Refused) and found.code == NO_RECORD:
        return Refused(code=NO_RECORD, reason="the post that this one should answer is no longer on Bluesky")
    if not isinstance(found, Answer):
        return found
    uri, cid = found.body.get("uri"), found.body.get("cid")
    if not (uri and cid):
        return Unknown(reason="Bluesky's answer does not identify the post to be answered")
    return {"uri": str(uri), "cid": str(cid)}


def address_of(account: str, key: str) -> str:
    """Where everybody sees one of the account's posts."""
    return f"https://bsky.app/profile/{account}/post/{key}"


def key_of(remote_id: str) -> str:
    """The key in the address of a record."""
    return remote_id.rpartition("/")[2]

"""What other people say on the simulated Bluesky: posts of their own, in answer to ours or with our name in them."""

from infra.local.simulators.bluesky.api import Api
from infra.local.simulators.bluesky.identifiers import cid_of_record
from infra.local.simulators.bluesky.store import POSTS, Record
from infra.local.simulators.timeline import Comment
from infra.local.simulators.visits import NoSuchThing, Visit

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


def speak(api: Api, act: Visit) -> str:
    """Apply one act, and return the post's address. Raises `NoSuchThing`."""
    store = api.store
    if act.action == "mention":
        return _store(api, act, act.account_id, "", {})
    post = store.posts.get(act.post_id)
    if act.action != "add" or post is None:
        raise NoSuchThing("Here others answer a post that is there, name an account, and take back what they said.")
    root = _reference(api, post.id)
    above = store.records[post.id].value.get("reply")
    reply = {"root": above["root"] if above else root, "parent": _reference(api, act.parent_id or post.id)}
    return _store(api, act, post.account_id, post.id, {"reply": reply})


def _store(api: Api, act: Visit, account_id: str, post_id: str, more: dict[str, object]) -> str:
    number = api.store.new_number()
    key = "3kvisitor" + "".join(_DIGITS[number >> shift & 31] for shift in (15, 10, 5, 0))
    author = act.author_id if act.author_id.startswith("did:") else f"did:plc:{act.author_id}"
    uri, now = f"at://{author}/{POSTS}/{key}", api.clock()
    value = {"$type": POSTS, "text": act.text, "createdAt": now.isoformat()} | more
    api.store.records[uri] = Record(uri, cid_of_record(value), value)
    who = (account_id, post_id or uri, author, act.author_name, act.text, now)
    api.store.comments[uri] = Comment(uri, "bluesky", *who, act.parent_id, act.action == "mention")
    return uri


def _reference(api: Api, uri: str) -> dict[str, str]:
    record = api.store.records.get(uri)
    if record is None:
        raise NoSuchThing(f"There is no post {uri}.")
    return {"uri": uri, "cid": record.cid}

"""Likes, blocks, hidden replies, mutes and reports (platforms/conversations.md §5)."""

from typing import Any

from infra.local.simulators.bluesky.api import Api, Call, endpoint, validate_input
from infra.local.simulators.bluesky.errors import invalid_request
from infra.local.simulators.bluesky.identifiers import cid_of_record, commit_cid
from infra.local.simulators.bluesky.lexicon import (
    ActorBody,
    BlockRecord,
    LikeRecord,
    PutBody,
    ReportBody,
    ThreadgateRecord,
)
from infra.local.simulators.bluesky.store import POSTS, Record

GATES = "app.bsky.feed.threadgate"
_MODELS: dict[str, Any] = {
    "app.bsky.feed.like": LikeRecord,
    "app.bsky.graph.block": BlockRecord,
    GATES: ThreadgateRecord,
}
POINTS_OF_CREATION = 3


def put_other(api: Api, call: Call, body: PutBody) -> object:
    """Write a record that is no post."""
    did = call.me().did
    value = validate_input(_MODELS[body.collection], body.record)
    if isinstance(value, ThreadgateRecord) and value.post != f"at://{did}/{POSTS}/{body.rkey}":
        raise invalid_request("Input/record/post: a threadgate has the key of its post")
    uri = f"at://{did}/{body.collection}/{body.rkey}"
    record, is_new = swap_in(api, body, uri)
    if not is_new:
        return {"uri": uri, "cid": record.cid, "validationStatus": "valid"}
    show_hidden(api)
    call.spend(POINTS_OF_CREATION)
    commit = {"cid": commit_cid(uri), "rev": str(api.store.commits)}
    return {"uri": uri, "cid": record.cid, "commit": commit, "validationStatus": "valid"}


def swap_in(api: Api, body: PutBody, uri: str) -> tuple[Record, bool]:
    """Store a record where what stands there is what the caller takes it to be; whether it is another than that."""
    record = Record(uri, cid_of_record(body.record), body.record)
    standing = api.store.records.get(uri)
    if standing and standing.cid == record.cid:
        return record, False
    if "swap_record" in body.model_fields_set and body.swap_record != (standing.cid if standing else None):
        raise invalid_request(f"Record was at {standing.cid if standing else None}", "InvalidSwap")
    api.store.records[uri] = record
    api.store.commits += 1
    return record, True


def show_hidden(api: Api) -> None:
    """Hide the replies that a threadgate names, and no others."""
    gates = [one.value for uri, one in api.store.records.items() if f"/{GATES}/" in uri]
    hidden = {uri for gate in gates for uri in gate.get("hiddenReplies", ())}
    for comment in api.store.comments.values():
        comment.hidden = comment.id in hidden


@endpoint("POST", "app.bsky.graph.muteActor")
def mute(api: Api, call: Call) -> object:
    """Mute somebody; nothing is answered."""
    api.store.muted.add((call.me().did, call.body(ActorBody).actor))
    return None


@endpoint("POST", "app.bsky.graph.unmuteActor")
def unmute(api: Api, call: Call) -> object:
    """Hear somebody again; nothing is answered."""
    api.store.muted.discard((call.me().did, call.body(ActorBody).actor))
    return None


@endpoint("POST", "com.atproto.moderation.createReport")
def report(api: Api, call: Call) -> object:
    """Tell the moderators; twice is two reports."""
    body = call.body(ReportBody)
    record = api.store.records.get(body.subject.uri)
    if record is None or record.cid != body.subject.cid:
        raise invalid_request("Input/subject: there is no such record")
    api.store.reports.append(body.subject.uri)
    return {
        "id": len(api.store.reports),
        "reasonType": body.reason_type,
        "subject": {"uri": body.subject.uri, "cid": body.subject.cid},
        "reportedBy": call.me().did,
    }

"""Blobs and records of an account (platforms/bluesky.md §2, §3)."""

from datetime import timedelta

from infra.local.simulators.bluesky.api import Api, Call, endpoint, validate_input
from infra.local.simulators.bluesky.errors import XrpcError, invalid_request
from infra.local.simulators.bluesky.identifiers import cid_of, commit_cid
from infra.local.simulators.bluesky.lexicon import DeleteBody, External, PostRecord, PutBody
from infra.local.simulators.bluesky.moderation import put_other, show_hidden, swap_in
from infra.local.simulators.bluesky.store import POSTS, Blob, Record
from infra.local.simulators.pictures import Picture, sniff
from infra.local.simulators.timeline import Post

MOST_UPLOAD_BYTES = 5_000_000
POINTS_OF_CREATION = 3
UNUSED_LIFE = timedelta(hours=6)
"""How long a blob waits for a record; real servers say only that they forget it."""
MOST_LISTED = 100


@endpoint("POST", "com.atproto.repo.uploadBlob")
def upload(api: Api, call: Call) -> object:
    """Take bytes; whether they fit is judged when a record refers to them."""
    content = call.request.get_data()
    if not content:
        raise invalid_request("No blob was sent")
    if len(content) > MOST_UPLOAD_BYTES:
        raise XrpcError(413, "PayloadTooLarge", "request entity too large")
    mime_type = sniff(content) or call.request.mimetype
    blob = Blob(cid_of(content), call.me().did, mime_type, content)
    return {"blob": keep(api, blob)}


def keep(api: Api, blob: Blob) -> object:
    """Keep bytes with an account: their reference. What no record uses is forgotten in time."""
    blob.kept_at = api.clock()
    api.store.blobs[blob.cid] = blob
    return {"$type": "blob", "ref": {"$link": blob.cid}, "mimeType": blob.mime_type, "size": len(blob.content)}


@endpoint("POST", "com.atproto.repo.putRecord")
def put(api: Api, call: Call) -> object:
    """Write a record under its key: the same again changes nothing, another is refused where none may be there."""
    body, account = call.body(PutBody), call.me()
    if api.store.account(body.repo) is not account:
        raise XrpcError(401, "AuthMissing", "Authentication Required")
    if body.collection != POSTS:
        return put_other(api, call, body)
    value = validate_input(PostRecord, body.record)
    pictures = _pictures(api, account.did, value)
    _check_reply(api, value)
    uri = f"at://{account.did}/{POSTS}/{body.rkey}"
    record, is_new = swap_in(api, body, uri)
    if not is_new:
        return {"uri": uri, "cid": record.cid, "validationStatus": "valid"}
    link = value.embed.external.uri if isinstance(value.embed, External) else None
    api.store.posts[uri] = Post(
        id=uri,
        network="bluesky",
        account_id=account.did,
        text=value.text,
        received_at=call.now,
        pictures=pictures,
        link=link,
        in_reply_to=value.reply.parent.uri if value.reply else None,
    )
    for picture in pictures:
        api.store.blobs[picture.id].used = True
    call.spend(POINTS_OF_CREATION)
    commit = {"cid": commit_cid(uri), "rev": str(api.store.commits)}
    return {"uri": uri, "cid": record.cid, "commit": commit, "validationStatus": "valid"}


@endpoint("POST", "com.atproto.repo.deleteRecord")
def delete(api: Api, call: Call) -> object:
    """Delete a record of one's own; what is not there is deleted."""
    body, account = call.body(DeleteBody), call.me()
    if api.store.account(body.repo) is not account:
        raise XrpcError(401, "AuthMissing", "Authentication Required")
    uri = f"at://{account.did}/{body.collection}/{body.rkey}"
    if api.store.records.pop(uri, None) is None:
        return {}
    if post := api.store.posts.get(uri):
        post.deleted = True
    show_hidden(api)
    api.store.commits += 1
    return {"commit": {"cid": commit_cid(uri), "rev": str(api.store.commits)}}


@endpoint("GET", "com.atproto.repo.getRecord", query="repo collection rkey cid")
def get(api: Api, call: Call) -> object:
    """One record, of anybody's: a server asks the network for those of others."""
    repo = call.parameter("repo")
    account = api.store.account(repo)
    uri = f"at://{account.did if account else repo}/{call.parameter('collection')}/{call.parameter('rkey')}"
    post = api.store.posts.get(uri)
    if uri not in api.store.records or (post and not post.is_seen_by_lookup(call.now)):
        raise invalid_request(f"Could not locate record: {uri}", "RecordNotFound")
    return _record_json(api.store.records[uri])


@endpoint("GET", "com.atproto.repo.listRecords", query="repo collection limit cursor reverse")
def list_records(api: Api, call: Call) -> object:
    """Records of a collection, newest key first."""
    account = api.store.account(call.parameter("repo"))
    if account is None:
        raise invalid_request(f"Could not find repo: {call.parameter('repo')}")
    prefix = f"at://{account.did}/{call.parameter('collection')}/"
    limit = min(int(call.request.args.get("limit", "50")), MOST_LISTED)
    before = call.request.args.get("cursor")
    seen = [uri for uri in sorted(api.store.records, reverse=True) if uri.startswith(prefix)]
    seen = [uri for uri in seen if before is None or uri < prefix + before]
    shown = [uri for uri in seen[:limit] if (p := api.store.posts.get(uri)) is None or p.is_seen_by_lookup(call.now)]
    cursor = {"cursor": seen[limit - 1].removeprefix(prefix)} if len(seen) > limit else {}
    return {"records": [_record_json(api.store.records[uri]) for uri in shown]} | cursor


def _pictures(api: Api, did: str, value: PostRecord) -> list[Picture]:
    pictures = []
    for reference, alt in value.blobs():
        blob = api.store.blobs.get(reference.ref.link)
        is_there = blob is not None and (blob.used or api.clock() - blob.kept_at < UNUSED_LIFE)
        if blob is None or blob.did != did or not is_there:
            raise invalid_request(f"Could not find blob: {reference.ref.link}", "BlobNotFound")
        if (blob.mime_type, len(blob.content)) != (reference.mime_type, reference.size):
            raise invalid_request("Referenced blob does not match its stored kind and size", "InvalidMimeType")
        pictures.append(Picture(blob.cid, blob.content, alt))
    return pictures


def _check_reply(api: Api, value: PostRecord) -> None:
    """A real server takes an answer to what it does not know; here it is a mistake."""
    if value.reply is None:
        return
    for one in (value.reply.root, value.reply.parent):
        record = api.store.records.get(one.uri)
        if record is None or record.cid != one.cid:
            raise invalid_request(f"Input/record/reply: there is no {one.uri} with this content")
    parent = api.store.records[value.reply.parent.uri].value.get("reply")
    if (parent["root"]["uri"] if parent else value.reply.parent.uri) != value.reply.root.uri:
        raise invalid_request("Input/record/reply: the post that is answered is of another thread")


def _record_json(record: Record) -> dict[str, object]:
    return {"uri": record.uri, "cid": record.cid, "value": record.value}

"""Blobs and records of an account (platforms/bluesky.md §2, §3)."""

import hashlib
import json
from base64 import b32encode

from infra.local.simulators.bluesky.api import Api, Call, checked, endpoint
from infra.local.simulators.bluesky.errors import XrpcError, invalid
from infra.local.simulators.bluesky.lexicon import External, Images, PostRecord, PutBody
from infra.local.simulators.bluesky.store import POSTS, Blob, Record
from infra.local.simulators.pictures import Picture, sniff
from infra.local.simulators.timeline import Post

MOST_UPLOAD_BYTES = 5_000_000
MOST_LISTED = 100


@endpoint("POST", "com.atproto.repo.uploadBlob")
def upload(api: Api, call: Call) -> object:
    """Take bytes; whether they fit is judged when a record refers to them."""
    content = call.request.get_data()
    if not content or len(content) > MOST_UPLOAD_BYTES:
        raise XrpcError(413, "PayloadTooLarge", "request entity too large") if content else invalid("No blob was sent")
    mime_type = sniff(content) or call.request.mimetype
    blob = Blob(_cid("bafkrei", content), call.me().did, mime_type, content)
    api.store.blobs[blob.cid] = blob
    reference = {"$type": "blob", "ref": {"$link": blob.cid}, "mimeType": mime_type, "size": len(content)}
    return {"blob": reference}


@endpoint("POST", "com.atproto.repo.putRecord")
def put(api: Api, call: Call) -> object:
    """Write a record under its key: the same again changes nothing, another is refused where none may be there."""
    body, account = call.body(PutBody), call.me()
    if api.store.account(body.repo) is not account:
        raise XrpcError(401, "AuthMissing", "Authentication Required")
    value = checked(PostRecord, body.record)
    pictures = _pictures(api, account.did, value)
    uri = f"at://{account.did}/{POSTS}/{body.rkey}"
    record = Record(uri, _cid("bafyrei", json.dumps(body.record, sort_keys=True).encode()), body.record)
    standing = api.store.records.get(uri)
    if standing and standing.cid == record.cid:
        return {"uri": uri, "cid": record.cid, "validationStatus": "valid"}
    if "swap_record" in body.model_fields_set and body.swap_record != (standing.cid if standing else None):
        raise invalid(f"Record was at {standing.cid if standing else None}", "InvalidSwap")
    link = value.embed.external.uri if isinstance(value.embed, External) else None
    api.store.records[uri] = record
    api.store.commits += 1
    api.store.posts[uri] = Post(
        id=uri,
        network="bluesky",
        account_id=account.did,
        text=value.text,
        received_at=call.now,
        pictures=pictures,
        link=link,
    )
    commit = {"cid": _cid("bafyrei", uri.encode()), "rev": str(api.store.commits)}
    return {"uri": uri, "cid": record.cid, "commit": commit, "validationStatus": "valid"}


@endpoint("GET", "com.atproto.repo.getRecord", query="repo collection rkey cid")
def get(api: Api, call: Call) -> object:
    """One record."""
    account = api.store.account(call.parameter("repo"))
    uri = f"at://{account.did if account else ''}/{call.parameter('collection')}/{call.parameter('rkey')}"
    post = api.store.posts.get(uri)
    if post is None or not post.is_seen_by_lookup(call.now):
        raise invalid(f"Could not locate record: {uri}", "RecordNotFound")
    return _shown(api.store.records[uri])


@endpoint("GET", "com.atproto.repo.listRecords", query="repo collection limit cursor reverse")
def list_records(api: Api, call: Call) -> object:
    """Records of a collection, newest key first."""
    account = api.store.account(call.parameter("repo"))
    if account is None:
        raise invalid(f"Could not find repo: {call.parameter('repo')}")
    prefix = f"at://{account.did}/{call.parameter('collection')}/"
    limit = min(int(call.request.args.get("limit", "50")), MOST_LISTED)
    before = call.request.args.get("cursor")
    seen = [uri for uri in sorted(api.store.records, reverse=True) if uri.startswith(prefix)]
    seen = [uri for uri in seen if before is None or uri < prefix + before]
    shown = [uri for uri in seen[:limit] if api.store.posts[uri].is_seen_by_lookup(call.now)]
    cursor = {"cursor": seen[limit - 1].removeprefix(prefix)} if len(seen) > limit else {}
    return {"records": [_shown(api.store.records[uri]) for uri in shown]} | cursor


def _pictures(api: Api, did: str, value: PostRecord) -> list[Picture]:
    pictures = []
    for image in value.embed.images if isinstance(value.embed, Images) else ():
        blob = api.store.blobs.get(image.image.ref.link)
        if blob is None or blob.did != did:
            raise invalid(f"Could not find blob: {image.image.ref.link}", "BlobNotFound")
        if (blob.mime_type, len(blob.content)) != (image.image.mime_type, image.image.size):
            raise invalid("Referenced blob does not match its stored kind and size", "InvalidMimeType")
        pictures.append(Picture(blob.cid, blob.content, image.alt))
    return pictures


def _shown(record: Record) -> dict[str, object]:
    return {"uri": record.uri, "cid": record.cid, "value": record.value}


def _cid(prefix: str, content: bytes) -> str:
    """Content-addressed, and shaped like a CID of version 1."""
    return prefix + b32encode(hashlib.sha256(content).digest()).decode().lower().rstrip("=")

"""Handles, posts and profiles as others see them (platforms/bluesky.md §2, §6)."""

from infra.local.simulators.bluesky.api import Api, Call, endpoint
from infra.local.simulators.bluesky.errors import invalid_request
from infra.local.simulators.timeline import Comment, Post

MOST_URIS = 25
FILTERS = ("posts_with_replies", "posts_no_replies", "posts_with_media", "posts_and_author_threads")
COUNTERS = ("likeCount", "repostCount", "replyCount", "quoteCount", "bookmarkCount")


@endpoint("GET", "com.atproto.identity.resolveHandle", query="handle")
def resolve(api: Api, call: Call) -> object:
    """The account that has this handle."""
    account = api.store.account(call.parameter("handle"))
    if account is None:
        raise invalid_request("Unable to resolve handle", "HandleNotFound")
    return {"did": account.did}


@endpoint("GET", "app.bsky.feed.getPosts", query="uris")
def posts(api: Api, call: Call) -> object:
    """Up to 25 posts; those that are gone are left out."""
    uris = call.request.args.getlist("uris")
    if not 1 <= len(uris) <= MOST_URIS:
        raise invalid_request(f"uris must have 1 to {MOST_URIS} items")
    found = [one for uri in uris if (one := api.store.posts.get(uri) or api.store.comments.get(uri))]
    shown = [one for one in found if not (isinstance(one, Comment) and _is_blocked(api, call, one))]
    return {"posts": [_view(api, call, post) for post in shown if post.is_seen_by_lookup(call.now)]}


@endpoint("GET", "app.bsky.feed.getAuthorFeed", query="actor limit cursor filter includePins")
def author_feed(api: Api, call: Call) -> object:
    """What an account posted, newest first; of its answers only those that the filter lets through."""
    account, kept = api.store.account(call.parameter("actor")), call.request.args.get("filter", "posts_with_replies")
    if account is None:
        raise invalid_request("Profile not found")
    if kept not in FILTERS:
        raise invalid_request(f"Error: filter must be one of {', '.join(FILTERS)}")
    own = [one for one in api.store.posts.values() if one.account_id == account.did and one.is_seen_by_lookup(call.now)]
    shown = [one for one in own if kept != "posts_no_replies" or "reply" not in api.store.records[one.id].value]
    shown.sort(key=lambda one: (one.received_at, one.id), reverse=True)
    first, size = int(call.request.args.get("cursor", "0")), int(call.request.args.get("limit", "50"))
    page = shown[first : first + size]
    cursor = {"cursor": str(first + len(page))} if first + len(page) < len(shown) else {}
    return {"feed": [{"post": _view(api, call, one) | _shown_embed(api, one)} for one in page], **cursor}


@endpoint("GET", "app.bsky.notification.listNotifications", query="limit priority cursor")
def list_notifications(api: Api, call: Call) -> object:
    """What others say to the account, newest first, but for whom it mutes or blocks and what it has hidden."""
    me = call.me().did
    said = [one for one in api.store.comments.values() if one.account_id == me and not one.hidden]
    heard = [one for one in said if (me, one.author_id) not in api.store.muted and not _is_blocked(api, call, one)]
    heard.sort(key=lambda one: (one.created_at, one.id), reverse=True)
    first = int(call.request.args.get("cursor", "0"))
    page = heard[first : first + int(call.request.args.get("limit", "50"))]
    cursor = {"cursor": str(first + len(page))} if first + len(page) < len(heard) else {}
    return {"notifications": [_notice(api, one) for one in page if one.is_seen_by_lookup(call.now)], **cursor}


@endpoint("GET", "app.bsky.actor.getProfile", query="actor")
def profile(api: Api, call: Call) -> object:
    """An account with its numbers."""
    account = api.store.account(call.parameter("actor"))
    stranger = next((one for one in api.store.comments.values() if one.author_id == call.parameter("actor")), None)
    if stranger and account is None:
        return _stranger(api, call, stranger)
    if account is None:
        raise invalid_request("Profile not found")
    written = sum(post.account_id == account.did for post in api.store.posts.values())
    return {
        "did": account.did,
        "handle": account.handle,
        "followersCount": account.followers_count,
        "followsCount": 0,
        "postsCount": written,
    }


def _stranger(api: Api, call: Call, comment: Comment) -> object:
    did, me = comment.author_id, call.me().did
    viewer: dict[str, object] = {"muted": (me, did) in api.store.muted, "blockedBy": False}
    if block := _find(api, me, "app.bsky.graph.block", did):
        viewer["blocking"] = block
    return {"did": did, "handle": comment.author_name, "viewer": viewer}


def _notice(api: Api, said: Comment) -> object:
    record = api.store.records[said.id]
    subject = {} if said.is_mention else {"reasonSubject": said.post_id}
    return {
        "uri": said.id,
        "cid": record.cid,
        "author": {"did": said.author_id, "handle": said.author_name},
        "reason": "mention" if said.is_mention else "reply",
        **subject,
        "record": record.value,
        "isRead": False,
        "indexedAt": said.created_at.isoformat(),
    }


def _is_blocked(api: Api, call: Call, said: Comment) -> bool:
    """Of somebody whom the account blocks it is shown nothing, and told nothing."""
    return _find(api, call.me().did, "app.bsky.graph.block", said.author_id) is not None


def _find(api: Api, did: str, collection: str, subject: str) -> str | None:
    """The account's record of this collection about something."""
    for uri, record in api.store.records.items():
        about = record.value.get("subject")
        known = about.get("uri") if isinstance(about, dict) else about
        if uri.startswith(f"at://{did}/{collection}/") and known == subject:
            return uri
    return None


def _shown_embed(api: Api, post: Post) -> dict[str, object]:
    """What the record embeds, as it is shown: with `#view` after its lexicon's name."""
    embed = api.store.records[post.id].value.get("embed")
    return {"embed": embed | {"$type": f"{embed['$type']}#view"}} if isinstance(embed, dict) else {}


def _view(api: Api, call: Call, post: Post | Comment) -> dict[str, object]:
    record, account = api.store.records[post.id], api.store.accounts[post.account_id]
    like = _find(api, call.me().did, "app.bsky.feed.like", post.id)
    viewer = {"viewer": {"like": like} if like else {}}
    if isinstance(post, Comment):
        author = {"did": post.author_id, "handle": post.author_name}
        return {"uri": post.id, "cid": record.cid, "author": author, "record": record.value, **viewer}
    replies = sum(one.post_id == post.id and not one.deleted for one in api.store.comments.values())
    numbers = dict.fromkeys(COUNTERS, 0) | {"replyCount": replies} | post.counters
    return {
        "uri": post.id,
        "cid": record.cid,
        "author": {"did": account.did, "handle": account.handle},
        "record": record.value,
        "indexedAt": post.received_at.isoformat(),
        **numbers,
        **viewer,
    }
